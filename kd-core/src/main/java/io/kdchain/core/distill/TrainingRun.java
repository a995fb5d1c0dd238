package io.kdchain.core.distill;

import java.util.List;

/**
 * What a training made.
 *
 * @param network the trained network
 * @param losses one an epoch, in order
 * @param engine name and version of the tensor engine
 * @param threads that the engine computed on; another number gives other last digits
 */
public record TrainingRun(Mlp network, List<EpochLoss> losses, String engine, int threads) {

    public TrainingRun {
        losses = List.copyOf(losses);
    }
}
