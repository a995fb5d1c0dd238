package io.kdchain.rules.judgment;

import io.kdchain.rules.apportion.LegalPersons;
import io.kdchain.rules.verdict.Attribution.InsurancePayment;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says which insurer pays instead of a liable party. Shares stay what they are; intent is not insured. */
final class Insurance {
    private Insurance() {}

    static List<InsurancePayment> of(
            Incident incident,
            List<Policy> policies,
            List<LiableParty> liable,
            List<ItemVerdict> items,
            LegalPersons persons) {
        List<Policy> inForce = policies.stream()
                .filter(p -> p.inForceAt(incident.occurredAt()))
                .filter(p -> liable.stream()
                        .anyMatch(l -> l.party().equals(persons.keyOf(p.insured()))
                                && !l.fault().equals("intent")))
                .distinct()
                .sorted(Comparator.comparing(Policy::policy)
                        .thenComparing(Policy::insurer)
                        .thenComparing(Policy::insured))
                .toList();
        Map<String, BigDecimal> paid = new HashMap<>();
        List<InsurancePayment> payments = new ArrayList<>();
        for (Policy policy : inForce) {
            List<ItemVerdict> covered =
                    items.stream().filter(i -> covers(policy, incident, i)).toList();
            String debtor = persons.keyOf(policy.insured());
            if (covered.isEmpty()) {
                continue;
            }
            BigDecimal part = BigDecimal.ZERO;
            boolean known = false;
            for (ItemVerdict item : covered) {
                Money amount = item.amounts().get(debtor);
                if (amount != null && amount.currency().equals(policy.cover().currency())) {
                    part = part.add(amount.amount());
                    known = true;
                }
            }
            if (!known) {
                payments.add(new InsurancePayment(policy.policy(), policy.insurer(), debtor, null));
                continue;
            }
            BigDecimal open = part.subtract(paid.getOrDefault(debtor, BigDecimal.ZERO));
            Money deductible = policy.deductible();
            BigDecimal own = deductible == null ? BigDecimal.ZERO : deductible.amount();
            BigDecimal pays =
                    open.subtract(own).max(BigDecimal.ZERO).min(policy.cover().amount());
            if (pays.signum() > 0) {
                paid.merge(debtor, pays, BigDecimal::add);
                payments.add(new InsurancePayment(
                        policy.policy(),
                        policy.insurer(),
                        debtor,
                        new Money(pays, policy.cover().currency())));
            }
        }
        return payments;
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
