package io.kdchain.core.trace.chain;

import io.kdchain.core.trace.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a chain, and what it says of its stages.
 *
 * @param verdict how sure it is
 * @param ranking every stage once, the likeliest first
 * @param evidence what speaks against each stage, in the order of the chain
 * @param measure the audited measure that is furthest beyond its band
 * @param effect how much worse it is than in every repetition of the good chain, in its units; without a reference, how
 *     large it is
 * @param limit how much chance alone may do
 * @param interactions pairs of stages that do more, or less, together than alone beyond the limit
 * @param control control distillations, made before a teacher is blamed; null if none was needed
 * @param executions trainings that the search cost
 */
public record Measured(
        Verdict verdict,
        List<Stage> ranking,
        List<StageEvidence> evidence,
        Measure measure,
        double effect,
        double limit,
        List<Interaction> interactions,
        @Nullable TeacherControl control,
        int executions) {

    public Measured {
        ranking = List.copyOf(ranking);
        evidence = List.copyOf(evidence);
        interactions = List.copyOf(interactions);
        if (ranking.stream().distinct().count() != Stage.values().length || evidence.size() != Stage.values().length) {
            throw new IllegalArgumentException(
                    "a finding ranks every stage once; it has %s and evidence %s".formatted(ranking, evidence));
        }
    }

    /** What speaks against a stage. */
    public StageEvidence of(Stage stage) {
        return evidence.stream()
                .filter(one -> one.stage() == stage)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("stage %s has no evidence".formatted(stage.label())));
    }

    /** Whether the effect is larger than chance alone makes it. */
    public boolean visible() {
        return effect > limit;
    }

    /** The stages that are named, the likeliest first; none if the tracer abstains. */
    public List<Stage> named() {
        return verdict == Verdict.ABSTAINED
                ? List.of()
                : ranking.stream().filter(stage -> of(stage).suspicious()).toList();
    }

    /** 0 to 1: how far the first of the ranking is ahead of the second; 0 if nothing is beyond its band. */
    public double sureness() {
        if (verdict == Verdict.ABSTAINED) {
            return 0;
        }
        StageEvidence first = of(ranking.get(0));
        StageEvidence second = of(ranking.get(1));
        return first.contradicted() && !second.contradicted()
                ? 1
                : Math.max(0, (first.score() - Math.max(1, second.score())) / Math.max(first.score(), 1));
    }
}
