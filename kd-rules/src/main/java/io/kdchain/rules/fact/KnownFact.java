package io.kdchain.rules.fact;

import java.util.List;

/**
 * A fact with what shows it. Rules read the fact; reports print the rest.
 *
 * @param fact the fact
 * @param evidence indexes of the log entries that show it, ascending; empty when silence or the incident itself shows
 *     it
 * @param note why silence shows it, as a code of {@code duties.md} (A-OWN, A-DEF, A-INF), or empty
 */
public record KnownFact(Fact fact, List<Long> evidence, String note) {
    public KnownFact {
        evidence = evidence.size() < 2
                ? List.copyOf(evidence)
                : evidence.stream().sorted().distinct().toList();
    }

    /** A fact shown by these log entries. */
    public static KnownFact shownBy(Fact fact, List<Long> evidence) {
        return new KnownFact(fact, evidence, "");
    }
}
