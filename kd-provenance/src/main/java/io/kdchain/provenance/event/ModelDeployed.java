package io.kdchain.provenance.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model was put into service.
 *
 * @param model the model; null means what the event uses
 * @param service null means not stated
 * @param scenario where it is used
 * @param intendedUses what it is for
 * @param safeguards what is done against harm
 * @param filingNumber null means not stated
 */
@Act(role = Role.DEPLOYMENT_PLATFORM, stage = Stage.DEPLOYMENT)
public record ModelDeployed(
        @Nullable EntityId model,
        @Nullable String service,
        Scene scenario,
        List<String> intendedUses,
        List<Safeguard> safeguards,
        @Nullable String filingNumber)
        implements EventBody {

    public ModelDeployed {
        intendedUses = List.copyOf(intendedUses);
        safeguards = List.copyOf(safeguards);
    }
}
