package io.kdchain.provenance.event;

import org.jspecify.annotations.Nullable;

/**
 * A safeguard was switched on or off.
 *
 * @param deployment the deployment
 * @param safeguard which
 * @param enabled whether it is on from now
 * @param reason null means not stated
 */
public record SafeguardChanged(
        EntityId deployment,
        Safeguard safeguard,
        boolean enabled,
        @Nullable String reason) implements EventBody {}
