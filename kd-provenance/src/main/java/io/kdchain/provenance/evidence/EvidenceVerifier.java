package io.kdchain.provenance.evidence;

import io.kdchain.provenance.canonical.Statements;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.ArtefactTransferred;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.Mentions;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.TransferConfirmed;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.Objection;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.SignatureMemo;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryIndex;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.Position;
import io.kdchain.provenance.store.StoredEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks every entry of a slice. The order of the checks is that of the reasons: storage, form, signature, content.
 * What needs one entry only, its form and whether keys made its signatures, is found out on all cores (in the common
 * pool); the log is read and judged in the thread of the caller.
 */
public final class EvidenceVerifier {
    /** Entries that are fetched in one go. */
    private static final int AT_ONCE = 1000;

    private final EventReader store;
    private final Trust trust;
    private final KnownEvents known;

    /** Checks against this store and these keys. */
    public EvidenceVerifier(EventReader store, Trust trust) {
        this(store, trust, KnownEvents.NONE);
    }

    /**
     * Checks against this store and these keys.
     *
     * @param known events of this store; may lack any
     */
    public EvidenceVerifier(EventReader store, Trust trust, KnownEvents known) {
        this.store = store;
        this.trust = trust;
        this.known = known;
    }

    /** What of the slice may be believed. */
    public Evidence verify(Slice slice) {
        return new Run(slice).evidence();
    }

    /** An event of a recorder: its place and its hash. */
    private record Counted(long index, @Nullable Digest hash) {}

    /** One check of one slice. */
    private final class Run {
        private final Slice slice;
        private final Anchor anchor = Anchor.of(store, trust);
        private final KeyReader keys = new KeyReader(
                store,
                trust.roots(store.setting(LogKeys.ORIGIN).orElse("")),
                (index, entry) -> anchor.objection(index, entry).isEmpty());
        private final KeyRing ring = new KeyRing(store);
        /** The last event of each recorder that stands, so that what names it need not read it again. */
        private final Map<String, Counted> last = new HashMap<>();

        private final Map<Long, LogEntry> standing = new TreeMap<>();
        private final List<RejectedEntry> rejected = new ArrayList<>();
        private final List<Finding> findings = new ArrayList<>(anchor.findings());
        private final Set<Gap> gaps = new LinkedHashSet<>();
        private final Map<PartyId, Set<Role>> acted = new HashMap<>();

        Run(Slice slice) {
            this.slice = slice;
        }

        Evidence evidence() {
            List<Long> all = List.copyOf(slice.indexes());
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                judge(new TreeMap<>(store.readAll(all.subList(from, Math.min(all.size(), from + AT_ONCE)))));
            }
            contradictions();
            acts();
            List<LogEntry> admitted = new ArrayList<>();
            List<LogEntry> notUnderstood = new ArrayList<>();
            for (LogEntry entry : standing.values()) {
                if (entry.event().isUnderstood()) {
                    admitted.add(entry);
                    roles(entry);
                } else {
                    notUnderstood.add(entry);
                    find(
                            Finding.Code.NOT_UNDERSTOOD,
                            entry.index(),
                            entry.event().actor(),
                            "Type %s in version %d is not known to this release."
                                    .formatted(
                                            entry.event().type(), entry.event().version()));
                }
                if (!anchor.covers(entry.index())) {
                    find(Finding.Code.NO_CHECKPOINT, entry.index(), null, "No signed checkpoint covers the entry.");
                }
            }
            rejected.sort(Comparator.comparingLong(RejectedEntry::index));
            return new Evidence(slice, admitted, rejected, notUnderstood, findings, List.copyOf(gaps));
        }

        private void judge(NavigableMap<Long, StoredEvent> entries) {
            Map<Long, Examined> examined = Examined.all(entries, known);
            NavigableMap<Long, Bytes> leaves = new TreeMap<>();
            examined.forEach((index, entry) -> {
                if (entry.leafFits()) {
                    leaves.put(index, entry.leaf());
                }
            });
            anchor.prepare(leaves);
            SignaturesAhead unknown = signatures(examined);
            entries.forEach((index, entry) -> judge(
                    index,
                    entry,
                    Objects.requireNonNull(examined.get(index)),
                    known.event(index) == null ? unknown.of(index) : known.signatures(index)));
        }

        /** The signatures of the entries that were not known and come so far as to be judged by them. */
        private SignaturesAhead signatures(Map<Long, Examined> examined) {
            SortedMap<Long, SignedEvent> open = new TreeMap<>();
            Map<String, Optional<PublicKey>> keysById = new HashMap<>();
            examined.forEach((index, entry) -> {
                SignedEvent signed = entry.signed();
                if (signed != null
                        && known.event(index) == null
                        && anchor.objection(index, entry.leaf(), true).isEmpty()) {
                    open.put(index, signed);
                    signed.envelope()
                            .signatures()
                            .forEach(signature -> keysById.computeIfAbsent(signature.keyId(), ring::key));
                }
            });
            return SignaturesAhead.of(open, id -> keysById.getOrDefault(id, Optional.empty()));
        }

