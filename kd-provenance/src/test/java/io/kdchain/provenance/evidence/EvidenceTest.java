package io.kdchain.provenance.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.canonical.Statements;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.OrderIssued;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.Checkpointer;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a dishonest operator writes below the log, and what becomes of it. */
class EvidenceTest {
    private static final PartyId CLOUD = new PartyId("cloud");

    private final MemoryEventStore store = new MemoryEventStore();
    private final LogFixture fixture = LogFixture.begin(ChainLog.open(store, LogFixture.options()));
    private final ChainLog log = fixture.log();

    EvidenceTest() {
        fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
        fixture.party("clinic", Role.STUDENT_USER);
    }

    @Test
    void anUnsignedEventIsRejectedForThat() {
        writeBelow(SignedEvent.sign(served("output:1").event()));

        RejectedEntry rejected = onlyRejected("output:1");

        assertThat(rejected.reason()).isEqualTo(RejectReason.UNSIGNED);
        assertThat(rejected.tampered()).isFalse();
        assertThat(rejected.untrusted()).extracting(Event::actor).isEqualTo(CLOUD);
        assertThat(log.verify().firstBadEntry()).contains(3L);
    }

    @Test
    void aForgedSignatureIsRejectedAndItsKeyNamed() {
        writeBelow(SignedEvent.sign(served("output:1").event(), LogFixture.signer("clinic")));

        RejectedEntry rejected = onlyRejected("output:1");

        assertThat(rejected.reason()).isEqualTo(RejectReason.SIGNED_BY_OTHER);
        assertThat(rejected.signedBy()).isEqualTo(new PartyId("clinic"));
        assertThat(rejected.tamperedByAuthor()).isFalse();
    }

    /** Signatures are verified by whoever has time; that may be nobody, or a thread that ought to stop. */
    @Test
    void amongManyJustTheForgedAreRejectedWhoeverVerifiesThem() throws Exception {
        List<String> outputs =
                IntStream.range(0, 100).mapToObj(n -> "output:" + n).toList();
        outputs.forEach(output -> writeBelow(SignedEvent.sign(
                served(output).event(), LogFixture.signer(output.endsWith("7") ? "clinic" : "cloud"))));
        Callable<List<Long>> rejected = () -> log.evidence(LogFixture.entities(outputs)).rejected().stream()
                .map(RejectedEntry::index)
                .toList();
        List<Long> forged =
                LongStream.range(0, 10).mapToObj(ten -> 3 + 10 * ten + 7).toList();

        assertThat(rejected.call()).isEqualTo(forged);
        List<ForkJoinTask<List<Long>>> crowd = IntStream.range(0, 2 * ForkJoinPool.getCommonPoolParallelism() + 1)
                .mapToObj(n -> ForkJoinPool.commonPool().submit(rejected))
                .toList();
        assertThat(crowd)
                .allSatisfy(task -> assertThat(task.get(1, TimeUnit.MINUTES)).isEqualTo(forged));
        Thread.currentThread().interrupt();
        assertThat(rejected.call()).isEqualTo(forged);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatWasChangedInStorageIsRejectedByItsProof() {
        SignedEvent honest = served("output:1");
        writeBelow(honest, change(honest, "\"risk\"", ""));

        RejectedEntry rejected = onlyRejected("output:1");

        assertThat(rejected.reason()).isEqualTo(RejectReason.PROOF_INVALID);
        assertThat(rejected.tampered()).isTrue();
        assertThat(rejected.tampering()).isNull();
        assertThat(rejected.tamperedByAuthor()).isFalse();
        assertThat(rejected.untrusted()).isNotNull();
    }

    @Test
    void whoChangedItMayBeKnownFromOutside() {
        SignedEvent honest = served("output:1");
        writeBelow(honest, change(honest, "\"risk\"", ""));
        Evidence evidence = log.evidence(LogFixture.entities(List.of("output:1")));

        Evidence told = evidence.withTampering(
                Map.of(3L, new Tampering(CLOUD, List.of("body.labels")), 0L, new Tampering(CLOUD, List.of())));

        assertThat(told.rejected()).hasSize(1);
        assertThat(told.rejected().get(0).tamperedByAuthor()).isTrue();
        assertThat(told.rejected().get(0).tampering())
                .extracting(Tampering::paths)
                .isEqualTo(List.of("body.labels"));
        assertThat(told.admitted()).isEqualTo(evidence.admitted());
    }

    @Test
    void aChangedTimeOfRecordingIsTampering() {
        SignedEvent honest = served("output:1");
        StoredEvent entry = StoredEvent.of(LogFixture.START, honest.envelope().toBytes(), honest.event());
        store.append(
                3,
                List.of(new StoredEvent(
                        LogFixture.START.minusSeconds(86_400), entry.envelope(), entry.leafHash(), entry.index())),
                LogFixture.LOG_KEY);

        assertThat(onlyRejected("output:1").tampered()).isTrue();
        assertThat(log.verify().firstBadEntry()).contains(3L);
    }

    @Test
    void erasedContentIsToldFromChangedContent() {
        SignedEvent honest = served("output:1");
        writeBelow(honest, new byte[0]);

        RejectedEntry rejected = onlyRejected("output:1");

        assertThat(rejected.reason()).isEqualTo(RejectReason.ERASED);
        assertThat(rejected.untrusted()).isNull();
        assertThat(log.verify().firstBadEntry()).contains(3L);
    }

    @Test
    void whatIsNoCanonicalEventIsRejected() {
        SignedEvent honest = served("output:1");
        byte[] spaced = new String(honest.envelope().toBytes(), StandardCharsets.UTF_8)
                .replace("{\"payload\"", "{ \"payload\"")
                .getBytes(StandardCharsets.UTF_8);
        store.append(3, List.of(StoredEvent.of(LogFixture.START, spaced, honest.event())), LogFixture.LOG_KEY);

        assertThat(onlyRejected("output:1").reason()).isEqualTo(RejectReason.MALFORMED);
        assertThat(log.verify().firstBadEntry()).contains(3L);
    }

    @Test
    void whoseLastEventWasChangedGoesOnWhereItStopped() {
        SignedEvent honest = served("output:1");
        writeBelow(honest, change(honest, "\"risk\"", ""));

        assertThat(log.append(served("output:2").envelope().toBytes()).index()).isEqualTo(4);
        assertThat(evidence("output:2").rejected()).isEmpty();

        SignedEvent erased = served("output:3");
        writeBelow(erased, new byte[0]);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> log.recorder(LogFixture.CHAIN, CLOUD, LogFixture.signer("cloud"))
                        .prepare(LogFixture.served(), LogFixture.START, List.of(), List.of(), List.of()))
                .withMessageContaining("kd log verify");
    }

