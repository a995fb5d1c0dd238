package io.kdchain.provenance.event;

/** What an entity of the chain is. */
public enum EntityKind implements Coded {
    DATASET,
    MODEL,
    DEPLOYMENT,
    OUTPUT,
    REPORT,
    AGREEMENT,
    NOTICE,
    POLICY,
    INCIDENT;
}
