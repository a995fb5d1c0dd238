package io.kdchain.provenance.evidence;

import io.kdchain.provenance.event.KeyRotated;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EventReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The public keys that a log has seen, by their ids, whether valid or not. Safe for concurrent use. */
public final class KeyRing {
    /** Keys that are remembered; beyond, they are read again. */
    private static final int MAX_KEYS = 10_000;

    private final EventReader log;
    private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();

    /** The keys of this log. */
    public KeyRing(EventReader log) {
        this.log = log;
    }

    /** The key of an id: SHA-256 of the key, so that there are no two. */
    public Optional<PublicKey> key(String keyId) {
        PublicKey known = keys.get(keyId);
        if (known != null) {
            return Optional.of(known);
        }
        for (long index : log.find(EdgeKind.KEY_ID, keyId)) {
            Optional<PublicKey> found = log.read(index)
                    .flatMap(entry -> parse(entry.envelope().toArray()))
                    .filter(key -> key.keyId().equals(keyId));
            if (found.isPresent()) {
                if (keys.size() >= MAX_KEYS) {
                    keys.clear();
                }
                keys.put(keyId, found.get());
                return found;
            }
        }
        return Optional.empty();
    }

    /** The keys that these events introduce, by their ids. */
    static Map<String, PublicKey> introducedBy(Collection<SignedEvent> events) {
        Map<String, PublicKey> introduced = new HashMap<>();
        events.forEach(signed -> introducedBy(signed).ifPresent(key -> introduced.put(key.keyId(), key)));
        return Map.copyOf(introduced);
    }

    /** The key that an event introduces. One that cannot be read introduces none; it is reported where it is judged. */
    private static Optional<PublicKey> parse(byte[] envelope) {
        try {
            return introducedBy(SignedEvent.parse(envelope));
        } catch (MalformedEventException e) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> introducedBy(SignedEvent signed) {
        try {
            if (signed.event().body() instanceof PartyRegistered registered) {
                return Optional.of(PublicKey.parse(registered.key()));
            }
            if (signed.event().body() instanceof KeyRotated rotated) {
                return Optional.of(PublicKey.parse(rotated.newKey()));
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