    @Test
    void aWithheldEventIsAGap() {
        served("output:withheld");
        served("output:withheld too");
        log.append(served("output:1").envelope().toBytes());

        Evidence evidence = evidence("output:1");

        assertThat(evidence.rejected()).isEmpty();
        assertThat(evidence.gaps()).containsExactly(new Gap(CLOUD, LogFixture.CHAIN, 1, 2));
        assertThat(evidence.gapsOf(CLOUD)).hasSize(1);
        assertThat(evidence.gapsOf(new PartyId("clinic"))).isEmpty();
        assertThat(evidence.findings()).extracting(Finding::code).contains(Finding.Code.GAP);
    }

    @Test
    void anEventWithheldAfterTheSliceIsAGapAsWell() {
        log.append(served("output:1").envelope().toBytes());
        served("output:withheld");
        log.append(served("output:2").envelope().toBytes());

        assertThat(evidence("output:1").gaps()).containsExactly(new Gap(CLOUD, LogFixture.CHAIN, 2, 2));
    }

    @Test
    void aBrokenLinkAndACounterUsedTwiceAreFound() {
        LogEntry first = log.append(served("output:1").envelope().toBytes());
        Event other = new Event(
                EventId.of(LogFixture.START.plusMillis(5), new byte[10]),
                first.event().type(),
                1,
                LogFixture.CHAIN,
                CLOUD,
                null,
                LogFixture.START,
                List.of(),
                LogFixture.entities(List.of("output:1")),
                first.event().seq(),
                LogFixture.digest(7),
                List.of(),
                first.event().body());
        writeBelow(SignedEvent.sign(other, LogFixture.signer("cloud")));

        assertThat(evidence("output:1").findings())
                .extracting(Finding::code)
                .contains(Finding.Code.COUNTED_TWICE, Finding.Code.LINK_BROKEN);
    }

