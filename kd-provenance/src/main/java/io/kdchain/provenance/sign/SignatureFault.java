package io.kdchain.provenance.sign;

import io.kdchain.provenance.event.Coded;

/** What can be wrong with the signatures of an event. */
public enum SignatureFault implements Coded {
    /** Nobody signed. */
    UNSIGNED,
    /** The signature does not fit bytes and key. */
    SIGNATURE_INVALID,
    /** Another party's key made the signature. */
    SIGNED_BY_OTHER,
    /** One signature more than the event calls for, by nobody known. */
    SIGNATURE_UNKNOWN,
    /** The party was not registered at this place of the log. */
    PARTY_UNKNOWN,
    /** The key had been replaced or revoked at this place of the log. */
    KEY_NOT_VALID,
    /** The registered key is no key. */
    KEY_MALFORMED,
    /** The party has been registered before. */
    REGISTERED_TWICE,
    /** No registrar signed the registration. */
    NO_REGISTRAR,
    /** The registrar's own key had been revoked. */
    REGISTRAR_REVOKED,
    /** The first registrar is not the one that the verifier trusts. */
    ROOT_NOT_TRUSTED;
}
