package io.kdchain.core.trace.chain;

import io.kdchain.core.trace.Stage;
import java.util.List;

/**
 * What speaks against a stage.
 *
 * @param contradictions exact checks that failed, for a person; none if all that could be made passed
 * @param score its strongest signal, in limits of the clean band; above 1 it is outside
 * @param signal name of that signal
 * @param shapley its part of the effect, in units of the measure, mean over the repetitions; 0 without a reference
 * @param repair what the chain gains if this stage alone is exchanged for a good one; 0 without a reference
 * @param breaking what a good chain loses if this stage alone takes the place of its own; 0 without a reference
 */
public record StageEvidence(
        Stage stage,
        List<Wording> contradictions,
        double score,
        String signal,
        double shapley,
        double repair,
        double breaking) {

    public StageEvidence {
        contradictions = List.copyOf(contradictions);
    }

    /** The same with the stage's part in a game. */
    StageEvidence in(EffectGame game) {
        return new StageEvidence(
                stage,
                contradictions,
                score,
                signal,
                game.shapley().getOrDefault(stage, 0.0),
                game.repair(stage),
                game.breaking(stage));
    }

    /** Whether an exact check failed. */
    public boolean contradicted() {
        return !contradictions.isEmpty();
    }

    /** Whether anything speaks against the stage beyond chance. */
    public boolean suspicious() {
        return contradicted() || score > 1;
    }
}
