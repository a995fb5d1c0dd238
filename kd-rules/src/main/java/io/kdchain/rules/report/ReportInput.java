package io.kdchain.rules.report;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.NotLiable;
import io.kdchain.rules.verdict.Settlement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report tells: the verdict, and whatever else is at hand.
 *
 * @param verdict what it is about
 * @param incident what is claimed; null if it is not at hand
 * @param chain what the chain recorded
 * @param sources titles of norms and duties
 * @param comparisons the same incident judged otherwise; empty if nobody asked
 * @param settled what is owed after payments; empty if nobody asked
 * @param notLiable what was lacking for who is not liable; empty if nobody asked
 */
public record ReportInput(
        Attribution verdict,
        @Nullable Incident incident,
        ChainView chain,
        LegalSources sources,
        List<Alternative> comparisons,
        List<Settlement> settled,
        List<NotLiable> notLiable) {
    public ReportInput {
        comparisons = List.copyOf(comparisons);
        settled = List.copyOf(settled);
        notLiable = List.copyOf(notLiable);
    }

    /** The verdict alone. */
    public static ReportInput of(Attribution verdict) {
        return new ReportInput(verdict, null, ChainView.EMPTY, LegalSources.NONE, List.of(), List.of(), List.of());
    }

    /** With what is claimed. */
    public ReportInput incident(Incident claimed) {
        return new ReportInput(verdict, claimed, chain, sources, comparisons, settled, notLiable);
    }

    /** With what the chain recorded. */
    public ReportInput chain(ChainView recorded) {
        return new ReportInput(verdict, incident, recorded, sources, comparisons, settled, notLiable);
    }

    /** With titles of norms and duties. */
    public ReportInput sources(LegalSources titles) {
        return new ReportInput(verdict, incident, chain, titles, comparisons, settled, notLiable);
    }

    /** With what was lacking for who is not liable. */
    public ReportInput notLiable(List<NotLiable> lacking) {
        return new ReportInput(verdict, incident, chain, sources, comparisons, settled, lacking);
    }

    /** With the same incident judged otherwise. */
    public ReportInput alternative(String label, Attribution other) {
        List<Alternative> more = new ArrayList<>(comparisons);
        more.add(new Alternative(label, other));
        return new ReportInput(verdict, incident, chain, sources, more, settled, notLiable);
    }

    /** With what is owed after payments. */
    public ReportInput settled(List<Settlement> settlements) {
        return new ReportInput(verdict, incident, chain, sources, comparisons, settlements, notLiable);
    }

    /** The incident judged otherwise, such as under another regime. */
    public record Alternative(String label, Attribution verdict) {}
}
