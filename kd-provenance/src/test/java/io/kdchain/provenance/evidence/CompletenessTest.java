package io.kdchain.provenance.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoredEvent;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletenessTest {
    private static final PartyId CLOUD = new PartyId("cloud");

    private final MemoryEventStore store = new MemoryEventStore();
    private final LogFixture fixture = LogFixture.begin(ChainLog.open(store, LogFixture.options()));
    private final ChainLog log = fixture.log();
    private final Recorder cloud = fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);

    @Test
    void whatWasCountedWithoutAHoleIsComplete() {
        record(1);
        record(2);

        Completeness told = only();

        assertThat(told.holds()).isTrue();
        assertThat(told.runs()).containsExactly(new Completeness.Run(0, 2, 1, 3));
        assertThat(told.standing()).isEqualTo(3);
        assertThat(told.checkpointSize()).isEqualTo(4);
    }

    @Test
    void anEventThatWasHeldBackIsMissing() {
        record(1);
        prepare(2);
        prepare(3);
        record(4);

        Completeness told = only();

        assertThat(told.holds()).isFalse();
        assertThat(told.missing()).containsExactly(new Gap(CLOUD, LogFixture.CHAIN, 2, 3));
        assertThat(told.runs()).extracting(Completeness.Run::firstSeq).containsExactly(0L, 4L);
    }

    @Test
    void anEventThatProvesNothingIsMissingAndNamed() {
        SignedEvent honest = prepare(1);
        StoredEvent entry = StoredEvent.of(LogFixture.START, honest.envelope().toBytes(), honest.event());
        store.append(2, List.of(entry.withEnvelope(new byte[0])), LogFixture.LOG_KEY);
        SignedEvent forged = SignedEvent.sign(prepare(2).event(), LogFixture.signer("a stranger"));
        store.append(
                3,
                List.of(StoredEvent.of(LogFixture.START, forged.envelope().toBytes(), forged.event())),
                LogFixture.LOG_KEY);
        SignedEvent last = prepare(3);
        store.append(
                4,
                List.of(StoredEvent.of(LogFixture.START, last.envelope().toBytes(), last.event())),
                LogFixture.LOG_KEY);

        Completeness told = only();

        assertThat(told.holds()).isFalse();
        assertThat(told.missing()).containsExactly(new Gap(CLOUD, LogFixture.CHAIN, 1, 2));
        assertThat(told.rejected()).extracting(RejectedEntry::index).containsExactly(3L);
    }

    @Test
    void whatAnObserverRecordsIsCountedByTheObserver() {
        Recorder auditor = fixture.party("auditor", Role.AUDITOR);
        auditor.observe(
                CLOUD,
                LogFixture.served(),
                LogFixture.START,
                List.of(),
                LogFixture.entities(List.of("output:1")),
                List.of());

        assertThat(only().standing()).isEqualTo(1);
        assertThat(log.completeness(new PartyId("auditor"), null))
                .singleElement()
                .satisfies(told -> assertThat(told.standing()).isEqualTo(2));
    }

    @Test
    void everyChainIsCountedByItself() {
        log.recorder("another", CLOUD, LogFixture.signer("cloud"))
                .record(
                        LogFixture.served(),
                        LogFixture.START,
                        List.of(),
                        LogFixture.entities(List.of("output:1")),
                        List.of());

        assertThat(log.completeness(CLOUD, null))
                .extracting(Completeness::chain, Completeness::standing)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("another", 1L),
                        org.assertj.core.groups.Tuple.tuple(LogFixture.CHAIN, 1L));
        assertThat(log.completeness(CLOUD, "another")).hasSize(1);
        assertThat(log.completeness(CLOUD, "a third")).isEmpty();
        assertThat(log.completeness(new PartyId("nobody"), null)).isEmpty();
    }

    @Test
    void withoutACheckpointTheEndIsNotProven() {
        MemoryEventStore keyless = new MemoryEventStore();
        LogFixture other = LogFixture.begin(
                ChainLog.open(keyless, LogOptions.defaults().clock(Clock.fixed(LogFixture.START, ZoneOffset.UTC))));
        other.party("cloud", Role.DEPLOYMENT_PLATFORM);

        assertThat(other.log().completeness(CLOUD, null)).singleElement().satisfies(told -> {
            assertThat(told.checkpointSize()).isNull();
            assertThat(told.holds()).isFalse();
            assertThat(told.findings()).extracting(Finding::code).contains(Finding.Code.NO_CHECKPOINT);
        });
    }

    @Test
    void moreThanAPageIsOneRun() {
        for (int i = 0; i < 1100; i++) {
            record(i);
        }

        assertThat(only().runs()).containsExactly(new Completeness.Run(0, 1100, 1, 1101));
        assertThat(only().holds()).isTrue();
    }

    private Completeness only() {
        return log.completeness(CLOUD, LogFixture.CHAIN).get(0);
    }

    private void record(int output) {
        cloud.record(
                LogFixture.served(),
                LogFixture.START,
                List.of(),
                LogFixture.entities(List.of("output:" + output)),
                List.of());
    }

    private SignedEvent prepare(int output) {
        return cloud.prepare(
                LogFixture.served(),
                LogFixture.START,
                List.of(),
                LogFixture.entities(List.of("output:" + output)),
                List.of());
    }
}
