package io.kdchain.core.trace.chain;

import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.distill.Mlp;
import java.util.List;
import java.util.Optional;

/** A model as tracing sees it: by its answers. Same inputs, same answers. */
public interface TracedModel {

    /** The logits of each input, in order: rows x classes. */
    double[][] logits(float[][] inputs);

    /** Digest of the artefact that answers. */
    ContentDigest digest();

    /** What enters the last layer, rows x its width; empty if the model does not show it. */
    default Optional<double[][]> lastHidden(float[][] inputs) {
        return Optional.empty();
    }

    /** A trained multi-layer perceptron. */
    static TracedModel of(Mlp network) {
        return new TracedModel() {
            @Override
            public double[][] logits(float[][] inputs) {
                return network.logits(inputs);
            }

            @Override
            public ContentDigest digest() {
                return network.digest();
            }

            @Override
            public Optional<double[][]> lastHidden(float[][] inputs) {
                double[][] hidden = new double[inputs.length][];
                for (int i = 0; i < hidden.length; i++) {
                    List<double[]> layers = network.activations(inputs[i]);
                    hidden[i] = layers.size() < 2 ? widened(inputs[i]) : layers.get(layers.size() - 2);
                }
                return Optional.of(hidden);
            }
        };
    }

    private static double[] widened(float[] input) {
        double[] out = new double[input.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = input[i];
        }
        return out;
    }
}
