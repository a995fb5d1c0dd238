package io.kdchain.rules.derive;

import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Regime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the record.
 *
 * @param incident what happened and what is claimed
 * @param override regime that the reader imposes as a what-if; null means what the law says
 * @param answers answers to open questions, by their id
 * @param alterations events known to have been changed after signing, and by whom
 * @param provided facts that others found in the evidence, beside those that are derived
 */
public record Inquiry(
        Incident incident,
        @Nullable Regime override,
        SortedMap<String, Boolean> answers,
        List<Alteration> alterations,
        List<KnownFact> provided) {
    public Inquiry {
        answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
        alterations = List.copyOf(alterations);
        provided = List.copyOf(provided);
    }

    /** Asks about an incident, and nothing more. */
    public static Inquiry about(Incident incident) {
        return new Inquiry(incident, null, Collections.emptySortedMap(), List.of(), List.of());
    }

    /** The same with a regime imposed as a what-if. */
    public Inquiry imposing(Regime regime) {
        return new Inquiry(incident, regime, answers, alterations, provided);
    }

    /** The same with these answers besides. */
    public Inquiry answering(Map<String, Boolean> more) {
        SortedMap<String, Boolean> all = new TreeMap<>(answers);
        all.putAll(more);
        return new Inquiry(incident, override, all, alterations, provided);
    }

    /** The same without any answer. */
    public Inquiry unanswered() {
        return new Inquiry(incident, override, Collections.emptySortedMap(), alterations, provided);
    }

    /** The same with what is known of changed events. */
    public Inquiry knowing(List<Alteration> changed) {
        return new Inquiry(incident, override, answers, changed, provided);
    }
}
