package io.kdchain.provenance.sign;

import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.KeyRevoked;
import io.kdchain.provenance.event.KeyRotated;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.event.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who held which key at which place of the log. Filled in the order of the log; a claimed time never counts. Not safe
 * for concurrent use.
 */
public final class KeyHistory {
    private final Collection<PublicKey> trustedRoots;
    private final Map<PartyId, Holder> holders = new LinkedHashMap<>();

    /**
     * @param trustedRoots keys that the first registrar may have, and registrars of other logs whose registrations were
     *     taken over; empty means whichever the first has, and no others
     */
    public KeyHistory(Collection<PublicKey> trustedRoots) {
        this.trustedRoots = List.copyOf(trustedRoots);
    }

    /** A span of the log in which a key is valid: from index, included, to index, excluded. */
    private static final class Span {
        private final PublicKey key;
        private final long from;
        private long to = Long.MAX_VALUE;

        Span(PublicKey key, long from) {
            this.key = key;
            this.from = from;
        }

        boolean holdsAt(long index) {
            return from <= index && index < to;
        }
    }

    private record Holder(PartyRegistered registration, List<Span> spans) {
        @Nullable
        PublicKey keyAt(long index) {
            return spans.stream()
                    .filter(span -> span.holdsAt(index))
                    .map(span -> span.key)
                    .findFirst()
                    .orElse(null);
        }

        void end(long index) {
            spans.get(spans.size() - 1).to = Math.min(index, spans.get(spans.size() - 1).to);
        }
    }

    /** Whether a party is registered. */
    public boolean knows(PartyId party) {
        return holders.containsKey(party);
    }

    /** How a party registered. */
    public Optional<PartyRegistered> registration(PartyId party) {
        return Optional.ofNullable(holders.get(party)).map(Holder::registration);
    }

    /** The key that a party holds at this place of the log. */
    public Optional<PublicKey> keyAt(PartyId party, long index) {
        return Optional.ofNullable(holders.get(party)).map(holder -> holder.keyAt(index));
    }

    /** What an event that stands at this place of the log, and was checked, changes about keys. */
    public void apply(long index, Event event) {
        if (event.body() instanceof PartyRegistered registration) {
            List<Span> spans = new ArrayList<>();
            spans.add(new Span(PublicKey.parse(registration.key()), index));
            holders.put(event.actor(), new Holder(registration, spans));
            return;
        }
        Holder holder = holders.get(event.actor());
        if (holder != null && event.body() instanceof KeyRotated rotated) {
            holder.end(index + 1);
            holder.spans().add(new Span(PublicKey.parse(rotated.newKey()), index + 1));
        } else if (holder != null && event.body() instanceof KeyRevoked) {
            holder.end(index + 1);
        }
    }

    /**
     * Whether the signatures of an event stand at this place of the log.
     *
     * @return nothing if they do
     */
    public Optional<Objection> check(long index, SignedEvent signed) {
        return check(index, signed, SignatureMemo.NONE);
    }

    /** As {@link #check(long, SignedEvent)}, with what is known of the signatures already. */
    public Optional<Objection> check(long index, SignedEvent signed, SignatureMemo memo) {
        Event event = signed.event();
        Signatures signatures = new Signatures(signed.envelope(), memo);
        if (signatures.isEmpty()) {
            return objection(SignatureFault.UNSIGNED, "Nobody signed it.");
        }
        if (event.body() instanceof PartyRegistered registration) {
            return checkRegistration(index, event, registration, signatures);
        }
        if (event.body() instanceof KeyRotated rotated && !isKey(rotated.newKey())) {
            return objection(SignatureFault.KEY_MALFORMED, "'%s' is no public key.".formatted(rotated.newKey()));
        }
        PartyId signer = event.observedBy() == null ? event.actor() : event.observedBy();
        Holder holder = holders.get(signer);
        if (holder == null || index < holder.spans().get(0).from) {
            return objection(
                    SignatureFault.PARTY_UNKNOWN, "Party '%s' is not registered at this place.".formatted(signer));
        }
        boolean keyEvent = event.body() instanceof KeyRotated || event.body() instanceof KeyRevoked;
        PublicKey key = holder.keyAt(index);
        boolean signedBySigner = key != null && signatures.take(key);
        if (!signedBySigner && !(keyEvent && takeRegistrar(index, signatures))) {
            return explain(index, signer, key, signatures);
        }
        return signatures.rest(this, index);
    }

