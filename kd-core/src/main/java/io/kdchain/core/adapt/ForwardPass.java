package io.kdchain.core.adapt;

import io.kdchain.core.distill.MlpDefinition;

/** What every adapted perceptron computes, whatever its numbers are: layer after layer, ReLU in all but the last. */
final class ForwardPass {

    /** A layer before its ReLU. */
    @FunctionalInterface
    interface Layer {
        /** What the layer of this place, from 0, makes of what enters it; a new array. */
        double[] sums(int place, double[] in);
    }

    private ForwardPass() {}

    /** The logits of an input; refuses one of another width. */
    static double[] logits(MlpDefinition definition, float[] input, Layer layer) {
        if (input.length != definition.features()) {
            throw new IllegalArgumentException(
                    "an input of %d features for the network %s".formatted(input.length, definition));
        }
        double[] current = new double[input.length];
        for (int i = 0; i < current.length; i++) {
            current[i] = input[i];
        }
        for (int place = 0; place < definition.layers(); place++) {
            current = layer.sums(place, current);
            if (place < definition.layers() - 1) {
                for (int o = 0; o < current.length; o++) {
                    current[o] = Math.max(0, current[o]);
                }
            }
        }
        return current;
    }
}
