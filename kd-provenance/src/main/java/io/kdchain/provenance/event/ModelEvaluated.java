package io.kdchain.provenance.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model was evaluated.
 *
 * @param model the model
 * @param dataset on what; null means not stated
 * @param metrics what was measured
 * @param passed the result; null means no threshold was set
 */
public record ModelEvaluated(
        EntityId model,
        @Nullable EntityId dataset,
        List<Metric> metrics,
        @Nullable Boolean passed) implements EventBody {

    public ModelEvaluated {
        metrics = List.copyOf(metrics);
    }
}
