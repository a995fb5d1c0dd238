package io.kdchain.core.distill;

import io.kdchain.core.loss.DistillationLoss;
import java.util.Map;
import java.util.TreeMap;

/** How a student is distilled: all that, with the samples and the teachers, decides the result. */
public record DistillationRecipe(TrainingRecipe training, Objective objective) {

    /** With one loss on the logits. */
    public DistillationRecipe(TrainingRecipe training, DistillationLoss loss) {
        this(training, Objective.of(loss));
    }

    /** The same recipe with another seed. */
    public DistillationRecipe withSeed(long seed) {
        return new DistillationRecipe(training.withSeed(seed), objective);
    }

    /** The settings by name, as an event records them. */
    public Map<String, String> describe() {
        Map<String, String> all = new TreeMap<>(training.describe());
        all.putAll(objective.describe());
        return all;
    }
}
