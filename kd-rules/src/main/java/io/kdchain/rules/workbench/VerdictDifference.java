package io.kdchain.rules.workbench;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Regime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * In what two verdicts on one incident differ.
 *
 * @param items the items that differ, in the order of the incident
 * @param breaches found now and not before, and the reverse: {@code edgechip: verify-equivalence}
 * @param measures due now and not before, and the reverse: {@code cloudco: takedown by 2026-05-11T00:00:00Z}
 * @param questions open now and not before, and the reverse
 * @param details what else is found now and not before, and the reverse: ranges of shares, joint liability, second
 *     places, recourse, the element that fails, grades of fault, defences, punitive damages, contracts, insurance,
 *     legal persons: {@code loss: cloudco answers after distilco}
 * @param norms cited now and not before, and the reverse
 */
public record VerdictDifference(
        List<Item> items, Lists breaches, Lists measures, Lists questions, Lists details, Lists norms) {
    public VerdictDifference {
        items = List.copyOf(items);
    }

    /**
     * An item judged otherwise.
     *
     * @param item its id
     * @param before its regime, or {@code not established}
     * @param after the same now
     * @param shares of the parties whose share moved: who finally bears how much
     * @param claimable of the parties from whom more or less may be demanded
     */
    public record Item(
            String item,
            String before,
            String after,
            SortedMap<String, Shift> shares,
            SortedMap<String, Shift> claimable) {
        public Item {
            shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
            claimable = Collections.unmodifiableSortedMap(new TreeMap<>(claimable));
        }
    }

    /** From one part of an item to another. */
    public record Shift(Fraction before, Fraction after) {
        /** By how much; negative for less. */
        public Fraction by() {
            return after.minus(before);
        }
    }

    /**
     * What is no longer, and what is new; both in alphabetical order.
     *
     * @param gone before and not now
     * @param added now and not before
     */
    public record Lists(List<String> gone, List<String> added) {
        public Lists {
            gone = List.copyOf(gone);
            added = List.copyOf(added);
        }

        static Lists of(SortedSet<String> before, SortedSet<String> after) {
            return new Lists(
                    before.stream().filter(b -> !after.contains(b)).toList(),
                    after.stream().filter(a -> !before.contains(a)).toList());
        }

        /** Whether nothing differs. */
        public boolean isEmpty() {
            return gone.isEmpty() && added.isEmpty();
        }
    }

    /** Between two verdicts on one incident. */
    public static VerdictDifference between(Attribution before, Attribution after) {
        List<Item> items = new ArrayList<>();
        for (ItemVerdict item : before.items()) {
            ItemVerdict now = after.item(item.item());
            Item one = new Item(
                    item.item(),
                    judged(item),
                    judged(now),
                    shifts(item.shares(), now.shares()),
                    shifts(item.claimable(), now.claimable()));
            if (!one.before().equals(one.after())
                    || !one.shares().isEmpty()
                    || !one.claimable().isEmpty()) {
                items.add(one);
            }
        }
        return new VerdictDifference(
                items,
                Lists.of(breaches(before), breaches(after)),
                Lists.of(measures(before), measures(after)),
                Lists.of(questions(before), questions(after)),
                Lists.of(details(before), details(after)),
                Lists.of(new Citations(before).all(), new Citations(after).all()));
    }

    private static String judged(ItemVerdict item) {
        Regime regime = item.regime();
        return !item.established() || regime == null ? "not established" : regime.code();
    }

    private static SortedMap<String, Shift> shifts(Map<String, Fraction> before, Map<String, Fraction> after) {
        SortedSet<String> parties = new TreeSet<>(before.keySet());
        parties.addAll(after.keySet());
        SortedMap<String, Shift> shifts = new TreeMap<>();
        for (String party : parties) {
            Shift shift =
                    new Shift(before.getOrDefault(party, Fraction.ZERO), after.getOrDefault(party, Fraction.ZERO));
            if (!shift.before().equals(shift.after())) {
                shifts.put(party, shift);
            }
        }
        return shifts;
    }

    private static SortedSet<String> breaches(Attribution verdict) {
        SortedSet<String> breaches = new TreeSet<>();
        Breaches.of(verdict).forEach((party, duties) -> duties.forEach(d -> breaches.add(party + ": " + d)));
        return breaches;
    }

    private static SortedSet<String> measures(Attribution verdict) {
        SortedSet<String> measures = new TreeSet<>();
        verdict.measures()
                .forEach(m -> measures.add("%s: %s by %s".formatted(m.party(), m.measure(), String.valueOf(m.due()))));
        return measures;
    }

    private static SortedSet<String> questions(Attribution verdict) {
        SortedSet<String> questions = new TreeSet<>();
        verdict.open().forEach(o -> questions.add(o.id()));
        return questions;
    }

    private static SortedSet<String> details(Attribution verdict) {
        SortedSet<String> details = new TreeSet<>();
        verdict.items().forEach(item -> of(item, details));
        for (Attribution.LiableParty one : verdict.liable()) {
            details.add("%s: fault %s".formatted(one.party(), one.fault()));
            details.add("%s: causation %s".formatted(one.party(), one.causation()));
            one.defences().forEach(d -> details.add("%s: defence %s".formatted(one.party(), d)));
        }
        verdict.punitive().forEach(p -> details.add("%s: punitive damages on %s".formatted(p.item(), p.party())));
        verdict.contracts()
                .forEach(c -> details.add("%s: %s of %s towards %s for %s%s"
                        .formatted(
                                c.item(),
                                c.form(),
                                c.from(),
                                c.to(),
                                c.share(),
                                c.sum().isEmpty() ? "" : " up to " + c.sum())));
        verdict.insurance()
                .forEach(p -> details.add("%s: %s pays %s by %s"
                        .formatted(p.party(), p.insurer(), String.valueOf(p.pays()), p.policy())));
        verdict.persons()
                .forEach(p -> details.add("%s: one person %s".formatted(p.party(), String.join(", ", p.parties()))));
        return details;
    }

    private static void of(ItemVerdict item, SortedSet<String> details) {
        String id = item.item();
        if (!item.established()) {
            details.add("%s: fails by %s".formatted(id, item.failed()));
        }
        item.bounds()
                .forEach((party, range) ->
                        details.add("%s: %s between %s and %s".formatted(id, party, range.low(), range.high())));
        item.solidarity()
                .forEach(group ->
                        details.add("%s: jointly liable %s".formatted(id, String.join(", ", group.parties()))));
        item.supplementary().forEach(s -> details.add("%s: %s answers after %s".formatted(id, s.party(), s.primary())));
        item.recourse()
                .forEach(r -> details.add("%s: %s recovers %s from %s".formatted(id, r.from(), r.share(), r.to())));
    }

    /** Whether the verdicts say the same of everything that is compared. */
    public boolean isNone() {
        return items.isEmpty()
                && breaches.isEmpty()
                && measures.isEmpty()
                && questions.isEmpty()
                && details.isEmpty()
                && norms.isEmpty();
    }

    /** The rules by which either verdict is reasoned. */
    static SortedSet<String> rules(@Nullable Attribution before, @Nullable Attribution after) {
        SortedSet<String> rules = new TreeSet<>();
        if (before != null) {
            rules.addAll(new Citations(before).rules());
        }
        if (after != null) {
            rules.addAll(new Citations(after).rules());
        }
        return rules;
    }
}
