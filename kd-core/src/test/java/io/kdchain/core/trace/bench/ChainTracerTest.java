package io.kdchain.core.trace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.core.record.TraceEvents;
import io.kdchain.core.trace.Stage;
import io.kdchain.core.trace.chain.ChainFinding;
import io.kdchain.core.trace.chain.ChainTracer;
import io.kdchain.core.trace.chain.Measure;
import io.kdchain.core.trace.chain.StageEvidence;
import io.kdchain.core.trace.chain.TeacherControl;
import io.kdchain.core.trace.chain.Verdict;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A small fixed part of the benchmark, with the limits that are kept. */
class ChainTracerTest {

    private static final Bench BENCH = TracingBenchmark.withKeptBands();
    private static final long SEED = 1_300_000;

    @ParameterizedTest
    @CsvSource({
        "data/labels-slid-against-rows, DATA",
        "data/rows-in-another-unit, DATA",
        "teacher/labels-flipped-at-random, TEACHER",
        "teacher/one-class-left-out, TEACHER",
        "distillation/too-few-epochs, DISTILLATION",
        "distillation/teacher-rows-misaligned, DISTILLATION",
        "adaptation/pruned-too-far, ADAPTATION",
        "adaptation/saturation-at-half-the-range, ADAPTATION",
        "deployment/mean-not-subtracted, DEPLOYMENT",
        "deployment/classes-exchanged, DEPLOYMENT"
    })
    void aGrossDefectIsFoundWithAGoodChainAndWithout(String kind, Stage stage) {
        Bench.Outcome outcome = BENCH.trace(new Bench.Case(Kind.BREAST_CANCER, List.of(kind), 2, SEED));

        assertThat(outcome.against().ranking().get(0)).isEqualTo(stage);
        assertThat(outcome.against().named()).contains(stage);
        assertThat(outcome.against().visible()).isTrue();
        assertThat(outcome.against().localisation().of(stage).contribution()).isGreaterThan(new BigDecimal("0.5"));
        assertThat(outcome.against().localisation().sufficient()).contains(List.of(stage));
        assertThat(outcome.against().account()).containsIgnoringCase(stage.label());
        assertThat(outcome.alone().ranking().get(0)).isEqualTo(stage);
        assertThat(outcome.alone().verdict()).isIn(Verdict.HYPOTHESIS, Verdict.CONVICTED);
        assertThat(outcome.alone().localisation().explained())
                .as("a hypothesis explains nothing yet")
                .isZero();
    }

