package io.kdchain.core.distill;

import ai.djl.ndarray.NDManager;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.TensorFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A trained multi-layer perceptron. Answers in plain Java, with float weights and sums in double precision in a fixed
 * order: the same logits for an input alone or in a batch, on any number of threads, on every machine. Immutable.
 */
public final class Mlp implements Network, EngineTeacher {

    private static final String KIND = "mlp";

    private final MlpDefinition definition;
    private final List<float[]> weights;
    private final List<float[]> biases;
    /** Computed when it is first asked for. */
    private volatile @Nullable ContentDigest digest;

    /**
     * From its parameters.
     *
     * @param weights one matrix a layer, outputs x inputs, row by row; finite
     * @param biases one vector a layer; finite
     */
    public Mlp(MlpDefinition definition, List<float[]> weights, List<float[]> biases) {
        this.definition = definition;
        this.weights = weights.stream().map(float[]::clone).toList();
        this.biases = biases.stream().map(float[]::clone).toList();
        if (weights.size() != definition.layers() || biases.size() != definition.layers()) {
            throw new IllegalArgumentException("%d weight matrices and %d bias vectors for the network %s"
                    .formatted(weights.size(), biases.size(), definition));
        }
        for (int layer = 0; layer < definition.layers(); layer++) {
            int inputs = definition.layerSizes().get(layer);
            int outputs = definition.layerSizes().get(layer + 1);
            if (weights.get(layer).length != inputs * outputs || biases.get(layer).length != outputs) {
                throw new IllegalArgumentException("layer %d of the network %s has %d weights and %d biases"
                        .formatted(layer, definition, weights.get(layer).length, biases.get(layer).length));
            }
            requireFinite(this.weights.get(layer), layer);
            requireFinite(this.biases.get(layer), layer);
        }
    }

    @Override
    public MlpDefinition definition() {
        return definition;
    }

    /** A copy of a layer's weights, outputs x inputs, row by row; layers count from 0. */
    public float[] weights(int layer) {
        return weights.get(layer).clone();
    }

    /** A copy of a layer's biases. */
    public float[] biases(int layer) {
        return biases.get(layer).clone();
    }

    @Override
    public int classes() {
        return definition.classes();
    }

    /** The logits of one input. */
    public double[] logits(float[] input) {
        List<double[]> activations = activations(input);
        return activations.get(activations.size() - 1);
    }

    @Override
    public double[][] logits(float[][] inputs) {
        double[][] out = new double[inputs.length][];
        for (int i = 0; i < out.length; i++) {
            out[i] = logits(inputs[i]);
        }
        return out;
    }

    @Override
    public double[][] features(String layer, float[][] inputs) {
        int place = IntStream.range(0, definition.layers() - 1)
                .filter(i -> layer.equals("layer" + i))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the teacher %s has no layer '%s'; before its logits it has layer0 to layer%d"
                                .formatted(definition, layer, definition.layers() - 2)));
        double[][] out = new double[inputs.length][];
        for (int i = 0; i < out.length; i++) {
            out[i] = activations(inputs[i]).get(place);
        }
        return out;
    }

    /** In float32, as a student is computed; its last digits differ from those of {@link #logits(float[])}. */
    @Override
    public Opened open(NDManager manager) {
        Parameters parameters = Parameters.of(this, manager);
        return (inputs, scope) -> parameters.forward(inputs, scope, false);
    }

    /** What leaves each layer, after ReLU in all but the last: as many arrays as there are layers. */
    public List<double[]> activations(float[] input) {
        if (input.length != definition.features()) {
            throw new IllegalArgumentException(
                    "an input of %d features for the network %s".formatted(input.length, definition));
        }
        double[] current = new double[input.length];
        for (int i = 0; i < current.length; i++) {
            current[i] = input[i];
        }
        List<double[]> all = new ArrayList<>();
        for (int layer = 0; layer < definition.layers(); layer++) {
            current = layer(layer, current);
            all.add(current);
        }
        return all;
    }

    private double[] layer(int layer, double[] in) {
        float[] w = weights.get(layer);
        float[] b = biases.get(layer);
        double[] out = new double[b.length];
        boolean last = layer == definition.layers() - 1;
        for (int o = 0; o < out.length; o++) {
            double sum = b[o];
            for (int i = 0; i < in.length; i++) {
                sum += w[o * in.length + i] * in[i];
            }
            out[o] = last ? sum : Math.max(0, sum);
        }
        return out;
    }

    @Override
    public ContentDigest digest() {
        ContentDigest known = digest;
        if (known == null) {
            known = ContentDigest.of(toBytes());
            digest = known;
        }
        return known;
    }

    @Override
    public byte[] toBytes() {
        TensorFile.Builder file = TensorFile.builder().kind(KIND).metadata("layers", definition.toString());
        for (int layer = 0; layer < definition.layers(); layer++) {
            int outputs = definition.layerSizes().get(layer + 1);
            file.floats(
                    weightName(layer),
                    weights.get(layer),
                    outputs,
                    definition.layerSizes().get(layer));
            file.floats(biasName(layer), biases.get(layer), outputs);
        }
        return file.build().toBytes();
    }

    /** Reads what {@link #toBytes()} wrote. */
    public static Mlp fromBytes(byte[] bytes, String source) {
        TensorFile file = TensorFile.parse(bytes, source).requireKind(KIND);
        return file.building(() -> {
            MlpDefinition definition = MlpDefinition.parse(file.metadata("layers"));
            return new Mlp(
                    definition,
                    IntStream.range(0, definition.layers())
                            .mapToObj(layer -> file.floats(weightName(layer)))
                            .toList(),
                    IntStream.range(0, definition.layers())
                            .mapToObj(layer -> file.floats(biasName(layer)))
                            .toList());
        });
    }

    private static String weightName(int layer) {
        return "layer%d.weight".formatted(layer);
    }

    private static String biasName(int layer) {
        return "layer%d.bias".formatted(layer);
    }

    private static void requireFinite(float[] values, int layer) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("layer %d holds %s; weights must be finite".formatted(layer, value));
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mlp mlp && digest().equals(mlp.digest());
    }

    @Override
    public int hashCode() {
        return digest().hashCode();
    }

    @Override
    public String toString() {
        return "Mlp[%s, %s]".formatted(definition, digest());
    }
}
