package io.kdchain.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.canonical.Statements;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.KeyRevoked;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.EvidenceVerifier;
import io.kdchain.provenance.evidence.Finding;
import io.kdchain.provenance.evidence.Gap;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.LogVerifier;
import io.kdchain.provenance.evidence.RejectReason;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.evidence.VerificationReport;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.slice.CausalSlicer;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What parties and operators with bad intentions try, one test each. An honest log refuses it; what an operator writes
 * below the log, with the log's own key and a consistent tree, becomes a finding.
 */
class AdversaryTest {
    private static final PartyId CLOUD = new PartyId("cloud");
    private static final List<EntityId> OUTPUTS = List.of(EntityId.parse("output:1"), EntityId.parse("output:3"));
    private static final Ed25519Signer KEY = LogFixture.signer("cloud");

    private final MemoryEventStore store = new MemoryEventStore();
    private final LogFixture fixture = LogFixture.begin(ChainLog.open(store, LogFixture.options()));
    private final ChainLog log = fixture.log();
    private final Recorder cloud = fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);

    AdversaryTest() {
        fixture.party("clinic", Role.STUDENT_USER);
    }

    @Test
    void aDeletedEventIsAGapAndAnotherRootThanTheOneThatWasKept() {
        serve("output:1");
        serve("output:2");
        serve("output:3");
        Checkpoint kept = Checkpoint.parse(log.checkpoint().orElseThrow().text());

        MemoryEventStore without = rewritten(entries -> {
            entries.remove(4);
            return entries;
        });

        assertThat(evidence(without).gaps()).containsExactly(new Gap(CLOUD, LogFixture.CHAIN, 2, 2));
        assertThat(verify(without, null).ok()).isTrue();
        assertThat(verify(without, null).notes()).anyMatch(note -> note.contains("counted events 2 to 2"));
        assertThat(verify(without, kept).ok()).isFalse();
    }

    @Test
    void aReorderedPairIsFoundByItsCounter() {
        serve("output:1");
        serve("output:2");
        serve("output:3");

        MemoryEventStore swapped = rewritten(entries -> {
            entries.add(3, entries.remove(5));
            return entries;
        });

        assertThat(evidence(swapped).findings()).extracting(Finding::code).contains(Finding.Code.OUT_OF_ORDER);
        assertThat(verify(swapped, null).firstBadEntry()).contains(4L);
    }

    @Test
    void aBackDatedEventShowsItsClaimBesideTheClockOfTheLog() {
        LogEntry entry = cloud.record(EventDraft.of(LogFixture.served())
                .at(LogFixture.START.minus(Duration.ofDays(90)))
                .generates("output:1"));

        assertThat(Duration.between(entry.event().at(), entry.recordedAt())).isEqualTo(Duration.ofDays(90));
        MemoryEventStore hidden = rewritten(entries -> {
            StoredEvent last = entries.remove(3);
            entries.add(new StoredEvent(entry.event().at(), last.envelope(), last.leafHash(), last.index()));
            return entries;
        });
        assertThat(evidence(hidden).rejected())
                .extracting(RejectedEntry::reason)
                .containsExactly(RejectReason.PROOF_INVALID);
    }

    @Test
    void anEventIsNoEventOfAnotherChain() {
        SignedEvent signed = prepare();
        String statement = new String(signed.envelope().payload().toArray(), StandardCharsets.UTF_8);
        Envelope replayed = signed.envelope()
                .withPayload(Statements.encode(Statements.decodeUntrusted(statement
                        .replace("\"chain\":\"ct-chain\"", "\"chain\":\"xray-chain\"")
                        .getBytes(StandardCharsets.UTF_8))));

        refused(RejectReason.SIGNATURE_INVALID, replayed.toBytes());
        writeBelow(replayed.toBytes());
        assertThat(evidence(store).rejected())
                .extracting(RejectedEntry::reason)
                .containsExactly(RejectReason.SIGNATURE_INVALID);
    }

    @Test
    void anEventIsTakenOnce() {
        byte[] envelope = prepare().envelope().toBytes();
        log.append(envelope);

        refused(RejectReason.DUPLICATE, envelope);
        writeBelow(envelope);
        assertThat(evidence(store).rejected())
                .extracting(RejectedEntry::reason)
                .containsExactly(RejectReason.DUPLICATE);
    }

    @Test
    void aKeyIdIsNoProofOfAKey() {
        SignedEvent honest = prepare();
        byte[] byClinic = new Envelope(
                        Envelope.IN_TOTO,
                        honest.envelope().payload(),
                        List.of(new Envelope.Signature(
                                KEY.publicKey().keyId(),
                                SignedEvent.sign(honest.event(), LogFixture.signer("clinic"))
                                        .envelope()
                                        .signatures()
                                        .get(0)
                                        .bytes())))
                .toBytes();
        byte[] underClinicsId = new Envelope(
                        Envelope.IN_TOTO,
                        honest.envelope().payload(),
                        List.of(new Envelope.Signature(
                                LogFixture.signer("clinic").publicKey().keyId(),
                                honest.envelope().signatures().get(0).bytes())))
                .toBytes();

        refused(RejectReason.SIGNATURE_INVALID, byClinic);
        assertThatExceptionOfType(AppendRefusedException.class)
                .isThrownBy(() -> log.append(underClinicsId))
                .withMessageContaining("its key id names another one");
        writeBelow(byClinic);
        assertThat(evidence(store).rejected())
                .extracting(RejectedEntry::reason)
                .containsExactly(RejectReason.SIGNATURE_INVALID);
    }

    @Test
    void aRevokedKeySignsNothingWhateverTimeItClaims() {
        serve("output:3");
        cloud.record(EventDraft.of(new KeyRevoked(LogFixture.START, "stolen")));
        SignedEvent late = cloud.prepare(EventDraft.of(LogFixture.served())
                .at(LogFixture.START.minus(Duration.ofDays(90)))
                .generates("output:1"));

        refused(RejectReason.KEY_NOT_VALID, late.envelope().toBytes());
        writeBelow(late.envelope().toBytes());
        assertThat(evidence(store).rejected())
                .extracting(RejectedEntry::reason)
                .containsExactly(RejectReason.KEY_NOT_VALID);
        assertThat(evidence(store).admittedAt(3)).isPresent();
    }

    @Test
    void aRevokedRegistrarRegistersNobody() {
        fixture.party("second", Role.REGISTRAR);
        Registrar second = log.registrar(LogFixture.CHAIN, new PartyId("second"), LogFixture.signer("second"));
        log.recorder(LogFixture.CHAIN, new PartyId("second"), LogFixture.signer("second"))
                .record(EventDraft.of(new KeyRevoked(LogFixture.START, null)));

        assertThatExceptionOfType(AppendRefusedException.class)
                .isThrownBy(() -> second.register(
                        new PartyId("ghost"),
                        LogFixture.signer("ghost"),
                        "Ghost",
                        List.of(Role.DEPLOYMENT_PLATFORM),
                        "CN",
                        LogFixture.START))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.REGISTRAR_REVOKED));
    }

    @Test
    void aMemberThatStandsTwiceIsRefusedInEnvelopeAndStatement() {
        SignedEvent honest = prepare();
        String envelope = new String(honest.envelope().toBytes(), StandardCharsets.UTF_8);
        String statement = new String(honest.envelope().payload().toArray(), StandardCharsets.UTF_8);
        String twice = statement.replace("\"actor\":\"cloud\"", "\"actor\":\"clinic\",\"actor\":\"cloud\"");

        malformed(envelope.replace("\"payloadType\":", "\"payloadType\":\"x\",\"payloadType\":"));
        malformed(new String(
                Envelope.sign(Envelope.IN_TOTO, twice.getBytes(StandardCharsets.UTF_8), List.of(KEY))
                        .toBytes(),
                StandardCharsets.UTF_8));
    }

    @Test
    void anEnvelopeInAnotherFormIsRefusedAndFound() {
        SignedEvent honest = prepare();
        String envelope = new String(honest.envelope().toBytes(), StandardCharsets.UTF_8);
        malformed(envelope.replace("{\"payload\"", "{ \"payload\""));
        malformed(envelope.replace("\"keyid\"", "\"\\u006beyid\""));
        malformed(envelope.replace("==\"", "\""));
        byte[] spaced = Envelope.sign(
                        Envelope.IN_TOTO,
                        new String(honest.envelope().payload().toArray(), StandardCharsets.UTF_8)
                                .replace("\"seq\":1", "\"seq\": 1")
                                .getBytes(StandardCharsets.UTF_8),
                        List.of(KEY))
                .toBytes();
        malformed(new String(spaced, StandardCharsets.UTF_8));
        writeBelow(spaced, honest.event());
        assertThat(evidence(store).rejected())
                .extracting(RejectedEntry::reason)
                .containsExactly(RejectReason.MALFORMED);
        assertThat(verify(store, null).firstBadEntry()).contains(3L);
    }

    @Test
    void anEntryTooLargeForATileIsRefusedAndFound() {
        long size = log.size();
        String[] uses = new String[1000];
        for (int i = 0; i < uses.length; i++) {
            uses[i] = "dataset:" + "x".repeat(60) + i;
        }
        EventDraft large = EventDraft.of(LogFixture.served()).uses(uses).generates("output:1");

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> cloud.record(large))
                .withMessageContaining("65503");
        assertThat(log.size()).isEqualTo(size);
        LogEntry next = serve("output:3");
        assertThat(next.event().seq()).isEqualTo(1);

        writeBelow(cloud.prepare(large).envelope().toBytes(), next.event());
        assertThat(evidence(store).rejected())
                .extracting(RejectedEntry::reason)
                .containsExactly(RejectReason.MALFORMED);
    }

    @Test
    void aHistoryRewrittenWithTheKeyOfTheLogIsToldByTheCheckpointThatSomebodyKept() {
        serve("output:1");
        Checkpoint kept = Checkpoint.parse(log.checkpoint().orElseThrow().text());
        MemoryEventStore other = rewritten(entries -> {
            entries.remove(3);
            entries.add(entry(SignedEvent.sign(
                            new Event(
                                    LogFixture.options().ids().next(LogFixture.START),
                                    "OutputServed",
                                    1,
                                    LogFixture.CHAIN,
                                    CLOUD,
                                    null,
                                    LogFixture.START,
                                    List.of(),
                                    LogFixture.entities(List.of("output:1")),
                                    1,
                                    cloud.prepare(EventDraft.of(LogFixture.served()))
                                            .event()
                                            .prev(),
                                    List.of(),
                                    LogFixture.served()),
                            KEY)
                    .envelope()
                    .toBytes()));
            return entries;
        });
        Trust trust = Trust.of(
                new VerifierKey("registry", LogFixture.signer("registry").publicKey()), LogFixture.LOG_KEY.publicKey());

        assertThat(new LogVerifier(other, trust).verify(kept).problems())
                .extracting(VerificationReport.Problem::message)
                .anyMatch(message -> message.contains("has another root"));
    }

    private LogEntry serve(String output) {
        return cloud.record(
                EventDraft.of(LogFixture.served()).at(LogFixture.START).generates(output));
    }

    private SignedEvent prepare() {
        return cloud.prepare(
                EventDraft.of(LogFixture.served()).at(LogFixture.START).generates("output:1"));
    }

    /** What an operator has who rebuilds log, tree and checkpoint over other entries. */
    private MemoryEventStore rewritten(UnaryOperator<List<StoredEvent>> change) {
        List<StoredEvent> entries = new ArrayList<>();
        for (long index = 0; index < store.size(); index++) {
            entries.add(store.read(index).orElseThrow());
        }
        MemoryEventStore other = new MemoryEventStore();
        LogFixture.LOG_KEY.define(other);
        other.append(0, change.apply(entries), LogFixture.LOG_KEY);
        return other;
    }

    private void writeBelow(byte[] envelope) {
        store.append(store.size(), List.of(entry(envelope)), LogFixture.LOG_KEY);
    }

    private void writeBelow(byte[] envelope, Event indexedAs) {
        store.append(store.size(), List.of(StoredEvent.of(LogFixture.START, envelope, indexedAs)), LogFixture.LOG_KEY);
    }

    private static StoredEvent entry(byte[] envelope) {
        return StoredEvent.of(
                LogFixture.START, envelope, SignedEvent.parse(envelope).event());
    }

    private static Evidence evidence(MemoryEventStore where) {
        return new EvidenceVerifier(where, Trust.NONE).verify(new CausalSlicer(where).cut(OUTPUTS));
    }

    private static VerificationReport verify(MemoryEventStore where, @Nullable Checkpoint since) {
        return new LogVerifier(where, Trust.NONE).verify(since);
    }

    private void refused(RejectReason reason, byte[] envelope) {
        long size = log.size();
        assertThatExceptionOfType(AppendRefusedException.class)
                .isThrownBy(() -> log.append(envelope))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(log.size()).isEqualTo(size);
    }

    private void malformed(String envelope) {
        assertThatExceptionOfType(MalformedEventException.class)
                .as(envelope)
                .isThrownBy(() -> log.append(envelope.getBytes(StandardCharsets.UTF_8)));
    }
}
