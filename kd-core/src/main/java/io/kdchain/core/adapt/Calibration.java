package io.kdchain.core.adapt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The int8 grids of a network's activations: one a channel, for the inputs of each layer. */
public final class Calibration {

    private final List<List<ActivationRange>> layers;

    Calibration(List<List<ActivationRange>> layers) {
        this.layers = layers.stream().map(List::copyOf).toList();
    }

    /** One grid a layer, wide enough for all of its channels. */
    Calibration perTensor() {
        List<List<ActivationRange>> wide = new ArrayList<>();
        for (List<ActivationRange> channels : layers) {
            ActivationRange range = ActivationRange.over(
                    channels.stream().mapToDouble(ActivationRange::low).min().orElseThrow(),
                    channels.stream().mapToDouble(ActivationRange::high).max().orElseThrow());
            wide.add(Collections.nCopies(channels.size(), range));
        }
        return new Calibration(wide);
    }

    List<ActivationRange> layer(int index) {
        return layers.get(index);
    }
}
