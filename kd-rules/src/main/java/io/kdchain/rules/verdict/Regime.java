package io.kdchain.rules.verdict;

import java.util.Locale;

/** A regime of liability. */
public enum Regime {
    /** Liable for fault that the claimant proves. */
    FAULT,
    /** Fault is presumed; the defendant may show that there was none. */
    PRESUMED_FAULT,
    /** Liable regardless of fault. */
    STRICT;

    /** As scenario files and verdicts write it: {@code fault}, {@code presumed-fault}, {@code strict}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
