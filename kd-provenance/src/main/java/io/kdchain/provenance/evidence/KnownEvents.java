package io.kdchain.provenance.evidence;

import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.SignatureMemo;
import io.kdchain.provenance.sign.SignedEvent;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events that were read, before they are judged, from the very entries of a store whose bytes have the leaf hash that
 * stands beside them. Their signatures are verified on the other cores from the moment that they are known.
 */
public final class KnownEvents {
    /** None is known. */
    public static final KnownEvents NONE = new KnownEvents(new TreeMap<>());

    private final SortedMap<Long, SignedEvent> events;
    private final SignaturesAhead signatures;

    private KnownEvents(SortedMap<Long, SignedEvent> events) {
        this.events = events;
        Map<String, PublicKey> keys = KeyRing.introducedBy(events.values());
        this.signatures = SignaturesAhead.of(events, keyId -> Optional.ofNullable(keys.get(keyId)));
    }

    /** These events, by index; signatures of keys that none of them introduces are left to whoever judges. */
    public static KnownEvents of(Map<Long, SignedEvent> events) {
        return new KnownEvents(new TreeMap<>(events));
    }

    /** The event of an entry; null means that it is not known. */
    public @Nullable SignedEvent event(long index) {
        return events.get(index);
    }

    /** What is known of the signatures of an entry. */
    SignatureMemo signatures(long index) {
        return signatures.of(index);
    }
}
