package io.kdchain.rules.derive;

import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.LogGap;
import java.util.List;

/** What a party counted, had to keep, and does not show. */
final class RecordFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        return Unkept.of(file).stream()
                .map(u -> new KnownFact(new LogGap(u.hole().party(), u.state()), u.evidence(), "A-INF"))
                .toList();
    }
}
