package io.kdchain.provenance.event;

import org.jspecify.annotations.Nullable;

/**
 * A party confirmed what it received.
 *
 * @param artefact what
 * @param from from whom
 * @param plaintextDigest digest of what arrived; null means not stated
 */
public record TransferConfirmed(
        EntityId artefact, PartyId from, @Nullable Digest plaintextDigest) implements EventBody {}
