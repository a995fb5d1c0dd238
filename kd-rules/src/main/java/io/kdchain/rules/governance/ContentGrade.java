package io.kdchain.rules.governance;

import io.kdchain.provenance.event.Coded;

/** How safe the contents of a deployment are, the best first. */
public enum ContentGrade implements Coded {
    /** Violations surely below an absolute rate. */
    A,
    /** Surely far fewer than the reference. */
    B,
    /** About as many as the reference. */
    C,
    /** Perhaps more than the reference. */
    D,
    /** Perhaps far more than the reference, or a gate was not passed. */
    E;

    /** The letter. */
    @Override
    public String code() {
        return name();
    }
}
