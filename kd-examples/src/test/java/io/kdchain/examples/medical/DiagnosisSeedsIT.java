package io.kdchain.examples.medical;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.core.trace.Stage;
import io.kdchain.provenance.event.BiasAudited;
import io.kdchain.provenance.event.ModelAdapted;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scene over many seeds; prints the numbers of {@code seeds.md}. */
@Tag("long")
class DiagnosisSeedsIT {

    private static final int SEEDS = 30;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "NONE,",
        "TEACHER_LABELS, TEACHER",
        "LOSS, DISTILLATION",
        "CALIBRATION, ADAPTATION",
        "DEPLOYMENT_SCALING, DEPLOYMENT"
    })
    void theSceneHoldsForEverySeed(Mistake mistake, Stage stage) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            var book = new ListBook();

            DiagnosisResult result = DiagnosisChain.into(directory)
                    .seed(seed)
                    .mistake(mistake)
                    .references(3)
                    .play(book);

            assertThat(book.bodies(BiasAudited.class)).allMatch(BiasAudited::passed);
            assertThat(book.bodies(ModelAdapted.class))
                    .allMatch(adapted -> adapted.equivalence() == null
                            || adapted.equivalence().passed());
            int harmed = result.harm().map(Harm::harmed).orElse(0);
            System.out.printf("%s seed %d: %d harmed%n", mistake.label(), seed, harmed);
            if (mistake == Mistake.NONE) {
                result.harm()
                        .ifPresent(
                                harm -> assertThat(harm.cause().contributing()).isEmpty());
            } else {
                assertThat(harmed).as("seed %d", seed).isPositive();
                assertThat(result.harm().orElseThrow().cause().contributing())
                        .as("seed %d", seed)
                        .isEqualTo(List.of(stage));
            }
        }
    }
}
