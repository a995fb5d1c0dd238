package io.kdchain.provenance.store;

/**
 * Where an event of a recorder stands.
 *
 * @param seq the recorder's counter
 * @param index place in the log
 */
public record Position(long seq, long index) {}
