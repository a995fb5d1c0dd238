package io.kdchain.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.KeyRevoked;
import io.kdchain.provenance.event.KeyRotated;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectReason;
import io.kdchain.provenance.evidence.VerificationReport;
import io.kdchain.provenance.merkle.MerkleProofs;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainLogTest {
    private static final List<EntityId> OUTPUT = List.of(EntityId.parse("output:1"));

    @Test
    void aWholeChainIsAdmittedFromItsOutput() {
        ChainLog log = LogFixture.chain(new MemoryEventStore()).log();

        Evidence evidence = log.evidence(OUTPUT);

        assertThat(evidence.rejected()).isEmpty();
        assertThat(evidence.findings()).isEmpty();
        assertThat(evidence.slice().causal()).containsExactly(7L, 9L, 10L, 11L, 12L, 13L);
        assertThat(evidence.slice().related()).contains(8L, 14L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(evidence.admitted()).hasSize(evidence.slice().indexes().size());
        assertThat(log.verify())
                .satisfies(report -> assertThat(report.problems()).isEmpty());
    }

    @Test
    void theSameClockKeysAndIdsGiveTheSameBytes() {
        ChainLog first = LogFixture.chain(new MemoryEventStore()).log();
        ChainLog second = LogFixture.chain(new MemoryEventStore()).log();

        assertThat(first.checkpoint()).isPresent().isEqualTo(second.checkpoint());
        for (long index = 0; index < first.size(); index++) {
            assertThat(first.read(index)).isEqualTo(second.read(index));
        }
    }

    @Test
    void anEnvelopeThatIsNotCanonicalIsRefused() {
        LogFixture fixture = fixture();
        Recorder cloud = fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
        String envelope = new String(prepare(cloud).envelope().toBytes(), StandardCharsets.UTF_8);

        assertThatThrownBy(() -> fixture.log().append((envelope + "\n").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(
                        () -> fixture.log().append(envelope.replace(":", ": ").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedEventException.class);
        assertThat(fixture.log().size()).isEqualTo(2);
    }

    @Test
    void anEnvelopeThatDoesNotVerifyIsRefused() {
        LogFixture fixture = fixture();
        Recorder cloud = fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
        fixture.party("clinic", Role.STUDENT_USER);
        SignedEvent signed = prepare(cloud);
        String payload = new String(signed.envelope().payload().toArray(), StandardCharsets.UTF_8);
        Envelope changed = signed.envelope()
                .withPayload(payload.replace("[\"risk\"]", "[]").getBytes(StandardCharsets.UTF_8));

        refused(fixture, new Envelope(Envelope.IN_TOTO, changed.payload(), changed.signatures()).toBytes());
        refused(fixture, RejectReason.UNSIGNED, SignedEvent.sign(signed.event()));
        refused(fixture, RejectReason.SIGNED_BY_OTHER, SignedEvent.sign(signed.event(), LogFixture.signer("clinic")));
        refused(
                fixture,
                RejectReason.SIGNATURE_INVALID,
                SignedEvent.sign(signed.event(), LogFixture.signer("a stranger")));
        refused(
                fixture,
                RejectReason.SIGNATURE_UNKNOWN,
                SignedEvent.sign(signed.event(), LogFixture.signer("cloud"), LogFixture.signer("a stranger")));
        refused(
                fixture,
                RejectReason.PARTY_UNKNOWN,
                prepare(fixture.log().recorder(LogFixture.CHAIN, new PartyId("nobody"), LogFixture.signer("nobody"))));
        assertThat(fixture.log().append(signed.envelope().toBytes()).index()).isEqualTo(3);
    }

    @Test
    void aReplayIsRefused() {
        LogFixture fixture = fixture();
        Recorder cloud = fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
        SignedEvent signed = prepare(cloud);
        fixture.log().append(signed.envelope().toBytes());

        refused(fixture, RejectReason.DUPLICATE, signed);

        // the same number with another id, by a recorder that does not know of the first
        ChainLog other = ChainLog.inMemory(LogFixture.options());
        LogFixture elsewhere = LogFixture.begin(other);
        Recorder twin = elsewhere.party("cloud", Role.DEPLOYMENT_PLATFORM);
        twin.prepare(LogFixture.served(), LogFixture.START.plusMillis(1), List.of(), List.of(), List.of());
        refused(
                fixture,
                RejectReason.CHAIN_BROKEN,
                twin.prepare(LogFixture.served(), LogFixture.START.plusMillis(2), List.of(), List.of(), List.of()));
    }

    @Test
    void anEventOfAnotherLogIsRefusedWhereItsPartyIsNotRegistered() {
        LogFixture here = fixture();
        LogFixture there = fixture();
        SignedEvent signed = prepare(there.party("cloud", Role.DEPLOYMENT_PLATFORM));

        refused(here, RejectReason.PARTY_UNKNOWN, signed);
    }

    @Test
    void aBatchIsAppendedWholeOrNotAtAll() {
        LogFixture fixture = fixture();
        Recorder cloud = fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
        byte[] good = prepare(cloud).envelope().toBytes();
        byte[] bad = SignedEvent.sign(prepare(cloud).event(), LogFixture.signer("a stranger"))
                .envelope()
                .toBytes();

        assertThatThrownBy(() -> fixture.log().appendAll(List.of(good, bad)))
                .isInstanceOf(AppendRefusedException.class);

        assertThat(fixture.log().size()).isEqualTo(2);
        assertThat(fixture.log().appendAll(List.of(good))).hasSize(1);
    }

    @Test
    void aKeyCountsFromItsPlaceInTheLog() {
        LogFixture fixture = fixture();
        ChainLog log = fixture.log();
        fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
        fixture.record("cloud", LogFixture.served(), List.of(), List.of("output:1"));
        fixture.record(
                "cloud", new KeyRotated(LogFixture.signer("cloud 2").publicKey().text()), List.of(), List.of());
        Recorder renewed = log.recorder(LogFixture.CHAIN, new PartyId("cloud"), LogFixture.signer("cloud 2"));

        refused(
                fixture,
                RejectReason.KEY_NOT_VALID,
                prepare(log.recorder(LogFixture.CHAIN, new PartyId("cloud"), LogFixture.signer("cloud"))));
        renewed.record(
                LogFixture.served(), LogFixture.START, List.of(), LogFixture.entities(List.of("output:2")), List.of());
        renewed.record(
                new KeyRevoked(LogFixture.START.minusSeconds(1_000_000), null),
                LogFixture.START,
                List.of(),
                List.of(),
                List.of());

        refused(fixture, RejectReason.KEY_NOT_VALID, prepare(renewed));
        assertThat(log.evidence(OUTPUT).rejected()).isEmpty();
        assertThat(log.evidence(List.of(EntityId.parse("output:2"))).rejected()).isEmpty();
        assertThat(log.verify().problems()).isEmpty();
    }

    @Test
    void onlyARegistrarRegisters() {
        LogFixture fixture = fixture();
        ChainLog log = fixture.log();
        fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
        Registrar second = log.registrar(LogFixture.CHAIN, new PartyId("second"), LogFixture.signer("second"));
        fixture.party("second", Role.REGISTRAR);

        second.register(
                new PartyId("clinic"),
                LogFixture.signer("clinic"),
                "Clinic",
                List.of(Role.STUDENT_USER),
                "CN",
                LogFixture.START);

        assertThat(log.verify().problems()).isEmpty();
        assertThatExceptionOfType(AppendRefusedException.class)
                .isThrownBy(() -> log.registrar(LogFixture.CHAIN, new PartyId("cloud"), LogFixture.signer("cloud"))
                        .register(
                                new PartyId("patient"),
                                LogFixture.signer("patient"),
                                "Patient",
                                List.of(Role.CLAIMANT),
                                "CN",
                                LogFixture.START))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.NO_REGISTRAR));
        assertThatExceptionOfType(AppendRefusedException.class)
                .isThrownBy(() -> fixture.registrar()
                        .register(
                                new PartyId("cloud"),
                                LogFixture.signer("cloud"),
                                "Cloud",
                                List.of(),
                                "CN",
                                LogFixture.START))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.REGISTERED_TWICE));
        assertThatThrownBy(() -> log.begin(
                        LogFixture.CHAIN,
                        new PartyId("third"),
                        LogFixture.signer("third"),
                        "Third",
                        "CN",
                        LogFixture.START))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLogThatBeginsWithoutARegistrarIsRefused() {
        ChainLog log = ChainLog.inMemory(LogFixture.options());
        Recorder cloud = log.recorder(LogFixture.CHAIN, new PartyId("cloud"), LogFixture.signer("cloud"));

        assertThatExceptionOfType(AppendRefusedException.class)
                .isThrownBy(() -> cloud.record(
                        LogFixture.served(),
                        LogFixture.START,
                        List.of(),
                        LogFixture.entities(List.of("output:1")),
                        List.of()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.PARTY_UNKNOWN));
    }

    @Test
    void theRootOfTrustIsGivenFromOutside() {
        MemoryEventStore store = new MemoryEventStore();
        ChainLog log = LogFixture.chain(store).log();
        VerifierKey registry =
                new VerifierKey("registry", LogFixture.signer("registry").publicKey());
        VerifierKey stranger =
                new VerifierKey("registry", LogFixture.signer("a stranger").publicKey());
        VerifierKey otherLog = new VerifierKey(
                LogFixture.LOG_KEY.origin(), LogFixture.signer("other").publicKey());

        assertThat(log.verify(Trust.of(registry, LogFixture.LOG_KEY.publicKey()), null))
                .satisfies(report -> assertThat(report.ok()).isTrue())
                .satisfies(report -> assertThat(report.notes()).isEmpty());
        assertThat(log.verify(Trust.of(registry), null).notes()).hasSize(1);
        assertThat(log.verify(Trust.of(stranger), null).problems())
                .extracting(VerificationReport.Problem::where)
                .contains("trust");
        assertThat(log.verify(Trust.of(registry, otherLog), null).problems())
                .extracting(VerificationReport.Problem::where)
                .contains("checkpoint");
        ChainLog distrustful = ChainLog.open(store, LogOptions.defaults().trust(Trust.of(stranger)));
        assertThat(distrustful.evidence(OUTPUT).admitted()).isEmpty();
    }

    @Test
    void anObserverRecordsInItsOwnName() {
        LogFixture fixture = fixture();
        fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
        Recorder auditor = fixture.party("auditor", Role.AUDITOR);

        LogEntry seen = auditor.observe(
                new PartyId("cloud"),
                LogFixture.served(),
                LogFixture.START,
                List.of(),
                LogFixture.entities(List.of("output:1")),
                List.of());

        assertThat(seen.event().observedBy()).isEqualTo(new PartyId("auditor"));
        assertThat(fixture.log().evidence(OUTPUT).admitted()).contains(seen);
        assertThat(fixture.log().verify().problems()).isEmpty();
    }

    @Test
    void proofsOfTheLogVerify() {
        ChainLog log = LogFixture.chain(new MemoryEventStore()).log();
        long size = log.size();
        Checkpoint checkpoint = Checkpoint.parse(log.checkpoint().orElseThrow().text());
        byte[] root = checkpoint.root().toArray();

        for (long index = 0; index < size; index++) {
            StoredEvent entry = log.read(index).orElseThrow();
            assertThat(MerkleProofs.includes(
                            index, size, entry.leafHash().toArray(), log.inclusionProof(index, size), root))
                    .isTrue();
        }
        assertThat(log.consistencyProof(3, size)).isNotEmpty();
    }

    @Test
    void aLogThatShrankOrWasRewrittenIsToldFromAnOlderCheckpoint() {
        ChainLog log = LogFixture.chain(new MemoryEventStore()).log();
        Checkpoint seen = Checkpoint.parse(log.checkpoint().orElseThrow().text());
        ChainLog shorter =
                LogFixture.begin(ChainLog.inMemory(LogFixture.options())).log();
        Checkpoint rewritten = new Checkpoint(
                seen.origin(), seen.size(), Bytes.of(HexFormat.of().parseHex("00".repeat(32))), List.of());

        assertThat(log.verify(Trust.NONE, seen).ok()).isTrue();
        assertThat(shorter.verify(Trust.NONE, seen).problems())
                .extracting(VerificationReport.Problem::message)
                .anyMatch(message -> message.contains("cut short"));
        assertThat(log.verify(Trust.NONE, rewritten).ok()).isFalse();
    }

    private static LogFixture fixture() {
        return LogFixture.begin(ChainLog.inMemory(LogFixture.options()));
    }

    private static SignedEvent prepare(Recorder recorder) {
        return recorder.prepare(
                LogFixture.served(), LogFixture.START, List.of(), LogFixture.entities(List.of("output:1")), List.of());
    }

    private static void refused(LogFixture fixture, RejectReason reason, SignedEvent signed) {
        long size = fixture.log().size();
        assertThatExceptionOfType(AppendRefusedException.class)
                .isThrownBy(() -> fixture.log().append(signed.envelope().toBytes()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(fixture.log().size()).isEqualTo(size);
    }

    private static void refused(LogFixture fixture, byte[] envelope) {
        assertThatThrownBy(() -> fixture.log().append(envelope)).isInstanceOf(MalformedEventException.class);
    }
}
