package io.kdchain.rules.judgment;

import io.kdchain.rules.apportion.LargestRemainder;
import io.kdchain.rules.apportion.LegalPersons;
import io.kdchain.rules.verdict.Attribution.InsurancePayment;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says which insurer pays instead of a liable party. Shares stay what they are; intent is not insured. It pays the part
 * that the insured bears; where the insured bears none and may be asked all the same, in second place or for what
 * another bears in the end, how much it pays is open: what the claimant gets from the insured, whose recourse the
 * insurer takes over. A cover, and what the insured bears itself, stand once for all claims of an event: where the
 * cover does not reach, each claim gets its part in proportion. No norm held here says so; that is a proposal.
 */
final class Insurance {
    private Insurance() {}

    /**
     * What one claimant claims, and who is liable for it.
     *
     * @param policies that the record shows
     */
    record Claim(
            Incident incident,
            List<Policy> policies,
            List<LiableParty> liable,
            List<ItemVerdict> items,
            LegalPersons persons) {
        /** Whether the insured answers for something that the policy covers, and is not liable by intent. */
        private boolean asks(Policy policy) {
            String insured = persons.keyOf(policy.insured());
            return policies.contains(policy)
                    && policy.inForceAt(incident.occurredAt())
                    && liable.stream()
                            .anyMatch(
                                    l -> l.party().equals(insured) && !l.fault().equals("intent"))
                    && !answered(policy).isEmpty();
        }

        /** The items that the policy covers and of which the insured bears a part, or may be asked for one. */
        private List<ItemVerdict> answered(Policy policy) {
            String insured = persons.keyOf(policy.insured());
            return items.stream()
                    .filter(i -> covers(policy, incident, i))
                    .filter(i -> bears(i, insured)
                            || i.claimable()
                                            .getOrDefault(insured, Fraction.ZERO)
                                            .signum()
                                    > 0)
                    .toList();
        }

        /**
         * Whether the insured only has to pay in second place or what another bears in the end: how much is not known
         * before enforcement has failed, or the claimant has chosen whom to ask.
         */
        private boolean bearsNothing(Policy policy) {
            return answered(policy).stream().noneMatch(i -> bears(i, persons.keyOf(policy.insured())));
        }

        /**
         * The most that the policy pays on this claim: never more than the cover, nor than the part that the insured
         * bears, or where it bears none, than what may be demanded from it. What the insured bears itself goes off
         * where no other claim takes part in it. An item without an amount leaves the cover alone.
         */
        private Money atMost(Policy policy, boolean isAlone) {
            String insured = persons.keyOf(policy.insured());
            Money cover = policy.cover();
            boolean asked = bearsNothing(policy);
            Fraction owed = Fraction.ZERO;
            for (ItemVerdict item : answered(policy)) {
                Money loss = loss(item.item());
                if (loss == null || !loss.currency().equals(cover.currency())) {
                    return cover;
                }
                owed = owed.plus((asked ? item.claimable() : item.shares())
                        .getOrDefault(insured, Fraction.ZERO)
                        .times(Fraction.of(loss.amount())));
            }
            Money deductible = policy.deductible();
            if (deductible != null && isAlone) {
                owed = owed.minus(Fraction.of(deductible.amount())).max(Fraction.ZERO);
            }
            Fraction most = owed.min(Fraction.of(cover.amount()));
            return new Money(
                    new BigDecimal(most.numerator())
                            .divide(
                                    new BigDecimal(most.denominator()),
                                    cover.amount().scale(),
                                    RoundingMode.UP),
                    cover.currency());
        }

        private @Nullable Money loss(String item) {
            for (DamageItem claimed : incident.items()) {
                if (claimed.id().equals(item)) {
                    return claimed.amount();
                }
            }
            return null;
        }

        private static boolean bears(ItemVerdict item, String insured) {
            return item.shares().getOrDefault(insured, Fraction.ZERO).signum() > 0;
        }

        /**
         * By item what the insured owes that the policy covers, in the currency of the cover, as far as it is known:
         * what it has to pay without bearing it is not.
         */
        private SortedMap<String, BigDecimal> owed(Policy policy) {
            String insured = persons.keyOf(policy.insured());
            SortedMap<String, BigDecimal> owed = new TreeMap<>();
            for (ItemVerdict item : answered(policy)) {
                Money amount = item.amounts().get(insured);
                if (bears(item, insured)
                        && amount != null
                        && amount.currency().equals(policy.cover().currency())) {
                    owed.put(item.item(), amount.amount());
                }
            }
            return owed;
        }
    }

    /** What one claim has got for its items: by insured and item. */
    private static final class Paid {
        private final Map<List<String>, BigDecimal> sums = new HashMap<>();

        BigDecimal open(String insured, Map<String, BigDecimal> owed) {
            BigDecimal open = BigDecimal.ZERO;
            for (Map.Entry<String, BigDecimal> item : owed.entrySet()) {
                open = open.add(item.getValue().subtract(of(insured, item.getKey())));
            }
            return open;
        }

