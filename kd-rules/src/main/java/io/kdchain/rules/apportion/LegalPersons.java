package io.kdchain.rules.apportion;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.Bounds;
import io.kdchain.rules.verdict.Attribution.LegalPerson;
import io.kdchain.rules.verdict.FailedElement;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which parties are one legal person. A chain knows parties, each with its own keys and its own record; the law knows
 * debtors. Parties with the same number in the same register are one debtor: after an item was shared among the parties
 * its shares add up, it answers once, and it recovers nothing from itself. How the parties share is not touched by
 * that: who stands in a chain with two parties bears what each of them bears, and others bear what they would bear
 * anyway. The number counts within its register: one number in two jurisdictions is two persons.
 *
 * <p>A person is called by the first of its parties, by id; that of the claimant by {@link Attribution#CLAIMANT}: its
 * share is borne by who was harmed, and nobody answers to it for that.
 */
public final class LegalPersons {
    private final String claimant;
    private final SortedMap<String, String> keys = new TreeMap<>();
    private final SortedMap<String, SortedSet<String>> parties = new TreeMap<>();
    private final SortedMap<String, String> numbers = new TreeMap<>();

    private LegalPersons(String claimant, Map<String, String> numberOf) {
        this.claimant = claimant;
        SortedMap<String, SortedSet<String>> byNumber = new TreeMap<>();
        numberOf.forEach((party, number) -> {
            if (!number.isEmpty()) {
                byNumber.computeIfAbsent(number, n -> new TreeSet<>()).add(party);
            }
        });
        byNumber.forEach((number, same) -> {
            if (same.size() > 1) {
                String key = same.contains(claimant) ? Attribution.CLAIMANT : same.first();
                same.forEach(party -> keys.put(party, key));
                parties.put(key, Collections.unmodifiableSortedSet(same));
                numbers.put(key, number);
            }
        });
    }

    /**
     * The legal persons of a case.
     *
     * @param claimant who was harmed
     * @param numberOf register and number of each party; empty where the record states none
     */
    public static LegalPersons of(String claimant, Map<String, String> numberOf) {
        return new LegalPersons(claimant, numberOf);
    }

    /** The key under which the share of a party stands: the party itself, unless it is one person with others. */
    public String keyOf(String party) {
        return party.equals(claimant) ? Attribution.CLAIMANT : keys.getOrDefault(party, party);
    }

    /** The key of each party that is one person with others. */
    public SortedMap<String, String> keys() {
        return Collections.unmodifiableSortedMap(keys);
    }

    /** The parties that stand under a key. */
    public SortedSet<String> partiesOf(String key) {
        SortedSet<String> own = parties.get(key);
        return own == null ? new TreeSet<>(Set.of(key)) : own;
    }

    /** Whether two parties are one person. */
    public boolean areOne(String party, String other) {
        return keyOf(party).equals(keyOf(other));
    }

    /**
     * The persons that are more than one party, as a verdict tells them.
     *
     * @param byParty how each item is shared among the parties, in the order of the incident
     */
    public List<LegalPerson> told(Map<String, Apportioned> byParty) {
        List<LegalPerson> told = new ArrayList<>();
        parties.forEach((key, own) -> {
            Map<String, SortedMap<String, Fraction>> within = new LinkedHashMap<>();
            byParty.forEach((item, shared) -> {
                if (shared.established()) {
                    SortedMap<String, Fraction> shares = new TreeMap<>();
                    own.forEach(party -> {
                        Fraction share = shared.shares().get(party.equals(claimant) ? key : party);
                        if (share != null) {
                            shares.put(party, share);
                        }
                    });
                    within.put(item, shares);
                }
            });
            told.add(new LegalPerson(key, numbers.getOrDefault(key, ""), List.copyOf(own), within));
        });
        return told;
    }

    /** Shares of parties as shares of persons. */
    public SortedMap<String, Fraction> merge(SortedMap<String, Fraction> shares) {
        SortedMap<String, Fraction> merged = new TreeMap<>();
        shares.forEach((party, share) -> merged.merge(keyOf(party), share, Fraction::plus));
        return merged;
    }

    /** Shares by several ways, each by persons; none where only one person is left to share. */
    public SortedMap<String, SortedMap<String, Fraction>> mergeEach(
            SortedMap<String, SortedMap<String, Fraction>> ways) {
        if (parties.isEmpty()) {
            return ways;
        }
        SortedMap<String, SortedMap<String, Fraction>> merged = new TreeMap<>();
        ways.forEach((way, shares) -> {
            SortedMap<String, Fraction> persons = merge(shares);
            persons.remove(Attribution.CLAIMANT);
            if (persons.size() > 1) {
                merged.put(way, merge(shares));
            }
        });
        return Collections.unmodifiableSortedMap(merged);
    }

    /**
     * An item that was shared among parties, as shared among persons. A person answers for all that one of its parties
     * answers for, once: for its own shares, and for that part of another's share that binds the party that is bound
     * furthest. Where the claimant's own person is the only one left to answer, the item is not established.
     */
    public Apportioned merge(Apportioned byParty) {
        if (parties.isEmpty()) {
            return byParty;
        }
        SortedMap<String, Fraction> shares = merge(byParty.shares());
        SortedMap<String, Bounds> bounds = mergeBounds(byParty.bounds());
        Map<Pair, Fraction> covers = covers(byParty);
        SortedMap<String, Fraction> claimable = claimable(byParty, shares, covers);
        boolean answered = byParty.claimable().values().stream().anyMatch(f -> f.signum() > 0);
        if (answered && claimable.values().stream().allMatch(Fraction::isZero)) {
            return notEstablished(byParty, shares);
        }
        List<Apportioned.Edge> recourse = new ArrayList<>();
        covers.forEach((pair, share) -> recourse.add(new Apportioned.Edge(pair.from(), pair.to(), share)));
        return new Apportioned(
                byParty.failed(),
                byParty.regime(),
                shares,
                bounds,
                claimable,
                groups(byParty),
                recourse,
                supplementary(byParty),
                byParty.causalWeights(),
                byParty.strictInnerMatters() && bearers(shares) > 1);
    }

    /** A person whose other party answers for the same part without an order answers for it so. */
    private SortedMap<String, SortedSet<String>> supplementary(Apportioned byParty) {
        SortedMap<String, SortedSet<String>> persons = new TreeMap<>();
        byParty.supplementary()
                .forEach((party, first) -> first.forEach(primary -> {
                    boolean atOnce = byParty.recourse().stream()
                            .anyMatch(e -> areOne(e.from(), party)
                                    && areOne(e.to(), primary)
                                    && !byParty.supplementary()
                                            .getOrDefault(e.from(), Collections.emptySortedSet())
                                            .contains(e.to()));
                    if (!areOne(party, primary) && !keyOf(party).equals(Attribution.CLAIMANT) && !atOnce) {
                        persons.computeIfAbsent(keyOf(party), p -> new TreeSet<>())
                                .add(keyOf(primary));
                    }
                }));
        return persons;
    }

    private static long bearers(SortedMap<String, Fraction> shares) {
        return shares.entrySet().stream()
                .filter(e -> e.getValue().signum() > 0)
                .filter(e ->
                        !Set.of(Attribution.CLAIMANT, Attribution.UNATTRIBUTED).contains(e.getKey()))
                .count();
    }

    private record Pair(String from, String to) {}

    /**
     * How much of the share of others each person answers for beside its own; of a claimant's share nobody. Joint debts
     * of its parties are one debt, what they answer for in second place is a scope of each.
     */
    private Map<Pair, Fraction> covers(Apportioned byParty) {
        Map<String, Map<String, Fraction>> ofPerson = new LinkedHashMap<>();
        Map<String, Map<String, Fraction>> scopes = new LinkedHashMap<>();
        Map<Pair, Fraction> ofParty = new LinkedHashMap<>();
        byParty.recourse().forEach(e -> ofParty.merge(new Pair(e.from(), e.to()), e.share(), Fraction::plus));
        ofParty.forEach((pair, share) -> {
            String from = keyOf(pair.from());
            if (!from.equals(keyOf(pair.to()))
                    && !from.equals(Attribution.CLAIMANT)
                    && !keyOf(pair.to()).equals(Attribution.CLAIMANT)) {
                boolean second = byParty.supplementary()
                        .getOrDefault(pair.from(), Collections.emptySortedSet())
                        .contains(pair.to());
                (second ? scopes : ofPerson)
                        .computeIfAbsent(from, k -> new LinkedHashMap<>())
                        .merge(pair.to(), share, second ? Fraction::plus : Fraction::max);
            }
        });
        scopes.forEach((from, shares) -> shares.forEach((to, share) ->
                ofPerson.computeIfAbsent(from, k -> new LinkedHashMap<>()).merge(to, share, Fraction::max)));
        Map<Pair, Fraction> covers = new LinkedHashMap<>();
        ofPerson.forEach((from, shares) ->
                shares.forEach((to, share) -> covers.merge(new Pair(from, keyOf(to)), share, Fraction::plus)));
        return covers;
    }

    /** Of who is no person of several parties, and bound for no share of the claimant's, it stays what it was. */
    private SortedMap<String, Fraction> claimable(
            Apportioned byParty, SortedMap<String, Fraction> shares, Map<Pair, Fraction> covers) {
        Set<String> changed = new HashSet<>(parties.keySet());
        byParty.recourse().stream()
                .filter(e -> keyOf(e.to()).equals(Attribution.CLAIMANT))
                .forEach(e -> changed.add(keyOf(e.from())));
        Map<String, Fraction> beside = new HashMap<>();
        covers.forEach((pair, share) -> beside.merge(pair.from(), share, Fraction::plus));
        SortedMap<String, Fraction> claimable = new TreeMap<>();
        byParty.claimable().forEach((party, part) -> {
            String key = keyOf(party);
            if (!key.equals(Attribution.CLAIMANT)) {
                claimable.put(
                        key,
                        changed.contains(key)
                                ? shares.getOrDefault(key, Fraction.ZERO).plus(beside.getOrDefault(key, Fraction.ZERO))
                                : part);
            }
        });
        return claimable;
    }

    private List<SortedSet<String>> groups(Apportioned byParty) {
        Set<SortedSet<String>> groups = new LinkedHashSet<>();
        for (SortedSet<String> group : byParty.groups()) {
            SortedSet<String> persons = new TreeSet<>();
            group.forEach(party -> persons.add(keyOf(party)));
            persons.remove(Attribution.CLAIMANT);
            if (persons.size() > 1) {
                groups.add(persons);
            }
        }
        return List.copyOf(groups);
    }

    /**
     * Bounds of persons. The parties of one cannot all be at their ends together: what the others bear at least, and at
     * most, is not left to them, as all shares sum to one. Where nobody bears anything at least, the item may fail, and
     * then they sum to nothing.
     */
    private SortedMap<String, Bounds> mergeBounds(SortedMap<String, Bounds> byParty) {
        SortedMap<String, Bounds> merged = new TreeMap<>();
        Map<String, Integer> merging = new HashMap<>();
        byParty.forEach((party, range) -> {
            merging.merge(keyOf(party), 1, Integer::sum);
            merged.merge(
                    keyOf(party),
                    range,
                    (a, b) -> new Bounds(
                            a.low().plus(b.low()), a.high().plus(b.high()).min(Fraction.ONE)));
        });
        boolean stands = merged.values().stream().anyMatch(range -> range.low().signum() > 0);
        SortedMap<String, Bounds> bounds = new TreeMap<>(merged);
        merging.forEach((person, parts) -> {
            Bounds own = merged.get(person);
            if (parts > 1 && own != null) {
                Fraction low = Fraction.ONE;
                Fraction high = Fraction.ONE;
                for (Map.Entry<String, Bounds> other : merged.entrySet()) {
                    if (!other.getKey().equals(person)) {
                        low = low.minus(other.getValue().high());
                        high = high.minus(other.getValue().low());
                    }
                }
                bounds.put(
                        person,
                        new Bounds(
                                stands ? own.low().max(low) : own.low(),
                                own.high().min(high)));
            }
        });
        return bounds;
    }

    private static Apportioned notEstablished(Apportioned byParty, SortedMap<String, Fraction> shares) {
        SortedMap<String, Fraction> zeros = new TreeMap<>();
        SortedMap<String, Bounds> bounds = new TreeMap<>();
        shares.keySet().forEach(key -> {
            zeros.put(key, Fraction.ZERO);
            bounds.put(key, new Bounds(Fraction.ZERO, Fraction.ZERO));
        });
        SortedMap<String, Fraction> claimable = new TreeMap<>(zeros);
        claimable.remove(Attribution.CLAIMANT);
        claimable.remove(Attribution.UNATTRIBUTED);
        return Apportioned.notEstablished(FailedElement.SAME_PERSON, byParty.regime(), zeros, bounds, claimable);
    }
}
