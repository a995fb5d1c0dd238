package io.kdchain.core.trace.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kdchain.core.Clouds;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BandAndDriftTest {

    private static final Dataset DATA = Clouds.of(80, 1);
    private static final Dataset OTHER = Clouds.of(80, 2);

    /** Forty signals of all shapes, half of them moved by the same chance. */
    private static Map<String, Double> clean(Random random) {
        Map<String, Double> signals = new TreeMap<>();
        double common = random.nextGaussian();
        for (int i = 0; i < 40; i++) {
            double own = i % 2 == 0 ? random.nextGaussian() : (random.nextGaussian() + 2 * common) / 2;
            signals.put(
                    "stage.data.s" + i,
                    switch (i % 4) {
                        case 0 -> Math.max(0, own) / 10;
                        case 1 -> Math.exp(own) / 100;
                        case 2 -> own * own / 50;
                        default -> random.nextInt(5) == 0 ? Math.abs(own) : 0;
                    });
        }
        signals.put("effect.error", Math.abs(random.nextGaussian()) / 10);
        return signals;
    }

    @Test
    void oneInSoManyFurtherCleanChainsIsOutsideHoweverManySignalsAreLookedAt() {
        var random = new Random(8);
        int outside = 0;
        int all = 0;
        for (int trial = 0; trial < 60; trial++) {
            CleanBand band = CleanBand.of(
                    IntStream.range(0, 39).mapToObj(i -> clean(random)).toList(), 0.1);
            for (int i = 0; i < 50; i++) {
                all++;
                outside += clean(random).entrySet().stream()
                                .filter(signal -> signal.getKey().startsWith("stage."))
                                .anyMatch(signal -> band.ratio(signal.getKey(), signal.getValue()) > 1)
                        ? 1
                        : 0;
            }
        }

        assertThat(outside / (double) all).isBetween(0.05, 0.12);
    }

    @Test
    void aSignalThatIsFarOutStandsOutAgainstAllOthers() {
        var random = new Random(9);
        CleanBand band =
                CleanBand.of(IntStream.range(0, 60).mapToObj(i -> clean(random)).toList());

        assertThat(band.ratio("stage.data.s1", 2)).isGreaterThan(1);
        assertThat(band.ratio("effect.error", 4 * band.limit("effect.error")))
                .as("in square roots")
                .isEqualTo(2, within(1e-12));
        assertThat(CleanBand.ofLimits(band.limits()).limits()).isEqualTo(band.limits());
    }

    @Test
    void aFractionThatOneCleanChainFillsAccusesNobodyAndWidensNoOtherLimit() {
        var random = new Random(10);
        String trigger = "stage.teacher.trigger-success";
        List<Map<String, Double>> plain =
                IntStream.range(0, 33).mapToObj(i -> clean(random)).toList();
        List<Map<String, Double>> filled = new ArrayList<>();
        for (Map<String, Double> signals : plain) {
            Map<String, Double> more = new TreeMap<>(signals);
            more.put(trigger, filled.size() == 7 ? 1.0 : 0.0);
            filled.add(more);
        }

        CleanBand band = CleanBand.of(filled);

        assertThat(band.silent()).containsExactly(trigger);
        assertThat(band.limit(trigger)).isEqualTo(1);
        assertThat(band.ratio(trigger, 1)).as("as far as it can go").isLessThanOrEqualTo(1);
        assertThat(CleanBand.of(plain).limits())
                .allSatisfy(
                        (name, limit) -> assertThat(band.limit(name)).as(name).isEqualTo(limit));
    }

    @Test
    void aTailWithoutAnEndDoesNotWidenTheLimitsOfOthersManifold() {
        var random = new Random(11);
        List<Map<String, Double>> plain =
                IntStream.range(0, 133).mapToObj(i -> clean(random)).toList();
        List<Map<String, Double>> heavy = new ArrayList<>();
        for (Map<String, Double> signals : plain) {
            Map<String, Double> more = new TreeMap<>(signals);
            more.put("stage.teacher.log-loss", filledRarely(random));
            heavy.add(more);
        }

        CleanBand band = CleanBand.of(heavy);

        assertThat(CleanBand.of(plain).limits())
                .allSatisfy(
                        (name, limit) -> assertThat(band.limit(name)).as(name).isBetween(limit, 1.7 * limit));
    }

    /** One chain in fifteen goes a hundred times as far as the others. */
    private static double filledRarely(Random random) {
        return random.nextInt(15) == 0 ? 1 + random.nextDouble() : random.nextDouble() / 100;
    }

    @Test
    void aSignalThatNeverMovesStillHasALimitThatCountingAlonePasses() {
        CleanBand band = CleanBand.of(
                IntStream.range(0, 9)
                        .mapToObj(i -> Map.of("stage.data.rows", 0.0))
                        .toList(),
                0.1);

        assertThat(band.limit("stage.data.rows")).isEqualTo(Signals.least("stage.data.rows"));
    }

    @Test
    void aBandThatCannotBeFixedIsRefused() {
        Map<String, Double> one = Map.of("effect.error", 0.1);

        assertThatThrownBy(() -> CleanBand.of(Collections.nCopies(32, one)))
                .hasMessageContaining("32 clean chains")
                .hasMessageContaining("33 or more");
        assertThat(CleanBand.of(Collections.nCopies(33, one)).limits()).hasSize(1);
        assertThatThrownBy(() -> CleanBand.of(List.of(one, one), 0)).hasMessageContaining("rate is 0.0");
        assertThatThrownBy(() -> CleanBand.of(List.of(one, one, one, one, Map.of("effect.other", 1.0)), 0.2))
                .hasMessageContaining("trace all alike");
        assertThatThrownBy(() -> CleanBand.ofLimits(Map.of("effect.error", 0.0)))
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> CleanBand.ofLimits(one).limit("stage.data.rows"))
                .hasMessageContaining("stage.data.rows");
    }

    @Test
    void rowsOfOneKindDoNotDriftAndMovedOnesDo() {
        Dataset moved = DATA.withRows(DATA.rows().stream()
                .map(row -> {
                    double[] x = row.features();
                    x[2] += 3;
                    return new Row(row.id(), x, row.label());
                })
                .toList());

        assertThat(Drift.features(DATA, DATA)).isZero();
        assertThat(Drift.features(DATA, OTHER)).isLessThan(0.3);
        assertThat(Drift.features(moved, OTHER)).isGreaterThan(0.6);
        assertThat(Drift.everywhere(moved, OTHER))
                .isBetween(Drift.everywhere(DATA, OTHER) + 0.05, Drift.features(moved, OTHER));
        assertThat(Drift.outside(moved, DATA)).isLessThan(0.2);
        assertThat(Drift.outside(DATA.withRows(List.of(new Row("far", new double[] {0, 0, 0, 0, 0, 900}, 0))), OTHER))
                .isEqualTo(1);
    }

    @Test
    void sharesRepetitionsAndStrangeRowsAreCounted() {
        Dataset ones = DATA.filter(row -> row.label() == 1);
        List<Row> twice = new ArrayList<>(DATA.rows());
        twice.add(new Row("again", DATA.rows().get(0).features(), 0));
        Dataset relabelled = DATA.withRows(DATA.rows().stream()
                .map(row -> row.id().equals("p0") ? row.withLabel(1) : row)
                .toList());

        assertThat(Drift.shares(ones, DATA)).isEqualTo(0.5);
        assertThat(Drift.repeated(DATA)).isZero();
        assertThat(Drift.repeated(DATA.withRows(twice))).isEqualTo(2 / 161.0);
        assertThat(Drift.strange(DATA, DATA)).isZero();
        assertThat(Drift.strange(relabelled, DATA)).isEqualTo(1 / 160.0);
    }

    @Test
    void neighboursSeeLabelsThatDoNotFit() {
        float[][] inputs = PreparedRows.fitted(DATA).inputs();
        int[] labels = DATA.rows().stream().mapToInt(Row::label).toArray();
        int[] noisy = labels.clone();
        for (int i = 0; i < noisy.length; i += 4) {
            noisy[i] = 1 - noisy[i];
        }

        double clean = new Neighbours(inputs, labels, 2).ownError();
        assertThat(clean).isLessThan(0.15);
        assertThat(new Neighbours(inputs, noisy, 2).ownError()).isGreaterThan(clean + 0.1);
        assertThat(new Neighbours(inputs, labels, 2).decide(inputs)).hasSize(160);
    }

    @Test
    void canariesTellTheLineThatLeadsFromTrainingToService() {
        PreparedRows rows = PreparedRows.fitted(DATA);
        TracedModel model = new TracedModel() {
            @Override
            public double[][] logits(float[][] inputs) {
                return Arrays.stream(inputs)
                        .map(input -> new double[] {input[0], input[1]})
                        .toArray(double[][]::new);
            }

            @Override
            public ContentDigest digest() {
                return ContentDigest.ofText("two inputs");
            }
        };
        double[][] asked = DATA.rows().stream().map(Row::features).toArray(double[][]::new);
        Service faithful = service(rows, model, 1, 0, 0);

        assertThat(Canaries.of(rows, model, faithful, asked)).satisfies(found -> {
            assertThat(found.slope()).isEqualTo(0, within(1e-6));
            assertThat(found.offset()).isEqualTo(0, within(1e-6));
            assertThat(found.output()).isZero();
        });
        assertThat(Canaries.of(rows, model, service(rows, model, 2, 0.5f, 0), asked))
                .satisfies(found -> {
                    assertThat(found.slope()).isEqualTo(1, within(1e-5));
                    assertThat(found.offset()).isEqualTo(0.5, within(1e-5));
                    assertThat(found.residual()).isEqualTo(0, within(1e-5));
                    assertThat(found.output()).isZero();
                });
        assertThat(Canaries.of(rows, model, service(rows, model, 1, 0, 1), asked)
                        .output())
                .as("what the service adds to its model's answer")
                .isGreaterThan(0.1);
    }

    private static Service service(PreparedRows rows, TracedModel model, float slope, float offset, double added) {
        return new Service() {
            @Override
            public float[][] inputs(double[][] asked) {
                float[][] inputs = rows.apply(asked);
                for (float[] input : inputs) {
                    for (int i = 0; i < input.length; i++) {
                        input[i] = slope * input[i] + offset;
                    }
                }
                return inputs;
            }

            @Override
            public double[][] answers(double[][] asked) {
                double[][] logits = model.logits(inputs(asked));
                for (double[] logit : logits) {
                    logit[0] += added;
                }
                return logits;
            }
        };
    }
}
