package io.kdchain.rules.derive;

import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.KnownFact;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the evidence shows of an incident. Immutable; the order of all lists depends on content only, never on ids or on
 * the order of recording.
 *
 * @param known facts for the rules, without duplicates
 * @param causes numbers on causation, one entry for each damage item
 * @param open questions that the record leaves open; answer them by {@link Inquiry#answers()}
 * @param parties all parties of the record, by id
 * @param lineage which party's act led to which
 * @param events where and when each event stands, by its id
 * @param triggers when terms start to run: ids of notices and the incident to times
 * @param measures measures that the record shows taken
 * @param reportedAt when the incident was reported; what was recorded later helps nobody about the time before
 * @param canonical the admitted evidence as text, without ids, keys, signatures and positions: the same on every
 *     machine
 */
public record Facts(
        List<KnownFact> known,
        SortedMap<String, CausalParts> causes,
        List<OpenIssue> open,
        List<PartyProfile> parties,
        Lineage lineage,
        SortedMap<String, Placed> events,
        SortedMap<String, Instant> triggers,
        List<TakenMeasure> measures,
        Instant reportedAt,
        String canonical) {
    public Facts {
        known = List.copyOf(known);
        causes = Collections.unmodifiableSortedMap(new TreeMap<>(causes));
        open = List.copyOf(open);
        parties = List.copyOf(parties);
        events = Collections.unmodifiableSortedMap(new TreeMap<>(events));
        triggers = Collections.unmodifiableSortedMap(new TreeMap<>(triggers));
        measures = List.copyOf(measures);
    }

    /** The facts of one kind, in order. */
    public <F> List<F> of(Class<F> kind) {
        return known.stream()
                .map(KnownFact::fact)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /**
     * An event of the record.
     *
     * @param index log index
     * @param at when its actor says that it acted
     */
    public record Placed(long index, Instant at) {}

    /**
     * A question of fact that the record leaves open.
     *
     * @param id stable: the same in every run over the same record
     * @param questionEn in English, to be answered by yes or no
     * @param questionZh the same in Chinese
     * @param party whom it concerns, or empty
     */
    public record OpenIssue(String id, String questionEn, String questionZh, String party) {}

    /**
     * A party of the record.
     *
     * @param id its id
     * @param name as registered, else the id
     * @param jurisdiction as registered, or empty
     * @param legalId register and number of the legal person that it is, or empty where the record states none, or two
     * @param registered roles in which it is registered
     * @param acted roles in which it acted in the chain behind the output
     */
    public record PartyProfile(
            String id,
            String name,
            String jurisdiction,
            String legalId,
            SortedSet<String> registered,
            SortedSet<String> acted) {
        public PartyProfile {
            registered = Collections.unmodifiableSortedSet(new TreeSet<>(registered));
            acted = Collections.unmodifiableSortedSet(new TreeSet<>(acted));
        }
    }

    /**
     * A measure that was taken.
     *
     * @param party who took it
     * @param measure its code
     * @param about entities that it concerns
     * @param answers ids of the events that it answers, such as a notice
     * @param recordedAt when it was recorded
     * @param index log index
     */
    public record TakenMeasure(
            String party, String measure, List<String> about, List<String> answers, Instant recordedAt, long index) {
        public TakenMeasure {
            about = List.copyOf(about);
            answers = List.copyOf(answers);
        }
    }
}
