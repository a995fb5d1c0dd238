package io.kdchain.core.adapt;

import io.kdchain.core.data.Artefact;
import io.kdchain.core.distill.MlpDefinition;
import java.util.Arrays;

/** A student brought to its hardware: answers in plain Java, the same for an input alone or among others. */
public sealed interface AdaptedModel extends Artefact permits Int8Mlp, HalfMlp, PrunedMlp {

    /** The shape of the network it was made from. */
    MlpDefinition definition();

    /** The logits of one input. */
    double[] logits(float[] input);

    /** The logits of each input, in order. */
    default double[][] logits(float[][] inputs) {
        return Arrays.stream(inputs).map(this::logits).toArray(double[][]::new);
    }
}
