package io.kdchain.rules.language;

import java.util.Locale;

/** What can be computed over all matches of a condition. */
public enum AggregateFunction {
    COUNT,
    SUM,
    MIN,
    MAX;

    /** As rule files write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
