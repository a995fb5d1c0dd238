package io.kdchain.core.trace;

import io.kdchain.core.data.ContentDigest;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;

/**
 * Which stages made an answer wrong. What the contributions leave to 1 is unexplained.
 *
 * @param method how it was found
 * @param stages every stage once, in the order of the chain
 * @param sufficient the minimal sets of stages that alone give a wrong answer, with the recorded seeds; none if the
 *     chain is wrong with every stage done faithfully
 * @param replays every stage once: does its repetition give what is on record
 * @param references how many faithful repetitions the bounds rest on, 1 or more
 * @param reproduction digest over all that went in and came out; a repetition on the same platform gives the same
 */
public record Localisation(
        String method,
        List<StageContribution> stages,
        List<List<Stage>> sufficient,
        List<StageReplay> replays,
        int references,
        ContentDigest reproduction) {

    public Localisation {
        stages = List.copyOf(stages);
        sufficient = sufficient.stream().map(List::copyOf).toList();
        replays = List.copyOf(replays);
        if (stages.size() != EnumSet.allOf(Stage.class).size()) {
            throw new IllegalArgumentException("a localisation names every stage once; got %s".formatted(stages));
        }
        if (explained(stages).compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("the contributions %s sum to more than 1".formatted(stages));
        }
    }

    /** The stage's entry. */
    public StageContribution of(Stage stage) {
        return stages.stream()
                .filter(entry -> entry.stage() == stage)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("stage %s is missing".formatted(stage.label())));
    }

    /** The sum of the contributions, 0 to 1. */
    public BigDecimal explained() {
        return explained(stages);
    }

    /** What no stage of the chain explains, 0 to 1. */
    public BigDecimal unexplained() {
        return BigDecimal.ONE.subtract(explained());
    }

    /** The stages that contribute, in the order of the chain. */
    public List<Stage> contributing() {
        return stages.stream()
                .filter(entry -> entry.contribution().signum() > 0)
                .map(StageContribution::stage)
                .toList();
    }

    private static BigDecimal explained(List<StageContribution> stages) {
        return stages.stream().map(StageContribution::contribution).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
