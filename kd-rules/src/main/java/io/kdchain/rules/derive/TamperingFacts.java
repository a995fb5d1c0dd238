package io.kdchain.rules.derive;

import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.Tampering;
import java.util.ArrayList;
import java.util.List;

/** Who changed recorded events. */
final class TamperingFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        for (Alteration alteration : file.inquiry().alterations()) {
            file.record()
                    .all()
                    .filter(e -> e.index() == alteration.index())
                    .forEach(e ->
                            facts.add(KnownFact.shownBy(new Tampering(e.id(), alteration.by()), List.of(e.index()))));
        }
        return facts;
    }
}
