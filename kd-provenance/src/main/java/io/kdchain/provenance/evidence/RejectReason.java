package io.kdchain.provenance.evidence;

import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.sign.SignatureFault;

/** Why an entry proves nothing. */
public enum RejectReason implements Coded {
    /** Its content was erased. */
    ERASED,
    /** It is not what the checkpoint of the log covers: it was changed, or put in, in storage. */
    PROOF_INVALID,
    /** It is no event in canonical form. */
    MALFORMED,
    /** An event with its id stands in the log before it. */
    DUPLICATE,
    /** It names another digest for an entity than the event that generated it. */
    DIGEST_CONTRADICTION,
    /** It names another previous event than the one that its recorder counted before it. */
    CHAIN_BROKEN,
    /** See {@link SignatureFault#UNSIGNED}. */
    UNSIGNED,
    /** See {@link SignatureFault#SIGNATURE_INVALID}. */
    SIGNATURE_INVALID,
    /** See {@link SignatureFault#SIGNED_BY_OTHER}. */
    SIGNED_BY_OTHER,
    /** See {@link SignatureFault#SIGNATURE_UNKNOWN}. */
    SIGNATURE_UNKNOWN,
    /** See {@link SignatureFault#PARTY_UNKNOWN}. */
    PARTY_UNKNOWN,
    /** See {@link SignatureFault#KEY_NOT_VALID}. */
    KEY_NOT_VALID,
    /** See {@link SignatureFault#KEY_MALFORMED}. */
    KEY_MALFORMED,
    /** See {@link SignatureFault#REGISTERED_TWICE}. */
    REGISTERED_TWICE,
    /** See {@link SignatureFault#NO_REGISTRAR}. */
    NO_REGISTRAR,
    /** See {@link SignatureFault#REGISTRAR_REVOKED}. */
    REGISTRAR_REVOKED,
    /** See {@link SignatureFault#ROOT_NOT_TRUSTED}. */
    ROOT_NOT_TRUSTED;

    /** The reason that a fault of the signatures gives. */
    public static RejectReason of(SignatureFault fault) {
        return valueOf(fault.name());
    }
}
