package io.kdchain.provenance.evidence;

import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.KeyRevoked;
import io.kdchain.provenance.event.KeyRotated;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.KeyHistory;
import io.kdchain.provenance.sign.Objection;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.SignatureFault;
import io.kdchain.provenance.sign.SignatureMemo;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.StoredEvent;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/** Reads from a log who held which key, party by party, as far as events call for it. Not safe for concurrent use. */
public final class KeyReader {
    /** Beyond as many, holders are looked for again. */
    private static final int MAX_SEEN_KEYS = 10_000;

    private final EventReader store;
    private final KeyHistory history;
    private final BiPredicate<Long, StoredEvent> stands;
    private final Set<String> known = new HashSet<>();
    private final Set<Long> read = new HashSet<>();
    /** Ids of keys whose holders were looked for. */
    private final Set<String> seenKeys = new HashSet<>();

    private final Map<Long, Optional<Objection>> verdicts = new HashMap<>();

    /**
     * Reads from this store.
     *
     * @param roots keys that the first registrar may have; empty means whichever it has
     * @param stands whether an entry is what was appended; one that is not changes no keys
     */
    public KeyReader(EventReader store, Collection<PublicKey> roots, BiPredicate<Long, StoredEvent> stands) {
        this.store = store;
        this.history = new KeyHistory(roots);
        this.stands = stands;
    }

    /** Whether an event changes keys. */
    public static boolean changesKeys(Event event) {
        return event.body() instanceof PartyRegistered
                || event.body() instanceof KeyRotated
                || event.body() instanceof KeyRevoked;
    }

    /** The keys as far as they were read. */
    public KeyHistory history() {
        return history;
    }

    /**
     * Why the signatures of an event do not stand at its place.
     *
     * @return nothing if they do
     */
    public Optional<Objection> check(long index, SignedEvent signed) {
        return check(index, signed, SignatureMemo.NONE);
    }

    /** As {@link #check(long, SignedEvent)}, with what is known of the signatures already. */
    public Optional<Objection> check(long index, SignedEvent signed, SignatureMemo memo) {
        require(signed);
        Optional<Objection> known = verdicts.get(index);
        return known == null ? history.check(index, signed, memo) : known;
    }

    /** Takes note of an event that was checked and appended. */
    public void appended(long index, SignedEvent signed) {
        if (changesKeys(signed.event())) {
            known.add(signed.event().actor().value());
            seenKeys.clear();
            read.add(index);
            verdicts.put(index, Optional.empty());
            history.apply(index, signed.event());
        }
    }

    /** Reads the keys that an event calls for: of its actor, its observer, and whoever holds a key that signed. */
    private void require(SignedEvent signed) {
        Deque<String> open = new ArrayDeque<>();
        open.add(signed.event().actor().value());
        PartyId observer = signed.event().observedBy();
        if (observer != null) {
            open.add(observer.value());
        }
        addSigners(signed.envelope(), open);
        SortedSet<Long> found = new TreeSet<>();
        // its size is asked for as long as there is nothing to read: it may cost a query
        if (!read.contains(0L) && store.size() > 0) {
            read.add(0L);
            found.add(0L);
            parse(0).ifPresent(root -> open.add(root.event().actor().value()));
        }
        while (!open.isEmpty()) {
            String party = open.remove();
            if (known.add(party)) {
                for (long index : store.find(EdgeKind.KEY_OF, party)) {
                    if (read.add(index) || found.contains(index)) {
                        found.add(index);
                        parse(index).ifPresent(event -> addSigners(event.envelope(), open));
                    }
                }
            }
        }
        for (long index : found) {
            parse(index).filter(event -> changesKeys(event.event())).ifPresent(event -> apply(index, event));
        }
    }

    private void apply(long index, SignedEvent event) {
        StoredEvent entry = store.read(index).orElseThrow();
        if (!stands.test(index, entry)) {
            verdicts.put(
                    index,
                    Optional.of(new Objection(
                            SignatureFault.SIGNATURE_INVALID, "The entry is not what was appended.", null)));
            return;
        }
        Optional<Objection> objection = history.check(index, event);
        verdicts.put(index, objection);
        if (objection.isEmpty()) {
            history.apply(index, event.event());
        }
    }

    private void addSigners(Envelope envelope, Deque<String> open) {
        for (Envelope.Signature signature : envelope.signatures()) {
            if (seenKeys.size() >= MAX_SEEN_KEYS) {
                seenKeys.clear();
            }
            if (!seenKeys.add(signature.keyId())) {
                continue;
            }
            for (long index : store.find(EdgeKind.KEY_ID, signature.keyId())) {
                parse(index).ifPresent(event -> open.add(event.event().actor().value()));
            }
        }
    }

    /** The entry at an index, if it can be read; one that cannot changes no keys and is reported where it is judged. */
    private Optional<SignedEvent> parse(long index) {
        return store.read(index).flatMap(entry -> {
            try {
                return Optional.of(SignedEvent.parse(entry.envelope().toArray()));
            } catch (MalformedEventException e) {
                return Optional.empty();
            }
        });
    }
}
