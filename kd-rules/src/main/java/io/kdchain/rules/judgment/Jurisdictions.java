package io.kdchain.rules.judgment;

import io.kdchain.rules.derive.Facts;
import io.kdchain.rules.verdict.Attribution.Elsewhere;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who belongs to a jurisdiction whose law the packs do not hold. Conflict of laws is in no pack: whoever names packs
 * chooses the law, and the verdict says for whom that was a choice.
 */
final class Jurisdictions {
    private static final String UNION = "EU";
    /** Member states, by ISO 3166-1; Greece also as the Union itself writes it. */
    private static final Set<String> MEMBERS = Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
            "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

    private Jurisdictions() {}

    /** Of the claimant and those who are liable, by id. */
    static List<Elsewhere> elsewhere(
            Facts facts, String claimant, Collection<LiableParty> liable, SortedSet<String> judgedBy) {
        SortedSet<String> concerned = new TreeSet<>(Set.of(claimant));
        liable.forEach(party -> concerned.add(party.party()));
        List<Elsewhere> elsewhere = new ArrayList<>();
        facts.parties().stream()
                .filter(p -> concerned.contains(p.id()) && !p.jurisdiction().isEmpty())
                .filter(p -> judgedBy.stream().noneMatch(law -> holds(law, p.jurisdiction())))
                .forEach(p -> elsewhere.add(new Elsewhere(p.id(), p.jurisdiction(), List.copyOf(judgedBy))));
        return elsewhere;
    }

    /** A party that names only its country may belong to the part of it whose law this is. */
    private static boolean holds(String law, String jurisdiction) {
        return law.equals(jurisdiction)
                || jurisdiction.startsWith(law + "-")
                || law.startsWith(jurisdiction + "-")
                || (law.equals(UNION) && MEMBERS.contains(jurisdiction));
    }
}
