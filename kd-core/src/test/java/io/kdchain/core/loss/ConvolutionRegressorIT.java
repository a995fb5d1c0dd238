package io.kdchain.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.kdchain.core.loss.ConvolutionRegressor.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against the convolution as its definition has it: a loop over all places, by gathering for the plain and by
 * scattering for the transposed one.
 */
class ConvolutionRegressorIT {

    private static final int ROWS = 3;

    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
    private final Random random = new Random(7);

    @AfterEach
    void close() {
        manager.close();
    }

    /** Weights, maps and sizes of one case; index [row][channel][y][x]. */
    private static final class Case {

        private final double[][][][] maps;
        private final double[][][][] hints;
        private final double[][][][] kernel;
        private final double[] gamma;
        private final double[] beta;
        private final boolean relu;

        private Case(
                double[][][][] maps,
                double[][][][] hints,
                double[][][][] kernel,
                double[] gamma,
                double[] beta,
                boolean relu) {
            this.maps = maps;
            this.hints = hints;
            this.kernel = kernel;
            this.gamma = gamma;
            this.beta = beta;
            this.relu = relu;
        }

        private double loss() {
            int height = hints[0][0].length;
            int width = hints[0][0][0].length;
            double[][][][] found = new double[maps.length][hints[0].length][height][width];
            for (int row = 0; row < maps.length; row++) {
                for (int to = 0; to < kernel.length; to++) {
                    for (int from = 0; from < kernel[0].length; from++) {
                        add(maps[row][from], kernel[to][from], found[row][to]);
                    }
                }
            }
            double sum = 0;
            int count = maps.length * height * width;
            for (int c = 0; c < kernel.length; c++) {
                double mean = 0;
                for (double[][][] row : found) {
                    for (double[] line : row[c]) {
                        for (double x : line) {
                            mean += x / count;
                        }
                    }
                }
                double variance = 0;
                for (double[][][] row : found) {
                    for (double[] line : row[c]) {
                        for (double x : line) {
                            variance += (x - mean) * (x - mean) / count;
                        }
                    }
                }
                for (int row = 0; row < maps.length; row++) {
                    for (int y = 0; y < height; y++) {
                        for (int x = 0; x < width; x++) {
                            double normal = (found[row][c][y][x] - mean) / Math.sqrt(variance + 1e-5);
                            double scaled = gamma[c] * normal + beta[c];
                            double ended = relu ? Math.max(0, scaled) : scaled;
                            sum += Math.pow(ended - hints[row][c][y][x], 2);
                        }
                    }
                }
            }
            return sum / (count * kernel.length);
        }

        private static void add(double[][] map, double[][] kernel, double[][] out) {
            if (map.length * 2 == out.length) {
                for (int y = 0; y < map.length; y++) {
                    for (int x = 0; x < map[0].length; x++) {
                        for (int i = 0; i < 4; i++) {
                            for (int j = 0; j < 4; j++) {
                                int toY = 2 * y + i - 1;
                                int toX = 2 * x + j - 1;
                                if (toY >= 0 && toY < out.length && toX >= 0 && toX < out[0].length) {
                                    out[toY][toX] += map[y][x] * kernel[i][j];
                                }
                            }
                        }
                    }
                }
                return;
            }
            boolean halved = map.length == 2 * out.length;
            for (int y = 0; y < out.length; y++) {
                for (int x = 0; x < out[0].length; x++) {
                    for (int i = 0; i < kernel.length; i++) {
                        for (int j = 0; j < kernel[0].length; j++) {
                            int fromY = halved ? 2 * y + i - 1 : y + i;
                            int fromX = halved ? 2 * x + j - 1 : x + j;
                            if (fromY >= 0 && fromY < map.length && fromX >= 0 && fromX < map[0].length) {
                                out[y][x] += map[fromY][fromX] * kernel[i][j];
                            }
                        }
                    }
                }
            }
        }
    }

    private double[][][][] numbers(int a, int b, int c, int d) {
        double[][][][] all = new double[a][b][c][d];
        for (double[][][] x : all) {
            for (double[][] y : x) {
                for (double[] z : y) {
                    for (int i = 0; i < d; i++) {
                        z[i] = random.nextGaussian();
                    }
                }
            }
        }
        return all;
    }

    private NDArray array(double[][][][] numbers) {
        List<Double> flat = new ArrayList<>();
        for (double[][][] x : numbers) {
            for (double[][] y : x) {
                for (double[] z : y) {
                    for (double number : z) {
                        flat.add(number);
                    }
                }
            }
        }
        NDArray array = manager.create(
                flat.stream().mapToDouble(Double::doubleValue).toArray(),
                new Shape(numbers.length, numbers[0].length, numbers[0][0].length, numbers[0][0][0].length));
        array.setRequiresGradient(true);
        return array;
    }

