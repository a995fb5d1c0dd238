package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.LogGap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordFactsTest {
    private static final String DAY_OF_REPORT = "2026-04-10";

    private static List<KnownFact> gaps(Chain chain, @Nullable String after, @Nullable String before) {
        List<Entry> entries = chain.record().all().toList();
        Hole hole = new Hole(
                "smallai",
                after == null ? null : Chain.day(after),
                after == null ? null : Chain.day(after),
                before == null ? null : Chain.day(before),
                List.of(4L));
        ChainRecord record = new ChainRecord(new ArrayList<>(entries), List.of(hole));
        return Derivation.derive(record, chain.inquiry(), TestPack.INSTANCE).known().stream()
                .filter(k -> k.fact() instanceof LogGap)
                .toList();
    }

    @Test
    void whatWasCountedWithinTheTermHadToBeKept() {
        assertThat(gaps(Chain.complete(), "2026-03-01", "2026-03-05"))
                .containsExactly(new KnownFact(new LogGap("smallai", "within-retention"), List.of(4L), "A-INF"));
    }

    @Test
    void afterTheTermNothingHadToBeKept() {
        Instant old = Chain.day(DAY_OF_REPORT)
                .minus(TestPack.INSTANCE.term("log.retention", CaseFile.dayOf(Chain.day(DAY_OF_REPORT))));

        assertThat(gaps(Chain.complete(), null, old.minusMillis(1).toString())).isEmpty();
        assertThat(gaps(Chain.complete(), null, old.toString())).hasSize(1);
    }

    @Test
    void whoPromisedToKeepLongerKeepsLonger() {
        Chain chain = Chain.complete();
        chain.event(
                "2025-01-02",
                "smallai",
                "AgreementConcluded",
                "{kind: 'distillation-service', parties: ['smallai', 'cloud'], retentionDays: 1095}");

        assertThat(gaps(chain, "2025-01-03", "2025-02-01")).hasSize(1);
        assertThat(gaps(Chain.complete(), "2025-01-03", "2025-02-01")).isEmpty();
    }

    @Test
    void anOrderToProduceIsToldApart() {
        Chain chain = Chain.complete();
        long order = chain.event(
                        "2026-04-12",
                        "court",
                        "OrderIssued",
                        "{by: 'court', to: 'smallai', kind: 'produce', about: ['model:student']}")
                .index();

        assertThat(gaps(chain, "2026-03-01", null))
                .containsExactly(new KnownFact(new LogGap("smallai", "ordered"), List.of(4L, order), "A-INF"));
    }

    @Test
    void withoutAnyTimeOnEitherSideNothingIsKnown() {
        assertThat(gaps(Chain.complete(), null, null)).isEmpty();
    }
}
