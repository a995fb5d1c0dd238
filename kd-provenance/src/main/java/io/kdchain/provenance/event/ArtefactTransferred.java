package io.kdchain.provenance.event;

import org.jspecify.annotations.Nullable;

/**
 * Data or a model was handed over.
 *
 * @param artefact what
 * @param to to whom
 * @param protection how it was protected
 * @param keyEpoch which key of a dynamic encryption; null means not stated
 * @param plaintextDigest null means not stated
 * @param ciphertextDigest null means not stated
 */
public record ArtefactTransferred(
        EntityId artefact,
        PartyId to,
        Protection protection,
        @Nullable String keyEpoch,
        @Nullable Digest plaintextDigest,
        @Nullable Digest ciphertextDigest)
        implements EventBody {

    /** Protection of an artefact in transit. */
    public enum Protection implements Coded {
        NONE,
        DEIDENTIFIED,
        ENCRYPTED,
        DYNAMIC_ENCRYPTED;
    }
}
