package io.kdchain.core.distill;

import java.util.List;

/**
 * What a training made.
 *
 * @param student the trained network
 * @param losses one an epoch, in order
 * @param engine name and version of the tensor engine
 * @param threads that the engine computed on; another number gives other last digits
 */
public record TrainingRun(Network student, List<EpochLoss> losses, String engine, int threads) {

    public TrainingRun {
        losses = List.copyOf(losses);
    }

    static TrainingRun of(TrainingLoop.Ended ended) {
        return new TrainingRun(ended.networks().get(0), ended.losses(), ended.engine(), ended.threads());
    }

    /**
     * The trained network, where it is a perceptron.
     *
     * @throws IllegalStateException if it is of blocks; then take {@link #student()}
     */
    public Mlp network() {
        if (student instanceof Mlp mlp) {
            return mlp;
        }
        throw new IllegalStateException(
                "the trained network %s is no perceptron; take it as student()".formatted(student.definition()));
    }
}
