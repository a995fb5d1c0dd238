package io.kdchain.rules.pack;

/** How far a norm reaches. The letters are those of {@code norms.yaml}. */
public enum Rank {
    /** Statute. */
    L,
    /** Judicial interpretation. */
    J,
    /** Administrative regulation. */
    A,
    /** Departmental rule. */
    D,
    /** Restatement or similar secondary authority. */
    R,
    /** Standard or other normative document. */
    N,
    /** Proposal or draft. */
    P,
    /** Contract or convention: binds who adopted it. */
    C;

    /** Whether a norm of this rank can found liability by itself: statutes and judicial interpretations. */
    public boolean founds() {
        return this == L || this == J;
    }

    /** Whether a norm of this rank shows a duty without having been adopted: all but standards, drafts, contracts. */
    public boolean showsDuty() {
        return this == L || this == J || this == A || this == D;
    }

    /** Whether a norm of this rank binds who adopted it, and nobody else: standards, proposals, conventions. */
    public boolean bindsWhoAdopted() {
        return this == N || this == P || this == C;
    }
}