        private void judge(long index, StoredEvent entry, Examined examined, SignatureMemo memo) {
            counter(index, entry);
            if (entry.envelope().size() == 0) {
                reject(index, entry, RejectReason.ERASED, "Its content was erased.", true, null);
                return;
            }
            Optional<String> altered = anchor.objection(index, examined.leaf(), examined.leafFits());
            if (altered.isPresent()) {
                reject(index, entry, RejectReason.PROOF_INVALID, altered.get(), true, null);
                return;
            }
            SignedEvent signed = examined.signed();
            if (signed == null) {
                reject(index, entry, RejectReason.MALFORMED, examined.fault(), false, null);
                return;
            }
            Optional<Objection> objection = keys.check(index, signed, memo);
            if (objection.isPresent()) {
                Objection why = objection.get();
                reject(index, entry, RejectReason.of(why.reason()), why.detail(), false, why.signedBy());
                return;
            }
            List<Long> same = store.find(EdgeKind.EVENT, signed.event().id().toString());
            if (!same.isEmpty() && same.get(0) < index) {
                reject(
                        index,
                        entry,
                        RejectReason.DUPLICATE,
                        "Entry %d is the same event.".formatted(same.get(0)),
                        false,
                        null);
                return;
            }
            link(index, signed);
            last.put(counterOf(signed.event()), new Counted(index, examined.hash()));
            standing.put(
                    index,
                    new LogEntry(index, entry.recordedAt(), signed.event(), digest(entry), keyId(index, signed)));
        }

        private String keyId(long index, SignedEvent signed) {
            Event event = signed.event();
            PartyId signer = event.observedBy() == null ? event.actor() : event.observedBy();
            return keys.history()
                    .keyAt(signer, index)
                    .map(key -> key.keyId())
                    .filter(id -> signed.envelope().signatures().stream()
                            .anyMatch(s -> s.keyId().equals(id)))
                    .orElseGet(() -> signed.envelope().signatures().get(0).keyId());
        }

        private void reject(
                long index,
                StoredEvent entry,
                RejectReason reason,
                String detail,
                boolean tampered,
                @Nullable PartyId signedBy) {
            rejected.add(new RejectedEntry(
                    index, entry.recordedAt(), reason, detail, untrusted(entry), tampered, null, signedBy));
        }

        /**
         * Gaps beside an entry, and counters used twice; by the index of the store, as the entry may not be readable.
         */
        private void counter(long index, StoredEvent entry) {
            EntryIndex keysOfEntry = entry.index();
            if (keysOfEntry == null || keysOfEntry.recorder().isEmpty()) {
                return;
            }
            String chain = keysOfEntry.chain();
            String recorder = keysOfEntry.recorder();
            long seq = keysOfEntry.seq();
            Optional<Position> previous = store.before(chain, recorder, seq);
            previous.filter(earlier -> earlier.index() > index)
                    .ifPresent(earlier -> find(
                            Finding.Code.OUT_OF_ORDER,
                            index,
                            party(recorder),
                            "It is number %d of '%s' in chain '%s' and stands before number %d, which is entry %d."
                                    .formatted(seq, recorder, chain, earlier.seq(), earlier.index())));
            long before = previous.map(Position::seq).orElse(-1L);
            store.after(chain, recorder, seq).ifPresent(next -> gap(chain, recorder, seq, next.seq()));
            gap(chain, recorder, before, seq);
            store.after(chain, recorder, seq - 1)
                    .filter(same -> same.seq() == seq && same.index() != index)
                    .ifPresent(same -> find(
                            Finding.Code.COUNTED_TWICE,
                            index,
                            party(recorder),
                            "'%s' counted both this entry and entry %d as number %d of chain '%s'."
                                    .formatted(recorder, same.index(), seq, chain)));
        }

        private void gap(String chain, String recorder, long before, long after) {
            PartyId party = party(recorder);
            if (party != null && after - before > 1 && gaps.add(new Gap(party, chain, before + 1, after - 1))) {
                find(
                        Finding.Code.GAP,
                        null,
                        party,
                        "'%s' counted events %d to %d of chain '%s' that are not in the log."
                                .formatted(recorder, before + 1, after - 1, chain));
            }
        }

        private void link(long index, SignedEvent signed) {
            Event event = signed.event();
            PartyId recorder = event.observedBy() == null ? event.actor() : event.observedBy();
            store.before(event.chain(), recorder.value(), event.seq())
                    .filter(previous -> previous.seq() == event.seq() - 1)
                    .flatMap(previous -> provenHash(counterOf(event), previous.index(), event.prev()))
                    .ifPresent(hash -> find(
                            Finding.Code.LINK_BROKEN,
                            index,
                            recorder,
                            "It names %s as the previous event of '%s', which is %s."
                                    .formatted(event.prev(), recorder, hash)));
        }