    @Test
    void theSameEventTwiceCountsOnce() {
        SignedEvent signed = served("output:1");
        log.append(signed.envelope().toBytes());
        writeBelow(signed);

        Evidence evidence = evidence("output:1");

        assertThat(evidence.rejected()).extracting(RejectedEntry::reason).containsExactly(RejectReason.DUPLICATE);
        assertThat(evidence.admittedAt(3)).isPresent();
        assertThat(log.verify().firstBadEntry()).contains(4L);
    }

    @Test
    void anEventThatContradictsADigestIsRejected() {
        fixture.record("cloud", LogFixture.served(), List.of(), List.of("output:1@" + LogFixture.digest(1)));
        LogEntry same = fixture.record(
                "clinic", LogFixture.served(), List.of("output:1@" + LogFixture.digest(1)), List.of("output:2"));
        LogEntry other = fixture.record(
                "clinic", LogFixture.served(), List.of("output:1@" + LogFixture.digest(2)), List.of("output:2"));

        Evidence evidence = evidence("output:2");

        assertThat(evidence.admitted()).contains(same).doesNotContain(other);
        assertThat(evidence.rejected())
                .extracting(RejectedEntry::reason)
                .containsExactly(RejectReason.DIGEST_CONTRADICTION);
    }

    @Test
    void whatIsNotUnderstoodIsKeptAndNotJudged() {
        ObjectNode json = (ObjectNode) Statements.toJson(served("output:1").event());
        SignedEvent dreamt =
                SignedEvent.sign(Statements.fromJson(json.put("type", "ModelDreamt")), LogFixture.signer("cloud"));
        log.append(dreamt.envelope().toBytes());

        Evidence evidence = evidence("output:1");

        assertThat(evidence.notUnderstood()).extracting(LogEntry::index).containsExactly(3L);
        assertThat(evidence.admittedAt(3)).isEmpty();
        assertThat(evidence.rejected()).isEmpty();
        assertThat(evidence.findings()).extracting(Finding::code).containsExactly(Finding.Code.NOT_UNDERSTOOD);
        assertThat(log.verify().problems()).isEmpty();
    }

    @Test
    void misuseOfARoleIsAFindingAndNoRejection() {
        OrderIssued order = new OrderIssued(
                CLOUD, new PartyId("clinic"), OrderIssued.Kind.STOP, LogFixture.entities(List.of("output:1")), null);
        LogEntry entry = fixture.record("cloud", order, List.of(), List.of());

        Evidence evidence = evidence("output:1");

        assertThat(evidence.admitted()).contains(entry);
        assertThat(evidence.findings()).extracting(Finding::code).containsExactly(Finding.Code.ROLE_MISUSE);
    }

    @Test
    void whatARegistrationWithoutRegistrarSignsIsNotAdmitted() {
        SignedEvent registration = SignedEvent.sign(
                new Event(
                        EventId.of(LogFixture.START, new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9}),
                        "PartyRegistered",
                        1,
                        LogFixture.CHAIN,
                        new PartyId("ghost"),
                        null,
                        LogFixture.START,
                        List.of(),
                        List.of(),
                        0,
                        null,
                        List.of(),
                        new PartyRegistered(
                                "Ghost",
                                List.of(Role.DEPLOYMENT_PLATFORM),
                                "CN",
                                LogFixture.signer("ghost").publicKey().text(),
                                null)),
                LogFixture.signer("ghost"));
        writeBelow(registration);
        writeBelow(log.recorder(LogFixture.CHAIN, new PartyId("ghost"), LogFixture.signer("ghost"))
                .prepare(
                        LogFixture.served(),
                        LogFixture.START,
                        List.of(),
                        LogFixture.entities(List.of("output:1")),
                        List.of()));

