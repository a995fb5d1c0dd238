package io.kdchain.provenance.evidence;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.StoredEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of an entry by itself.
 *
 * @param leaf the leaf that follows from its content
 * @param leafFits whether that is the one stored
 * @param signed the event; null means that the leaf does not fit, or that the content is no event
 * @param hash its hash, if it is one
 * @param fault why the content is no event; empty if it is one, or was not looked at
 */
record Examined(
        Bytes leaf,
        boolean leafFits,
        @Nullable SignedEvent signed,
        @Nullable Digest hash,
        String fault) {

    /**
     * Examines entries on all cores.
     *
     * @param known events that were read from these very entries before
     */
    static Map<Long, Examined> all(Map<Long, StoredEvent> entries, KnownEvents known) {
        Map<Long, Examined> examined = new ConcurrentHashMap<>();
        entries.entrySet().parallelStream()
                .forEach(entry -> examined.put(entry.getKey(), of(entry.getValue(), known.event(entry.getKey()))));
        return examined;
    }

    private static Examined of(StoredEvent entry, @Nullable SignedEvent known) {
        if (known != null) {
            return new Examined(entry.leafHash(), true, known, known.hash(), "");
        }
        byte[] envelope = entry.envelope().toArray();
        Bytes leaf = StoredEvent.leaf(entry.recordedAt(), envelope);
        if (!leaf.equals(entry.leafHash())) {
            return new Examined(leaf, false, null, null, "");
        }
        try {
            SignedEvent signed = SignedEvent.parse(envelope);
            return new Examined(leaf, true, signed, signed.hash(), "");
        } catch (MalformedEventException e) {
            return new Examined(leaf, true, null, null, String.valueOf(e.getMessage()));
        }
    }
}
