package io.kdchain.rules.apportion;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.ContractTerm;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What agreements change in who recovers what from whom. They bind their parties alone: shares, what the claimant may
 * demand and the recourse of others stay what they are.
 */
public final class Clauses {
    private Clauses() {}

    /** What is agreed. */
    public enum Form {
        /** The other bears what would fall on the party. */
        INDEMNITY,
        /** The party owes the other no more than a sum, for all items together. */
        CAP
    }

    /**
     * A clause that holds.
     *
     * @param item id of the item
     * @param agreement id of the event by which it was agreed
     * @param party who is spared
     * @param other at whose cost
     * @param sum of a cap, such as {@code 50000 CNY}; else empty
     * @param cites norms by which it holds
     */
    public record Clause(
            Form form, String item, String agreement, String party, String other, String sum, List<String> cites) {
        public Clause {
            cites = List.copyOf(cites);
        }
    }

    /**
     * The effect of clauses on the items, in the order of the items.
     *
     * @param persons which parties are one legal person: with itself nobody agrees
     * @param items how each is shared among persons, in the order of the incident
     */
    public static List<ContractTerm> effects(
            LegalPersons persons, Map<String, Apportioned> items, List<Clause> clauses) {
        List<ContractTerm> terms = new ArrayList<>();
        items.forEach((id, shared) -> clauses.stream()
                .filter(c -> c.item().equals(id) && shared.established())
                .filter(c -> !persons.areOne(c.party(), c.other()))
                .filter(c -> !persons.keyOf(c.party()).equals(Attribution.CLAIMANT)
                        && !persons.keyOf(c.other()).equals(Attribution.CLAIMANT))
                .flatMap(c -> of(c, persons.keyOf(c.party()), persons.keyOf(c.other()), shared).stream())
                .distinct()
                .sorted(Comparator.comparing(ContractTerm::form)
                        .thenComparing(ContractTerm::from)
                        .thenComparing(ContractTerm::to)
                        .thenComparing(ContractTerm::sum)
                        .thenComparing(ContractTerm::agreement))
                .forEach(terms::add));
        return terms;
    }

    private static List<ContractTerm> of(Clause clause, String party, String other, Apportioned shared) {
        List<ContractTerm> terms = new ArrayList<>();
        Fraction byLaw = shared.recourse().stream()
                .filter(e -> e.from().equals(other) && e.to().equals(party))
                .map(Apportioned.Edge::share)
                .reduce(Fraction.ZERO, Fraction::plus);
        if (clause.form() == Form.INDEMNITY) {
            Fraction bears = shared.shares().getOrDefault(party, Fraction.ZERO);
            if (bears.signum() > 0) {
                terms.add(term(ContractTerm.INDEMNITY, clause, party, other, bears));
            }
            if (byLaw.signum() > 0) {
                terms.add(term(ContractTerm.WAIVER, clause, other, party, byLaw));
            }
        } else if (byLaw.signum() > 0) {
            terms.add(term(ContractTerm.CAP, clause, other, party, byLaw));
        }
        return terms;
    }

    private static ContractTerm term(String form, Clause clause, String from, String to, Fraction share) {
        return new ContractTerm(form, clause.item(), clause.agreement(), from, to, share, clause.sum(), clause.cites());
    }
}
