package io.kdchain.rules.workbench;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A verdict as expectations look at it.
 *
 * @param incident what was judged
 * @param verdict with evidence as positions in the scenario's chain
 * @param triggers when terms of measures may have begun: notices and the report
 * @param citations norms and rules that the verdict names
 * @param settled what is owed after the payments of the scenario; empty if it says nothing of them
 * @param events positions in the scenario's chain by id of the event
 */
record Judged(
        Incident incident,
        Attribution verdict,
        List<Instant> triggers,
        Citations citations,
        List<Settlement> settled,
        Map<String, Integer> events) {
    Judged {
        triggers = List.copyOf(triggers);
        settled = List.copyOf(settled);
        events = Map.copyOf(events);
    }

    Judged(
            Incident incident,
            Attribution verdict,
            List<Instant> triggers,
            List<Settlement> settled,
            Map<String, Integer> events) {
        this(incident, verdict, triggers, new Citations(verdict), settled, events);
    }

    Judged(Incident incident, Attribution verdict, List<Instant> triggers) {
        this(incident, verdict, triggers, List.of(), Map.of());
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
}