    /** Bands let one of 33 clean chains be accused by chance; two of three would be no chance any more. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void cleanChainsAreLeftAlone(Kind kind) {
        List<Bench.Outcome> outcomes = BENCH.trace(IntStream.range(10, 13)
                .mapToObj(i -> new Bench.Case(kind, List.of(), 0, SEED + i))
                .toList());

        for (Function<Bench.Outcome, ChainFinding> mode :
                List.<Function<Bench.Outcome, ChainFinding>>of(Bench.Outcome::against, Bench.Outcome::alone)) {
            assertThat(outcomes)
                    .extracting(mode)
                    .filteredOn(one -> one.verdict() == Verdict.ABSTAINED)
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(one -> {
                        assertThat(one.named()).isEmpty();
                        assertThat(one.sureness()).isZero();
                        assertThat(one.localisation().explained()).isZero();
                        assertThat(one.localisation().sufficient()).isEmpty();
                        assertThat(one.account()).contains("No stage is named");
                    });
        }
    }

    @Test
    void anErrorThatContradictsTheRecordConvictsAndSaysWhatWasDone() {
        // an odd seed: the parties say what they should have done
        ChainFinding found = BENCH.trace(new Bench.Case(
                        Kind.BREAST_CANCER, List.of("distillation/square-of-temperature-missing"), 0, SEED + 1))
                .against();

        assertThat(found.verdict()).isEqualTo(Verdict.CONVICTED);
        assertThat(found.ranking().get(0)).isEqualTo(Stage.DISTILLATION);
        StageEvidence evidence = found.of(Stage.DISTILLATION);
        assertThat(evidence.contradicted()).isTrue();
        assertThat(evidence.contradictions())
                .singleElement()
                .asString()
                .contains("recorded losses differ", "factor T squared NO");
        assertThat(found.sureness()).isEqualTo(1);
    }

    @Test
    void anAdaptationThatIsNotTheDeclaredOneIsShownByteForByte() {
        ChainFinding found = BENCH.trace(
                        new Bench.Case(Kind.BREAST_CANCER, List.of("adaptation/biases-dropped"), 0, SEED + 1))
                .alone();

        assertThat(found.verdict()).isEqualTo(Verdict.CONVICTED);
        assertThat(found.ranking().get(0)).isEqualTo(Stage.ADAPTATION);
        assertThat(found.localisation().replays())
                .singleElement()
                .satisfies(replay -> assertThat(replay.reproduced()).isFalse());
    }

    @Test
    void beforeATeacherIsBlamedControlsAreDistilled() {
        ChainFinding found = BENCH.trace(
                        new Bench.Case(Kind.BREAST_CANCER, List.of("teacher/two-outputs-exchanged"), 2, SEED))
                .against();

        TeacherControl control = Objects.requireNonNull(found.control());
        assertThat(control.stands()).isTrue();
        assertThat(control.suspect()).hasSize(ChainTracer.DEFAULT_REPETITIONS);
        assertThat(control.good()).hasSize(ChainTracer.DEFAULT_REPETITIONS);
        assertThat(found.account()).contains("Control distillations", "stands");
    }

    @Test
    void twoDefectsShareTheEffect() {
        ChainFinding found = BENCH.trace(new Bench.Case(
                        Kind.BREAST_CANCER,
                        List.of("teacher/two-outputs-exchanged", "deployment/mean-not-subtracted"),
                        1,
                        SEED))
                .against();

        assertThat(found.named().subList(0, 2)).containsExactlyInAnyOrder(Stage.TEACHER, Stage.DEPLOYMENT);
        assertThat(found.localisation().explained()).isBetween(new BigDecimal("0.5"), BigDecimal.ONE);
        for (Stage sound : List.of(Stage.DATA, Stage.DISTILLATION, Stage.ADAPTATION)) {
            assertThat(found.localisation().of(sound).contribution())
                    .as("what a sound stage contributes, named by chance or not: %s", sound)
                    .isLessThan(new BigDecimal("0.1"));
        }
        assertThat(found.localisation().of(Stage.DEPLOYMENT).contribution()).isPositive();
        assertThat(found.localisation().of(Stage.TEACHER).contribution()).isPositive();
    }

    @Test
    void aRepetitionGivesTheSameFindingAndItCanBeRecorded() {
        var one = new Bench.Case(Kind.BREAST_CANCER, List.of("teacher/labels-flipped-at-random"), 2, SEED + 4);
        ChainFinding found = BENCH.trace(one).against();

        assertThat(BENCH.trace(one).against()).isEqualTo(found);
        Map<Stage, PartyId> parties = Arrays.stream(Stage.values())
                .collect(Collectors.toMap(Function.identity(), stage -> new PartyId("party-" + stage.label())));
        DefectLocalised event = TraceEvents.localised(
                EntityId.parse("incident:1"), EntityId.parse("output:1"), found.localisation(), parties);
        assertThat(event.method()).isEqualTo("stage-exchange-shapley");
        assertThat(event.stages()).hasSize(5);
    }

    @Test
    void withoutAReferenceItSaysWhatTaughtTheBadAnswers() {
        String account = BENCH.trace(
                        new Bench.Case(Kind.BREAST_CANCER, List.of("teacher/labels-flipped-at-random"), 2, SEED))
                .alone()
                .account();

        assertThat(account).contains("a hypothesis", "TracIn", "Control distillations");
    }

    @Test
    void oneRepetitionShowsNoSpread() {
        assertThatThrownBy(() -> BENCH.against(Kind.BREAST_CANCER).repetitions(1))
                .hasMessageContaining("repetitions is 1");
        assertThat(Measure.GROUP_GAP.label()).isEqualTo("group-gap");
    }
}
