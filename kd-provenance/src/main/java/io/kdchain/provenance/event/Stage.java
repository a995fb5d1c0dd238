package io.kdchain.provenance.event;

/** A stage of the chain, in the order in which outputs come about. */
public enum Stage implements Coded {
    DATA,
    TEACHER,
    DISTILLATION,
    ADAPTATION,
    DEPLOYMENT,
    USE;
}
