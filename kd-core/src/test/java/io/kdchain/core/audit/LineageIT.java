package io.kdchain.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.core.Clouds;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.Distiller;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.MlpDefinition;
import io.kdchain.core.distill.TeacherTraining;
import io.kdchain.core.distill.TrainingRecipe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineageIT {

    private static final Dataset ALL = Clouds.of(150, 8);
    private static final Standardisation SCALE = Standardisation.fit(ALL);
    private static final Samples FRESH = Samples.of(Clouds.of(150, 9), SCALE);
    private static final Samples TRANSFER = Samples.of(Clouds.of(100, 10), SCALE);

    /** A teacher on few rows, so that it has peculiarities. */
    private static Mlp teacher(long seed) {
        return TeacherTraining.of(
                        new TrainingRecipe(MlpDefinition.of(Clouds.FEATURES, 12, 2), 30, 16, 0.01, 0, seed),
                        Samples.of(Clouds.of(20, 100 + seed), SCALE))
                .run()
                .network();
    }

    private static double[][] studentOf(Mlp teacher, long seed) {
        return Distiller.of(teacher, MlpDefinition.of(Clouds.FEATURES, 8, 2), TRANSFER)
                .epochs(15)
                .seed(seed)
                .build()
                .run()
                .network()
                .logits(FRESH.inputs());
    }

    private static double[][] alone(long seed) {
        return TeacherTraining.of(
                        new TrainingRecipe(MlpDefinition.of(Clouds.FEATURES, 8, 2), 15, 32, 0.01, 0.01, seed),
                        Samples.of(Clouds.of(100, 300 + seed), SCALE))
                .run()
                .network()
                .logits(FRESH.inputs());
    }

    @Test
    void aStudentIsKnownByItsTeachersPeculiaritiesAndOthersStudentsAreNot() {
        Mlp teacher = teacher(1);
        double[][] said = teacher.logits(FRESH.inputs());
        List<double[][]> independent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            independent.add(alone(i));
            independent.add(studentOf(teacher(20 + i), i));
        }

        Lineage own = Lineage.of(said, studentOf(teacher, 77), independent, 0.05);
        Lineage others = Lineage.of(said, studentOf(teacher(60), 78), independent, 0.05);
        Lineage few = Lineage.of(said, studentOf(teacher, 77), independent.subList(0, 5), 0.05);

        assertThat(own.finding()).as("%s", own).isEqualTo(Lineage.Finding.DISTILLED);
        assertThat(own.p()).isEqualTo(1.0 / 21);
        assertThat(own.affinity()).isGreaterThan(Collections.max(own.independent()));
        assertThat(others.finding()).as("%s", others).isEqualTo(Lineage.Finding.NOT_SHOWN);
        assertThat(few.finding()).isEqualTo(Lineage.Finding.CANNOT_TELL);
    }

    @Test
    void independentModelsAreAccusedAsOftenAsTheLevelSays() {
        var random = new Random(3);
        int accused = 0;
        for (int trial = 0; trial < 400; trial++) {
            List<double[][]> models =
                    IntStream.range(0, 21).mapToObj(i -> noise(random)).toList();
            accused += Lineage.of(models.get(0), models.get(1), models.subList(2, 21), 0.1)
                                    .finding()
                            == Lineage.Finding.DISTILLED
                    ? 1
                    : 0;
        }

        // 0.1 of 400, three standard deviations
        assertThat(accused).isBetween(22, 58);
    }

    private static double[][] noise(Random random) {
        double[][] logits = new double[12][];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = random.doubles(3, -1, 1).toArray();
        }
        return logits;
    }

    @Test
    void tooFewModelsOrALevelThatIsNoneAreRefused() {
        double[][] logits = {{0, 1}};

        assertThatThrownBy(() -> Lineage.of(logits, logits, List.<double[][]>of(logits), 0.05))
                .hasMessageContaining("1 independent models");
        assertThatThrownBy(() -> Lineage.of(logits, logits, List.of(logits, logits), 1))
                .hasMessageContaining("level of 1.0");
    }
}
