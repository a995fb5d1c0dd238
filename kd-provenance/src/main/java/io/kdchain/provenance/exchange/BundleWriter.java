package io.kdchain.provenance.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.CheckpointStamp;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.EvidenceVerifier;
import io.kdchain.provenance.evidence.Finding;
import io.kdchain.provenance.evidence.LogKeys;
import io.kdchain.provenance.merkle.MultiProof;
import io.kdchain.provenance.privacy.Disclosure;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.slice.CausalSlicer;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryIndex;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.Position;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes out of a log what a stranger needs to judge a slice of it, and no entry more. */
final class BundleWriter {
    private static final int CHECKPOINTS_AT_ONCE = 1000;

    private final EventReader log;
    private final Trust trust;
    private final List<EntityId> about;

    BundleWriter(EventReader log, Trust trust, Collection<EntityId> about) {
        this.log = log;
        this.trust = trust;
        this.about = about.stream().distinct().toList();
    }

    ObjectNode write(EvidenceBundle.Request request) {
        Slice slice = new CausalSlicer(log).cut(about);
        if (about.isEmpty() || !slice.unknown().isEmpty()) {
            throw new BundleException(
                    "The log knows nothing of %s, so there is nothing to export. Maybe the id is misspelt."
                            .formatted(about.isEmpty() ? "no entity at all" : String.join(", ", slice.unknown())));
        }
        NavigableSet<Long> needed = needed(slice);
        StoredCheckpoint stored = resting(needed.last());
        Checkpoint checkpoint = checkpoint(stored);
        if (needed.last() >= checkpoint.size()) {
            throw new BundleException(
                    "Entry %d is not under the last checkpoint, which covers %d entries. Maybe the log was opened without its key; append to it with the key."
                            .formatted(needed.last(), checkpoint.size()));
        }
        NavigableMap<Long, StoredEvent> entries = entries(needed);
        BundleContent content = new BundleContent(
                about,
                checkpoint.origin(),
                log.setting(LogKeys.KEY).orElse(""),
                new String(stored.note().toArray(), StandardCharsets.UTF_8),
                MultiProof.prove(needed, checkpoint.size(), log).stream()
                        .map(Bytes::of)
                        .toList(),
                entries,
                counters(slice),
                checked(request.disclosures(), entries.values()),
                new Custody(request.exportedAt(), exporter(request.attester())));
        checkSlice(slice, content, checkpoint);
        return document(content, request.attester());
    }

    private static @Nullable VerifierKey exporter(EvidenceBundle.@Nullable Attester attester) {
        return attester == null
                ? null
                : new VerifierKey(attester.name(), attester.signer().publicKey());
    }

    private static ObjectNode document(BundleContent content, EvidenceBundle.@Nullable Attester attester) {
        ObjectNode document = content.toJson();
        document.set("statement", BundleContent.texts(CourtStatement.of(content)));
        String digest = EvidenceBundle.digest(document).toString();
        document.put("digest", digest);
        if (attester != null) {
            SignedNote note = SignedNote.sign(BundleVerifier.attested(digest), attester.name(), attester.signer());
            document.put("attestation", new String(note.toBytes(), StandardCharsets.UTF_8));
        }
        return document;
    }

    /**
     * The last checkpoint that covers this entry and that the trusted policy takes, time-stamped if stamps are trusted;
     * the last of those for which most of this holds.
     */
    private StoredCheckpoint resting(long entry) {
        StoredCheckpoint best = log.lastCheckpoint()
                .orElseThrow(
                        () -> new BundleException(
                                "The log has no checkpoint, so nothing binds its entries and no bundle can prove them. Give the log a key of its own (LogOptions.key) and append to it."));
        if (trust.policy().quorum() == null && trust.authorities().isEmpty()) {
            return best;
        }
        Policy policy =
                trust.policyFor(LogKeys.of(log, trust).map(LogKeys::keys).orElse(List.of()));
        int most = 0;
        long above = entry;
        List<StoredCheckpoint> page;
        do {
            page = log.checkpoints(above, CHECKPOINTS_AT_ONCE);
            for (StoredCheckpoint stored : page) {
                above = stored.size();
                int merits = merits(policy, stored);
                if (merits > 0 && merits >= most) {
                    most = merits;
                    best = stored;
                }
            }
        } while (page.size() == CHECKPOINTS_AT_ONCE);
        return best;
    }

    /** What speaks for a checkpoint beyond the log's signature; the quorum, without which it does not count, most. */
    private int merits(Policy policy, StoredCheckpoint stored) {
        try {
            SignedNote note = SignedNote.parse(stored.note().toArray());
            if (note.signatures().size() == 1) {
                // most are signed by the log alone, and need no arithmetic
                return 0;
            }
            boolean witnessed = policy.quorum() != null && policy.judge(note).holds();
            boolean stamped =
                    CheckpointStamp.judge(note, trust.authorities()).stream().anyMatch(CheckpointStamp::holds);
            return (witnessed ? 2 : 0) + (stamped ? 1 : 0);
        } catch (MalformedNoteException e) {
            // what is damaged is told where the log is verified; another is taken
            return 0;
        }
    }

    private Checkpoint checkpoint(StoredCheckpoint stored) {
        try {
            return Checkpoint.parse(SignedNote.parse(stored.note().toArray()).text());
        } catch (MalformedNoteException e) {
            throw new BundleException(
                    "The last checkpoint of the log is damaged (%s), so no bundle can rest on it. 'kd log verify' says more."
                            .formatted(e.getMessage()));
        }
    }

