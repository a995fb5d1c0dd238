package io.kdchain.core.adapt;

import io.kdchain.core.data.TensorFile;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.MlpDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A multi-layer perceptron without its smallest weights: in each layer the stated fraction, smallest magnitude first
 * (Han et al. 2015, arXiv 1506.02626, without training again), is 0. Biases stay. Immutable.
 */
public final class PrunedMlp implements AdaptedModel {

    private static final String KIND = "mlp-pruned";

    private final Mlp network;
    private final double fraction;

    private PrunedMlp(Mlp network, double fraction) {
        this.network = network;
        this.fraction = fraction;
    }

    /**
     * Prunes; of equal weights the earlier goes first.
     *
     * @param fraction of each layer's weights that become 0, rounded down; 0 or more and below 1
     */
    public static PrunedMlp of(Mlp network, double fraction) {
        requireFraction(fraction);
        List<float[]> weights = new ArrayList<>();
        List<float[]> biases = new ArrayList<>();
        for (int layer = 0; layer < network.definition().layers(); layer++) {
            float[] w = network.weights(layer);
            IntStream.range(0, w.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> Math.abs(w[i])))
                    .limit((long) (fraction * w.length))
                    .forEach(i -> w[i] = 0);
            weights.add(w);
            biases.add(network.biases(layer));
        }
        return new PrunedMlp(new Mlp(network.definition(), weights, biases), fraction);
    }

    private static void requireFraction(double fraction) {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new IllegalArgumentException(
                    "the fraction of weights to prune is %s; it must be 0 or more and below 1".formatted(fraction));
        }
    }

    @Override
    public MlpDefinition definition() {
        return network.definition();
    }

    /** The fraction that was asked for. */
    public double fraction() {
        return fraction;
    }

    /** Fraction of all weights that are 0, 0 to 1. */
    public double sparsity() {
        long zeros = 0;
        long all = 0;
        for (int layer = 0; layer < definition().layers(); layer++) {
            for (float weight : network.weights(layer)) {
                zeros += weight == 0 ? 1 : 0;
                all++;
            }
        }
        return (double) zeros / all;
    }

    @Override
    public double[] logits(float[] input) {
        return network.logits(input);
    }

    @Override
    public byte[] toBytes() {
        byte[] inner = network.toBytes();
        return TensorFile.builder()
                .kind(KIND)
                .metadata("fraction", Double.toString(fraction))
                .bytes("network", inner, inner.length)
                .build()
                .toBytes();
    }

    /** Reads what {@link #toBytes()} wrote. */
    public static PrunedMlp fromBytes(byte[] bytes, String source) {
        TensorFile file = TensorFile.parse(bytes, source).requireKind(KIND);
        return file.building(() -> {
            double fraction = Double.parseDouble(file.metadata("fraction"));
            requireFraction(fraction);
            return new PrunedMlp(Mlp.fromBytes(file.bytes("network"), source), fraction);
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrunedMlp that && digest().equals(that.digest());
    }

    @Override
    public int hashCode() {
        return digest().hashCode();
    }

    @Override
    public String toString() {
        return "PrunedMlp[%s, %s of the weights, %s]".formatted(definition(), fraction, digest());
    }
}
