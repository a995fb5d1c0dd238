package io.kdchain.rules.fact;

import java.util.Locale;

/** The phases of a judgment, in order. A conclusion is read in its own phase or later. */
public enum Phase {
    CHARACTERISE,
    REGIME,
    DUTY,
    BREACH,
    CAUSATION,
    DEFENCE,
    LIABILITY,
    MEASURES;

    /** The name as rule files write it in {@code agenda-group}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
