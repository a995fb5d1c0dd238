package io.kdchain.core.trace.bench;

import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.trace.chain.TracedModel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/**
 * A network small enough to be trained some thousand times in a test: fully connected layers with ReLU, on its input or
 * on the pooled maps of one 3 x 3 convolution over 8 x 8 pixels. Plain Java in single precision, so that one seed gives
 * one result on every machine. Weights lie inputs x outputs.
 */
final class SmallNet implements TracedModel {

    private static final int SIDE = 8;
    private static final int KERNEL = 3;
    private static final int MAP = SIDE - KERNEL + 1;
    private static final int POOLED = MAP / 2;

    final int filters;
    final int[] sizes;
    final float[][] weights;
    final float[][] biases;

    /**
     * From its parameters.
     *
     * @param filters of the convolution; 0 means none
     * @param sizes inputs of the first fully connected layer, units of each, classes
     */
    SmallNet(int filters, int[] sizes, float[][] weights, float[][] biases) {
        this.filters = filters;
        this.sizes = sizes.clone();
        this.weights = weights;
        this.biases = biases;
    }

    static SmallNet dense(int... sizes) {
        return fresh(0, sizes);
    }

    static SmallNet convolution(int filters, int classes) {
        return fresh(filters, new int[] {POOLED * POOLED * filters, classes});
    }

    private static SmallNet fresh(int filters, int[] sizes) {
        int layers = sizes.length - 1 + (filters > 0 ? 1 : 0);
        return new SmallNet(filters, sizes, new float[layers][], new float[layers][]);
    }

    /** The same shape with first weights drawn by the seed (He et al. 2015). */
    SmallNet initialised(Random random) {
        SmallNet net = fresh(filters, sizes);
        int layer = 0;
        if (filters > 0) {
            net.draw(layer++, KERNEL * KERNEL, filters, random);
        }
        for (int i = 1; i < sizes.length; i++) {
            net.draw(layer++, sizes[i - 1], sizes[i], random);
        }
        return net;
    }

