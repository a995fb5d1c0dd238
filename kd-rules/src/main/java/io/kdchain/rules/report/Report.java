package io.kdchain.rules.report;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Settlement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Verdicts as JSON, as text, as HTML. Stateless; same input, same characters. */
public final class Report {
    private Report() {}

    /**
     * The verdict as one JSON document on one line, without a line break at its end. Members stand in the order of the
     * published format; shares are exact fractions as strings. Beyond that format the verdict says {@code persons}
     * where parties are one legal person, {@code contracts} where agreements change recourse, {@code elsewhere} where
     * who is liable or claims belongs to another jurisdiction than the packs, an item {@code failed}, {@code imposed}
     * and {@code otherWays} (to share, an annex) where they apply and its {@code cites}, a breach its {@code grade},
     * {@code causal} and {@code silence}, a payment its {@code insurer}, a measure its {@code trigger} and
     * {@code done}, a reason its {@code evidence} and {@code note}.
     */
    public static String json(Attribution verdict) {
        return VerdictJson.of(verdict);
    }

    /**
     * The verdict as {@link #json(Attribution)}, with what else is at hand: the member {@code settled}, what is owed
     * after payments; and the member {@code notLiable}, for each party that is not liable the {@code item} for which
     * liability came nearest and what was {@code lacking}, a tree of rules and of conditions that failed.
     */
    public static String json(ReportInput input) {
        return VerdictJson.of(input);
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
        return text(ReportInput.of(verdict).sources(sources), locale);
    }

    /**
     * The same with what else is at hand and fits a terminal: what was lacking for who is not liable, and the names of
     * the parties, where the chain gives them; each id stands once beside its name.
     */
    public static String text(ReportInput input, Locale locale) {
        return VerdictText.of(input, Language.of(locale));
    }

    /**
     * What is owed after payments, as a part of a report at a terminal.
     *
     * @param input what a report tells, with the items that were settled
     */
    public static String settled(ReportInput input, Locale locale) {
        return VerdictText.settled(input, Language.of(locale));
    }

    /** The verdict as {@link #json(Attribution)}, with the member {@code settled}: what is owed after payments. */
    public static String json(Attribution verdict, List<Settlement> settled) {
        return VerdictJson.of(ReportInput.of(verdict).settled(settled));
    }

    /** One HTML file in English and Chinese that needs nothing beside it; English is shown first. */
    public static String html(ReportInput input) {
        return html(input, Locale.ENGLISH);
    }

    /** The same; the language of this locale is shown first. */
    public static String html(ReportInput input, Locale first) {
        return VerdictHtml.of(input, Language.of(first));
    }

    /**
     * The formats by their ids: the library's own, and those that the class path brings.
     *
     * @throws IllegalStateException if two have the same id
     */
    public static SortedMap<String, ReportFormat> formats() {
        SortedMap<String, ReportFormat> formats = new TreeMap<>();
        Stream.concat(
                        Arrays.stream(OwnFormat.values()),
                        ServiceLoader.load(ReportFormat.class, Report.class.getClassLoader()).stream()
                                .map(ServiceLoader.Provider::get))
                .forEach(format -> {
                    ReportFormat before = formats.put(format.id(), format);
                    if (before != null) {
                        throw new IllegalStateException(
                                "%s and %s both write the format '%s'; take one of them off the class path."
                                        .formatted(
                                                before.getClass().getName(),
                                                format.getClass().getName(),
                                                format.id()));
                    }
                });
        return formats;
    }
}
