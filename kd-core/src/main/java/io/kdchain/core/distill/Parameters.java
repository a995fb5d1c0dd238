package io.kdchain.core.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * All weights and biases of a perceptron under training, in one array: layer by layer, weights (outputs x inputs, row
 * by row), then biases.
 */
final class Parameters implements Trainable {

    private final MlpDefinition network;
    private final NDArray values;
    private final NDArray statistics;
    private final long[] cuts;

    private Parameters(MlpDefinition network, NDManager manager, float[] initial) {
        this.network = network;
        List<Long> ends = new ArrayList<>();
        long end = 0;
        for (int layer = 0; layer < network.layers(); layer++) {
            end += (long) inputs(layer) * outputs(layer);
            ends.add(end);
            end += outputs(layer);
            ends.add(end);
        }
        this.cuts =
                ends.stream().limit(ends.size() - 1).mapToLong(Long::longValue).toArray();
        this.values = manager.create(initial);
        this.statistics = manager.create(new float[0]);
    }

    /** Initial values, drawn from {@code random}; they live as long as the manager. */
    static Parameters begin(MlpDefinition network, NDManager manager, Random random) {
        int size = 0;
        for (int layer = 0; layer < network.layers(); layer++) {
            size += (network.layerSizes().get(layer) + 1) * network.layerSizes().get(layer + 1);
        }
        float[] initial = new float[size];
        int place = 0;
        for (int layer = 0; layer < network.layers(); layer++) {
            int inputs = network.layerSizes().get(layer);
            int outputs = network.layerSizes().get(layer + 1);
            // uniform with the variance of He et al. 2015 (arXiv 1502.01852) for ReLU; biases begin at 0
            double bound = Math.sqrt(6.0 / inputs);
            for (int i = 0; i < inputs * outputs; i++) {
                initial[place++] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
            place += outputs;
        }
        Parameters parameters = new Parameters(network, manager, initial);
        parameters.values.setRequiresGradient(true);
        return parameters;
    }

    /** The values of a trained network, which learn no more. */
    static Parameters of(Mlp network, NDManager manager) {
        MlpDefinition definition = network.definition();
        List<float[]> parts = new ArrayList<>();
        for (int layer = 0; layer < definition.layers(); layer++) {
            parts.add(network.weights(layer));
            parts.add(network.biases(layer));
        }
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int place = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, place, part.length);
            place += part.length;
        }
        return new Parameters(definition, manager, all);
    }

    @Override
    public NDArray values() {
        return values;
    }

    @Override
    public NDArray statistics() {
        return statistics;
    }

    @Override
    public Shape input(long rows) {
        return new Shape(rows, network.features());
    }

    @Override
    public boolean ofBlocks() {
        return false;
    }

    @Override
    public Map<String, NDArray> forward(NDArray inputs, NDManager scope, boolean training) {
        List<NDArray> parts = values.split(cuts);
        parts.forEach(part -> part.attach(scope));
        Map<String, NDArray> layers = new LinkedHashMap<>();
        NDArray current = inputs;
        for (int layer = 0; layer < network.layers(); layer++) {
            NDArray weights = parts.get(2 * layer).reshape(new Shape(outputs(layer), inputs(layer)));
            current = Linear.linear(current, weights, parts.get(2 * layer + 1)).head();
            if (layer < network.layers() - 1) {
                current = current.getNDArrayInternal().relu();
                layers.put("layer" + layer, current);
            }
        }
        layers.put(Objective.LOGITS, current);
        return layers;
    }

    @Override
    public Mlp network() {
        float[] all = values.toFloatArray();
        List<float[]> weights = new ArrayList<>();
        List<float[]> biases = new ArrayList<>();
        int place = 0;
        for (int layer = 0; layer < network.layers(); layer++) {
            int count = inputs(layer) * outputs(layer);
            weights.add(Arrays.copyOfRange(all, place, place + count));
            biases.add(Arrays.copyOfRange(all, place + count, place + count + outputs(layer)));
            place += count + outputs(layer);
        }
        return new Mlp(network, weights, biases);
    }

    private int inputs(int layer) {
        return network.layerSizes().get(layer);
    }

    private int outputs(int layer) {
        return network.layerSizes().get(layer + 1);
    }
}
