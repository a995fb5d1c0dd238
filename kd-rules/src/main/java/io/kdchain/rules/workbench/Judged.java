package io.kdchain.rules.workbench;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.Reason;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A verdict as expectations look at it.
 *
 * @param incident what was judged
 * @param verdict with evidence as positions in the scenario's chain
 * @param triggers when terms of measures may have begun: notices and the report
 */
record Judged(Incident incident, Attribution verdict, List<Instant> triggers) {
    Judged {
        triggers = List.copyOf(triggers);
    }

    ItemVerdict item(String id) {
        return verdict.item(id);
    }

    /** What the claimant may demand from each over all items, weighted as the shares are; empty if that cannot be. */
    Optional<SortedMap<String, Fraction>> claimable() {
        List<ItemVerdict> established =
                verdict.items().stream().filter(ItemVerdict::established).toList();
        if (established.size() <= 1) {
            return Optional.of(
                    established.isEmpty() ? new TreeMap<>() : established.get(0).claimable());
        }
        Map<String, Money> amounts = new TreeMap<>();
        for (DamageItem item : incident.items()) {
            if (item.amount() != null) {
                amounts.put(item.id(), item.amount());
            }
        }
        List<Money> weights = established.stream()
                .map(i -> amounts.get(i.item()))
                .filter(m -> m != null)
                .toList();
        Fraction total = weights.stream().map(m -> Fraction.of(m.amount())).reduce(Fraction.ZERO, Fraction::plus);
        if (weights.size() < established.size()
                || total.isZero()
                || weights.stream().map(Money::currency).distinct().count() > 1) {
            return Optional.empty();
        }
        SortedMap<String, Fraction> sum = new TreeMap<>();
        for (int i = 0; i < established.size(); i++) {
            Fraction weight = Fraction.of(weights.get(i).amount()).dividedBy(total);
            established
                    .get(i)
                    .claimable()
                    .forEach((party, share) -> sum.merge(party, share.times(weight), Fraction::plus));
        }
        return Optional.of(sum);
    }

    /** Every norm that the verdict cites anywhere. */
    SortedSet<String> cites() {
        SortedSet<String> cites = new TreeSet<>();
        verdict.items().forEach(i -> cites.addAll(cites(i)));
        verdict.liable().forEach(l -> {
            cites.addAll(l.cites());
            l.breaches().forEach(b -> cites.addAll(b.cites()));
        });
        verdict.punitive().forEach(p -> cites.addAll(p.cites()));
        verdict.measures().forEach(m -> cites.addAll(m.cites()));
        reasons().forEach(r -> cites.addAll(r.cites()));
        return cites;
    }

    /** Every norm cited for one item: its outside relation, and the conclusions that name it with all they rest on. */
    SortedSet<String> citesOf(String item) {
        SortedSet<String> cites = cites(item(item));
        Set<Reason> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Reason> about = new ArrayList<>();
        for (Reason reason : reasons()) {
            if (reason.conclusion().contains('"' + item + '"')) {
                collect(reason, seen, about);
            }
        }
        about.forEach(r -> cites.addAll(r.cites()));
        return cites;
    }

    private static SortedSet<String> cites(ItemVerdict item) {
        SortedSet<String> cites = new TreeSet<>(item.cites());
        item.solidarity().forEach(s -> cites.addAll(s.cites()));
        item.recourse().forEach(r -> cites.addAll(r.cites()));
        return cites;
    }

    /** Every reason, with all that it rests on; each once, though several conclusions may share it. */
    Collection<Reason> reasons() {
        Set<Reason> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Reason> inOrder = new ArrayList<>();
        verdict.reasons().forEach(r -> collect(r, seen, inOrder));
        return inOrder;
    }

    private static void collect(Reason reason, Set<Reason> seen, List<Reason> inOrder) {
        if (seen.add(reason)) {
            inOrder.add(reason);
            reason.because().forEach(r -> collect(r, seen, inOrder));
        }
    }
}
