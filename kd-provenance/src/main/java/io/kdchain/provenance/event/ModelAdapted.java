package io.kdchain.provenance.event;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A model was adapted to hardware.
 *
 * @param technique how
 * @param target for which hardware
 * @param equivalence comparison with the model before; null means none was made
 */
@Act(role = Role.HARDWARE_ADAPTER, stage = Stage.ADAPTATION)
public record ModelAdapted(
        Technique technique, String target, @Nullable Equivalence equivalence) implements EventBody {

    /** How a model is adapted. */
    public enum Technique implements Coded {
        INT8,
        FP16,
        PRUNE,
        COMPILE;
    }

    /**
     * Comparison of the adapted model with the one before.
     *
     * @param dataset on what; null means not stated
     * @param agreement part of equal answers, 0 to 1; null means not stated
     * @param maxDivergence largest difference of an output; null means not stated
     * @param tolerance what is tolerated; null means not stated
     * @param passed the result
     */
    public record Equivalence(
            @Nullable EntityId dataset,
            @Nullable BigDecimal agreement,
            @Nullable BigDecimal maxDivergence,
            @Nullable BigDecimal tolerance,
            boolean passed) {}
}
