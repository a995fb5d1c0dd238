package io.kdchain.rules.report;

import io.kdchain.rules.verdict.Attribution;
import java.util.Locale;

/** Verdicts as JSON, as text, as HTML. Stateless; same input, same characters. */
public final class Report {
    private Report() {}

    /**
     * The verdict as one JSON document on one line, without a line break at its end. Members stand in the order of the
     * published format; shares are exact fractions as strings. Beyond that format an item says {@code failed},
     * {@code imposed} and {@code otherWays} (to share, an annex) where they apply and its {@code cites}, a breach its
     * {@code grade}, {@code causal} and {@code silence}, a payment its {@code insurer}, a measure its {@code trigger}
     * and {@code done}, a reason its {@code evidence} and {@code note}.
     */
    public static String json(Attribution verdict) {
        return VerdictJson.of(verdict);
    }

    /**
     * The verdict for a person at a terminal, in Chinese for a Chinese locale, else in English. Titles of norms and
     * duties come from the library's packs; norms and duties of other packs are named by their ids.
     */
    public static String text(Attribution verdict, Locale locale) {
        return text(verdict, LegalSources.builtin(verdict), locale);
    }

    /** The same with titles of norms and duties from elsewhere. */
    public static String text(Attribution verdict, LegalSources sources, Locale locale) {
        return VerdictText.of(verdict, sources, Language.of(locale));
    }

    /** One HTML file in English and Chinese that needs nothing beside it; English is shown first. */
    public static String html(ReportInput input) {
        return html(input, Locale.ENGLISH);
    }

    /** The same; the language of this locale is shown first. */
    public static String html(ReportInput input, Locale first) {
        return VerdictHtml.of(input, Language.of(first));
    }
}
