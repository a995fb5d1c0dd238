package io.kdchain.rules.derive;

import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.LogGap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a party counted, had to keep, and does not show. */
final class RecordFacts implements FactSource {
    private static final Set<String> TO_PRODUCE = Set.of("seal", "produce");

    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        for (Hole hole : file.record().holes()) {
            Optional<Instant> made = hole.latest();
            if (made.isEmpty() || !isKeptUntilReport(file, hole.party(), made.get())) {
                continue;
            }
            List<Entry> orders = file.record()
                    .admitted("OrderIssued")
                    .filter(o -> o.body().text("to").equals(hole.party())
                            && TO_PRODUCE.contains(o.body().text("kind")))
                    .toList();
            List<Long> evidence = new ArrayList<>(CaseFile.indexes(orders));
            evidence.addAll(hole.evidence());
            facts.add(new KnownFact(
                    new LogGap(hole.party(), orders.isEmpty() ? "within-retention" : "ordered"), evidence, "A-INF"));
        }
        return facts;
    }

    /** The longest of the statutory term and what the party promised. */
    private static boolean isKeptUntilReport(CaseFile file, String party, Instant made) {
        Duration term =
                file.pack().findTerm("log.retention", CaseFile.dayOf(made)).orElse(Duration.ZERO);
        Duration longest = file.record()
                .admitted("AgreementConcluded")
                .filter(a -> a.body().texts("parties").contains(party))
                .flatMap(a -> a.body().number("retentionDays").stream())
                .map(days -> Duration.ofDays(days.numerator().longValue()))
                .reduce(term, (a, b) -> a.compareTo(b) >= 0 ? a : b);
        return !made.plus(longest).isBefore(file.reportedAt());
    }
}
