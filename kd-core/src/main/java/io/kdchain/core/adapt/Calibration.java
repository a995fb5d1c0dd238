package io.kdchain.core.adapt;

import java.util.List;

/** The int8 grids of a network's activations: one a channel, for the inputs of each layer. */
public final class Calibration {

    private final List<List<ActivationRange>> layers;

    Calibration(List<List<ActivationRange>> layers) {
        this.layers = layers.stream().map(List::copyOf).toList();
    }

    List<ActivationRange> layer(int index) {
        return layers.get(index);
    }
}
