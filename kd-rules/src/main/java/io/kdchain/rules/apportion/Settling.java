package io.kdchain.rules.apportion;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.Recourse;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Settlement;
import io.kdchain.rules.verdict.Settlement.Claim;
import io.kdchain.rules.verdict.Settlement.Debtor;
import io.kdchain.rules.verdict.Settlement.Payment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Works out a {@link Settlement} in whole units of the currency. */
public final class Settling {
    private final ItemVerdict item;
    private final Currency currency;
    private final int scale;
    private final Set<String> insolvent;
    private final SortedMap<String, BigInteger> bears = new TreeMap<>();
    /** For how much of whose share each debtor answers, its own included. */
    private final SortedMap<String, SortedMap<String, BigInteger>> answers = new TreeMap<>();
    /** What each debtor paid on whose share. */
    private final SortedMap<String, SortedMap<String, BigInteger>> pays = new TreeMap<>();

    private final SortedMap<String, BigInteger> open = new TreeMap<>();

    /**
     * Settles an item.
     *
     * @param item as it was judged; established, with an amount
     * @param loss the amount of the item
     * @param paid what each debtor has paid on this item
     * @param insolvent debtors from whom nothing can be got
     * @throws IllegalArgumentException if the item is not established, or somebody paid who is no debtor of it, more
     *     than it can be asked for, or in another currency
     */
    public static Settlement of(ItemVerdict item, Money loss, Map<String, Money> paid, Set<String> insolvent) {
        if (!item.established()) {
            throw new IllegalArgumentException(
                    "Item '%s' is not established (%s): nobody owes anything on it, so nothing is to be settled."
                            .formatted(item.item(), item.failed()));
        }
        return new Settling(item, loss, insolvent).settle(new TreeMap<>(paid));
    }

    /**
     * Settles all items of a verdict that are established and have an amount.
     *
     * @param verdict names the debtors: a party that is one legal person with others stands for that person
     * @param incident what was judged
     * @param payments what was paid
     * @param insolvent parties from whom nothing can be got; a legal person is insolvent if one of its parties is
     * @throws IllegalArgumentException as {@link #of}, and where a payment or an insolvent party concerns no such item,
     *     or a payment does not say which of several
     */
    public static List<Settlement> all(
            Attribution verdict, Incident incident, List<Payment> payments, Set<String> insolvent) {
        SortedMap<String, Money> losses = new TreeMap<>();
        incident.items().forEach(i -> {
            Money amount = i.amount();
            if (amount != null && verdict.item(i.id()).established()) {
                losses.put(i.id(), amount);
            }
        });
        if (losses.isEmpty()) {
            throw new IllegalArgumentException(
                    "No item of %s is established and has an amount, so nothing is to be settled."
                            .formatted(verdict.incident()));
        }
        Map<String, Map<String, Money>> paid = new TreeMap<>();
        Map<String, List<Payment>> byInsurers = new TreeMap<>();
        for (Payment payment : payments) {
            String item = payment.item().isEmpty() && losses.size() == 1 ? losses.firstKey() : payment.item();
            if (!losses.containsKey(item)) {
                throw new IllegalArgumentException(
                        "A payment of '%s' is %s; name an item that is established and has an amount, as PARTY@ITEM: %s."
                                .formatted(
                                        payment.party(),
                                        item.isEmpty() ? "for no item" : "for item '" + item + "'",
                                        losses.keySet().stream()
                                                .map(i -> payment.party() + "@" + i)
                                                .collect(Collectors.joining(", "))));
            }
            String debtor = verdict.keyOf(payment.party());
            if (!isDebtor(verdict.item(item), debtor)) {
                debtor = insuredBy(verdict, payment.party());
                byInsurers.computeIfAbsent(item, i -> new ArrayList<>()).add(payment);
            }
            paid.computeIfAbsent(item, i -> new TreeMap<>()).merge(debtor, payment.amount(), Settling::sum);
        }
        Set<String> gone = new TreeSet<>();
        for (String party : insolvent) {
            String debtor = verdict.keyOf(party);
            gone.add(debtor);
            if (losses.keySet().stream().noneMatch(i -> isDebtor(verdict.item(i), debtor))) {
                throw new IllegalArgumentException("'%s' is no debtor of %s; debtors are %s."
                        .formatted(
                                party,
                                verdict.incident(),
                                verdict.liable().stream()
                                        .map(Attribution.LiableParty::party)
                                        .sorted()
                                        .toList()));
            }
        }
        List<Settlement> settled = new ArrayList<>();
        for (DamageItem item : incident.items()) {
            Money loss = losses.get(item.id());
            if (loss != null) {
                ItemVerdict judged = verdict.item(item.id());
                Set<String> here = new TreeSet<>(gone);
                here.removeIf(debtor -> !isDebtor(judged, debtor));
                Settlement own = of(judged, loss, paid.getOrDefault(item.id(), Map.of()), here);
                settled.add(passed(verdict, own, byInsurers.getOrDefault(item.id(), List.of())));
            }
        }
        return List.copyOf(settled);
    }

