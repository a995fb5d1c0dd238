package io.kdchain.rules.judgment;

import io.kdchain.rules.apportion.ByShare;
import io.kdchain.rules.apportion.ItemCase;
import io.kdchain.rules.apportion.ItemCase.Side;
import io.kdchain.rules.apportion.ItemCase.StrictInner;
import io.kdchain.rules.apportion.LegalPersons;
import io.kdchain.rules.derive.Facts;
import io.kdchain.rules.fact.AsAssigned;
import io.kdchain.rules.fact.AtFault;
import io.kdchain.rules.fact.Breach;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.ClaimantBar;
import io.kdchain.rules.fact.Contributory;
import io.kdchain.rules.fact.CoverLimit;
import io.kdchain.rules.fact.Defence;
import io.kdchain.rules.fact.EqualParts;
import io.kdchain.rules.fact.Item;
import io.kdchain.rules.fact.Presumed;
import io.kdchain.rules.fact.Purpose;
import io.kdchain.rules.fact.RegimeOpen;
import io.kdchain.rules.fact.Solidarity;
import io.kdchain.rules.fact.StrictApplies;
import io.kdchain.rules.fact.StrictlyLiable;
import io.kdchain.rules.fact.Supplementary;
import io.kdchain.rules.fact.Track;
import io.kdchain.rules.fact.WorkContract;
import io.kdchain.rules.pack.Duty;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution.OpenQuestion;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Regime;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Puts conclusions and numbers on causation together to what apportionment needs. */
final class ItemCases {
    private static final Set<String> USER_ROLES = Set.of("student-user", "consumer");

    private final RulePack pack;
    private final PackNumbers numbers;

    ItemCases(RulePack pack, PackNumbers numbers) {
        this.pack = pack;
        this.numbers = numbers;
    }

    ItemCase of(Incident incident, DamageItem item, Facts facts, Reasoned reasoned, Map<String, Boolean> answers) {
        // numbers are those of the day of the damage, whatever day of the law a reader imposes
        LocalDate day = LocalDate.ofInstant(incident.occurredAt(), ZoneOffset.UTC);
        String id = item.id();
        CausalParts causes = facts.causes().getOrDefault(id, CausalParts.none(id));
        ItemCase.Builder b = ItemCase.of(id, incident.claimant(), numbers.faultWeights(day))
                .proven(item.proven())
                .regime(regime(id, reasoned))
                .medical(facts.of(Item.class).stream()
                                .anyMatch(i -> i.item().equals(id) && i.scene().equals("medical"))
                        && numbers.choice("strict.treatment", day, "K").equals("K"))
                .equalParts(reasoned.of(EqualParts.class).contains(new EqualParts(id)))
                .causes(causes)
                .strictInner(strictInner(id, day, answers))
                .strictClaimantFrom(
                        numbers.choice("strict.claimant", day, ItemCase.Builder.DEFAULT_STRICT_CLAIMANT_FROM))
                .strictFaultless(numbers.choice("strict.faultless", day, ItemCase.Builder.DEFAULT_STRICT_FAULTLESS));
        facts.parties().forEach(p -> b.party(p.id()));
        causes.parts().stream()
                .map(CausalParts.Part::party)
                .filter(p -> !p.isEmpty())
                .forEach(b::party);
        SortedSet<String> producers = new TreeSet<>();
        for (StrictlyLiable s : reasoned.of(StrictlyLiable.class)) {
            if (s.item().equals(id)) {
                b.strictDebtor(s.party(), s.capacity());
                if (s.capacity().equals("producer")) {
                    producers.add(s.party());
                }
            }
        }
        for (AtFault f : reasoned.of(AtFault.class)) {
            if (f.item().equals(id)) {
                b.fault(f.party(), f.grade(), side(f, facts));
            }
        }
        Set<String> purposes = purposes(id, facts);
        for (Breach breach : reasoned.of(Breach.class)) {
            if (purposes.contains(breach.duty()) && breach.canCause(item.aggravated())) {
                b.breach(breach.party(), breach.grade());
            }
        }
        reasoned.of(Contributory.class).stream()
                .filter(c -> c.item().equals(id))
                .forEach(c -> b.contributory(c.grade()));
        reasoned.of(Solidarity.class).stream()
                .filter(s -> s.item().equals(id))
                .forEach(s -> b.joint(s.party(), s.other()));
        reasoned.of(CoverLimit.class).stream()
                .filter(l -> l.item().equals(id))
                .forEach(l -> b.cover(l.party(), l.cover(), item.amount()));
        reasoned.of(WorkContract.class).stream()
                .filter(w -> w.item().equals(id))
                .forEach(w -> b.work(w.contractor(), w.customer()));
        supplementary(incident, id, facts, reasoned).forEach(s -> b.supplement(s.party(), s.primary()));
        reasoned.of(Defence.class).stream().filter(d -> d.item().equals(id)).forEach(d -> b.defended(d.party()));
        facts.lineage().downstream().forEach((from, to) -> to.forEach(t -> b.leads(from, t)));
        withoutProductAct(facts, causes).stream()
                .filter(p -> !producers.contains(p))
                .forEach(b::user);
        return b.byShare(byShare(incident, id, facts, reasoned, day)).build();
    }