        /** Item after item, in their order. */
        void pay(String insured, Map<String, BigDecimal> owed, BigDecimal sum) {
            BigDecimal left = sum;
            for (Map.Entry<String, BigDecimal> item : owed.entrySet()) {
                BigDecimal part =
                        item.getValue().subtract(of(insured, item.getKey())).min(left);
                sums.merge(List.of(insured, item.getKey()), part, BigDecimal::add);
                left = left.subtract(part);
            }
        }

        private BigDecimal of(String insured, String item) {
            return sums.getOrDefault(List.of(insured, item), BigDecimal.ZERO);
        }
    }

    /** What is paid on one claim that stands alone. */
    static List<InsurancePayment> of(Claim claim) {
        return of(List.of(claim)).get(0);
    }

    /** What is paid on each of the claims of one event, in their order. */
    static List<List<InsurancePayment>> of(List<Claim> claims) {
        List<List<InsurancePayment>> payments = new ArrayList<>();
        List<Paid> paid = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            payments.add(new ArrayList<>());
            paid.add(new Paid());
        }
        claims.stream()
                .flatMap(c -> c.policies().stream())
                .distinct()
                .sorted(Comparator.comparing(Policy::policy)
                        .thenComparing(Policy::insurer)
                        .thenComparing(Policy::insured))
                .forEach(policy -> pay(policy, claims, paid, payments));
        return payments;
    }

    private static void pay(Policy policy, List<Claim> claims, List<Paid> paid, List<List<InsurancePayment>> payments) {
        SortedMap<Integer, BigDecimal> open = new TreeMap<>();
        SortedSet<Integer> unshared = new TreeSet<>();
        boolean known = true;
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            if (claim.asks(policy) && claim.bearsNothing(policy)) {
                if (policy.cover().amount().signum() > 0) {
                    unshared.add(i);
                }
            } else if (claim.asks(policy)) {
                SortedMap<String, BigDecimal> owed = claim.owed(policy);
                BigDecimal left = paid.get(i).open(claim.persons().keyOf(policy.insured()), owed);
                known &= !owed.isEmpty();
                if (owed.isEmpty() || left.signum() > 0) {
                    open.put(i, left);
                }
            }
        }
        boolean isAlone = open.size() + unshared.size() == 1;
        for (Map.Entry<Integer, @Nullable Money> part :
                split(policy, open, known).entrySet()) {
            Claim claim = claims.get(part.getKey());
            String insured = claim.persons().keyOf(policy.insured());
            Money pays = part.getValue();
            if (pays != null) {
                paid.get(part.getKey()).pay(insured, claim.owed(policy), pays.amount());
            }
            payments.get(part.getKey())
                    .add(new InsurancePayment(
                            policy.policy(),
                            policy.insurer(),
                            insured,
                            pays,
                            others(part.getKey(), open, claims),
                            pays == null ? claim.atMost(policy, isAlone) : null));
        }
        for (int i : unshared) {
            payments.get(i)
                    .add(new InsurancePayment(
                            policy.policy(),
                            policy.insurer(),
                            claims.get(i).persons().keyOf(policy.insured()),
                            null,
                            others(i, open, claims),
                            claims.get(i).atMost(policy, isAlone)));
        }
    }

    /** By claim what it gets, above 0; null for each if what one of them asks is not known. */
    private static SortedMap<Integer, @Nullable Money> split(
            Policy policy, SortedMap<Integer, BigDecimal> open, boolean known) {
        SortedMap<Integer, @Nullable Money> parts = new TreeMap<>();
        if (!known) {
            open.keySet().forEach(claim -> parts.put(claim, null));
            return parts;
        }
        BigDecimal all = open.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        Money deductible = policy.deductible();
        BigDecimal pays = all.subtract(deductible == null ? BigDecimal.ZERO : deductible.amount())
                .max(BigDecimal.ZERO)
                .min(policy.cover().amount());
        if (pays.signum() == 0) {
            return parts;
        }
        SortedMap<String, Fraction> proportions = new TreeMap<>();
        open.forEach((claim, part) ->
                proportions.put("%010d".formatted(claim), Fraction.of(part).dividedBy(Fraction.of(all))));
        LargestRemainder.split(new Money(pays, policy.cover().currency()), proportions)
                .forEach((claim, part) -> {
                    if (part.amount().signum() > 0) {
                        parts.put(Integer.valueOf(claim), part);
                    }
                });
        return parts;
    }

    private static List<String> others(int claim, SortedMap<Integer, BigDecimal> open, List<Claim> claims) {
        return open.keySet().stream()
                .filter(i -> i != claim)
                .map(i -> claims.get(i).incident().id())
                .toList();
    }

    /** Perils that name kinds of damage limit the cover to these; other words leave it open. */
    private static boolean covers(Policy policy, Incident incident, ItemVerdict item) {
        List<String> kinds =
                policy.perils().stream().filter(DamageItem.KINDS::contains).toList();
        return item.established()
                && (kinds.isEmpty()
                        || incident.items().stream()
                                .anyMatch(i -> i.id().equals(item.item()) && kinds.contains(i.kind())));
    }
}
