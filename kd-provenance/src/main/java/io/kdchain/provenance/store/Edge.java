package io.kdchain.provenance.store;

/**
 * One way to find an entry.
 *
 * @param kind what the key means
 * @param key an id
 */
public record Edge(EdgeKind kind, String key) {}
