package io.kdchain.core.distill;

import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Samples;
import java.util.List;

/** Something to learn from: answers the logits of inputs. Same inputs, same logits. */
public interface Teacher {

    /** The logits of each input, in the order of the inputs: rows x classes. */
    double[][] logits(float[][] inputs);

    /** The logits of each sample, in their order. */
    default double[][] logits(Samples samples) {
        return logits(samples.inputs());
    }

    /** Is told of how many inputs it will be asked; refuses if it may not answer as many. */
    default void announce(long inputs) {}

    /** How many classes it tells apart. */
    int classes();

    /** Digest of the artefact that answers. */
    ContentDigest digest();

    /** The shape of what a layer inside gives for one input, such as channels x height x width; empty if it is flat. */
    default List<Integer> layerShape(String layer) {
        return List.of();
    }

    /**
     * What a layer inside gives for each input: rows x its width.
     *
     * @throws IllegalArgumentException if the teacher has no such layer, or does not show its layers
     */
    default double[][] features(String layer, float[][] inputs) {
        throw new IllegalArgumentException(
                "the teacher does not show its layer '%s'; learn from its logits, or from a teacher that is at hand"
                        .formatted(layer));
    }
}