    private Optional<Objection> checkRegistration(
            long index, Event event, PartyRegistered registration, Signatures signatures) {
        if (!isKey(registration.key())) {
            return objection(SignatureFault.KEY_MALFORMED, "'%s' is no public key.".formatted(registration.key()));
        }
        PublicKey key = PublicKey.parse(registration.key());
        if (knows(event.actor())) {
            return objection(
                    SignatureFault.REGISTERED_TWICE, "Party '%s' is registered already.".formatted(event.actor()));
        }
        if (!signatures.take(key)) {
            return objection(
                    SignatureFault.SIGNATURE_INVALID, "The key that it registers did not sign the registration.");
        }
        if (index == 0) {
            if (!registration.roles().contains(Role.REGISTRAR)) {
                return objection(
                        SignatureFault.NO_REGISTRAR,
                        "The first event of a log registers its first registrar; '%s' has not the role %s."
                                .formatted(event.actor(), Role.REGISTRAR.code()));
            }
            if (!trustedRoots.isEmpty() && !trustedRoots.contains(key)) {
                return objection(
                        SignatureFault.ROOT_NOT_TRUSTED,
                        "The first registrar '%s' has the key %s, which is none of those trusted."
                                .formatted(event.actor(), key));
            }
            return signatures.rest(this, index);
        }
        // the registrar of another log, whose key the reader was given from outside, needs nobody's word
        boolean trusted = registration.roles().contains(Role.REGISTRAR) && trustedRoots.contains(key);
        if (trusted || takeRegistrar(index, signatures)) {
            return signatures.rest(this, index);
        }
        for (Map.Entry<PartyId, Holder> other : holders.entrySet()) {
            if (isRegistrar(other.getValue())
                    && other.getValue().spans().stream().anyMatch(span -> signatures.take(span.key))) {
                return objection(
                        SignatureFault.REGISTRAR_REVOKED,
                        "Registrar '%s' had no right to the key any more.".formatted(other.getKey()));
            }
        }
        return objection(SignatureFault.NO_REGISTRAR, "No registrar signed the registration.");
    }

    private boolean takeRegistrar(long index, Signatures signatures) {
        for (Holder holder : holders.values()) {
            PublicKey key = isRegistrar(holder) ? holder.keyAt(index) : null;
            if (key != null && signatures.take(key)) {
                return true;
            }
        }
        return false;
    }

    private Optional<Objection> explain(long index, PartyId signer, @Nullable PublicKey key, Signatures signatures) {
        Holder holder = holders.get(signer);
        if (holder != null && holder.spans().stream().anyMatch(span -> signatures.take(span.key))) {
            return objection(
                    SignatureFault.KEY_NOT_VALID,
                    "The key of '%s' that signed had been replaced or revoked before.".formatted(signer));
        }
        for (Map.Entry<PartyId, Holder> other : holders.entrySet()) {
            PublicKey otherKey = other.getValue().keyAt(index);
            if (otherKey != null && signatures.take(otherKey)) {
                return Optional.of(new Objection(
                        SignatureFault.SIGNED_BY_OTHER,
                        "It is in the name of '%s' but signed with the key of '%s'.".formatted(signer, other.getKey()),
                        other.getKey()));
            }
        }
        if (key != null && signatures.underAnotherId(key)) {
            return objection(
                    SignatureFault.SIGNATURE_INVALID,
                    "It is signed with the key of '%s', but its key id names another one.".formatted(signer));
        }
        return key == null
                ? objection(SignatureFault.KEY_NOT_VALID, "'%s' has no valid key any more.".formatted(signer))
                : objection(
                        SignatureFault.SIGNATURE_INVALID,
                        "The signature is not one of '%s' over it.".formatted(signer));
    }

    private static boolean isRegistrar(Holder holder) {
        return holder.registration().roles().contains(Role.REGISTRAR);
    }

    private static boolean isKey(String text) {
        try {
            PublicKey.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<Objection> objection(SignatureFault reason, String detail) {
        return Optional.of(new Objection(reason, detail, null));
    }

    /** The signatures of one envelope, each used once. */
    private static final class Signatures {
        private final SignatureMemo memo;
        private final byte[] message;
        private final List<Envelope.Signature> open;

        Signatures(Envelope envelope, SignatureMemo memo) {
            this.memo = memo;
            this.message = envelope.signedBytes();
            this.open = new ArrayList<>(envelope.signatures());
        }

        boolean isEmpty() {
            return open.isEmpty();
        }

        /** Uses up one signature of this key, if there is one. */
        boolean take(PublicKey key) {
            for (Envelope.Signature signature : open) {
                // the id only spares work: what has another one is no signature of this key by its own word
                if (signature.keyId().equals(key.keyId()) && memo.verify(key, message, signature)) {
                    open.remove(signature);
                    return true;
                }
            }
            return false;
        }

        /** Whether this key made one of the signatures, whatever its id says. */
        boolean underAnotherId(PublicKey key) {
            return open.stream()
                    .anyMatch(signature -> key.verify(message, signature.bytes().toArray()));
        }

        /** Every further signature must be one of a party with a valid key. */
        Optional<Objection> rest(KeyHistory history, long index) {
            for (Holder holder : open.isEmpty() ? List.<Holder>of() : history.holders.values()) {
                PublicKey key = open.isEmpty() ? null : holder.keyAt(index);
                if (key != null) {
                    take(key);
                }
            }
            return open.isEmpty()
                    ? Optional.empty()
                    : objection(
                            SignatureFault.SIGNATURE_UNKNOWN,
                            "It carries a signature with key id %s that is none of a registered party."
                                    .formatted(open.get(0).keyId()));
        }
    }
}
