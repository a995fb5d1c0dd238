package io.kdchain.provenance.exchange;

import io.kdchain.provenance.event.Coded;

/** What can be wrong with an evidence bundle. */
public enum BundleFault implements Coded {
    /** A member that must be there is not. */
    MEMBER_MISSING,
    /** A member is none of the format. */
    MEMBER_UNKNOWN,
    /** A member has not the form that it must have. */
    MEMBER_MALFORMED,
    /** The version of the format is not known to this release. */
    VERSION_UNKNOWN,
    /** The digest is not that of the document: something in it was changed since it was written. */
    DIGEST_DIFFERS,
    /** The bundle names an exporter and has no attestation, or the other way round. */
    ATTESTATION_MISSING,
    /** The attestation is not one of the named exporter over the digest. */
    ATTESTATION_INVALID,
    /** What it is said to be about is named twice. */
    ABOUT_REPEATED,
    /** No entry says anything of what it is said to be about. */
    ABOUT_UNKNOWN,
    /** The key of the log is no key, or not one of the named log. */
    LOG_KEY_MALFORMED,
    /** Keys are trusted, and that of the log is none of them. */
    LOG_KEY_NOT_TRUSTED,
    /** The checkpoint is no signed checkpoint. */
    CHECKPOINT_MALFORMED,
    /** The checkpoint is one of another log. */
    ORIGIN_DIFFERS,
    /** The checkpoint is not signed by the log. */
    CHECKPOINT_SIGNATURE,
    /** A signature that claims to be that of a trusted witness does not verify. */
    COSIGNATURE_FALSE,
    /** Fewer of the trusted witnesses cosigned the checkpoint than the policy demands. */
    QUORUM_NOT_MET,
    /** What claims to be a time stamp of a trusted authority on the checkpoint is none. */
    TIMESTAMP_FALSE,
    /** Entries are not in the order of their indexes, each once. */
    ENTRY_ORDER,
    /** An entry is said to stand beyond the end of the log. */
    ENTRY_OUTSIDE,
    /** The proof has too few or too many hashes for these entries. */
    PROOF_LENGTH,
    /** Entries and proof do not lead to the root of the checkpoint. */
    PROOF_ROOT,
    /** The leaf of an entry was changed; content and proof agree without it. */
    LEAF_DIFFERS,
    /** The content or the time of an entry is not what was appended. */
    CONTENT_DIFFERS,
    /** An entry proves nothing; the message says why. */
    ENTRY_REJECTED,
    /** An entry is neither of the slice nor needed to judge it. */
    ENTRY_NOT_NEEDED,
    /** An entry says how it was found, which follows from its content. */
    FOUND_NOT_NEEDED,
    /** Counters contradict the entries or themselves. */
    COUNTER_IMPOSSIBLE,
    /** A party of the slice has no counters. */
    COUNTER_MISSING,
    /** A disclosed value is not the one that was committed to. */
    DISCLOSURE_DIFFERS,
    /** The statement says something else than the bundle. */
    STATEMENT_DIFFERS;
}