    private void draw(int layer, int in, int out, Random random) {
        weights[layer] = new float[in * out];
        biases[layer] = new float[out];
        double bound = Math.sqrt(6.0 / in);
        for (int i = 0; i < in * out; i++) {
            weights[layer][i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
    }

    SmallNet copy() {
        return new SmallNet(
                filters,
                sizes,
                Arrays.stream(weights).map(float[]::clone).toArray(float[][]::new),
                Arrays.stream(biases).map(float[]::clone).toArray(float[][]::new));
    }

    int classes() {
        return sizes[sizes.length - 1];
    }

    /** Changes what leaves a layer before it enters the next; counted from what enters the first. */
    interface Tap {
        void between(int layer, float[] values);
    }

    /** What enters each layer, and last the logits. */
    float[][] activations(float[] input, Tap tap) {
        return activations(input, tap, maps());
    }

    /** The same; the maps of the convolution, of which {@link #maps} has room, are written down for the way back. */
    float[][] activations(float[] input, Tap tap, float[] maps) {
        int layers = weights.length;
        float[][] all = new float[layers + 1][];
        float[] current = input.clone();
        tap.between(0, current);
        all[0] = current;
        int layer = 0;
        if (filters > 0) {
            convolve(current, maps);
            current = pool(maps);
            layer = 1;
            tap.between(1, current);
            all[1] = current;
        }
        for (int i = 1; i < sizes.length; i++, layer++) {
            int out = sizes[i];
            float[] next = biases[layer].clone();
            float[] w = weights[layer];
            for (int in = 0; in < current.length; in++) {
                float x = current[in];
                if (x != 0) {
                    int row = in * out;
                    for (int o = 0; o < out; o++) {
                        next[o] += x * w[row + o];
                    }
                }
            }
            if (i < sizes.length - 1) {
                for (int o = 0; o < out; o++) {
                    next[o] = Math.max(0, next[o]);
                }
                tap.between(layer + 1, next);
            }
            current = next;
            all[layer + 1] = current;
        }
        return all;
    }

    /** Room for the maps of the convolution. */
    float[] maps() {
        return new float[MAP * MAP * filters];
    }

    private void convolve(float[] image, float[] maps) {
        float[] w = weights[0];
        float[] b = biases[0];
        int n = filters;
        for (int y = 0; y < MAP; y++) {
            for (int x = 0; x < MAP; x++) {
                int from = y * SIDE + x;
                float p0 = image[from];
                float p1 = image[from + 1];
                float p2 = image[from + 2];
                float p3 = image[from + SIDE];
                float p4 = image[from + SIDE + 1];
                float p5 = image[from + SIDE + 2];
                float p6 = image[from + 2 * SIDE];
                float p7 = image[from + 2 * SIDE + 1];
                float p8 = image[from + 2 * SIDE + 2];
                int to = (y * MAP + x) * n;
                for (int f = 0; f < n; f++) {
                    float sum = b[f] + p0 * w[f] + p1 * w[n + f] + p2 * w[2 * n + f];
                    sum += p3 * w[3 * n + f] + p4 * w[4 * n + f] + p5 * w[5 * n + f];
                    sum += p6 * w[6 * n + f] + p7 * w[7 * n + f] + p8 * w[8 * n + f];
                    maps[to + f] = Math.max(0, sum);
                }
            }
        }
    }

    private float[] pool(float[] maps) {
        float[] out = new float[POOLED * POOLED * filters];
        for (int y = 0; y < MAP; y++) {
            for (int x = 0; x < MAP; x++) {
                int to = (y / 2 * POOLED + x / 2) * filters;
                int from = (y * MAP + x) * filters;
                for (int f = 0; f < filters; f++) {
                    out[to + f] += maps[from + f] / 4;
                }
            }
        }
        return out;
    }

    /** Adds the gradients of the parameters, given that of the logits, to those so far; maps as written down. */
    void backward(float[] maps, float[][] activations, float[] gradient, float[][] dw, float[][] db) {
        float[] delta = gradient;
        int first = filters > 0 ? 1 : 0;
        for (int layer = weights.length - 1; layer >= first; layer--) {
            float[] in = activations[layer];
            int out = delta.length;
            boolean further = layer > 0;
            float[] below = new float[further ? in.length : 0];
            float[] w = weights[layer];
            float[] g = dw[layer];
            for (int o = 0; o < out; o++) {
                db[layer][o] += delta[o];
            }
            for (int i = 0; i < in.length; i++) {
                float x = in[i];
                int row = i * out;
                if (x != 0) {
                    for (int o = 0; o < out; o++) {
                        g[row + o] += x * delta[o];
                    }
                    if (further) {
                        float sum = 0;
                        for (int o = 0; o < out; o++) {
                            sum += w[row + o] * delta[o];
                        }
                        below[i] = sum;
                    }
                }
            }
            delta = below;
        }
        if (filters > 0) {
            backwardConvolution(activations[0], maps, delta, dw[0], db[0]);
        }
    }

    private void backwardConvolution(float[] image, float[] maps, float[] delta, float[] dw, float[] db) {
        int taps = KERNEL * KERNEL;
        float[] byFilter = new float[taps * filters];
        for (int y = 0; y < MAP; y++) {
            for (int x = 0; x < MAP; x++) {
                int at = (y * MAP + x) * filters;
                int from = (y / 2 * POOLED + x / 2) * filters;
                int p = y * SIDE + x;
                for (int f = 0; f < filters; f++) {
                    if (maps[at + f] > 0) {
                        float d = delta[from + f] / 4;
                        db[f] += d;
                        int to = f * taps;
                        byFilter[to] += d * image[p];
                        byFilter[to + 1] += d * image[p + 1];
                        byFilter[to + 2] += d * image[p + 2];
                        byFilter[to + 3] += d * image[p + SIDE];
                        byFilter[to + 4] += d * image[p + SIDE + 1];
                        byFilter[to + 5] += d * image[p + SIDE + 2];
                        byFilter[to + 6] += d * image[p + 2 * SIDE];
                        byFilter[to + 7] += d * image[p + 2 * SIDE + 1];
                        byFilter[to + 8] += d * image[p + 2 * SIDE + 2];
                    }
                }
            }
        }
        for (int f = 0; f < filters; f++) {
            for (int k = 0; k < taps; k++) {
                dw[k * filters + f] += byFilter[f * taps + k];
            }
        }
    }

    @Override
    public double[][] logits(float[][] inputs) {
        double[][] out = new double[inputs.length][];
        for (int i = 0; i < out.length; i++) {
            out[i] = widened(last(activations(inputs[i], (layer, values) -> {})));
        }
        return out;
    }

    @Override
    public Optional<double[][]> lastHidden(float[][] inputs) {
        double[][] out = new double[inputs.length][];
        for (int i = 0; i < out.length; i++) {
            float[][] all = activations(inputs[i], (layer, values) -> {});
            out[i] = widened(all[all.length - 2]);
        }
        return Optional.of(out);
    }

    static float[] last(float[][] activations) {
        return activations[activations.length - 1];
    }

    static double[] widened(float[] values) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return out;
    }

    @Override
    public ContentDigest digest() {
        int length = Arrays.stream(weights).mapToInt(w -> w.length).sum()
                + Arrays.stream(biases).mapToInt(b -> b.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(4 * length);
        for (int layer = 0; layer < weights.length; layer++) {
            for (float w : weights[layer]) {
                bytes.putFloat(w);
            }
            for (float b : biases[layer]) {
                bytes.putFloat(b);
            }
        }
        return ContentDigest.of(bytes.array());
    }
}
