package io.kdchain.provenance.event;

/** Who appointed the expert of an appraisal; a court outranks both parties jointly, these outrank one party. */
public enum Appointment implements Coded {
    COURT,
    JOINT,
    PARTY;
}
