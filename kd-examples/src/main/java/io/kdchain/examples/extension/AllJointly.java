package io.kdchain.examples.extension;

import io.kdchain.rules.apportion.Apportioned;
import io.kdchain.rules.apportion.Apportioned.Edge;
import io.kdchain.rules.apportion.Apportionment;
import io.kdchain.rules.apportion.ItemCase;
import io.kdchain.rules.apportion.StatutoryApportionment;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What would be if all who bear a part answered for the whole, whatever the form of their causes: shares as the
 * statutes have them, each claimable for all that falls on any of them, recourse to each of the others for its part.
 * Who answers in second place does so still. A question of policy, not the law of any pack.
 */
public final class AllJointly implements Apportionment {
    private final Apportionment statutory = new StatutoryApportionment();

    @Override
    public String id() {
        return "all-jointly";
    }

    @Override
    public Apportioned apportion(ItemCase itemCase) {
        Apportioned by = statutory.apportion(itemCase);
        SortedMap<String, Fraction> bearing = new TreeMap<>(by.shares());
        bearing.keySet().removeAll(List.of(Attribution.CLAIMANT, Attribution.UNATTRIBUTED));
        bearing.values().removeIf(share -> share.signum() == 0);
        if (bearing.size() < 2) {
            return by;
        }
        Fraction whole = bearing.values().stream().reduce(Fraction.ZERO, Fraction::plus);
        SortedMap<String, Fraction> claimable = new TreeMap<>(by.claimable());
        List<Edge> recourse = new ArrayList<>(by.recourse().stream()
                .filter(e -> by.supplementary().containsKey(e.from()))
                .toList());
        for (String payer : bearing.keySet()) {
            claimable.put(payer, whole);
            bearing.forEach((other, share) -> {
                if (!other.equals(payer)) {
                    recourse.add(new Edge(payer, other, share));
                }
            });
        }
        List<SortedSet<String>> groups = List.of(new TreeSet<>(bearing.keySet()));
        return new Apportioned(
                by.failed(),
                by.regime(),
                by.shares(),
                by.bounds(),
                claimable,
                groups,
                recourse,
                by.supplementary(),
                by.causalWeights(),
                by.strictInnerMatters());
    }
}
