package io.kdchain.core.adapt;

/** How many numbers share one scale. */
public enum Granularity {
    /** One grid an input channel, one scale an output channel: closest to the float network. */
    PER_CHANNEL,
    /** One grid for what enters a layer, one scale for its weights: what simple hardware wants. */
    PER_TENSOR
}
