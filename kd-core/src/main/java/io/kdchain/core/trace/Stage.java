package io.kdchain.core.trace;

import java.util.Locale;

/** A stage of the chain, in the order in which they act. */
public enum Stage {
    DATA,
    TEACHER,
    DISTILLATION,
    ADAPTATION,
    DEPLOYMENT;

    /** The name in records: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