    /** The entries that are read while the slice is judged, and those that what is found about it rests on. */
    private NavigableSet<Long> needed(Slice slice) {
        ReadRecorder recorder = new ReadRecorder(log);
        new EvidenceVerifier(recorder, trust).verify(slice);
        NavigableSet<Long> needed = new TreeSet<>(recorder.entries());
        Evidence evidence = new EvidenceVerifier(log, trust).verify(slice);
        for (Finding finding : evidence.findings()) {
            Long index = finding.index();
            EntryIndex entry = index == null
                    ? null
                    : log.read(index).map(StoredEvent::index).orElse(null);
            if (entry != null && finding.code() == Finding.Code.LINK_BROKEN) {
                log.before(entry.chain(), entry.recorder(), entry.seq())
                        .ifPresent(previous -> needed.add(previous.index()));
            } else if (entry != null && finding.code() == Finding.Code.COUNTED_TWICE) {
                log.after(entry.chain(), entry.recorder(), entry.seq() - 1).ifPresent(same -> needed.add(same.index()));
            }
        }
        for (long index : slice.indexes()) {
            log.read(index).map(StoredEvent::index).stream()
                    .flatMap(entry -> entry.edges().stream())
                    .filter(edge -> edge.kind() == EdgeKind.EVENT)
                    .flatMap(edge -> log.find(EdgeKind.EVENT, edge.key()).stream())
                    .filter(same -> same < index)
                    .forEach(needed::add);
        }
        return needed;
    }

    private NavigableMap<Long, StoredEvent> entries(NavigableSet<Long> needed) {
        NavigableMap<Long, StoredEvent> entries = new TreeMap<>();
        for (long index : needed) {
            log.read(index).ifPresent(entry -> entries.put(index, stated(entry)));
        }
        return entries;
    }

    /** An entry without what follows from it. */
    private static StoredEvent stated(StoredEvent entry) {
        boolean follows = entry.leafFits();
        if (follows) {
            try {
                SignedEvent.parse(entry.envelope().toArray());
            } catch (MalformedEventException e) {
                // it was appended below the log's own checks, and is found only as the log says
                follows = false;
            }
        }
        return new StoredEvent(entry.recordedAt(), entry.envelope(), entry.leafHash(), follows ? null : entry.index());
    }

    private List<Counter> counters(Slice slice) {
        Map<String, NavigableSet<Long>> held = new TreeMap<>();
        Map<String, BundleLog.Party> parties = new TreeMap<>();
        for (long index : slice.indexes()) {
            EntryIndex entry = log.read(index).map(StoredEvent::index).orElse(null);
            if (entry != null && !entry.recorder().isEmpty()) {
                String name = entry.chain() + "\n" + entry.recorder();
                parties.put(name, new BundleLog.Party(entry.chain(), entry.recorder()));
                held.computeIfAbsent(name, key -> new TreeSet<>()).add(entry.seq());
            }
        }
        List<Counter> counters = new ArrayList<>();
        parties.forEach((name, party) -> counters.add(counter(party, held.getOrDefault(name, new TreeSet<>()))));
        return counters;
    }

    private Counter counter(BundleLog.Party party, NavigableSet<Long> held) {
        TreeMap<Long, Long> missing = new TreeMap<>();
        for (long seq : held) {
            long below = log.before(party.chain(), party.recorder(), seq)
                    .map(Position::seq)
                    .orElse(-1L);
            if (seq - below > 1) {
                missing.put(below + 1, seq - 1);
            }
            log.after(party.chain(), party.recorder(), seq)
                    .filter(above -> above.seq() - seq > 1)
                    .ifPresent(above -> missing.put(seq + 1, above.seq() - 1));
        }
        long last = log.before(party.chain(), party.recorder(), Long.MAX_VALUE)
                .map(Position::seq)
                .orElse(held.last());
        return new Counter(
                party.chain(),
                party.recorder(),
                last,
                missing.entrySet().stream()
                        .map(range -> new Counter.Missing(range.getKey(), range.getValue()))
                        .toList());
    }

    private static List<Disclosure> checked(List<Disclosure> disclosures, Collection<StoredEvent> entries) {
        Map<EventId, Event> events = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        for (StoredEvent entry : entries) {
            if (entry.index() == null) {
                Event event = SignedEvent.parse(entry.envelope().toArray()).event();
                events.put(event.id(), event);
            }
        }
        for (Disclosure disclosure : disclosures) {
            Event event = events.get(disclosure.event());
            if (event == null || !disclosure.opens(event)) {
                throw new BundleException(
                        "The %s does not open a commitment of an event of this slice, so nobody could check it. Leave it out."
                                .formatted(disclosure));
            }
        }
        return disclosures;
    }

    /** A reader cuts the slice again from the entries alone and must come to the same. */
    private void checkSlice(Slice slice, BundleContent content, Checkpoint checkpoint) {
        Slice again = new CausalSlicer(new BundleLog(
                        content,
                        checkpoint,
                        (level, index) -> {
                            throw new IllegalStateException("Cutting a slice reads no hash of the tree.");
                        },
                        true))
                .cut(about);
        if (!again.equals(slice)) {
            throw new BundleException(
                    "The index of the log does not follow from its entries: it finds the events %s behind %s, they themselves name %s. Run 'kd log verify' to see what was changed in storage."
                            .formatted(slice.indexes(), about, again.indexes()));
        }
    }
}
