package io.kdchain.provenance.store;

import io.kdchain.provenance.event.Bytes;

/**
 * A checkpoint as storage holds it.
 *
 * @param size number of entries under which it is kept
 * @param note the signed note
 */
public record StoredCheckpoint(long size, Bytes note) {}
