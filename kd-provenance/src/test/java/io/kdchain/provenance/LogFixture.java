package io.kdchain.provenance;

import io.kdchain.provenance.event.DataAuthorised;
import io.kdchain.provenance.event.DatasetCollected;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.NoticeReceived;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.OutputUsed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Scene;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.store.EventStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A small chain, the same in every run: registrar, hospital, teacher, student, adapter, platform, clinic. */
public final class LogFixture {
    public static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    public static final String CHAIN = "ct-chain";
    public static final LogKey LOG_KEY = new LogKey("kd.example/log", signer("log"));

    private final ChainLog log;
    private final Registrar registrar;
    private final Map<String, Recorder> recorders = new HashMap<>();

    private LogFixture(ChainLog log, String registry) {
        this.log = log;
        this.registrar = log.begin(CHAIN, new PartyId(registry), signer(registry), "Registry", "CN", START);
    }

    /** Options under which two logs made alike have the same bytes. */
    public static LogOptions options() {
        long[] count = {0};
        return LogOptions.defaults()
                .clock(Clock.fixed(START, ZoneOffset.UTC))
                .ids(at -> EventId.of(
                        at, ByteBuffer.allocate(16).putLong(2, ++count[0]).array()))
                .key(LOG_KEY);
    }

    public static Ed25519Signer signer(String name) {
        try {
            return Ed25519Signer.fromSeed(
                    MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A log with its first registrar. */
    public static LogFixture begin(ChainLog log) {
        return begin(log, "registry");
    }

    /** A log with another first registrar. */
    public static LogFixture begin(ChainLog log, String registry) {
        return new LogFixture(log, registry);
    }

    /** The whole chain in this store. */
    public static LogFixture chain(EventStore store) {
        return begin(ChainLog.open(store, options())).wholeChain();
    }

    public ChainLog log() {
        return log;
    }

    public Registrar registrar() {
        return registrar;
    }

    public Recorder party(String id, Role... roles) {
        return recorders.computeIfAbsent(
                id, name -> registrar.register(new PartyId(name), signer(name), name, List.of(roles), "CN", START));
    }

    public LogEntry record(String party, EventBody body, List<String> uses, List<String> generates, EventId... refs) {
        return party(party).record(body, START, entities(uses), entities(generates), List.of(refs));
    }

    /** A notice that what an output says is wrong. */
    public static NoticeReceived notice(String from, String about) {
        return new NoticeReceived(
                new PartyId(from), entities(List.of(about)), true, NoticeReceived.Claim.ACCURACY, null, null);
    }

    public static List<EntityId> entities(List<String> ids) {
        return ids.stream().map(EntityId::parse).toList();
    }

    public static Digest digest(int number) {
        return new Digest("%064x".formatted(number));
    }

    /** Entries 0 to 6 register, 7 to 14 act. */
    public LogFixture wholeChain() {
        party("hospital", Role.DATA_PROVIDER);
        party("radnet", Role.TEACHER_DEVELOPER);
        party("smallai", Role.DISTILLATION_PROVIDER);
        party("edgechip", Role.HARDWARE_ADAPTER);
        party("cloud", Role.DEPLOYMENT_PLATFORM);
        party("clinic", Role.STUDENT_USER);
        record(
                "hospital",
                new DatasetCollected(
                        DatasetCollected.Method.USER_SUBMITTED,
                        DatasetCollected.Personal.SENSITIVE,
                        null,
                        null,
                        null,
                        null),
                List.of(),
                List.of("dataset:ct"));
        record(
                "hospital",
                new DataAuthorised(
                        EntityId.parse("dataset:ct"),
                        new PartyId("hospital"),
                        DataAuthorised.Basis.CONSENT,
                        List.of("diagnosis"),
                        true,
                        List.of(),
                        null),
                List.of(),
                List.of());
        record(
                "radnet",
                new TeacherReleased(List.of("medical"), null, true, List.of(), List.of()),
                List.of("dataset:ct"),
                List.of("model:teacher@" + digest(1)));
        record(
                "smallai",
                new DistillationCompleted(null, List.of(), null, List.of()),
                List.of("model:teacher@" + digest(1), "dataset:ct"),
                List.of("model:student"));
        record(
                "edgechip",
                new ModelAdapted(ModelAdapted.Technique.INT8, "edge-npu", null),
                List.of("model:student"),
                List.of("model:student-int8"));
        record(
                "cloud",
                new ModelDeployed(null, null, Scene.MEDICAL, List.of("medical"), List.of(), null),
                List.of("model:student-int8"),
                List.of("deployment:ct-assist"));
        record("cloud", served(), List.of("deployment:ct-assist"), List.of("output:1"));
        record(
                "clinic",
                new OutputUsed(
                        EntityId.parse("output:1"), OutputUsed.Use.AS_INTENDED, OutputUsed.HumanReview.INDEPENDENT),
                List.of("output:1"),
                List.of());
        return this;
    }

    public static OutputServed served() {
        return new OutputServed(null, List.of(OutputServed.Label.RISK), null, null);
    }
}
