package io.kdchain.provenance.event;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run got somewhere.
 *
 * @param run id of the run: the event that started it, or a name
 * @param step steps done; 0 or more
 * @param losses by name
 * @param checkpoint id or digest of what was saved; null means nothing
 */
@Act(role = Role.DISTILLATION_PROVIDER, stage = Stage.DISTILLATION)
public record DistillationProgressed(
        String run,
        long step,
        Map<String, BigDecimal> losses,
        @Nullable String checkpoint) implements EventBody {

    public DistillationProgressed {
        losses = Maps.sorted(losses);
    }
}
