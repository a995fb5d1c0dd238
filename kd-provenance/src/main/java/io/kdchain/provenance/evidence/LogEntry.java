package io.kdchain.provenance.evidence;

import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.Event;
import java.time.Instant;

/**
 * An event that stands: signed by whom it names, under a key valid at its place, and in the tree of the log.
 *
 * @param index place in the log, from 0
 * @param recordedAt clock of the log when it was appended, UTC, in milliseconds
 * @param event what it says
 * @param leafHash hash of the entry in the tree
 * @param keyId id of the key under which the recorder signed
 */
public record LogEntry(long index, Instant recordedAt, Event event, Digest leafHash, String keyId) {}