    private NDArray array(double... numbers) {
        NDArray array = manager.create(numbers);
        array.setRequiresGradient(true);
        return array;
    }

    /** Sizes: student channels, height, width; teacher channels, height, width; the kernel that follows. */
    @ParameterizedTest
    @CsvSource({
        "2, 6, 4, 3, 3, 2, 3, 3, RELU",
        "3, 3, 2, 2, 6, 4, 4, 4, RELU",
        "2, 5, 7, 3, 3, 4, 3, 4, LINEAR",
        "3, 4, 4, 2, 4, 4, 1, 1, LINEAR"
    })
    void lossAndGradientsAreThoseOfTheDefinition(
            int from,
            int high,
            int wide,
            int to,
            int toHigh,
            int toWide,
            int kernelHigh,
            int kernelWide,
            Ending ending) {
        var numbers = new Case(
                numbers(ROWS, from, high, wide),
                numbers(ROWS, to, toHigh, toWide),
                numbers(to, from, kernelHigh, kernelWide),
                random.doubles(to, 0.5, 2).toArray(),
                random.doubles(to, -1, 1).toArray(),
                ending == Ending.RELU);
        NDArray maps = array(numbers.maps);
        NDArray kernel = array(numbers.kernel);
        NDArray gamma = array(numbers.gamma);
        NDArray beta = array(numbers.beta);
        var loss = FitNetsLoss.withRegressor(new ConvolutionRegressor(
                new Shape(from, high, wide), new Shape(to, toHigh, toWide), kernel, gamma, beta, ending));
        double found;
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray total = loss.terms(LossInput.of(maps, array(numbers.hints))).total();
            found = total.getDouble();
            collector.backward(total);
        }

        assertThat(found).isEqualTo(numbers.loss(), within(1e-12));
        assertThat(loss.parameters()).containsExactly(kernel, gamma, beta);
        assertSlope(numbers, numbers.maps[1][0][1], maps, (high * wide) * from + wide);
        assertSlope(numbers, numbers.kernel[1][1][0], kernel, (from + 1) * kernelHigh * kernelWide);
        assertSlope(numbers, numbers.gamma, gamma, 0);
        assertSlope(numbers, numbers.beta, beta, 0);
    }

    /** The engine's gradient of a run of numbers is the slope of the loss from the definition. */
    private static void assertSlope(Case numbers, double[] run, NDArray array, int offset) {
        double[] gradient = array.getGradient().toDoubleArray();
        double step = 1e-6;
        for (int i = 0; i < run.length; i++) {
            double kept = run[i];
            run[i] = kept + step;
            double up = numbers.loss();
            run[i] = kept - step;
            double down = numbers.loss();
            run[i] = kept;

            assertThat(gradient[offset + i]).isEqualTo((up - down) / (2 * step), within(1e-7));
        }
    }

    @Test
    void newWeightsLearnAndASizeOutOfReachIsRefused() {
        ConvolutionRegressor made = ConvolutionRegressor.create(
                manager, new Shape(2, 4, 4), new Shape(3, 8, 4), DataType.FLOAT32, random, Ending.RELU);

        assertThat(made.parameters()).allMatch(NDArray::hasGradient).hasSize(3);
        assertThat(made.parameters().get(0).getShape()).isEqualTo(new Shape(3, 2, 4, 1));
        assertThat(FitNetsLoss.withRegressor(made).describe())
                .containsEntry("loss.regressor", "convolution 4x1, batch normalisation, relu");
        assertThatThrownBy(() -> ConvolutionRegressor.create(
                        manager, new Shape(2, 4, 3), new Shape(3, 4, 7), DataType.FLOAT32, random, Ending.RELU))
                .hasMessageContaining("3 and the teacher's 7 wide")
                .hasMessageContaining("Choose other layers");
        assertThatThrownBy(() -> made.apply(manager.zeros(new Shape(5, 2, 4, 3))))
                .hasMessageContaining("made for maps of 2 x 4 x 4")
                .hasMessageContaining("(5, 2, 4, 3)");
        assertThatThrownBy(() -> new ConvolutionRegressor(
                        new Shape(2, 4, 4),
                        new Shape(3, 4, 4),
                        manager.zeros(new Shape(3, 2, 3, 3)),
                        manager.zeros(new Shape(3)),
                        manager.zeros(new Shape(3)),
                        Ending.RELU))
                .hasMessageContaining("kernel")
                .hasMessageContaining("(3, 2, 1, 1)");
        ConvolutionRegressor single = ConvolutionRegressor.create(
                manager, new Shape(2, 2, 2), new Shape(3, 1, 1), DataType.FLOAT32, random, Ending.RELU);
        assertThatThrownBy(() -> single.apply(manager.zeros(new Shape(1, 2, 2, 2))))
                .hasMessageContaining("leaves no batch of 1");
    }
}
