package io.kdchain.core.distill;

import java.util.List;

/**
 * What students that learned from each other became.
 *
 * @param students in the order of their recipes
 * @param losses one an epoch, in order: the mean over the students, and each student's own as a part
 * @param engine name and version of the tensor engine
 * @param threads that the engine computed on; another number gives other last digits
 */
public record MutualRun(List<Network> students, List<EpochLoss> losses, String engine, int threads) {

    public MutualRun {
        students = List.copyOf(students);
        losses = List.copyOf(losses);
    }
}
