package io.kdchain.rules.judgment;

import io.kdchain.rules.apportion.Apportioned;
import io.kdchain.rules.apportion.ItemCase;
import io.kdchain.rules.apportion.LegalPersons;
import io.kdchain.rules.derive.Facts;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One judgment: what holds, and how each item is shared.
 *
 * @param incident what was judged
 * @param facts what the evidence shows
 * @param reasoned conclusions that stand
 * @param cases what apportionment was given, by item, in the order of the incident
 * @param persons which parties are one legal person
 * @param byParty how each item is shared among the parties, in the same order
 * @param items how it is shared among the legal persons, in the same order
 */
record Outcome(
        Incident incident,
        Facts facts,
        Reasoned reasoned,
        Map<String, ItemCase> cases,
        LegalPersons persons,
        Map<String, Apportioned> byParty,
        Map<String, Apportioned> items) {
    Outcome {
        byParty = Collections.unmodifiableMap(new LinkedHashMap<>(byParty));
        cases = Collections.unmodifiableMap(new LinkedHashMap<>(cases));
        items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
    }

    /** An outcome whose items are shared among parties; those of one legal person are merged. */
    static Outcome of(
            Incident incident,
            Facts facts,
            Reasoned reasoned,
            Map<String, ItemCase> cases,
            Map<String, Apportioned> byParty) {
        LegalPersons persons = persons(incident, facts);
        Map<String, Apportioned> items = new LinkedHashMap<>();
        byParty.forEach((item, shared) -> items.put(item, persons.merge(shared)));
        return new Outcome(incident, facts, reasoned, cases, persons, byParty, items);
    }

    /** Which parties on record are one legal person. */
    static LegalPersons persons(Incident incident, Facts facts) {
        Map<String, String> numbers = new TreeMap<>();
        facts.parties().forEach(p -> numbers.put(p.id(), p.legalId()));
        return LegalPersons.of(incident.claimant(), numbers);
    }

    boolean established() {
        return items.values().stream().anyMatch(Apportioned::established);
    }

    ItemCase itemCase(String id) {
        ItemCase found = cases.get(id);
        if (found == null) {
            throw new IllegalArgumentException("There is no item '%s'; there are %s.".formatted(id, cases.keySet()));
        }
        return found;
    }

    Apportioned item(String id) {
        Apportioned found = items.get(id);
        if (found == null) {
            throw new IllegalArgumentException("There is no item '%s'; there are %s.".formatted(id, items.keySet()));
        }
        return found;
    }

    /**
     * The shares over all items: those of the one established item, or weighted by amount where all established items
     * have amounts in one currency; empty where items cannot be added up.
     */
    Optional<SortedMap<String, Fraction>> shares() {
        List<DamageItem> counted = incident.items().stream()
                .filter(i -> item(i.id()).established())
                .toList();
        if (counted.isEmpty()) {
            return Optional.of(items.values().iterator().next().shares());
        }
        if (counted.size() == 1) {
            return Optional.of(item(counted.get(0).id()).shares());
        }
        Fraction total = Fraction.ZERO;
        String currency = "";
        for (DamageItem item : counted) {
            var amount = item.amount();
            if (amount == null
                    || (!currency.isEmpty()
                            && !currency.equals(amount.currency().getCurrencyCode()))) {
                return Optional.empty();
            }
            currency = amount.currency().getCurrencyCode();
            total = total.plus(Fraction.of(amount.amount()));
        }
        if (total.isZero()) {
            return Optional.empty();
        }
        SortedMap<String, Fraction> sum = new TreeMap<>();
        for (DamageItem item : counted) {
            var amount = item.amount();
            Fraction weight = amount == null
                    ? Fraction.ZERO
                    : Fraction.of(amount.amount()).dividedBy(total);
            item(item.id()).shares().forEach((party, share) -> sum.merge(party, share.times(weight), Fraction::plus));
        }
        return Optional.of(sum);
    }

    /**
     * Shares that a question about an item moves: those of the whole, or of the item where items cannot be added up.
     */
    SortedMap<String, Fraction> sharesFor(String item) {
        return shares().orElseGet(() -> item(item).shares());
    }

    /** How an item is shared among the parties. */
    Apportioned byParty(String id) {
        Apportioned found = byParty.get(id);
        if (found == null) {
            throw new IllegalArgumentException("There is no item '%s'; there are %s.".formatted(id, items.keySet()));
        }
        return found;
    }

    /** What the claimant may demand, for an item, of the legal person that a party is. */
    Fraction claimable(String item, String party) {
        return item(item).claimable().getOrDefault(persons.keyOf(party), Fraction.ZERO);
    }

    /** Whom the claimant may ask for more than 0 in some item. */
    boolean isClaimable(String party) {
        return !party.equals(Attribution.CLAIMANT)
                && items.values().stream()
                        .anyMatch(i ->
                                i.claimable().getOrDefault(party, Fraction.ZERO).signum() > 0);
    }
}
