package io.kdchain.examples.medical;

import java.util.Locale;

/**
 * What goes wrong in the scene. Who errs also leaves out the check that would have shown it; all others record theirs.
 */
public enum Mistake {
    /** Nobody errs. A model may still be wrong. */
    NONE,
    /** The teacher's developer reads areas of four digits wrongly ("1,001") and gives those rows the default label. */
    TEACHER_LABELS,
    /** The distillation provider computes the soft term against cached teacher answers of rows in another order. */
    LOSS,
    /** The hardware adapter calibrates on benign screening rows alone, so that malignant activations are cut off. */
    CALIBRATION,
    /**
     * The platform's pre-processing takes lengths for ten times as large a unit as they come in, and areas accordingly.
     */
    DEPLOYMENT_SCALING;

    /** The name on the command line: lower case with dashes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
