package io.kdchain.core.adapt;

import io.kdchain.core.data.TensorFile;
import io.kdchain.core.distill.MlpDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * A multi-layer perceptron in int8: weights symmetric with one scale an output or layer, activations affine with one
 * scale an input channel or layer, that scale folded into the weights (as Xiao et al. 2023, arXiv 2211.10438, move it),
 * biases in int32. Sums are exact 32-bit integers, so that the answer depends neither on a batch nor on threads nor on
 * the machine. Immutable.
 */
public final class Int8Mlp implements AdaptedModel {

    private static final String KIND = "mlp-int8";

    /** A sum of 2^15 products of at most 255 x 127 fits 31 bits, with room for the bias. */
    static final int MAX_INPUTS = 1 << 15;

    /** A bias never takes more than half of the 32 bits. */
    static final int MAX_BIAS = 1 << 30;

    private final MlpDefinition definition;
    private final List<Int8Layer> layers;

    Int8Mlp(MlpDefinition definition, List<Int8Layer> layers) {
        this.definition = definition;
        this.layers = List.copyOf(layers);
        for (int i = 0; i < definition.layers(); i++) {
            Int8Layer layer = layers.get(i);
            int inputs = definition.layerSizes().get(i);
            int outputs = definition.layerSizes().get(i + 1);
            if (inputs > MAX_INPUTS
                    || layer.inputs().size() != inputs
                    || layer.weights().length != inputs * outputs
                    || layer.biases().length != outputs
                    || layer.scales().length != outputs) {
                throw new IllegalArgumentException("layer %d does not fit the network %s of at most %d inputs a layer"
                        .formatted(i, definition, MAX_INPUTS));
            }
            for (double scale : layer.scales()) {
                if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException(
                            "layer %d has the scale %s; it must be finite and above 0".formatted(i, scale));
                }
            }
            for (int bias : layer.biases()) {
                if (Math.abs((long) bias) > MAX_BIAS) {
                    throw new IllegalArgumentException(
                            "layer %d has the bias %d; beyond %d a sum could overflow".formatted(i, bias, MAX_BIAS));
                }
            }
        }
    }

    @Override
    public MlpDefinition definition() {
        return definition;
    }

    @Override
    public double[] logits(float[] input) {
        return ForwardPass.logits(definition, input, (place, in) -> sums(layers.get(place), in));
    }

    /** Fraction of input values, 0 to 1, that lie outside what calibration saw, and are clamped. */
    public double saturation(float[][] inputs) {
        List<ActivationRange> ranges = layers.get(0).inputs();
        long clamped = 0;
        long all = 0;
        for (float[] input : inputs) {
            for (int i = 0; i < input.length; i++) {
                ActivationRange range = ranges.get(i);
                double low = range.scale() * (ActivationRange.MIN - range.zeroPoint() - 0.5);
                double high = range.scale() * (ActivationRange.MAX - range.zeroPoint() + 0.5);
                clamped += input[i] < low || input[i] > high ? 1 : 0;
                all++;
            }
        }
        return all == 0 ? 0 : (double) clamped / all;
    }

    /** The grids of all layers' inputs: what calibration decided. */
    Calibration calibration() {
        return new Calibration(layers.stream().map(Int8Layer::inputs).toList());
    }

    private static double[] sums(Int8Layer layer, double[] in) {
        int[] q = new int[in.length];
        for (int i = 0; i < in.length; i++) {
            q[i] = layer.inputs().get(i).steps(in[i]);
        }
        double[] out = new double[layer.biases().length];
        for (int o = 0; o < out.length; o++) {
            int sum = layer.biases()[o];
            for (int i = 0; i < q.length; i++) {
                sum += layer.weights()[o * q.length + i] * q[i];
            }
            out[o] = layer.scales()[o] * sum;
        }
        return out;
    }

    @Override
    public byte[] toBytes() {
        TensorFile.Builder file = TensorFile.builder().kind(KIND).metadata("layers", definition.toString());
        for (int i = 0; i < layers.size(); i++) {
            Int8Layer layer = layers.get(i);
            int outputs = layer.biases().length;
            int inputs = layer.inputs().size();
            file.bytes("layer%d.weight".formatted(i), layer.weights(), outputs, inputs)
                    .ints("layer%d.bias".formatted(i), layer.biases(), outputs)
                    .doubles("layer%d.scale".formatted(i), layer.scales(), outputs)
                    .doubles(
                            "layer%d.input.scale".formatted(i),
                            layer.inputs().stream()
                                    .mapToDouble(ActivationRange::scale)
                                    .toArray(),
                            inputs)
                    .ints(
                            "layer%d.input.zero".formatted(i),
                            layer.inputs().stream()
                                    .mapToInt(ActivationRange::zeroPoint)
                                    .toArray(),
                            inputs);
        }
        return file.build().toBytes();
    }

    /** Reads what {@link #toBytes()} wrote. */
    public static Int8Mlp fromBytes(byte[] bytes, String source) {
        TensorFile file = TensorFile.parse(bytes, source).requireKind(KIND);
        return file.building(() -> {
            MlpDefinition definition = MlpDefinition.parse(file.metadata("layers"));
            List<Int8Layer> layers = new ArrayList<>();
            for (int i = 0; i < definition.layers(); i++) {
                double[] scales = file.doubles("layer%d.input.scale".formatted(i));
                int[] zeros = file.ints("layer%d.input.zero".formatted(i));
                if (scales.length != zeros.length) {
                    throw new IllegalArgumentException(
                            "layer %d has %d scales and %d zero points".formatted(i, scales.length, zeros.length));
                }
                List<ActivationRange> ranges = new ArrayList<>();
                for (int j = 0; j < scales.length; j++) {
                    ranges.add(new ActivationRange(scales[j], zeros[j]));
                }
                layers.add(new Int8Layer(
                        List.copyOf(ranges),
                        file.bytes("layer%d.weight".formatted(i)),
                        file.ints("layer%d.bias".formatted(i)),
                        file.doubles("layer%d.scale".formatted(i))));
            }
            return new Int8Mlp(definition, layers);
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Int8Mlp mlp && digest().equals(mlp.digest());
    }

    @Override
    public int hashCode() {
        return digest().hashCode();
    }

    @Override
    public String toString() {
        return "Int8Mlp[%s, %s]".formatted(definition, digest());
    }
}