    /** The debtor for which an insurer of the verdict pays; the payer itself if it is none, or pays for several. */
    private static String insuredBy(Attribution verdict, String insurer) {
        Set<String> insured = new TreeSet<>();
        verdict.insurance().stream().filter(p -> p.insurer().equals(insurer)).forEach(p -> insured.add(p.party()));
        return insured.size() == 1 ? insured.iterator().next() : insurer;
    }

    /** An insurer takes over what its insured may recover from others, up to what it paid. */
    private static Settlement passed(Attribution verdict, Settlement own, List<Payment> byInsurers) {
        List<Claim> claims = new ArrayList<>(own.claims());
        for (Payment payment : byInsurers) {
            String insured = insuredBy(verdict, payment.party());
            BigDecimal left = payment.amount().amount();
            List<Claim> now = new ArrayList<>();
            for (Claim claim : claims) {
                BigDecimal part =
                        claim.from().equals(insured) ? claim.amount().amount().min(left) : BigDecimal.ZERO;
                if (part.signum() > 0) {
                    left = left.subtract(part);
                    now.add(new Claim(
                            payment.party(),
                            claim.to(),
                            new Money(part, payment.amount().currency()),
                            claim.instead(),
                            insured,
                            claim.cites()));
                }
                BigDecimal rest = claim.amount().amount().subtract(part);
                if (rest.signum() > 0) {
                    now.add(new Claim(
                            claim.from(),
                            claim.to(),
                            new Money(rest, payment.amount().currency()),
                            claim.instead(),
                            claim.insured(),
                            claim.cites()));
                }
            }
            claims = now;
        }
        return new Settlement(own.item(), own.debtors(), claims, own.lost());
    }

    private static boolean isDebtor(ItemVerdict item, String party) {
        return item.claimable().getOrDefault(party, Fraction.ZERO).signum() > 0;
    }

    private static Money sum(Money a, Money b) {
        if (!a.currency().equals(b.currency())) {
            throw new IllegalArgumentException(
                    "Payments of %s and %s cannot be added up; state both in the currency of the item."
                            .formatted(a, b));
        }
        return new Money(a.amount().add(b.amount()), a.currency());
    }

    private Settling(ItemVerdict item, Money loss, Set<String> insolvent) {
        this.item = item;
        this.currency = loss.currency();
        this.scale = loss.amount().scale();
        this.insolvent = insolvent;
        LargestRemainder.split(loss, item.shares()).forEach((party, amount) -> {
            if (!Set.of(Attribution.CLAIMANT, Attribution.UNATTRIBUTED).contains(party)) {
                bears.put(party, amount.amount().unscaledValue());
            }
        });
        open.putAll(bears);
        item.claimable().forEach((party, part) -> {
            if (part.signum() > 0) {
                answers.computeIfAbsent(party, p -> new TreeMap<>())
                        .put(party, bears.getOrDefault(party, BigInteger.ZERO));
            }
        });
        Fraction units = new Fraction(loss.amount().unscaledValue(), BigInteger.ONE);
        for (Recourse edge : item.recourse()) {
            Fraction share = item.shares().getOrDefault(edge.to(), Fraction.ZERO);
            Fraction exact = edge.share().times(units);
            BigInteger part = edge.share().compareTo(share) >= 0
                    ? bears.getOrDefault(edge.to(), BigInteger.ZERO)
                    : exact.numerator().divide(exact.denominator());
            answers.computeIfAbsent(edge.from(), p -> new TreeMap<>()).merge(edge.to(), part, BigInteger::max);
        }
        roundScopesOnce(units);
        insolvent.forEach(this::requireDebtor);
    }

