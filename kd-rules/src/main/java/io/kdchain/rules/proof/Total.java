package io.kdchain.rules.proof;

import io.kdchain.rules.apportion.Apportioned;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Shares over all items of an incident. */
final class Total {
    private Total() {}

    /**
     * Those of the one established item, or weighted by amount where all amounts are in one currency; empty where items
     * cannot be added up.
     */
    static Optional<SortedMap<String, Fraction>> of(Incident incident, Map<String, Apportioned> shared) {
        List<DamageItem> counted = incident.items().stream()
                .filter(i -> {
                    Apportioned item = shared.get(i.id());
                    return item != null && item.established();
                })
                .toList();
        if (counted.size() < 2) {
            String only =
                    (counted.isEmpty() ? incident.items() : counted).get(0).id();
            return Optional.of(shares(only, shared));
        }
        Map<String, Money> amounts = new HashMap<>();
        counted.forEach(i -> {
            Money amount = i.amount();
            if (amount != null) {
                amounts.put(i.id(), amount);
            }
        });
        Fraction total =
                amounts.values().stream().map(a -> Fraction.of(a.amount())).reduce(Fraction.ZERO, Fraction::plus);
        if (amounts.size() < counted.size()
                || total.isZero()
                || amounts.values().stream().map(Money::currency).distinct().count() > 1) {
            return Optional.empty();
        }
        SortedMap<String, Fraction> sum = new TreeMap<>();
        amounts.forEach((item, amount) -> {
            Fraction weight = Fraction.of(amount.amount()).dividedBy(total);
            shares(item, shared).forEach((party, share) -> sum.merge(party, share.times(weight), Fraction::plus));
        });
        return Optional.of(sum);
    }

    /** The shares of an item. */
    static SortedMap<String, Fraction> shares(String item, Map<String, Apportioned> shared) {
        Apportioned found = shared.get(item);
        return found == null ? Collections.emptySortedMap() : found.shares();
    }
}
