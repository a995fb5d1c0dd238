package io.kdchain.rules.judgment;

import io.kdchain.rules.apportion.Apportioned;
import io.kdchain.rules.apportion.GradeWeights;
import io.kdchain.rules.fact.AtFault;
import io.kdchain.rules.fact.Breach;
import io.kdchain.rules.fact.Causal;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Defence;
import io.kdchain.rules.fact.OwesDuty;
import io.kdchain.rules.fact.Solidarity;
import io.kdchain.rules.fact.StrictlyLiable;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Describes who is claimable. */
final class LiableParties {
    private final Outcome outcome;
    private final Reasons reasons;
    private final PackNumbers numbers;

    LiableParties(Outcome outcome, Reasons reasons, PackNumbers numbers) {
        this.outcome = outcome;
        this.reasons = reasons;
        this.numbers = numbers;
    }

    /** By descending share, then by descending claimable part, then by id. */
    List<LiableParty> all() {
        Optional<SortedMap<String, Fraction>> shares = outcome.shares();
        Set<String> parties = new TreeSet<>();
        outcome.items().values().forEach(i -> parties.addAll(i.claimable().keySet()));
        parties.removeIf(p -> !outcome.isClaimable(p));
        List<LiableParty> liable = new ArrayList<>();
        parties.forEach(p -> liable.add(describe(
                p, shares.map(s -> s.getOrDefault(p, Fraction.ZERO)).orElse(null))));
        liable.sort(Comparator.comparing(this::highestShare).reversed().thenComparing(LiableParty::party));
        return liable;
    }

    private Fraction highestShare(LiableParty party) {
        Fraction share = party.share();
        if (share != null) {
            return share;
        }
        return outcome.items().values().stream()
                .map(i -> i.shares().getOrDefault(party.party(), Fraction.ZERO))
                .reduce(Fraction.ZERO, Fraction::max);
    }

    private LiableParty describe(String party, @Nullable Fraction share) {
        Reasoned reasoned = outcome.reasoned();
        List<AtFault> faults = reasoned.of(AtFault.class).stream()
                .filter(f -> is(party, f.party()) && counts(f))
                .toList();
        String fault = faults.stream().map(AtFault::grade).reduce("none", GradeWeights::higher);
        List<Conclusion> grounds = new ArrayList<>(faults);
        reasoned.of(StrictlyLiable.class).stream()
                .filter(s -> is(party, s.party()))
                .forEach(grounds::add);
        reasoned.of(Solidarity.class).stream()
                .filter(s -> is(party, s.party()) != is(party, s.other()))
                .forEach(grounds::add);
        List<String> defences = reasoned.of(Defence.class).stream()
                .filter(d -> is(party, d.party()))
                .map(Defence::kind)
                .distinct()
                .sorted()
                .toList();
        return new LiableParty(
                party,
                roles(party),
                share,
                fault,
                causation(party),
                breaches(party, faults),
                defences,
                reasoned.cites(grounds));
    }

    private boolean counts(AtFault fault) {
        Apportioned item = outcome.item(fault.item());
        return item.established()
                && outcome.claimable(fault.item(), fault.party()).signum() > 0;
    }

    /** Whether the person liable is, among others, this party. */
    private boolean is(String person, String party) {
        return outcome.persons().keyOf(party).equals(person);
    }

    private List<String> roles(String party) {
        return outcome.facts().parties().stream()
                .filter(p -> is(party, p.id()))
                .flatMap(p -> (p.acted().isEmpty() ? p.registered() : p.acted()).stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** The words of the highest part over the items; {@code inferred} without evidence on causation. */
    private String causation(String party) {
        String words = "none";
        Fraction highest = Fraction.ZERO;
        for (Map.Entry<String, Apportioned> item : outcome.items().entrySet()) {
            for (String own : outcome.persons().partiesOf(party)) {
                Fraction weight = item.getValue().causalWeights().getOrDefault(own, Fraction.ZERO);
                if (weight.compareTo(highest) > 0) {
                    highest = weight;
                    words = words(item.getKey(), own, weight);
                }
            }
        }
        return words;
    }

    private String words(String item, String party, Fraction weight) {
        CausalParts causes = outcome.facts().causes().getOrDefault(item, CausalParts.none(item));
        if (causes.source().equals("none")) {
            return "inferred";
        }
        String stated = causes.of(party).map(CausalParts.Part::words).orElse("");
        boolean number = stated.isEmpty() || Character.isDigit(stated.charAt(0));
        return number
                ? numbers.causalWord(weight, outcome.reasoned().law().day()).orElse(weight.toString())
                : stated;
    }

    /** What a party breached, each duty once with its highest grade. */
    private List<BreachFound> breaches(String party, List<AtFault> faults) {
        Reasoned reasoned = outcome.reasoned();
        SortedMap<String, List<Breach>> byDuty = new TreeMap<>();
        reasoned.of(Breach.class).stream()
                .filter(b -> is(party, b.party()))
                .forEach(b ->
                        byDuty.computeIfAbsent(b.duty(), d -> new ArrayList<>()).add(b));
        List<BreachFound> found = new ArrayList<>();
        byDuty.forEach((duty, breaches) -> {
            boolean causal = faults.stream().anyMatch(f -> f.duty().equals(duty))
                    || reasoned.of(Causal.class).stream()
                            .anyMatch(c -> is(party, c.party())
                                    && c.duty().equals(duty)
                                    && outcome.item(c.item()).established());
            Set<Long> evidence = new TreeSet<>();
            breaches.forEach(b -> evidence.addAll(reasons.evidence(b)));
            found.add(new BreachFound(
                    duty,
                    breaches.stream().map(Breach::grade).reduce("none", GradeWeights::higher),
                    causal,
                    reasoned.cites(withDuties(breaches)),
                    List.copyOf(evidence),
                    breaches.stream()
                            .map(reasons::silence)
                            .filter(s -> !s.isEmpty())
                            .findFirst()
                            .orElse("")));
        });
        return found;
    }

    /** Breaches and the duties that they rest on: both have norms of their own. */
    private List<Conclusion> withDuties(List<Breach> breaches) {
        List<Conclusion> all = new ArrayList<>(breaches);
        for (Breach breach : breaches) {
            outcome.reasoned()
                    .why(breach)
                    .forEach(j -> j.premises().forEach(p -> {
                        if (p instanceof OwesDuty duty) {
                            all.add(duty);
                        }
                    }));
        }
        return all;
    }
}
