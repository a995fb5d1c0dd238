package io.kdchain.provenance.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A party gives up its key; signed by the party or by a registrar. Counts from its place in the log on.
 *
 * @param since when the key was lost, as the party says
 * @param reason null means not stated
 */
public record KeyRevoked(Instant since, @Nullable String reason) implements EventBody {}