    private ByShare byShare(Incident incident, String item, Facts facts, Reasoned reasoned, LocalDate day) {
        return ByShare.of(
                item,
                reasoned.of(Track.class).stream()
                        .filter(t -> t.item().equals(item))
                        .map(Track::track)
                        .toList(),
                reasoned.of(ClaimantBar.class).stream()
                        .filter(t -> t.item().equals(item))
                        .map(ClaimantBar::bar)
                        .toList(),
                reasoned.of(AsAssigned.class).contains(new AsAssigned(item)),
                name -> numbers.number(name, day),
                () -> Outcome.persons(incident, facts).keys());
    }

    /**
     * Who is one legal person with somebody at fault that stands behind nobody answers in first place anyway, and with
     * the claimant's own person nobody stands in an order.
     */
    private static List<Supplementary> supplementary(Incident incident, String item, Facts facts, Reasoned reasoned) {
        List<Supplementary> behind = reasoned.of(Supplementary.class).stream()
                .filter(s -> s.item().equals(item))
                .toList();
        if (behind.isEmpty()) {
            return behind;
        }
        LegalPersons persons = Outcome.persons(incident, facts);
        Set<String> second = behind.stream().map(Supplementary::party).collect(Collectors.toSet());
        return behind.stream()
                .filter(s -> !persons.areOne(s.party(), incident.claimant())
                        && !persons.areOne(s.primary(), incident.claimant()))
                .filter(s -> reasoned.of(AtFault.class).stream()
                        .noneMatch(f -> f.item().equals(item)
                                && !second.contains(f.party())
                                && persons.areOne(f.party(), s.party())))
                .toList();
    }

    static Set<String> purposes(String item, Facts facts) {
        return facts.of(Purpose.class).stream()
                .filter(p -> p.item().equals(item))
                .map(Purpose::duty)
                .collect(Collectors.toSet());
    }

    private static Regime regime(String item, Reasoned reasoned) {
        if (reasoned.of(StrictApplies.class).contains(new StrictApplies(item))) {
            return Regime.STRICT;
        }
        boolean open = reasoned.of(RegimeOpen.class).contains(new RegimeOpen(item, "presumed-fault"));
        boolean presumed =
                reasoned.of(Presumed.class).stream().anyMatch(p -> p.item().equals(item));
        return open && presumed ? Regime.PRESUMED_FAULT : Regime.FAULT;
    }

    private StrictInner strictInner(String item, LocalDate day, Map<String, Boolean> answers) {
        Boolean answer = answers.get(OpenQuestion.STRICT_INNER + item);
        if (answer != null) {
            return answer ? StrictInner.KF : StrictInner.K;
        }
        String choice = numbers.choice("strict.inner", day, StrictInner.KF.name());
        try {
            return StrictInner.valueOf(choice);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Parameter strict.inner is \"%s\"; it must be KF or K. Correct parameters.yaml.".formatted(choice),
                    e);
        }
    }

    /** A duty that only users owe lies on the side of the treatment; so does any breach of who made no part. */
    private Side side(AtFault fault, Facts facts) {
        Duty duty = pack.duties().get(fault.duty());
        Collection<String> owedBy = duty == null ? Set.of() : duty.roles();
        if (!owedBy.isEmpty() && USER_ROLES.containsAll(owedBy)) {
            return Side.TREATMENT;
        }
        boolean usedOnly = !facts.lineage().stagesOf(fault.party()).isEmpty()
                && facts.lineage().stagesOf(fault.party()).equals(new TreeSet<>(Set.of("use")));
        return usedOnly ? Side.TREATMENT : Side.PRODUCT;
    }

    private static SortedSet<String> withoutProductAct(Facts facts, CausalParts causes) {
        SortedSet<String> all = new TreeSet<>();
        facts.parties().forEach(p -> all.add(p.id()));
        causes.parts().stream()
                .map(CausalParts.Part::party)
                .filter(p -> !p.isEmpty())
                .forEach(p -> all.add(p));
        all.removeIf(p -> facts.lineage().stagesOf(p).stream().anyMatch(s -> !s.equals("use")));
        return all;
    }
}
