package io.kdchain.rules.report;

import java.util.Locale;

/**
 * A way to write a verdict. The library has {@code json}, {@code text} and {@code html}; others come as services of
 * this interface ({@link java.util.ServiceLoader}) on the class path. Implementations hold no state; the same input
 * gives the same characters.
 */
public interface ReportFormat {
    /** Stable name, such as {@code csv}: lower-case letters, digits and hyphens. */
    String id();

    /**
     * The verdict, written.
     *
     * @param input the verdict, and whatever else is at hand; texts in it come from outside, so that a format with
     *     markup or formulas must escape them
     * @param locale the reader's; Chinese and English are told apart
     */
    String write(ReportInput input, Locale locale);
}
