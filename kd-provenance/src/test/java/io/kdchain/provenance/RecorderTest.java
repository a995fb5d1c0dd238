package io.kdchain.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.KeyRevoked;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectReason;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private final LogFixture fixture = LogFixture.begin(ChainLog.open(new MemoryEventStore(), LogFixture.options()));
    private final ChainLog log = fixture.log();
    private final Recorder cloud = fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);

    @Test
    void anEventTakesThreeLines() {
        Recorder recorder = log.recorder("ct-chain", new PartyId("cloud"), LogFixture.signer("cloud"));
        LogEntry entry = recorder.record(
                EventDraft.of(LogFixture.served()).uses("deployment:ct-assist").generates("output:1"));

        assertThat(entry.event().at()).isEqualTo(LogFixture.START);
        assertThat(entry.event().uses()).isEqualTo(LogFixture.entities(List.of("deployment:ct-assist")));
        assertThat(entry.event().observedBy()).isNull();
        assertThat(log.verify().ok()).isTrue();
    }

    @Test
    void whatTheLogDidNotTakeLeavesNoGap() {
        EventId id = cloud.record(EventDraft.of(LogFixture.served())).event().id();
        EventDraft again = new EventDraft(LogFixture.served(), 1, null, null, List.of(), List.of(), List.of(), id);

        assertThatExceptionOfType(AppendRefusedException.class)
                .isThrownBy(() -> cloud.recordAll(List.of(EventDraft.of(LogFixture.served()), again)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.DUPLICATE))
                .satisfies(e -> assertThat(e.position()).isEqualTo(1));

        assertThat(cloud.record(EventDraft.of(LogFixture.served())).event().seq())
                .isEqualTo(2);
        assertThat(log.verify().problems()).isEmpty();
        assertThat(log.verify().notes()).noneMatch(note -> note.contains("counted"));
    }

    @Test
    void momentsFinerThanMillisecondsAreCut() {
        LogEntry entry = cloud.record(EventDraft.of(new KeyRevoked(LogFixture.START.plusNanos(1_999_999), null)));

        SignedEvent kept = SignedEvent.parse(
                log.read(entry.index()).orElseThrow().envelope().toArray());
        assertThat(kept.event().body()).isEqualTo(new KeyRevoked(LogFixture.START.plusMillis(1), null));
    }

    @Test
    void oneRecorderServesManyThreads() {
        IntStream.range(0, 200)
                .parallel()
                .forEach(i -> cloud.record(EventDraft.of(LogFixture.served()).generates("output:" + i)));

        assertThat(log.size()).isEqualTo(202);
        assertThat(log.verify().problems()).isEmpty();
        assertThat(log.verify().notes()).noneMatch(note -> note.contains("counted"));
    }

    @Test
    void whatAnotherDidIsAnObservation() {
        EventDraft seen = EventDraft.of(LogFixture.served()).by(new PartyId("clinic"));

        assertThat(cloud.record(seen).event())
                .satisfies(event -> assertThat(event.actor()).isEqualTo(new PartyId("clinic")))
                .satisfies(event -> assertThat(event.observedBy()).isEqualTo(new PartyId("cloud")));
        assertThat(cloud.record(EventDraft.of(LogFixture.served()).by(new PartyId("cloud")))
                        .event()
                        .observedBy())
                .isNull();
    }

    /** Each question may be a way over a network: a batch costs as many as one event does. */
    @Test
    void howManyEventsComeTogetherDoesNotMatterToTheStore() {
        List<String> asked = new ArrayList<>();
        MemoryEventStore store = new MemoryEventStore();
        EventStore counting = (EventStore) Proxy.newProxyInstance(
                EventStore.class.getClassLoader(), new Class<?>[] {EventStore.class}, (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    return method.invoke(store, arguments);
                });
        Recorder recorder = LogFixture.begin(ChainLog.open(counting, LogFixture.options()))
                .party("cloud", Role.DEPLOYMENT_PLATFORM);
        // it then knows the keys and where to go on
        recorder.record(EventDraft.of(LogFixture.served()));

        asked.clear();
        recorder.record(EventDraft.of(LogFixture.served()));
        List<String> ofOne = List.copyOf(asked);
        asked.clear();
        recorder.recordAll(Collections.nCopies(50, EventDraft.of(LogFixture.served())));

        assertThat(ofOne).contains("append").hasSizeLessThan(6);
        assertThat(asked).isEqualTo(ofOne);
    }
}
