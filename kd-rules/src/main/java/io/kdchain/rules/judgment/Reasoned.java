package io.kdchain.rules.judgment;

import io.kdchain.rules.engine.Derivation;
import io.kdchain.rules.engine.Justification;
import io.kdchain.rules.fact.Breach;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.OwesDuty;
import io.kdchain.rules.fact.Presumed;
import io.kdchain.rules.fact.Promise;
import io.kdchain.rules.fact.Term;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.Founding;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.pack.Norm;
import io.kdchain.rules.pack.RulePack;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The conclusions that stand: what rules drew, less what they must not draw. A conclusion that founds liability needs a
 * statute or judicial interpretation in force; a breach needs a rule in force when the act was done. What rests on a
 * refused conclusion falls with it.
 */
final class Reasoned {
    private final RulePack pack;
    private final LawAsOf law;
    private final Map<String, LocalDate> actDays;
    private final Set<Promise> promises;
    private final Derivation derivation;
    private final Map<Conclusion, List<Justification>> standing = new HashMap<>();
    private final Map<Conclusion, List<Justification>> inOrder = new LinkedHashMap<>();
    private final Map<Class<?>, List<Conclusion>> byType = new HashMap<>();

    /** With the days of acts by event id; what is no act is judged by the law itself. */
    Reasoned(
            RulePack pack,
            LawAsOf law,
            Derivation derivation,
            Map<String, LocalDate> actDays,
            Collection<Promise> promises) {
        this.pack = pack;
        this.law = law;
        this.actDays = Map.copyOf(actDays);
        this.promises = Set.copyOf(promises);
        this.derivation = derivation;
        for (Conclusion c : derivation.conclusions()) {
            List<Justification> why = standing(c);
            if (!why.isEmpty()) {
                inOrder.put(c, why);
                byType.computeIfAbsent(c.getClass(), t -> new ArrayList<>()).add(c);
            }
        }
        byType.replaceAll((type, all) -> Collections.unmodifiableList(all));
    }

    LawAsOf law() {
        return law;
    }

    /** What the engine concluded, whether it stands or not. */
    Derivation derivation() {
        return derivation;
    }

    /** The days of acts and notices, by event id. */
    Map<String, LocalDate> actDays() {
        return actDays;
    }

    /** The conclusions of a kind that stand, in canonical order. */
    @SuppressWarnings("unchecked") // the list of a type holds nothing else
    <T extends Conclusion> List<T> of(Class<T> type) {
        return (List<T>) byType.getOrDefault(type, List.of());
    }

    /** Each conclusion that stands, in canonical order. */
    Set<Conclusion> all() {
        return inOrder.keySet();
    }

    /** Why a conclusion stands; empty if it does not. */
    List<Justification> why(Conclusion conclusion) {
        return inOrder.getOrDefault(conclusion, List.of());
    }

    /** Whether a premise stands; a fact always does. */
    boolean stands(Term term) {
        return !(term instanceof Conclusion c) || !standing(c).isEmpty();
    }

    /** The norms in force on which the conclusions rest, in alphabetical order. */
    List<String> cites(Collection<? extends Conclusion> conclusions) {
        Set<String> cites = new TreeSet<>();
        for (Conclusion conclusion : conclusions) {
            why(conclusion).forEach(j -> cites.addAll(cites(conclusion, j.rule())));
        }
        return List.copyOf(cites);
    }

    /** The legal bases of a rule that were in force when it mattered: at the act for a breach, else at the damage. */
    List<String> cites(Conclusion conclusion, Rule rule) {
        return basesInForce(conclusion, rule).stream().map(Norm::id).toList();
    }

    private List<Norm> basesInForce(Conclusion conclusion, Rule rule) {
        LocalDate day = dayOf(conclusion);
        List<Norm> bases = new ArrayList<>();
        for (String id : rule.legalBasis()) {
            pack.norm(id).filter(n -> n.inForce().on(day)).ifPresent(bases::add);
        }
        return bases;
    }

    private LocalDate dayOf(Conclusion conclusion) {
        if (conclusion instanceof Breach b) {
            return actDays.getOrDefault(b.act(), law.day());
        }
        if (conclusion instanceof OwesDuty o) {
            return actDays.getOrDefault(o.act(), law.day());
        }
        return law.day();
    }

    private List<Justification> standing(Conclusion conclusion) {
        List<Justification> known = standing.get(conclusion);
        if (known != null) {
            return known;
        }
        List<Justification> kept = new ArrayList<>();
        for (Justification justification : derivation.justifications(conclusion)) {
            if (allowed(conclusion, justification.rule()) && restsOnWhatStands(justification)) {
                kept.add(justification);
            }
        }
        standing.put(conclusion, kept);
        return kept;
    }

    private boolean restsOnWhatStands(Justification justification) {
        for (Term premise : justification.premises()) {
            if (!stands(premise)) {
                return false;
            }
        }
        for (Justification.Held held : justification.held()) {
            if (!held.witnesses().isEmpty() && held.witnesses().stream().noneMatch(this::stands)) {
                return false;
            }
        }
        return true;
    }

    private boolean allowed(Conclusion conclusion, Rule rule) {
        if (Founding.isNeededFor(conclusion)) {
            return law.founded(rule);
        }
        if (conclusion instanceof Breach || conclusion instanceof OwesDuty) {
            LocalDate day = dayOf(conclusion);
            boolean inForce = pack.normOf(rule).filter(n -> n.inForce().on(day)).isPresent();
            var own = rule.inForce();
            return inForce
                    && (own == null || own.on(day))
                    && basesInForce(conclusion, rule).stream()
                            .anyMatch(n -> n.showsDuty() || (n.rank().bindsWhoAdopted() && isPromised(conclusion)));
        }
        if (conclusion instanceof Presumed) {
            return pack.normOf(rule).flatMap(n -> law.norm(n.id())).isPresent();
        }
        return true;
    }

    /** Standards, proposals and conventions bind who took them on, in what it does from that day on. */
    private boolean isPromised(Conclusion conclusion) {
        LocalDate day = dayOf(conclusion);
        String party = conclusion instanceof Breach b ? b.party() : ((OwesDuty) conclusion).party();
        String duty = conclusion instanceof Breach b ? b.duty() : ((OwesDuty) conclusion).duty();
        return promises.stream()
                .anyMatch(p -> p.party().equals(party)
                        && p.duty().equals(duty)
                        && !actDays.getOrDefault(p.source(), day).isAfter(day));
    }
}