    /** What a debtor in second place may be asked for is rounded once, and split among those who answer before it. */
    private void roundScopesOnce(Fraction units) {
        SortedMap<String, SortedMap<String, Fraction>> scopes = new TreeMap<>();
        for (Recourse edge : item.recourse()) {
            if (isInSecondPlace(edge.from(), edge.to())) {
                scopes.computeIfAbsent(edge.from(), p -> new TreeMap<>())
                        .merge(edge.to(), edge.share(), Fraction::plus);
            }
        }
        scopes.forEach((party, scope) -> {
            Fraction whole = scope.values().stream().reduce(Fraction.ZERO, Fraction::plus);
            Fraction exact = whole.times(units).plus(Fraction.of(1, 2));
            SortedMap<String, Fraction> parts = new TreeMap<>();
            scope.forEach((of, share) -> parts.put(of, share.dividedBy(whole)));
            LargestRemainder.split(money(exact.numerator().divide(exact.denominator())), parts)
                    .forEach((of, part) -> answers.computeIfAbsent(party, p -> new TreeMap<>())
                            .put(of, part.amount().unscaledValue()));
        });
    }

    private void requireDebtor(String party) {
        if (!answers.containsKey(party)) {
            throw new IllegalArgumentException(
                    "'%s' is no debtor of item '%s'; debtors are %s.".formatted(party, item.item(), answers.keySet()));
        }
    }

    private Settlement settle(SortedMap<String, Money> paid) {
        SortedMap<String, BigInteger> rest = new TreeMap<>();
        paid.forEach((party, money) -> {
            requireDebtor(party);
            if (!money.currency().equals(currency)) {
                throw new IllegalArgumentException(
                        "'%s' paid %s, and item '%s' is in %s; state the sum in that currency."
                                .formatted(party, money, item.item(), currency));
            }
            BigInteger units = money.amount().unscaledValue();
            rest.put(party, units.subtract(pay(party, party, units.min(openFor(party, party)))));
        });
        rest.forEach((party, units) -> payForOthers(party, units, paid));
        List<Debtor> debtors = new ArrayList<>();
        answers.keySet()
                .forEach(party -> debtors.add(new Debtor(
                        party,
                        money(bears.getOrDefault(party, BigInteger.ZERO)),
                        money(total(pays.getOrDefault(party, Collections.emptySortedMap()))),
                        money(owes(party)),
                        insolvent.contains(party))));
        debtors.sort(Comparator.comparing((Debtor d) -> item.shares().getOrDefault(d.party(), Fraction.ZERO))
                .reversed()
                .thenComparing(Debtor::party));
        return new Settlement(item.item(), debtors, claims(), money(lost()));
    }

    private BigInteger openFor(String party, String of) {
        BigInteger answersFor =
                answers.getOrDefault(party, Collections.emptySortedMap()).getOrDefault(of, BigInteger.ZERO);
        BigInteger done = pays.getOrDefault(party, Collections.emptySortedMap()).getOrDefault(of, BigInteger.ZERO);
        return answersFor.subtract(done).min(open.getOrDefault(of, BigInteger.ZERO));
    }

    private BigInteger pay(String party, String of, BigInteger units) {
        if (units.signum() > 0) {
            pays.computeIfAbsent(party, p -> new TreeMap<>()).merge(of, units, BigInteger::add);
            open.merge(of, units.negate(), BigInteger::add);
        }
        return units;
    }

    private void payForOthers(String party, BigInteger units, Map<String, Money> paid) {
        if (units.signum() <= 0) {
            return;
        }
        SortedMap<String, BigInteger> limits = new TreeMap<>();
        answers.getOrDefault(party, Collections.emptySortedMap()).keySet().forEach(of -> {
            BigInteger limit = openFor(party, of);
            if (limit.signum() > 0) {
                limits.put(of, limit);
            }
        });
        BigInteger limit = total(limits);
        if (units.compareTo(limit) > 0) {
            throw new IllegalArgumentException(
                    "'%s' paid %s on item '%s', which is %s more than it could still be asked for; correct the sum, or claim the rest back."
                            .formatted(party, paid.get(party), item.item(), money(units.subtract(limit))));
        }
        split(units, limits).forEach((of, part) -> pay(party, of, part));
    }

