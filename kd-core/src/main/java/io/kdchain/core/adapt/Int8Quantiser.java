package io.kdchain.core.adapt;

import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.MlpDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Quantises a network after training: activations' grids from the smallest and largest value that the calibration rows
 * give, weights by {@code rint(w / scale)}, scale = largest magnitude of the output (or of the layer) / 127.
 * Deterministic to the bit.
 */
public final class Int8Quantiser {

    private static final int MAX_WEIGHT = 127;

    private Int8Quantiser() {}

    /** The grids that these rows give; at least one row. */
    public static Calibration calibrate(Mlp network, float[][] calibrationInputs) {
        if (calibrationInputs.length == 0) {
            throw new IllegalArgumentException("no calibration row is given; at least one is needed");
        }
        MlpDefinition definition = network.definition();
        List<double[]> min = new ArrayList<>();
        List<double[]> max = new ArrayList<>();
        for (int layer = 0; layer < definition.layers(); layer++) {
            min.add(filled(definition.layerSizes().get(layer), Double.POSITIVE_INFINITY));
            max.add(filled(definition.layerSizes().get(layer), Double.NEGATIVE_INFINITY));
        }
        for (float[] input : calibrationInputs) {
            List<double[]> activations = network.activations(input);
            for (int layer = 0; layer < definition.layers(); layer++) {
                for (int i = 0; i < min.get(layer).length; i++) {
                    double value = layer == 0 ? input[i] : activations.get(layer - 1)[i];
                    min.get(layer)[i] = Math.min(min.get(layer)[i], value);
                    max.get(layer)[i] = Math.max(max.get(layer)[i], value);
                }
            }
        }
        List<List<ActivationRange>> ranges = new ArrayList<>();
        for (int layer = 0; layer < definition.layers(); layer++) {
            List<ActivationRange> ofLayer = new ArrayList<>();
            for (int i = 0; i < min.get(layer).length; i++) {
                ofLayer.add(ActivationRange.over(min.get(layer)[i], max.get(layer)[i]));
            }
            ranges.add(ofLayer);
        }
        return new Calibration(ranges);
    }

    /** The network in int8 on these grids, one scale an output. */
    public static Int8Mlp quantise(Mlp network, Calibration calibration) {
        return quantise(network, calibration, Granularity.PER_CHANNEL);
    }

    private static Int8Mlp quantise(Mlp network, Calibration calibration, Granularity granularity) {
        MlpDefinition definition = network.definition();
        List<Int8Layer> layers = new ArrayList<>();
        for (int layer = 0; layer < definition.layers(); layer++) {
            layers.add(quantise(network.weights(layer), network.biases(layer), calibration.layer(layer), granularity));
        }
        return new Int8Mlp(definition, layers);
    }

    /** Calibrates and quantises, by channel. */
    public static Int8Mlp quantise(Mlp network, float[][] calibrationInputs) {
        return quantise(network, calibrationInputs, Granularity.PER_CHANNEL);
    }

    /** Calibrates and quantises. */
    public static Int8Mlp quantise(Mlp network, float[][] calibrationInputs, Granularity granularity) {
        Calibration byChannel = calibrate(network, calibrationInputs);
        return quantise(
                network, granularity == Granularity.PER_CHANNEL ? byChannel : byChannel.perTensor(), granularity);
    }

    /** The given network on the grids of another adaptation of a network of the same shape. */
    public static Int8Mlp quantise(Mlp network, Int8Mlp gridsOf) {
        if (!network.definition().equals(gridsOf.definition())) {
            throw new IllegalArgumentException(
                    "the network %s cannot take the grids of %s".formatted(network.definition(), gridsOf.definition()));
        }
        return quantise(network, gridsOf.calibration());
    }

    private static Int8Layer quantise(
            float[] weights, float[] biases, List<ActivationRange> inputs, Granularity granularity) {
        int width = inputs.size();
        byte[] quantised = new byte[weights.length];
        int[] bias = new int[biases.length];
        double[] scales = new double[biases.length];
        for (int o = 0; o < biases.length; o++) {
            double largest = 0;
            for (int i = 0; i < width; i++) {
                largest = Math.max(
                        largest, Math.abs(weights[o * width + i] * inputs.get(i).scale()));
            }
            // a bias far above all products gets a coarser scale, so that it still fits its integer
            scales[o] = Math.max(
                    Math.max(largest / MAX_WEIGHT, Math.abs((double) biases[o]) / Int8Mlp.MAX_BIAS), Double.MIN_NORMAL);
        }
        if (granularity == Granularity.PER_TENSOR) {
            Arrays.fill(scales, Arrays.stream(scales).max().orElseThrow());
        }
        for (int o = 0; o < biases.length; o++) {
            for (int i = 0; i < width; i++) {
                double steps = Math.rint(weights[o * width + i] * inputs.get(i).scale() / scales[o]);
                quantised[o * width + i] = (byte) Math.max(-MAX_WEIGHT, Math.min(MAX_WEIGHT, steps));
            }
            bias[o] = (int) Math.rint(biases[o] / scales[o]);
        }
        return new Int8Layer(inputs, quantised, bias, scales);
    }

    private static double[] filled(int length, double value) {
        double[] array = new double[length];
        Arrays.fill(array, value);
        return array;
    }
}
