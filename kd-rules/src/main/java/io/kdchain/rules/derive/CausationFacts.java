package io.kdchain.rules.derive;

import io.kdchain.rules.fact.AssignedShares;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CausalParts.Other;
import io.kdchain.rules.fact.CausalParts.Part;
import io.kdchain.rules.fact.CauseForm;
import io.kdchain.rules.fact.CausePart;
import io.kdchain.rules.fact.CauseSource;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.Leak;
import io.kdchain.rules.fact.OtherCause;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.List;

/** The best evidence on causation of each item: an appraisal, else a localisation, else none. */
final class CausationFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        for (DamageItem item : file.items()) {
            CausalParts causes = file.causes(item);
            List<Long> evidence = evidence(causes);
            facts.add(KnownFact.shownBy(new CauseSource(item.id(), causes.source()), evidence));
            for (String form : causes.forms()) {
                facts.add(KnownFact.shownBy(
                        new CauseForm(item.id(), form), form.equals("unknown-actor") ? leaks(file, item) : evidence));
            }
            List<Long> assigned = Appraisals.assigningShares(file, item);
            if (!assigned.isEmpty()) {
                facts.add(KnownFact.shownBy(new AssignedShares(item.id()), assigned));
            }
            for (Part part : causes.parts()) {
                if (part.weight().point().signum() > 0 && !part.party().isEmpty()) {
                    facts.add(KnownFact.shownBy(
                            new CausePart(
                                    item.id(),
                                    part.party(),
                                    part.fault(),
                                    part.side().isEmpty(),
                                    causes.isEnoughAlone(part.party())),
                            part.evidence()));
                }
            }
            for (Other other : causes.others()) {
                if (other.weight().point().signum() > 0) {
                    boolean sole = other.weight().point().equals(Fraction.ONE);
                    facts.add(KnownFact.shownBy(new OtherCause(item.id(), other.cause(), sole), other.evidence()));
                }
            }
        }
        return facts;
    }

    /** The numbers of an item. */
    static CausalParts partsOf(CaseFile file, DamageItem item) {
        return Appraisals.of(file, item).or(() -> Localisations.of(file, item)).orElseGet(() -> inferred(file, item));
    }

    private static CausalParts inferred(CaseFile file, DamageItem item) {
        CausalParts none = CausalParts.none(item.id());
        boolean unknown = new LeakFacts()
                .derive(file).stream()
                        .map(KnownFact::fact)
                        .anyMatch(f -> f instanceof Leak leak
                                && leak.item().equals(item.id())
                                && leak.sphere().equals("unknown"));
        return unknown
                ? new CausalParts(
                        none.item(), none.source(), "unknown-actor", none.parts(), none.others(), none.unexplained())
                : none;
    }

    private static List<Long> leaks(CaseFile file, DamageItem item) {
        return CaseFile.indexes(file.record()
                .standing("ArtefactLeaked")
                .filter(l -> LeakFacts.concerns(l, item))
                .toList());
    }

    private static List<Long> evidence(CausalParts causes) {
        List<Long> evidence = new ArrayList<>();
        causes.parts().forEach(p -> evidence.addAll(p.evidence()));
        causes.others().forEach(o -> evidence.addAll(o.evidence()));
        return evidence;
    }
}
