package io.kdchain.core.adapt;

import io.kdchain.core.data.TensorFile;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.MlpDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * A multi-layer perceptron in half precision: weights, biases and what enters each layer are IEEE binary16 numbers,
 * rounded to the nearest; sums are carried in double precision in a fixed order, which hardware that adds in single
 * precision does not. Immutable.
 */
public final class HalfMlp implements AdaptedModel {

    private static final String KIND = "mlp-half";

    private final MlpDefinition definition;
    private final List<short[]> weights;
    private final List<short[]> biases;

    private HalfMlp(MlpDefinition definition, List<short[]> weights, List<short[]> biases) {
        this.definition = definition;
        this.weights = weights;
        this.biases = biases;
        for (int layer = 0; layer < definition.layers(); layer++) {
            int inputs = definition.layerSizes().get(layer);
            int outputs = definition.layerSizes().get(layer + 1);
            if (weights.get(layer).length != inputs * outputs || biases.get(layer).length != outputs) {
                throw new IllegalArgumentException(
                        "layer %d has %d weights and %d biases; the network %s needs %d and %d"
                                .formatted(
                                        layer,
                                        weights.get(layer).length,
                                        biases.get(layer).length,
                                        definition,
                                        inputs * outputs,
                                        outputs));
            }
        }
    }

    /**
     * Rounds a network.
     *
     * @throws IllegalArgumentException if a weight is beyond 65504, which no half can hold
     */
    public static HalfMlp of(Mlp network) {
        List<short[]> weights = new ArrayList<>();
        List<short[]> biases = new ArrayList<>();
        for (int layer = 0; layer < network.definition().layers(); layer++) {
            weights.add(halves(network.weights(layer), layer));
            biases.add(halves(network.biases(layer), layer));
        }
        return new HalfMlp(network.definition(), weights, biases);
    }

    private static short[] halves(float[] values, int layer) {
        short[] out = new short[values.length];
        for (int i = 0; i < out.length; i++) {
            if (Math.abs(values[i]) > Half.MAX) {
                throw new IllegalArgumentException(
                        "layer %d holds %s; half precision ends at 65504, train with weight decay or scale the inputs"
                                .formatted(layer, values[i]));
            }
            out[i] = Half.bits(values[i]);
        }
        return out;
    }

    @Override
    public MlpDefinition definition() {
        return definition;
    }

    @Override
    public double[] logits(float[] input) {
        return ForwardPass.logits(definition, input, this::sums);
    }

    private double[] sums(int layer, double[] in) {
        double[] rounded = new double[in.length];
        for (int i = 0; i < in.length; i++) {
            rounded[i] = Half.round(in[i]);
        }
        short[] w = weights.get(layer);
        double[] out = new double[biases.get(layer).length];
        for (int o = 0; o < out.length; o++) {
            double sum = Half.value(biases.get(layer)[o]);
            for (int i = 0; i < rounded.length; i++) {
                sum += Half.value(w[o * rounded.length + i]) * rounded[i];
            }
            out[o] = sum;
        }
        return out;
    }

    @Override
    public byte[] toBytes() {
        TensorFile.Builder file = TensorFile.builder().kind(KIND).metadata("layers", definition.toString());
        for (int layer = 0; layer < definition.layers(); layer++) {
            int outputs = definition.layerSizes().get(layer + 1);
            file.bytes(
                            "layer%d.weight".formatted(layer),
                            bigEndian(weights.get(layer)),
                            outputs,
                            2 * definition.layerSizes().get(layer))
                    .bytes("layer%d.bias".formatted(layer), bigEndian(biases.get(layer)), 2 * outputs);
        }
        return file.build().toBytes();
    }

    /** Reads what {@link #toBytes()} wrote. */
    public static HalfMlp fromBytes(byte[] bytes, String source) {
        TensorFile file = TensorFile.parse(bytes, source).requireKind(KIND);
        return file.building(() -> {
            MlpDefinition definition = MlpDefinition.parse(file.metadata("layers"));
            List<short[]> weights = new ArrayList<>();
            List<short[]> biases = new ArrayList<>();
            for (int layer = 0; layer < definition.layers(); layer++) {
                weights.add(finite(file.bytes("layer%d.weight".formatted(layer))));
                biases.add(finite(file.bytes("layer%d.bias".formatted(layer))));
            }
            return new HalfMlp(definition, weights, biases);
        });
    }

    private static byte[] bigEndian(short[] halves) {
        byte[] bytes = new byte[2 * halves.length];
        for (int i = 0; i < halves.length; i++) {
            bytes[2 * i] = (byte) (halves[i] >> 8);
            bytes[2 * i + 1] = (byte) halves[i];
        }
        return bytes;
    }

    private static short[] finite(byte[] bytes) {
        short[] halves = new short[bytes.length / 2];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (short) ((bytes[2 * i] << 8) | (bytes[2 * i + 1] & 0xff));
            Half.value(halves[i]);
        }
        return halves;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HalfMlp that && digest().equals(that.digest());
    }

    @Override
    public int hashCode() {
        return digest().hashCode();
    }

    @Override
    public String toString() {
        return "HalfMlp[%s, %s]".formatted(definition, digest());
    }
}
