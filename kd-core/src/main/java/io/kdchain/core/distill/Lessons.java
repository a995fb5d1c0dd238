package io.kdchain.core.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.kdchain.core.data.Samples;
import io.kdchain.core.loss.LossInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Samples on the engine, with what the teachers say of them. */
final class Lessons {

    /**
     * Some of the samples.
     *
     * @param rows their places among all
     * @param teachers by layer, one array a teacher
     */
    record Batch(NDArray inputs, NDArray labels, NDArray rows, Map<String, List<NDArray>> teachers) {}

    private final Samples samples;
    private final NDArray inputs;
    private final NDArray labels;
    private final Targets targets;

    Lessons(Samples samples, Targets.Source source, Trainable network, NDManager manager) {
        this.samples = samples;
        float[] flat = new float[Math.multiplyExact(samples.size(), samples.width())];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(samples.input(i), 0, flat, i * samples.width(), samples.width());
        }
        this.inputs = manager.create(flat, network.input(samples.size()));
        this.labels = manager.create(Arrays.stream(samples.labels())
                .map(label -> label == Samples.NO_LABEL ? LossInput.NO_LABEL : label)
                .toArray());
        this.targets = source.open(manager);
    }

    Samples samples() {
        return samples;
    }

    Batch batch(int[] places, NDManager scope) {
        NDArray rows = scope.create(Arrays.stream(places).asLongStream().toArray());
        NDArray some = Targets.chosen(inputs, rows, scope);
        return new Batch(some, Targets.chosen(labels, rows, scope), rows, targets.of(some, rows, scope));
    }
}
