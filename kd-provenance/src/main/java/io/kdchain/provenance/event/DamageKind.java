package io.kdchain.provenance.event;

/** What can be harmed. */
public enum DamageKind implements Coded {
    BODILY_INJURY,
    PROPERTY,
    PECUNIARY,
    REPUTATION,
    PERSONALITY,
    PRIVACY,
    COPYRIGHT,
    UNFAIR_COMPETITION,
    DISCRIMINATION;
}
