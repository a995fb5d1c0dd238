package io.kdchain.core.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * All weights and biases of a network under training, in one array: layer by layer, weights (outputs x inputs, row by
 * row), then biases. One array is one step of the optimiser, and that is most of a small network's time.
 */
final class Parameters {

    private final MlpDefinition network;
    private final NDArray values;
    private final long[] cuts;

    /** Initial values, drawn from {@code random}; they live as long as the manager. */
    Parameters(MlpDefinition network, NDManager manager, Random random) {
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
        float[] initial = new float[Math.toIntExact(end)];
        int place = 0;
        for (int layer = 0; layer < network.layers(); layer++) {
            // uniform with the variance of He et al. 2015 (arXiv 1502.01852) for ReLU; biases begin at 0
            double bound = Math.sqrt(6.0 / inputs(layer));
            for (int i = 0; i < inputs(layer) * outputs(layer); i++) {
                initial[place++] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
            place += outputs(layer);
        }
        this.values = manager.create(initial);
        this.values.setRequiresGradient(true);
    }

    /** The array with all values. */
    NDArray values() {
        return values;
    }

    /** What leaves each layer for these inputs, by its name; what is made on the way lives in {@code scope}. */
    Map<String, NDArray> forward(NDArray inputs, NDManager scope) {
        List<NDArray> parts = values.split(cuts);
        parts.forEach(part -> part.attach(scope));
        Map<String, NDArray> layers = new LinkedHashMap<>();
        NDArray current = inputs;
        for (int layer = 0; layer < network.layers(); layer++) {
            NDArray weights = parts.get(2 * layer).reshape(new Shape(outputs(layer), inputs(layer)));
            current = current.matMul(weights.transpose()).add(parts.get(2 * layer + 1));
            if (layer < network.layers() - 1) {
                current = current.getNDArrayInternal().relu();
                layers.put("layer" + layer, current);
            }
        }
        layers.put(Objective.LOGITS, current);
        return layers;
    }

    /** The network with the present values; refuses values that are not finite. */
    Mlp network() {
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
