package io.kdchain.provenance.event;

/** How grave a damage is. */
public enum Severity implements Coded {
    SLIGHT,
    ORDINARY,
    SERIOUS,
    DEATH;
}
