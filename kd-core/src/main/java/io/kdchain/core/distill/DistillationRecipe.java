package io.kdchain.core.distill;

import io.kdchain.core.loss.HintonLoss;
import java.util.Map;
import java.util.TreeMap;

/** How a student is distilled: all that, with the samples and the teacher, decides the result. */
public record DistillationRecipe(TrainingRecipe training, HintonLoss loss) {

    /** The same recipe with another seed. */
    public DistillationRecipe withSeed(long seed) {
        return new DistillationRecipe(training.withSeed(seed), loss);
    }

    /** The settings by name, as an event records them. */
    public Map<String, String> describe() {
        Map<String, String> all = new TreeMap<>(training.describe());
        all.putAll(loss.describe());
        return all;
    }
}
