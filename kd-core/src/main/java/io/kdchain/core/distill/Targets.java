package io.kdchain.core.distill;

import io.kdchain.core.data.Samples;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the teachers say of all samples, asked once and in their order: by layer, one matrix a teacher. */
final class Targets {

    private final Map<String, List<double[][]>> byLayer = new TreeMap<>();

    /** Nothing: for a training on labels alone. */
    static Targets none() {
        return new Targets();
    }

    /** Asks each teacher for what the objective needs. */
    static Targets ask(List<? extends Teacher> teachers, Objective objective, Samples samples) {
        Targets targets = new Targets();
        float[][] inputs = samples.inputs();
        for (Objective.Term term : objective.terms()) {
            targets.byLayer.computeIfAbsent(
                    term.teacherLayer(),
                    layer -> teachers.stream()
                            .map(teacher -> layer.equals(Objective.LOGITS)
                                    ? checked(teacher.logits(inputs), samples)
                                    : rectangular(teacher.features(layer, inputs), samples))
                            .toList());
        }
        return targets;
    }

    List<double[][]> of(String layer) {
        return byLayer.getOrDefault(layer, List.of());
    }

    private static double[][] checked(double[][] logits, Samples samples) {
        rectangular(logits, samples);
        if (logits[0].length != samples.classes()) {
            throw new IllegalStateException(
                    "the teacher answered %d logits for %d classes".formatted(logits[0].length, samples.classes()));
        }
        return logits;
    }

    private static double[][] rectangular(double[][] answers, Samples samples) {
        if (answers.length != samples.size()) {
            throw new IllegalStateException(
                    "the teacher answered %d rows for %d samples".formatted(answers.length, samples.size()));
        }
        for (int i = 0; i < answers.length; i++) {
            if (answers[i].length != answers[0].length) {
                throw new IllegalStateException("the teacher answered %d numbers for sample %s and %d for the first"
                        .formatted(answers[i].length, samples.id(i), answers[0].length));
            }
            for (double number : answers[i]) {
                if (!Double.isFinite(number)) {
                    throw new IllegalStateException(
                            "the teacher answered %s for sample %s; a finite number is needed, look for a corrupt model or input"
                                    .formatted(number, samples.id(i)));
                }
            }
        }
        return answers;
    }
}
