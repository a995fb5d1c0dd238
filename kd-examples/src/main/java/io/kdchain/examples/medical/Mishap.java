package io.kdchain.examples.medical;

import io.kdchain.core.adapt.CalibrationRecipe;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.Teacher;
import java.util.Comparator;

/** What each party really does: what its recipe says, or what its mistake makes of it. */
final class Mishap {

    /** An area of four digits is printed with a thousands separator, which the faulty import does not read. */
    private static final double FIRST_AREA_OF_FOUR_DIGITS = 1000;

    private static final int SCREENING_ROWS = 32;
    private static final double UNITS_IN_THE_EXPECTED_ONE = 10;

    private final Mistake mistake;

    Mishap(Mistake mistake) {
        this.mistake = mistake;
    }

    boolean is(Mistake other) {
        return mistake == other;
    }

    /** The rows as the teacher's developer imports them. */
    Dataset imported(Dataset training) {
        if (mistake != Mistake.TEACHER_LABELS) {
            return training;
        }
        return training.withRows(training.rows().stream()
                .map(row -> Patients.area(training, row) >= FIRST_AREA_OF_FOUR_DIGITS
                        ? row.withLabel(Patients.BENIGN)
                        : row)
                .toList());
    }

    /** The teacher as the distillation provider asks it. */
    Teacher asked(Teacher teacher, long seed) {
        return mistake == Mistake.LOSS ? new MisalignedTeacher(teacher, seed) : teacher;
    }

    /** The rows that the hardware adapter calibrates on. */
    Dataset calibration(CalibrationRecipe recipe, Dataset training) {
        if (mistake != Mistake.CALIBRATION) {
            return recipe.draw(training);
        }
        return training.withRows(training.rows().stream()
                .filter(row -> row.label() == Patients.BENIGN)
                .sorted(Comparator.comparingDouble((Row row) -> Patients.area(training, row))
                        .thenComparing(Row::id))
                .limit(SCREENING_ROWS)
                .toList());
    }

    /** The pre-processing as the platform builds it: lengths in other units mean other means and deviations. */
    Standardisation deployed(Standardisation recorded, Dataset data) {
        if (mistake != Mistake.DEPLOYMENT_SCALING) {
            return recorded;
        }
        double[] mean = recorded.mean();
        double[] sd = recorded.sd();
        for (int i = 0; i < mean.length; i++) {
            double factor = factor(data.featureNames().get(i));
            mean[i] *= factor;
            sd[i] *= factor;
        }
        return new Standardisation(mean, sd);
    }

    private static double factor(String feature) {
        if (feature.endsWith("_area")) {
            return UNITS_IN_THE_EXPECTED_ONE * UNITS_IN_THE_EXPECTED_ONE;
        }
        return feature.endsWith("_radius") || feature.endsWith("_perimeter") ? UNITS_IN_THE_EXPECTED_ONE : 1;
    }
}
