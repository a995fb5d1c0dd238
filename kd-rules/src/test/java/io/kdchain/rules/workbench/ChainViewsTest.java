package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogKey;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.Registrar;
import io.kdchain.provenance.event.DatasetCollected;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.RejectReason;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.rules.report.ChainView;
import io.kdchain.rules.report.ChainView.Admission;
import io.kdchain.rules.report.ChainView.Detail;
import io.kdchain.rules.report.ChainView.EventView;
import io.kdchain.rules.report.ChainView.LogView;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChainViewsTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final Digest DIGEST = Digest.parse("sha256:" + "ab".repeat(32));
    private static final EntityId DATA = EntityId.parse("dataset:ct@" + DIGEST);
    private static final EntityId TEACHER = EntityId.parse("model:teacher");

    private final ChainLog log = ChainLog.inMemory(LogOptions.defaults()
            .clock(Clock.fixed(NOON, ZoneOffset.UTC))
            .key(new LogKey("test.example/log", Ed25519Signer.generate())));

    @BeforeEach
    void record() {
        Registrar registrar = log.begin("c", new PartyId("registry"), Ed25519Signer.generate(), "Registry", "CN", NOON);
        Recorder hospital = registrar.register(
                new PartyId("hospital"),
                Ed25519Signer.generate(),
                "The Hospital",
                List.of(Role.DATA_PROVIDER),
                "CN",
                NOON);
        Recorder radnet = registrar.register(
                new PartyId("radnet"), Ed25519Signer.generate(), "RadNet", List.of(Role.TEACHER_DEVELOPER), "CN", NOON);
        hospital.record(
                new DatasetCollected(
                        DatasetCollected.Method.USER_SUBMITTED,
                        DatasetCollected.Personal.NONE,
                        null,
                        null,
                        "CC-BY",
                        7L),
                NOON,
                List.of(),
                List.of(DATA),
                List.of());
        radnet.record(
                new TeacherReleased(List.of("medical"), null, true, List.of(), List.of()),
                NOON,
                List.of(DATA),
                List.of(TEACHER),
                List.of());
    }

    @AfterEach
    void close() {
        log.close();
    }

    private static EventView only(ChainView view, String type) {
        return view.events().stream()
                .filter(e -> e.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void partiesAndActsAreShownAsTheyAreOnRecord() {
        ChainView view = ChainViews.of(log.evidence(List.of(TEACHER)), null);

        assertThat(view.party("radnet").orElseThrow().name()).isEqualTo("RadNet");
        assertThat(view.party("hospital").orElseThrow().roles()).containsExactly("data-provider");
        EventView collected = only(view, "DatasetCollected");
        assertThat(collected.stage()).isEqualTo("data");
        assertThat(collected.generates()).containsExactly("dataset:ct");
        assertThat(collected.details())
                .contains(new Detail("method", "user-submitted"), new Detail("records", "7"))
                .contains(new Detail("dataset:ct", DIGEST.toString()));
        assertThat(only(view, "TeacherReleased").uses()).containsExactly("dataset:ct");
        assertThat(only(view, "PartyRegistered").details())
                .noneMatch(d -> d.name().equals("key"));
        assertThat(view.events()).allMatch(e -> e.admission() == Admission.ADMITTED && e.index() == e.leaf());
    }

    @Test
    void aScenarioNamesItsEventsByTheirPlaceInTheFile() {
        ChainView view = ChainViews.of(log.evidence(List.of(TEACHER)), null, leaf -> leaf - 3);

        EventView collected = only(view, "DatasetCollected");
        assertThat(collected.leaf()).isEqualTo(3);
        assertThat(collected.index()).isZero();
    }

    @Test
    void whatCannotBeReadIsShownWithItsReason() {
        Evidence known = log.evidence(List.of(TEACHER));
        List<RejectedEntry> rejected = new ArrayList<>(known.rejected());
        rejected.add(new RejectedEntry(99, NOON, RejectReason.MALFORMED, "It is no event.", null, true, null, null));
        rejected.add(new RejectedEntry(
                98,
                NOON,
                RejectReason.UNSIGNED,
                "Nobody signed it.",
                known.admitted().get(0).event(),
                false,
                null,
                null));
        Evidence evidence = new Evidence(
                known.slice(), known.admitted(), rejected, known.notUnderstood(), known.findings(), known.gaps());

        ChainView view = ChainViews.of(evidence, null);

        EventView unreadable = only(view, "Unreadable");
        assertThat(unreadable.reason()).isEqualTo("It is no event.");
        assertThat(unreadable.admission()).isEqualTo(Admission.REJECTED);
        assertThat(view.events()).anyMatch(e -> e.leaf() == 98 && e.reason().equals("Nobody signed it."));
    }

    @Test
    void theLogIsDescribedByItsLastCheckpoint() {
        LogView view = ChainViews.describe(log, "jdbc:sqlite:chain.db", "trust.txt");

        assertThat(view.origin()).isEqualTo("test.example/log");
        assertThat(view.size()).isEqualTo(5);
        assertThat(view.rootHash()).hasSize(44);
    }
}
