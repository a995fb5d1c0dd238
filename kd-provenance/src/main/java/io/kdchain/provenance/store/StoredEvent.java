package io.kdchain.provenance.store;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.merkle.MerkleHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An entry as storage holds it. Nothing of it is to be believed before it is checked.
 *
 * @param recordedAt clock of the log when it was appended, UTC, in milliseconds
 * @param envelope the signed event
 * @param leafHash hash of the entry in the tree; it covers envelope and {@code recordedAt}
 * @param index how it is found; null means only by its place
 */
public record StoredEvent(
        Instant recordedAt,
        Bytes envelope,
        Bytes leafHash,
        @Nullable EntryIndex index) {
    public StoredEvent {
        recordedAt = recordedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The entry of an event, with the leaf made over these bytes and this time. */
    public static StoredEvent of(Instant recordedAt, byte[] envelope, Event event) {
        return of(recordedAt, Bytes.of(envelope), EntryIndex.of(event));
    }

    /** The entry of an event whose index was made before. */
    public static StoredEvent of(Instant recordedAt, Bytes envelope, EntryIndex index) {
        return new StoredEvent(recordedAt, envelope, leaf(recordedAt, envelope.toArray()), index);
    }

    /** The same entry with other bytes under the old leaf: what storage shows after somebody changed it. */
    public StoredEvent withEnvelope(byte[] changed) {
        return new StoredEvent(recordedAt, Bytes.of(changed), leafHash, index);
    }

    /** Whether the leaf is that of envelope and time. */
    public boolean leafFits() {
        return leaf(recordedAt, envelope.toArray()).equals(leafHash);
    }

    /** The leaf that follows from an envelope and a time: the hash of their {@link #content}. */
    public static Bytes leaf(Instant recordedAt, byte[] envelope) {
        return Bytes.of(MerkleHash.leaf(envelope, end(recordedAt)));
    }

    /** What the leaf covers: the envelope, a line feed, and the time as RFC 3339 text. */
    public static byte[] content(Instant recordedAt, byte[] envelope) {
        byte[] end = end(recordedAt);
        byte[] content = Arrays.copyOf(envelope, envelope.length + end.length);
        System.arraycopy(end, 0, content, envelope.length, end.length);
        return content;
    }

    private static byte[] end(Instant recordedAt) {
        return ("\n" + recordedAt.truncatedTo(ChronoUnit.MILLIS)).getBytes(StandardCharsets.US_ASCII);
    }
}
