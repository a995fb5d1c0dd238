package io.kdchain.core.distill;

import io.kdchain.core.loss.MutualLoss;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How students learn from each other: all that, with the samples, decides the result.
 *
 * @param students one recipe a student, two or more; they may differ in network and optimiser
 * @param temperature of the divergence between students, above 0
 */
public record MutualRecipe(List<TrainingRecipe> students, double temperature) {

    /** Zhang et al. 2018 compare the students' probabilities as they are. */
    public static final double DEFAULT_TEMPERATURE = 1;

    private static final Set<String> OWN = Set.of("network", "optimiser", "learningRate", "weightDecay", "momentum");

    public MutualRecipe {
        students = List.copyOf(students);
        if (students.size() < 2) {
            throw new IllegalArgumentException(
                    "%d students are to learn from each other; two or more are needed".formatted(students.size()));
        }
        TrainingRecipe first = students.get(0);
        for (TrainingRecipe student : students) {
            if (student.epochs() != first.epochs()
                    || student.batchSize() != first.batchSize()
                    || student.seed() != first.seed()
                    || !student.course().equals(first.course())) {
                throw new IllegalArgumentException(
                        "students that learn from each other see the same rows in the same order, but their recipes are %s and %s; give them the same epochs, batch size, seed and course"
                                .formatted(first.describe(), student.describe()));
            }
            if (student.network().features() != first.network().features()
                    || student.network().classes() != first.network().classes()) {
                throw new IllegalArgumentException(
                        "the students %s and %s differ in features or classes, so that neither can teach the other"
                                .formatted(first.network(), student.network()));
            }
        }
        new MutualLoss(temperature);
    }

    /** At the paper's temperature. */
    public static MutualRecipe of(List<TrainingRecipe> students) {
        return new MutualRecipe(students, DEFAULT_TEMPERATURE);
    }

    Objective objective() {
        return Objective.of(new MutualLoss(temperature));
    }

    /** The settings by name, as an event records them; those in which students may differ begin with the student. */
    public Map<String, String> describe() {
        Map<String, String> all = new TreeMap<>(students.get(0).describe());
        all.keySet().removeAll(OWN);
        for (int k = 0; k < students.size(); k++) {
            String prefix = "student%d.".formatted(k + 1);
            students.get(k).describe().forEach((name, value) -> {
                if (OWN.contains(name)) {
                    all.put(prefix + name, value);
                }
            });
        }
        all.putAll(objective().describe());
        return all;
    }
}
