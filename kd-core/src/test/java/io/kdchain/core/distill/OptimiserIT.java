package io.kdchain.core.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimiserIT {

    private static final int SIZE = 7;

    static Stream<OptimiserSetting> settings() {
        return Stream.of(
                OptimiserSetting.adamW(0.01, 0),
                OptimiserSetting.adamW(0.05, 0.3),
                OptimiserSetting.adam(0.01, 0),
                OptimiserSetting.adam(0.02, 0.3));
    }

    /** Algorithm 1 of Kingma and Ba 2015 and Algorithm 2 of Loshchilov and Hutter 2019, number by number. */
    private static final class ByTheBook {
        private final double[] w;
        private final double[] m = new double[SIZE];
        private final double[] v = new double[SIZE];
        private int t;

        ByTheBook(double[] begin) {
            this.w = begin.clone();
        }

        void step(double[] gradient, OptimiserSetting setting, double factor) {
            t++;
            double rate = setting.learningRate() * factor;
            boolean decoupled = setting.kind() == OptimiserSetting.Kind.ADAMW;
            for (int i = 0; i < SIZE; i++) {
                double g = gradient[i] + (decoupled ? 0 : setting.weightDecay() * w[i]);
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                double mHat = m[i] / (1 - Math.pow(0.9, t));
                double vHat = v[i] / (1 - Math.pow(0.999, t));
                w[i] -= (decoupled ? rate * setting.weightDecay() * w[i] : 0) + rate * mHat / (Math.sqrt(vHat) + 1e-8);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void inEitherFloatTypeItDoesWhatThePaperSays(OptimiserSetting setting) {
        var random = new Random(4);
        double[] begin = random.doubles(SIZE, -1, 1).toArray();
        var expected = new ByTheBook(begin);
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            NDArray exact = manager.create(begin);
            NDArray single = manager.create(begin).toType(DataType.FLOAT32, false);
            Optimiser ofExact = setting.start(exact);
            Optimiser ofSingle = setting.start(single);
            for (int step = 1; step <= 60; step++) {
                // of very different sizes, the last so small that epsilon counts
                double[] gradient = new double[SIZE];
                for (int i = 0; i < SIZE; i++) {
                    gradient[i] = random.nextGaussian() * Math.pow(10, 2.0 - 2 * i);
                }
                double factor = step % 3 == 0 ? 0.5 : 1;
                expected.step(gradient, setting, factor);
                NDArray g = manager.create(gradient);
                Optimiser.withoutGradient(() -> {
                    ofExact.step(g, factor, manager);
                    ofSingle.step(g.toType(DataType.FLOAT32, false), factor, manager);
                });
                assertThat(g.toDoubleArray()).as("is not changed").containsExactly(gradient);
            }

            assertThat(exact.toDoubleArray()).containsExactly(expected.w, within(1e-12));
            assertThat(single.toType(DataType.FLOAT64, false).toDoubleArray())
                    .containsExactly(expected.w, within(2e-5));
        }
    }
}