        /** The hash of an event, if it is another one than expected and the log commits itself to the event. */
        private Optional<Digest> provenHash(String counter, long index, @Nullable Digest expected) {
            Counted judged = last.get(counter);
            if (judged != null && judged.index() == index) {
                return Optional.ofNullable(judged.hash()).filter(hash -> !hash.equals(expected));
            }
            return store.read(index)
                    .filter(entry ->
                            hash(entry).filter(hash -> !hash.equals(expected)).isPresent())
                    .filter(entry -> anchor.objection(index, entry).isEmpty())
                    .flatMap(EvidenceVerifier::hash);
        }

        private static String counterOf(Event event) {
            PartyId recorder = event.observedBy() == null ? event.actor() : event.observedBy();
            return event.chain() + "\n" + recorder;
        }

        /** Events that name another digest for an entity than those which generated it. */
        private void contradictions() {
            Map<String, Set<Digest>> made = new HashMap<>();
            for (LogEntry entry : standing.values()) {
                for (EntityId entity : entry.event().generates()) {
                    if (entity.digest() != null) {
                        made.computeIfAbsent(entity.key(), key -> new LinkedHashSet<>())
                                .add(entity.digest());
                    }
                }
            }
            for (LogEntry entry : List.copyOf(standing.values())) {
                for (EntityId named : named(entry.event())) {
                    Set<Digest> digests = made.getOrDefault(named.key(), Set.of());
                    if (named.digest() != null && !digests.isEmpty() && !digests.contains(named.digest())) {
                        standing.remove(entry.index());
                        store.read(entry.index())
                                .ifPresent(stored -> reject(
                                        entry.index(),
                                        stored,
                                        RejectReason.DIGEST_CONTRADICTION,
                                        "It names %s, which was generated as %s."
                                                .formatted(
                                                        named,
                                                        digests.stream()
                                                                .map(Digest::toString)
                                                                .collect(Collectors.joining(" or "))),
                                        false,
                                        null));
                        break;
                    }
                }
            }
        }

        /** Roles that each party holds: registered, or acted in by an act of the chain that stands. */
        private void roles(LogEntry entry) {
            Event event = entry.event();
            Set<Role> held = EnumSet.noneOf(Role.class);
            keys.history().registration(event.actor()).ifPresent(party -> held.addAll(party.roles()));
            held.addAll(acted.getOrDefault(event.actor(), Set.of()));
            RolePolicy.misuse(event, held)
                    .ifPresent(message -> find(Finding.Code.ROLE_MISUSE, entry.index(), event.actor(), message));
            RolePolicy.saidForAnother(event)
                    .ifPresent(message -> find(
                            Finding.Code.SAID_FOR_ANOTHER,
                            entry.index(),
                            event.observedBy() == null ? event.actor() : event.observedBy(),
                            message));
        }

        /** Whoever is registered as consumer, and as no user by profession, uses an output as consumer. */
        private Optional<Role> roleOf(Event act) {
            return EventTypes.roleOf(act.type()).map(role -> {
                Set<Role> registered = keys.history()
                        .registration(act.actor())
                        .map(party -> Set.copyOf(party.roles()))
                        .orElse(Set.of());
                return role == Role.STUDENT_USER && !registered.contains(role) && registered.contains(Role.CONSUMER)
                        ? Role.CONSUMER
                        : role;
            });
        }

        private void acts() {
            for (LogEntry entry : standing.values()) {
                roleOf(entry.event())
                        .ifPresent(role -> acted.computeIfAbsent(
                                        entry.event().actor(), party -> EnumSet.noneOf(Role.class))
                                .add(role));
            }
        }

        private void find(Finding.Code code, @Nullable Long index, @Nullable PartyId party, String message) {
            findings.add(new Finding(code, index, party, message));
        }
    }

    /** The entities that an event names without generating them, with the digests that it states of them. */
    public static List<EntityId> named(Event event) {
        List<EntityId> named = new ArrayList<>(event.uses());
        named.addAll(Mentions.of(event.body()).entities());
        if (event.body() instanceof ArtefactTransferred sent && sent.plaintextDigest() != null) {
            named.add(new EntityId(sent.artefact().kind(), sent.artefact().name(), sent.plaintextDigest()));
        }
        if (event.body() instanceof TransferConfirmed got && got.plaintextDigest() != null) {
            named.add(new EntityId(got.artefact().kind(), got.artefact().name(), got.plaintextDigest()));
        }
        return named;
    }

    private static Optional<Digest> hash(StoredEvent entry) {
        try {
            return Optional.of(SignedEvent.parse(entry.envelope().toArray()).hash());
        } catch (MalformedEventException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Event untrusted(StoredEvent entry) {
        try {
            return Statements.decodeUntrusted(
                    Envelope.parseLeniently(entry.envelope().toArray())
                            .payload()
                            .toArray());
        } catch (MalformedEventException e) {
            return null;
        }
    }

    private static Digest digest(StoredEvent entry) {
        return new Digest(HexFormat.of().formatHex(entry.leafHash().toArray()));
    }

    private static @Nullable PartyId party(String recorder) {
        try {
            return new PartyId(recorder);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