    /** Whether somebody from whom something can be got answers for a share before those in second place. */
    private boolean answersInFirstPlace(String of) {
        return answers.entrySet().stream()
                .anyMatch(e -> !insolvent.contains(e.getKey())
                        && !isInSecondPlace(e.getKey(), of)
                        && e.getValue().getOrDefault(of, BigInteger.ZERO).signum() > 0);
    }

    private boolean isInSecondPlace(String party, String of) {
        return item.supplementary().stream()
                .anyMatch(s -> s.party().equals(party) && s.primary().equals(of));
    }

    /** Who answers in second place owes nothing before enforcement against the first has failed. */
    private BigInteger owes(String party) {
        BigInteger owed = BigInteger.ZERO;
        for (String of :
                answers.getOrDefault(party, Collections.emptySortedMap()).keySet()) {
            if (!isInSecondPlace(party, of) || !answersInFirstPlace(of)) {
                owed = owed.add(openFor(party, of));
            }
        }
        return owed;
    }

    /**
     * What is open of shares for which no solvent debtor answers any more. Joint debtors answer for the same part,
     * those in second place each for one of its own.
     */
    private BigInteger lost() {
        BigInteger lost = BigInteger.ZERO;
        for (Map.Entry<String, BigInteger> share : open.entrySet()) {
            BigInteger first = BigInteger.ZERO;
            BigInteger second = BigInteger.ZERO;
            for (String party : answers.keySet()) {
                if (!insolvent.contains(party)) {
                    BigInteger part = openFor(party, share.getKey());
                    if (isInSecondPlace(party, share.getKey())) {
                        second = second.add(part);
                    } else {
                        first = first.max(part);
                    }
                }
            }
            lost = lost.add(share.getValue().subtract(first.add(second)).max(BigInteger.ZERO));
        }
        return lost;
    }

    // ---- among debtors

    private List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        pays.forEach((from, sums) -> sums.forEach((of, units) -> {
            if (!from.equals(of)) {
                if (insolvent.contains(of)) {
                    spread(from, of, units, claims);
                } else {
                    claims.add(new Claim(from, of, money(units), "", "", cites(from, of)));
                }
            }
        }));
        claims.sort(Comparator.comparing(Claim::from).thenComparing(Claim::to).thenComparing(Claim::instead));
        return claims;
    }

    /**
     * The part of an insolvent debtor among the solvent ones who answer for it, who paid it included. Who answers for
     * it in second place bears what it paid within its own scope, and nothing of what another paid.
     */
    private void spread(String from, String of, BigInteger units, List<Claim> claims) {
        SortedSet<String> bearers = new TreeSet<>(Set.of(from));
        answers.forEach((party, shares) -> {
            if (!insolvent.contains(party)
                    && !isInSecondPlace(party, of)
                    && shares.getOrDefault(of, BigInteger.ZERO).signum() > 0) {
                bearers.add(party);
            }
        });
        SortedMap<String, BigInteger> weights = new TreeMap<>();
        bearers.forEach(party -> weights.put(party, bears.getOrDefault(party, BigInteger.ZERO)));
        if (total(weights).signum() == 0) {
            bearers.forEach(party -> weights.put(party, BigInteger.ONE));
        }
        split(units, weights).forEach((to, part) -> {
            if (!to.equals(from) && part.signum() > 0) {
                claims.add(new Claim(from, to, money(part), of, "", cites(from, of)));
            }
        });
    }

    private List<String> cites(String from, String to) {
        return item.recourse().stream()
                .filter(r -> r.from().equals(from) && r.to().equals(to))
                .map(Recourse::cites)
                .findFirst()
                .orElse(List.of());
    }

    // ---- units

    private SortedMap<String, BigInteger> split(BigInteger units, SortedMap<String, BigInteger> weights) {
        BigInteger sum = total(weights);
        SortedMap<String, Fraction> shares = new TreeMap<>();
        weights.forEach((party, weight) -> shares.put(party, new Fraction(weight, sum)));
        SortedMap<String, BigInteger> parts = new TreeMap<>();
        LargestRemainder.split(money(units), shares)
                .forEach((party, part) -> parts.put(party, part.amount().unscaledValue()));
        return parts;
    }

    private static BigInteger total(Map<String, BigInteger> units) {
        return units.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    private Money money(BigInteger units) {
        return new Money(new BigDecimal(units, scale), currency);
    }
}
