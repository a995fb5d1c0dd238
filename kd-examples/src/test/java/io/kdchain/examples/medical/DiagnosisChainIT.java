package io.kdchain.examples.medical;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.core.data.ArtefactFolder;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.trace.Stage;
import io.kdchain.core.trace.StageReplay;
import io.kdchain.provenance.event.BiasAudited;
import io.kdchain.provenance.event.DataAudited;
import io.kdchain.provenance.event.DataAuthorised;
import io.kdchain.provenance.event.DatasetCollected;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.DistillationProgressed;
import io.kdchain.provenance.event.DistillationStarted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.OutputUsed;
import io.kdchain.provenance.event.TeacherReleased;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosisChainIT {

    private static final long SEED = 1;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "TEACHER_LABELS, TEACHER",
        "LOSS, DISTILLATION",
        "CALIBRATION, ADAPTATION",
        "DEPLOYMENT_SCALING, DEPLOYMENT"
    })
    void theMistakeIsFoundInTheStageThatMadeIt(Mistake mistake, Stage stage) {
        var book = new ListBook();

        DiagnosisResult result = scene(mistake).play(book);

        Harm harm = result.harm().orElseThrow();
        assertThat(harm.patient().label()).isEqualTo(Patients.MALIGNANT);
        assertThat(harm.cause().contributing()).containsExactly(stage);
        assertThat(harm.cause().explained()).isEqualByComparingTo("1");
        assertThat(harm.cause().sufficient()).containsExactly(List.of(stage));
        assertThat(harm.cause().replays().stream()
                        .filter(replay -> !replay.reproduced())
                        .map(StageReplay::stage))
                .containsExactly(stage);
        assertThat(book.bodies(DefectLocalised.class))
                .singleElement()
                .satisfies(found -> assertThat(found.stages().stream()
                                .filter(part -> part.contribution().signum() > 0)
                                .map(part -> part.party()))
                        .containsExactly(Cast.byStage().get(stage)));
        assertThat(book.bodies(IncidentReported.class))
                .singleElement()
                .satisfies(incident -> assertThat(incident.outputs()).containsExactly(harm.output()));
    }

    @ParameterizedTest
    @EnumSource(Mistake.class)
    void onlyWhoErrsLeavesOutTheCheckThatWouldHaveShownIt(Mistake mistake) {
        var book = new ListBook();

        scene(mistake).references(1).play(book);

        assertThat(book.bodies(BiasAudited.class)).hasSize(mistake == Mistake.TEACHER_LABELS ? 0 : 1);
        assertThat(book.bodies(BiasAudited.class)).allMatch(BiasAudited::passed);
        assertThat(book.bodies(DistillationCompleted.class))
                .singleElement()
                .satisfies(done -> assertThat(done.fidelity() == null).isEqualTo(mistake == Mistake.LOSS));
        assertThat(book.bodies(ModelAdapted.class)).singleElement().satisfies(adapted -> {
            ModelAdapted.Equivalence equivalence = adapted.equivalence();
            assertThat(equivalence == null || equivalence.passed()).isTrue();
            assertThat(equivalence == null).isEqualTo(mistake == Mistake.CALIBRATION);
        });
        assertThat(book.bodies(OutputServed.class))
                .isNotEmpty()
                .allSatisfy(served -> assertThat(served.labels().contains(OutputServed.Label.RISK))
                        .isEqualTo(mistake != Mistake.DEPLOYMENT_SCALING));
        assertThat(book.bodies(OutputUsed.class))
                .isNotEmpty()
                .allMatch(used -> used.humanReview() == OutputUsed.HumanReview.INDEPENDENT);
    }

    @Test
    void everyActOfTheChainIsRecordedByWhoActs() {
        var book = new ListBook();

        DiagnosisResult result = scene(Mistake.CALIBRATION).references(1).play(book);

        assertThat(book.parties()).containsExactly(Cast.values());
        assertThat(book.bodies(DatasetCollected.class)).hasSize(1);
        assertThat(book.bodies(DataAuthorised.class)).hasSize(2).allMatch(DataAuthorised::distillation);
        assertThat(book.bodies(DataAudited.class)).hasSize(3);
        assertThat(book.bodies(TeacherReleased.class))
                .singleElement()
                .satisfies(released -> assertThat(released.qualification()).isNotNull());
        assertThat(book.bodies(DistillationStarted.class))
                .singleElement()
                .satisfies(started -> assertThat(started.hyperparameters())
                        .containsEntry("loss.temperature", "4.0")
                        .containsKey("seed"));
        assertThat(book.bodies(DistillationProgressed.class)).hasSize(3);
        assertThat(book.bodies(OutputServed.class)).hasSize(result.patients());
        assertThat(book.entries()).extracting(ListBook.Entry::at).isSorted();
        assertThat(actorOf(book, TeacherReleased.class)).isEqualTo(Cast.RADNET);
        assertThat(actorOf(book, DistillationCompleted.class)).isEqualTo(Cast.SMALLAI);
        assertThat(actorOf(book, ModelAdapted.class)).isEqualTo(Cast.EDGECHIP);
        assertThat(actorOf(book, DefectLocalised.class)).isEqualTo(Cast.AUDITOR);
        List<EntityId> made = new ArrayList<>();
        for (ListBook.Entry entry : book.entries()) {
            assertThat(made)
                    .as("what %s uses", entry.body().type())
                    .containsAll(entry.edges().uses());
            made.addAll(entry.edges().generates());
        }
    }

    @Test
    void aSecondRunWritesTheSameAndAnotherSeedSomethingElse() {
        var first = new ListBook();
        var second = new ListBook();
        var other = new ListBook();

        scene(Mistake.CALIBRATION).references(1).play(first);
        scene(Mistake.CALIBRATION).references(1).play(second);
        scene(Mistake.CALIBRATION).seed(SEED + 1).references(1).play(other);

        assertThat(second.entries()).isEqualTo(first.entries());
        assertThat(other.entries()).isNotEqualTo(first.entries());
    }

    @Test
    void whereNobodyErrsEitherNobodyIsHarmedOrTheChainDoesNotExplainIt() {
        for (long seed = 1; seed <= 3; seed++) {
            var book = new ListBook();

            DiagnosisResult result =
                    scene(Mistake.NONE).seed(seed).references(1).play(book);

            result.harm()
                    .ifPresentOrElse(
                            harm -> {
                                assertThat(harm.cause().contributing()).isEmpty();
                                assertThat(harm.cause().replays()).allMatch(StageReplay::reproduced);
                            },
                            () -> assertThat(book.bodies(IncidentReported.class))
                                    .isEmpty());
        }
    }

    @Test
    void theListenerIsToldOfEveryStepInBothLanguages() {
        List<DiagnosisStep> started = new ArrayList<>();
        List<String> outcomes = new ArrayList<>();
        var listener = new DiagnosisListener() {
            @Override
            public void started(DiagnosisStep step) {
                started.add(step);
            }

            @Override
            public void progressed(DiagnosisStep step, double fraction) {
                assertThat(fraction).isBetween(0.0, 1.0);
                assertThat(step).isEqualTo(started.get(started.size() - 1));
            }

            @Override
            public void done(DiagnosisStep step, Words outcome) {
                outcomes.add(outcome.in(Locale.CHINA));
                assertThat(outcome.in(Locale.FRENCH)).isEqualTo(outcome.english());
            }
        };

        scene(Mistake.CALIBRATION).references(1).listener(listener).play(new ListBook());

        assertThat(started).containsExactly(DiagnosisStep.values());
        assertThat(outcomes).hasSize(DiagnosisStep.values().length).anyMatch(text -> text.contains("硬件适配"));
    }

    @Test
    void theArtefactsCanBeLoadedByTheDigestsOnRecord() {
        var book = new ListBook();

        DiagnosisResult result = scene(Mistake.DEPLOYMENT_SCALING).references(1).play(book);

        var folder = ArtefactFolder.at(result.artefacts());
        Standardisation trained = Standardisation.fromBytes(
                folder.load("standardisation.safetensors", digestOf(book, "policy:standardisation")), "trained");
        Standardisation deployed = Standardisation.fromBytes(
                folder.load("preprocessing.safetensors", digestOf(book, "policy:preprocessing")), "deployed");
        assertThat(deployed).isNotEqualTo(trained);
        assertThat(folder.load("student-int8.safetensors", digestOf(book, "model:student-int8")))
                .isNotEmpty();
        assertThat(folder.load("collected.csv", digestOf(book, "dataset:findings")))
                .isNotEmpty();
    }

    private DiagnosisChain scene(Mistake mistake) {
        return DiagnosisChain.into(directory).seed(SEED).mistake(mistake).references(2);
    }

    private static Cast actorOf(ListBook book, Class<?> type) {
        return book.entries().stream()
                .filter(entry -> type.isInstance(entry.body()))
                .findFirst()
                .orElseThrow()
                .party();
    }

    private static ContentDigest digestOf(ListBook book, String entity) {
        return book.entries().stream()
                .flatMap(entry -> entry.edges().generates().stream())
                .filter(id -> id.key().equals(entity))
                .map(id -> ContentDigest.parse(String.valueOf(id.digest())))
                .findFirst()
                .orElseThrow();
    }
}
