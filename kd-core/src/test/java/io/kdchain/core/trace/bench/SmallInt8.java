package io.kdchain.core.trace.bench;

import io.kdchain.core.adapt.Int8Tensor;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.trace.chain.TracedModel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** A {@link SmallNet} in int8: weights by tensor or by channel, what enters each layer on a grid from calibration. */
final class SmallInt8 implements TracedModel {

    /**
     * How to quantise.
     *
     * @param perTensor one scale a layer instead of one an output
     * @param outlier factor on the largest weight that the scale is taken from
     * @param saturate steps beyond which a weight is cut off, of 127
     * @param bits of a weight
     * @param dropBiases leaves out this fraction of the biases
     * @param truncate cuts steps off instead of rounding them
     * @param neighbours by how many places the scales of channels are off
     * @param prune fraction of weights, the smallest, that become 0
     * @param flips high bits of weights that are turned
     */
    record Plan(
            boolean perTensor,
            double outlier,
            int saturate,
            int bits,
            double dropBiases,
            boolean truncate,
            int neighbours,
            double prune,
            int flips) {
        static final Plan PER_CHANNEL = new Plan(false, 1, 127, 8, 0, false, 0, 0, 0);
        static final Plan PER_TENSOR = new Plan(true, 1, 127, 8, 0, false, 0, 0, 0);
    }

    private final SmallNet net;
    private final float[] low;
    private final float[] high;
    private final ContentDigest digest;

    private SmallInt8(SmallNet net, float[] low, float[] high, ContentDigest digest) {
        this.net = net;
        this.low = low;
        this.high = high;
        this.digest = digest;
    }

    static SmallInt8 of(SmallNet source, float[][] calibration, Plan plan) {
        SmallNet net = source.copy();
        int layers = net.weights.length;
        List<byte[]> bytes = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            int out = net.biases[layer].length;
            quantise(net, layer, out, plan, bytes);
            for (int o = 0; o < plan.dropBiases() * out; o++) {
                net.biases[layer][o] = 0;
            }
        }
        float[] low = new float[layers];
        float[] high = new float[layers];
        for (float[] input : calibration) {
            source.activations(input, (layer, values) -> {
                for (float value : values) {
                    low[layer] = Math.min(low[layer], value);
                    high[layer] = Math.max(high[layer], value);
                }
            });
        }
        ByteBuffer rest = ByteBuffer.allocate(8 * layers
                + 4 * Arrays.stream(net.biases).mapToInt(b -> b.length).sum());
        for (int layer = 0; layer < layers; layer++) {
            rest.putFloat(low[layer]).putFloat(high[layer]);
            for (float bias : net.biases[layer]) {
                rest.putFloat(bias);
            }
        }
        bytes.add(rest.array());
        ByteBuffer all =
                ByteBuffer.allocate(bytes.stream().mapToInt(b -> b.length).sum());
        bytes.forEach(all::put);
        return new SmallInt8(net, low, high, ContentDigest.of(all.array()));
    }

    private static void quantise(SmallNet net, int layer, int out, Plan plan, List<byte[]> bytes) {
        float[] w = net.weights[layer];
        int in = w.length / out;
        float[] sizes = w.clone();
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(sizes[i]);
        }
        Arrays.sort(sizes);
        float smallest = plan.prune() == 0 ? 0 : sizes[(int) (plan.prune() * (sizes.length - 1))];
        for (int i = 0; i < w.length; i++) {
            w[i] = Math.abs(w[i]) < smallest ? 0 : w[i];
        }
        int groups = plan.perTensor() ? 1 : out;
        double[] scales = new double[groups];
        byte[] q = new byte[w.length];
        double steps = (1 << (plan.bits() - 1)) - 1;
        for (int g = 0; g < groups; g++) {
            int each = g;
            double[] group = plan.perTensor()
                    ? SmallNet.widened(w)
                    : IntStream.range(0, in).mapToDouble(i -> w[i * out + each]).toArray();
            // the library's own grid, where the plan is the usual one
            scales[g] = Int8Tensor.symmetric(group).scale() * 127 / steps * plan.outlier();
        }
        for (int i = 0; i < w.length; i++) {
            int g = plan.perTensor() ? 0 : i % out;
            double exact = w[i] / scales[g];
            double cut = plan.truncate() ? (long) exact : Math.rint(exact);
            q[i] = (byte) Math.max(-plan.saturate(), Math.min(plan.saturate(), cut));
        }
        var random = new Random(layer);
        for (int flip = 0; flip < plan.flips(); flip++) {
            q[random.nextInt(q.length)] ^= 0x40;
        }
        for (int i = 0; i < w.length; i++) {
            int g = plan.perTensor() ? 0 : (i % out + plan.neighbours()) % out;
            w[i] = (float) (q[i] * scales[g]);
        }
        bytes.add(q);
        ByteBuffer scaleBytes = ByteBuffer.allocate(8 * groups);
        for (double scale : scales) {
            scaleBytes.putDouble(scale);
        }
        bytes.add(scaleBytes.array());
        bytes.add(new byte[] {(byte) plan.neighbours()});
    }

    @Override
    public double[][] logits(float[][] inputs) {
        double[][] out = new double[inputs.length][];
        for (int i = 0; i < out.length; i++) {
            out[i] = SmallNet.widened(SmallNet.last(net.activations(inputs[i], this::onGrid)));
        }
        return out;
    }

    private void onGrid(int layer, float[] values) {
        float step = (high[layer] - low[layer]) / 255;
        if (step > 0) {
            for (int i = 0; i < values.length; i++) {
                float inside = Math.max(low[layer], Math.min(high[layer], values[i]));
                values[i] = (float) Math.rint(inside / step) * step;
            }
        }
    }

    @Override
    public Optional<double[][]> lastHidden(float[][] inputs) {
        return Optional.empty();
    }

    @Override
    public ContentDigest digest() {
        return digest;
    }
}
