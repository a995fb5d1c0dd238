package io.kdchain.provenance.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.IdSource;
import io.kdchain.provenance.ImportReport;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogImport;
import io.kdchain.provenance.LogKey;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Scene;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.Finding;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectReason;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.merkle.MerkleProofs;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoredEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FederationTest {
    private final MemoryEventStore labStore = new MemoryEventStore();
    private final MemoryEventStore cloudStore = new MemoryEventStore();
    private final LogFixture lab = fixture(labStore, "kd.example/lab", LogFixture.START);
    private final LogFixture cloud = fixture(cloudStore, "kd.example/cloud", LogFixture.START.plusSeconds(60));

    @Test
    void aSliceCrossesLogsOverTheEntitiesThatTheyShare() {
        chainOverBothLogs();
        Federation both = both();

        FederatedEvidence told = both.judge(both.slice(LogFixture.entities(List.of("output:1"))));

        Evidence evidence = told.evidence();
        assertThat(evidence.rejected()).isEmpty();
        assertThat(evidence.findings()).isEmpty();
        assertThat(evidence.external()).containsExactly("dataset:ct");
        assertThat(evidence.admitted().stream()
                        .filter(entry -> evidence.slice().causal().contains(entry.index()))
                        .map(entry -> entry.event().type()))
                .containsExactlyInAnyOrder("TeacherReleased", "DistillationCompleted", "ModelDeployed", "OutputServed");
        assertThat(told.standings().keySet())
                .containsExactlyElementsOf(
                        evidence.admitted().stream().map(LogEntry::index).toList());
        assertProven(told);
        assertThat(both.evidence(LogFixture.entities(List.of("output:1")))).isEqualTo(evidence);
        assertThat(both.reach(LogFixture.entities(List.of("model:teacher"))).outputs())
                .containsExactly("output:1");
    }

    @Test
    void oneLogAloneIsReadAsItIs() {
        ChainLog alone = LogFixture.chain(new MemoryEventStore()).log();
        Federation one = Federation.of(List.of(new Member("alone", alone.reader(), Trust.NONE)));
        Slice slice = alone.slice(LogFixture.entities(List.of("output:1")));

        assertThat(one.slice(LogFixture.entities(List.of("output:1")))).isEqualTo(slice);
        assertThat(one.evidence(slice)).isEqualTo(alone.evidence(slice));
    }

    @Test
    void anEventInBothLogsIsOneEventAndProvenTwice() {
        chainOverBothLogs();
        ImportReport report = LogImport.into(trusting(), envelopes(cloud.log()));
        assertThat(report.refused()).isEmpty();
        Federation both = both();

        FederatedEvidence told = both.judge(both.slice(LogFixture.entities(List.of("output:1"))));

        assertThat(told.evidence().admitted())
                .extracting(entry -> entry.event().id())
                .doesNotHaveDuplicates();
        LogEntry served = only(told, "OutputServed");
        assertThat(told.standings().get(served.index()))
                .extracting(Standing::log)
                .containsExactlyInAnyOrder("lab", "cloud");
        assertThat(told.evidence().findings()).extracting(Finding::code).doesNotContain(Finding.Code.GAP);
        assertProven(told);
    }

    @Test
    void anEventOfOneIdThatSaysSomethingElseElsewhereIsAFinding() {
        chainOverBothLogs();
        Event honest = last(cloud, "OutputServed");
        Event other = copy(honest, "output:1", honest.id(), honest.seq());
        registerCloudInLab();
        below(labStore, "kd.example/lab", SignedEvent.sign(other, LogFixture.signer("cloud")));

        Evidence evidence = evidence("output:1");

        assertThat(evidence.findings()).extracting(Finding::code).contains(Finding.Code.EVENT_DIFFERS);
        assertThat(evidence.rejected()).extracting(RejectedEntry::reason).contains(RejectReason.DUPLICATE);
        assertThat(evidence.admitted().stream()
                        .filter(entry -> entry.event().id().equals(honest.id())))
                .hasSize(1);
    }

    @Test
    void aNumberGivenTwiceInTwoLogsIsAFinding() {
        chainOverBothLogs();
        Event honest = last(cloud, "OutputServed");
        registerCloudInLab();
        Event twin = copy(honest, "output:9", IdSource.RANDOM.next(LogFixture.START), honest.seq());
        below(labStore, "kd.example/lab", SignedEvent.sign(twin, LogFixture.signer("cloud")));

        Evidence evidence = evidence("output:1");

        assertThat(evidence.findings())
                .filteredOn(finding -> finding.code() == Finding.Code.COUNTED_TWICE)
                .anySatisfy(finding -> {
                    assertThat(finding.party()).isEqualTo(new PartyId("cloud"));
                    assertThat(finding.message())
                            .contains("number " + honest.seq(), twin.id().toString());
                });
    }

    @Test
    void makersThatDisagreeAndUsersWhomNoMakerSupportsAreTold() {
        chainOverBothLogs();
        cloud.party("rival", Role.TEACHER_DEVELOPER);
        cloud.record(
                "rival",
                new TeacherReleased(List.of("medical"), null, true, List.of(), List.of()),
                List.of(),
                List.of("model:teacher@" + LogFixture.digest(2)));
        cloud.record(
                "smallai",
                new DistillationCompleted(null, List.of(), null, List.of()),
                List.of("model:teacher@" + LogFixture.digest(3)),
                List.of("model:student"));

        Evidence evidence = evidence("output:1");

        assertThat(evidence.findings()).extracting(Finding::code).contains(Finding.Code.ENTITY_DIFFERS);
        assertThat(evidence.rejected())
                .extracting(RejectedEntry::reason)
                .containsExactly(RejectReason.DIGEST_CONTRADICTION);
    }

    @Test
    void twoPartiesOfOneNameAreTold() {
        chainOverBothLogs();
        lab.registrar()
                .register(
                        new PartyId("cloud"),
                        LogFixture.signer("an impostor"),
                        "Cloud",
                        List.of(Role.DEPLOYMENT_PLATFORM),
                        "CN",
                        LogFixture.START);

        assertThat(evidence("output:1").findings())
                .filteredOn(finding -> finding.code() == Finding.Code.PARTY_DIFFERS)
                .extracting(Finding::party)
                .containsExactly(new PartyId("cloud"));
    }

    @Test
    void logsAreToldApartByName() {
        assertThatIllegalArgumentException().isThrownBy(() -> Federation.of(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Federation.of(List.of(member("a", labStore), member("a", cloudStore))));
    }

    @Test
    void anImportSkipsWhatItKnowsAndTellsWhatItRefuses() {
        chainOverBothLogs();
        List<byte[]> foreign = new ArrayList<>();
        envelopes(cloud.log()).forEachRemaining(foreign::add);
        foreign.add(new byte[] {'x'});
        SignedEvent forged = SignedEvent.sign(
                copy(last(cloud, "OutputServed"), "output:5", IdSource.RANDOM.next(LogFixture.START), 99),
                LogFixture.signer("a stranger"));
        foreign.add(forged.envelope().toBytes());

        ImportReport distrustful = LogImport.into(lab.log(), foreign.iterator());
        ImportReport first = LogImport.into(trusting(), foreign.iterator());
        ImportReport second = LogImport.into(trusting(), foreign.iterator());

        assertThat(distrustful.appended()).isZero();
        assertThat(distrustful.refused())
                .extracting(ImportReport.Refused::reason)
                .contains(RejectReason.NO_REGISTRAR);
        assertThat(first.appended()).isEqualTo(foreign.size() - 2L);
        assertThat(first.refused())
                .extracting(ImportReport.Refused::reason)
                .containsExactly(RejectReason.MALFORMED, RejectReason.SIGNATURE_INVALID);
        assertThat(second.appended()).isZero();
        assertThat(second.known()).isEqualTo(first.appended());
        assertThat(lab.log().verify(trust(), null).problems()).isEmpty();
        assertThat(lab.log().verify().ok()).isFalse();
    }

    @Test
    void anImportOfTheSameIdWithOtherContentIsRefused() {
        chainOverBothLogs();
        LogImport.into(trusting(), envelopes(cloud.log()));
        Event honest = last(cloud, "OutputServed");
        SignedEvent other =
                SignedEvent.sign(copy(honest, "output:1", honest.id(), honest.seq()), LogFixture.signer("cloud"));

        ImportReport report =
                LogImport.into(trusting(), List.of(other.envelope().toBytes()).iterator());

        assertThat(report.refused()).singleElement().satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(RejectReason.DUPLICATE);
            assertThat(refused.detail()).contains("something else");
        });
    }

    // ---- two logs

    private static LogFixture fixture(MemoryEventStore store, String origin, Instant now) {
        return LogFixture.begin(
                ChainLog.open(
                        store,
                        LogFixture.options()
                                .ids(IdSource.RANDOM)
                                .clock(Clock.fixed(now, ZoneOffset.UTC))
                                .key(key(origin))),
                origin.endsWith("lab") ? "registry" : "other-registry");
    }

    private static LogKey key(String origin) {
        return new LogKey(origin, LogFixture.signer(origin));
    }

    private void chainOverBothLogs() {
        lab.party("radnet", Role.TEACHER_DEVELOPER);
        lab.record(
                "radnet",
                new TeacherReleased(List.of("medical"), null, true, List.of(), List.of()),
                List.of("dataset:ct"),
                List.of("model:teacher@" + LogFixture.digest(1)));
        cloud.party("smallai", Role.DISTILLATION_PROVIDER);
        cloud.party("cloud", Role.DEPLOYMENT_PLATFORM);
        cloud.record(
                "smallai",
                new DistillationCompleted(null, List.of(), null, List.of()),
                List.of("model:teacher@" + LogFixture.digest(1)),
                List.of("model:student"));
        cloud.record(
                "cloud",
                new ModelDeployed(null, null, Scene.MEDICAL, List.of("medical"), List.of(), null),
                List.of("model:student"),
                List.of("deployment:ct-assist"));
        cloud.record("cloud", LogFixture.served(), List.of("deployment:ct-assist"), List.of("output:1"));
    }

    private void registerCloudInLab() {
        lab.registrar()
                .register(
                        new PartyId("cloud"),
                        LogFixture.signer("cloud"),
                        "Cloud",
                        List.of(Role.DEPLOYMENT_PLATFORM),
                        "CN",
                        LogFixture.START);
    }

    private static Trust trust() {
        return Trust.of(
                new VerifierKey("registry", LogFixture.signer("registry").publicKey()),
                new VerifierKey(
                        "other-registry", LogFixture.signer("other-registry").publicKey()),
                key("kd.example/lab").publicKey(),
                key("kd.example/cloud").publicKey());
    }

    /** The lab's log, opened to trust the registrar of the cloud's. */
    private ChainLog trusting() {
        return ChainLog.open(
                labStore,
                LogFixture.options()
                        .clock(Clock.fixed(LogFixture.START.plusSeconds(120), ZoneOffset.UTC))
                        .key(key("kd.example/lab"))
                        .trust(trust()));
    }

    private static Iterator<byte[]> envelopes(ChainLog log) {
        List<byte[]> envelopes = new ArrayList<>();
        for (long index = 0; index < log.size(); index++) {
            envelopes.add(log.read(index).orElseThrow().envelope().toArray());
        }
        return envelopes.iterator();
    }

    private Federation both() {
        return Federation.of(List.of(member("lab", labStore), member("cloud", cloudStore)));
    }

    private static Member member(String name, MemoryEventStore store) {
        return new Member(name, store, trust());
    }

    private Evidence evidence(String entity) {
        return both().evidence(LogFixture.entities(List.of(entity)));
    }

    private static LogEntry only(FederatedEvidence told, String type) {
        return told.evidence().admitted().stream()
                .filter(entry -> entry.event().type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static Event last(LogFixture fixture, String type) {
        Event found = null;
        for (long index = 0; index < fixture.log().size(); index++) {
            Event event = SignedEvent.parse(
                            fixture.log().read(index).orElseThrow().envelope().toArray())
                    .event();
            found = event.type().equals(type) ? event : found;
        }
        return Objects.requireNonNull(found);
    }

    private static Event copy(Event event, String generates, EventId id, long seq) {
        return new Event(
                id,
                event.type(),
                EventTypes.VERSION,
                event.chain(),
                event.actor(),
                event.observedBy(),
                event.at().plusMillis(7),
                event.uses(),
                LogFixture.entities(List.of(generates)),
                seq,
                event.prev(),
                event.refs(),
                event.body());
    }

    /** Writes what an honest log would refuse. */
    private static void below(MemoryEventStore store, String origin, SignedEvent signed) {
        store.append(
                store.size(),
                List.of(StoredEvent.of(
                        LogFixture.START.plusSeconds(90), signed.envelope().toBytes(), signed.event())),
                key(origin));
    }

    private static void assertProven(FederatedEvidence told) {
        Map<String, Checkpoint> checkpoints = new HashMap<>();
        told.checkpoints()
                .forEach((name, note) -> checkpoints.put(
                        name,
                        Checkpoint.parse(SignedNote.parse(note.note().toArray()).text())));
        told.standings()
                .values()
                .forEach(standings -> standings.forEach(standing -> {
                    Checkpoint checkpoint = Objects.requireNonNull(checkpoints.get(standing.log()));
                    assertThat(standing.checkpointSize()).isEqualTo(checkpoint.size());
                    assertThat(MerkleProofs.includes(
                                    standing.index(),
                                    checkpoint.size(),
                                    HexFormat.of().parseHex(standing.leafHash().hex()),
                                    standing.proof().stream()
                                            .map(Bytes::toArray)
                                            .toList(),
                                    checkpoint.root().toArray()))
                            .isTrue();
                }));
    }
}
