package io.kdchain.provenance.event;

/** A degree of fault. */
public enum FaultGrade implements Coded {
    NONE,
    SLIGHT,
    ORDINARY,
    GROSS,
    INTENT;
}