        assertThat(evidence("output:1").rejected())
                .extracting(RejectedEntry::reason)
                .containsExactly(RejectReason.NO_REGISTRAR, RejectReason.PARTY_UNKNOWN);
    }

    @Test
    void aSecondRegistrationIsRejectedAndTheFirstStands() {
        SignedEvent again = SignedEvent.sign(
                new Event(
                        EventId.of(LogFixture.START, new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9}),
                        "PartyRegistered",
                        1,
                        "elsewhere",
                        CLOUD,
                        null,
                        LogFixture.START,
                        List.of(),
                        List.of(),
                        0,
                        null,
                        List.of(),
                        new PartyRegistered(
                                "Cloud",
                                List.of(),
                                "CN",
                                LogFixture.signer("thief").publicKey().text(),
                                null)),
                LogFixture.signer("thief"),
                LogFixture.signer("registry"));
        log.append(served("output:1").envelope().toBytes());
        writeBelow(again);
        log.append(served("output:1").envelope().toBytes());

        Evidence evidence = evidence("output:1");

        assertThat(evidence.rejected())
                .extracting(RejectedEntry::reason)
                .containsExactly(RejectReason.REGISTERED_TWICE);
        assertThat(evidence.admittedAt(5)).isPresent();
    }

    @Test
    void aCheckpointThatDoesNotHoldProvesNothing() {
        SignedEvent honest = served("output:1");
        store.append(
                3,
                List.of(StoredEvent.of(LogFixture.START, honest.envelope().toBytes(), honest.event())),
                (size, root) -> LogFixture.LOG_KEY.checkpoint(size, Bytes.of(new byte[32])));

        Evidence evidence = evidence("output:1");

        assertThat(evidence.admitted()).isEmpty();
        assertThat(log.verify().problems()).isNotEmpty();

        store.append(
                4,
                List.of(StoredEvent.of(LogFixture.START, honest.envelope().toBytes(), honest.event())),
                (size, root) -> Bytes.of("no note".getBytes(StandardCharsets.UTF_8)));
        assertThat(evidence("output:1").findings()).extracting(Finding::code).contains(Finding.Code.CHECKPOINT_INVALID);
        assertThat(evidence("output:1").admitted()).isEmpty();
    }

    @Test
    void entriesBeyondTheLastCheckpointAreSaidToBe() {
        SignedEvent honest = served("output:1");
        store.append(
                3,
                List.of(StoredEvent.of(LogFixture.START, honest.envelope().toBytes(), honest.event())),
                Checkpointer.NONE);

        assertThat(evidence("output:1").findings()).extracting(Finding::code).contains(Finding.Code.NO_CHECKPOINT);
        assertThat(log.verify().firstBadEntry()).contains(3L);
    }

    @Test
    void aLogWithoutAKeyProvesSignaturesOnly() {
        ChainLog keyless = ChainLog.inMemory(LogOptions.defaults());
        LogFixture chain = LogFixture.begin(keyless).wholeChain();

        Evidence evidence = chain.log().evidence(LogFixture.entities(List.of("output:1")));

        assertThat(evidence.rejected()).isEmpty();
        assertThat(evidence.findings()).extracting(Finding::code).containsOnly(Finding.Code.NO_CHECKPOINT);
        assertThat(keyless.checkpoint()).isEmpty();
        assertThat(keyless.verify().ok()).isTrue();
        assertThat(keyless.verify().notes())
                .satisfiesExactlyInAnyOrder(
                        note -> assertThat(note).contains("agrees with itself"),
                        note -> assertThat(note).contains("no key of its own"));
    }

    private Evidence evidence(String entity) {
        return log.evidence(LogFixture.entities(List.of(entity)));
    }

    private RejectedEntry onlyRejected(String entity) {
        Evidence evidence = evidence(entity);
        assertThat(evidence.rejected()).hasSize(1);
        assertThat(evidence.admitted()).noneMatch(entry -> entry.index() == 3);
        return evidence.rejected().get(0);
    }

    private SignedEvent served(String output) {
        return fixture.party("cloud")
                .prepare(
                        LogFixture.served(),
                        LogFixture.START,
                        List.of(),
                        List.of(new EntityId(
                                EntityKind.OUTPUT,
                                output.substring("output:".length()).replace(' ', '-'),
                                null)),
                        List.of());
    }

    private void writeBelow(SignedEvent signed) {
        writeBelow(signed, signed.envelope().toBytes());
    }

    private void writeBelow(SignedEvent honest, byte[] shown) {
        Instant at = LogFixture.START;
        store.append(
                store.size(),
                List.of(StoredEvent.of(at, honest.envelope().toBytes(), honest.event())
                        .withEnvelope(shown)),
                LogFixture.LOG_KEY);
    }

    private static byte[] change(SignedEvent honest, String old, String other) {
        String payload = new String(honest.envelope().payload().toArray(), StandardCharsets.UTF_8);
        return honest.envelope()
                .withPayload(payload.replace(old, other).getBytes(StandardCharsets.UTF_8))
                .toBytes();
    }
}
