package io.kdchain.core.adapt;

import java.util.List;

/** One layer of an {@link Int8Mlp}; the arrays belong to it and are not changed. */
final class Int8Layer {

    private final List<ActivationRange> inputs;
    private final byte[] weights;
    private final int[] biases;
    private final double[] scales;

    /**
     * A layer.
     *
     * @param inputs grid of each input channel
     * @param weights outputs x inputs, row by row
     * @param biases one an output, in units of its scale
     * @param scales one an output: what a sum of 1 means
     */
    Int8Layer(List<ActivationRange> inputs, byte[] weights, int[] biases, double[] scales) {
        this.inputs = List.copyOf(inputs);
        this.weights = weights;
        this.biases = biases;
        this.scales = scales;
    }

    List<ActivationRange> inputs() {
        return inputs;
    }

    byte[] weights() {
        return weights;
    }

    int[] biases() {
        return biases;
    }

    double[] scales() {
        return scales;
    }
}
