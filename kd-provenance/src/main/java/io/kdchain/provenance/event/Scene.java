package io.kdchain.provenance.event;

/** Where a model is put to use. */
public enum Scene implements Coded {
    MEDICAL,
    CREDIT,
    NEWS,
    GENERAL;
}
