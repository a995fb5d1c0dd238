package io.kdchain.provenance.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.CheckpointStamp;
import io.kdchain.provenance.checkpoint.CheckpointVerdict;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.EvidenceVerifier;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.LogKeys;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.exchange.BundleReport.Note;
import io.kdchain.provenance.merkle.MultiProof;
import io.kdchain.provenance.privacy.Disclosure;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.slice.CausalSlicer;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks one bundle. In this order: form, digest, attestation, checkpoint, proof, then what the entries say, by the
 * same code that judges a log, and last what is said about them.
 */
final class BundleVerifier {
    private final ObjectNode document;
    private final Trust trust;
    /** Made on another core while this one reads. */
    private final CompletableFuture<Digest> digest;

    private final List<BundleReport.Fault> faults = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final List<CheckpointVerdict.Cosignature> cosignatures = new ArrayList<>();
    private final List<CheckpointStamp> stamps = new ArrayList<>();
    private @Nullable Checkpoint checkpoint;
    private @Nullable Evidence evidence;

    BundleVerifier(ObjectNode document, Trust trust) {
        this.document = document;
        this.trust = trust;
        this.digest = CompletableFuture.supplyAsync(() -> EvidenceBundle.digest(document));
    }

    /** What an attestation signs. */
    static String attested(String digest) {
        return "kdchain evidence bundle v1\n" + digest + "\n";
    }

    BundleReport report() {
        try {
            BundleContent content = BundleParser.content(document);
            checkDigest();
            boolean attested = checkAttestation(content);
            checkStatement(content);
            Checkpoint stated = stated(content);
            LogKeys keys = logKeys(content);
            if (stated != null && keys != null) {
                checkpoint = signed(content, stated, keys);
            }
            if (checkpoint != null) {
                checkStamps(content);
                MultiProof.Opened tree = tree(content, checkpoint);
                if (tree != null) {
                    checkEntries(content, new BundleLog(content, checkpoint, tree, attested));
                }
            }
            note(attested);
        } catch (FaultFoundException e) {
            faults.add(e.fault());
        }
        return new BundleReport(digest.join(), faults, notes, checkpoint, cosignatures, stamps, evidence);
    }

    private void checkDigest() {
        JsonNode stated = document.path("digest");
        Members.text(stated, "/digest");
        if (!digest.join().toString().equals(stated.textValue())) {
            fault(
                    BundleFault.DIGEST_DIFFERS,
                    "/digest",
                    "The document has the digest %s and states %s; something in it was changed after it was written."
                            .formatted(digest.join(), stated.textValue()));
        }
    }

    /** Whether somebody who is trusted attests the claims of the bundle. */
    private boolean checkAttestation(BundleContent content) {
        VerifierKey exporter = content.custody().exporter();
        if ((exporter == null) == document.has("attestation")) {
            fault(
                    BundleFault.ATTESTATION_MISSING,
                    "/attestation",
                    "A bundle names its exporter and has that one's attestation, or neither.");
            return false;
        }
        if (exporter == null) {
            return false;
        }
        String text = Members.text(document.path("attestation"), "/attestation");
        try {
            SignedNote note = SignedNote.parse(text.getBytes(StandardCharsets.UTF_8));
            boolean holds = note.signatures().size() == 1
                    && note.verifiedBy(List.of(exporter)).equals(List.of(exporter))
                    && note.text().equals(attested(document.path("digest").textValue()));
            if (holds) {
                return trust.keys().stream().anyMatch(key -> key.key().equals(exporter.key()));
            }
        } catch (MalformedNoteException e) {
            fault(
                    BundleFault.ATTESTATION_INVALID,
                    "/attestation",
                    "The attestation is no signed note: %s".formatted(e.getMessage()));
            return false;
        }
        fault(
                BundleFault.ATTESTATION_INVALID,
                "/attestation",
                "The attestation is not one of '%s' over the digest that the bundle states."
                        .formatted(exporter.name()));
        return false;
    }

    private void checkStatement(BundleContent content) {
        Map<String, String> expected = CourtStatement.of(content);
        Members stated = Members.of(
                document.path("statement"), "/statement", expected.keySet().toArray(new String[0]));
        expected.forEach((language, text) -> {
            if (!stated.text(language).equals(text)) {
                fault(
                        BundleFault.STATEMENT_DIFFERS,
                        stated.at(language),
                        "The statement says something else than follows from the rest of the bundle.");
            }
        });
    }

    private @Nullable LogKeys logKeys(BundleContent content) {
        try {
            VerifierKey stated = VerifierKey.parse(content.key());
            if (!stated.name().equals(content.origin())) {
                throw new IllegalArgumentException(
                        "It is a key of '%s', and the log is named '%s'.".formatted(stated.name(), content.origin()));
            }
            List<VerifierKey> trusted = trust.named(content.origin());
            Set<PublicKey> known = new HashSet<>();
            trust.keys().forEach(key -> known.add(key.key()));
            trusted.forEach(key -> known.add(key.key()));
            boolean pinned = known.contains(stated.key());
            if (!trust.isEmpty() && !pinned) {
                fault(
                        BundleFault.LOG_KEY_NOT_TRUSTED,
                        "/log/key",
                        "The key of log '%s' is none of those trusted, so the tree could be anybody's. Get it from the operator of the log by another way and give it with --trust."
                                .formatted(content.origin()));
            }
            return new LogKeys(content.origin(), trusted.isEmpty() ? List.of(stated) : trusted, pinned);
        } catch (IllegalArgumentException e) {
            fault(BundleFault.LOG_KEY_MALFORMED, "/log/key", String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The checkpoint as it stands there, if it is one of the named log. */
    private @Nullable Checkpoint stated(BundleContent content) {
        Checkpoint read;
        try {
            read = Checkpoint.parse(SignedNote.parse(note(content).toArray()).text());
        } catch (MalformedNoteException e) {
            fault(BundleFault.CHECKPOINT_MALFORMED, "/checkpoint", String.valueOf(e.getMessage()));
            return null;
        }
        if (!read.origin().equals(content.origin())) {
            fault(
                    BundleFault.ORIGIN_DIFFERS,
                    "/log/origin",
                    "The checkpoint is one of log '%s', the bundle one of '%s'."
                            .formatted(read.origin(), content.origin()));
            return null;
        }
        return read;
    }

    private @Nullable Checkpoint signed(BundleContent content, Checkpoint stated, LogKeys keys) {
        try {
            Checkpoint signed = keys.verify(new StoredCheckpoint(stated.size(), note(content)));
            return isWitnessed(content, keys) ? signed : null;
        } catch (MalformedNoteException e) {
            fault(
                    BundleFault.CHECKPOINT_SIGNATURE,
                    "/checkpoint",
                    "The checkpoint does not hold: %s.".formatted(e.getMessage()));
            return null;
        }
    }

    /** Whether as many trusted witnesses as the policy demands cosigned what the log signed. */
    private boolean isWitnessed(BundleContent content, LogKeys keys) {
        Policy policy;
        try {
            policy = trust.policyFor(keys.keys());
        } catch (IllegalArgumentException e) {
            // nobody witnesses himself
            fault(BundleFault.LOG_KEY_NOT_TRUSTED, "/log/key", String.valueOf(e.getMessage()));
            return false;
        }
        CheckpointVerdict verdict = policy.judge(SignedNote.parse(note(content).toArray()));
        cosignatures.addAll(verdict.cosignatures());
        if (verdict.fault() == CheckpointVerdict.Fault.QUORUM_NOT_MET) {
            fault(
                    BundleFault.QUORUM_NOT_MET,
                    "/checkpoint",
                    verdict.detail() + " Have the log cosigned ('kd log cosign') and the bundle exported again.");
        } else if (verdict.fault() == CheckpointVerdict.Fault.FALSE_COSIGNATURE) {
            fault(BundleFault.COSIGNATURE_FALSE, "/checkpoint", verdict.detail());
        } else if (!verdict.holds()) {
            fault(BundleFault.CHECKPOINT_SIGNATURE, "/checkpoint", verdict.detail());
        }
        return verdict.holds();
    }

    private void checkStamps(BundleContent content) {
        SignedNote note = SignedNote.parse(note(content).toArray());
        for (CheckpointStamp stamp : CheckpointStamp.judge(note, trust.authorities())) {
            if (stamp.holds()) {
                stamps.add(stamp);
            } else {
                fault(BundleFault.TIMESTAMP_FALSE, "/checkpoint", stamp.detail());
            }
        }
        if (!stamps.isEmpty()) {
            note(
                    Note.Code.TIMESTAMPED,
                    "The checkpoint was time-stamped by %s; nothing shown was recorded later."
                            .formatted(
                                    stamps.stream().map(CheckpointStamp::told).collect(Collectors.joining(", "))));
        } else if (!trust.authorities().isEmpty()) {
            note(
                    Note.Code.NOT_TIMESTAMPED,
                    "No trusted authority stamped the time of the checkpoint. 'kd log timestamp' asks for a stamp; then export the bundle again.");
        }
    }

    private static Bytes note(BundleContent content) {
        return Bytes.utf8(content.checkpoint());
    }

    /** The tree that entries and proof give, if its root is the signed one. */
    private MultiProof.@Nullable Opened tree(BundleContent content, Checkpoint signed) {
        long last = content.entries().lastKey();
        if (last >= signed.size()) {
            fault(
                    BundleFault.ENTRY_OUTSIDE,
                    "/entries/%d/index".formatted(content.entries().size() - 1),
                    "Entry %d cannot be: the checkpoint covers %d entries.".formatted(last, signed.size()));
            return null;
        }
        List<byte[]> proof = content.proof().stream().map(Bytes::toArray).toList();
        NavigableMap<Long, byte[]> stated = new TreeMap<>();
        content.entries()
                .forEach((index, entry) -> stated.put(index, entry.leafHash().toArray()));
        Optional<MultiProof.Opened> tree = MultiProof.open(stated, signed.size(), proof);
        if (tree.isEmpty()) {
            fault(
                    BundleFault.PROOF_LENGTH,
                    "/proof",
                    "The %d hashes of the proof are not as many as these %d entries of %d call for."
                            .formatted(proof.size(), stated.size(), signed.size()));
            return null;
        }
        if (isRoot(tree.get(), signed)) {
            return tree.get();
        }
        NavigableMap<Long, byte[]> derived = new TreeMap<>();
        content.entries()
                .forEach((index, entry) -> derived.put(
                        index,
                        StoredEvent.leaf(entry.recordedAt(), entry.envelope().toArray())
                                .toArray()));
        if (isRoot(MultiProof.open(derived, signed.size(), proof).orElseThrow(), signed)) {
            each(content, (place, index, entry) -> {
                if (!entry.leafFits()) {
                    fault(
                            BundleFault.LEAF_DIFFERS,
                            "/entries/%d/leaf".formatted(place),
                            "The leaf of entry %d is not that of its content, which is what the checkpoint covers."
                                    .formatted(index));
                }
            });
            return null;
        }
        fault(
                BundleFault.PROOF_ROOT,
                "/proof",
                "Entries and proof do not lead to the root of the checkpoint: an index, a leaf or a hash of the proof was changed.");
        return null;
    }

    private static boolean isRoot(MultiProof.Opened tree, Checkpoint signed) {
        return Bytes.of(tree.root()).equals(signed.root());
    }

    private void checkEntries(BundleContent content, BundleLog log) {
        Slice slice = new CausalSlicer(log).cut(content.about());
        slice.unknown()
                .forEach(key -> fault(
                        BundleFault.ABOUT_UNKNOWN,
                        "/about",
                        "No entry of the bundle says anything of %s.".formatted(key)));
        Evidence judged = new EvidenceVerifier(log, trust, log.known()).verify(slice);
        evidence = judged;
        Map<Long, RejectedEntry> rejected = new HashMap<>();
        judged.rejected().forEach(entry -> rejected.put(entry.index(), entry));
        each(content, (place, index, entry) -> {
            String pointer = "/entries/" + place;
            if (!log.isEvent(index) && !entry.leafFits()) {
                fault(
                        BundleFault.CONTENT_DIFFERS,
                        pointer,
                        "Entry %d is not what was appended: its content or its time was changed.".formatted(index));
            } else if (rejected.containsKey(index)) {
                RejectedEntry why = rejected.get(index);
                fault(
                        BundleFault.ENTRY_REJECTED,
                        pointer,
                        "Entry %d proves nothing, %s: %s"
                                .formatted(index, why.reason().code(), why.detail()));
            }
            if (!log.wasUsed(index)) {
                fault(
                        BundleFault.ENTRY_NOT_NEEDED,
                        pointer,
                        "Entry %d is not behind %s and no signature is judged by it."
                                .formatted(index, content.about()));
            }
            if (log.isEvent(index) && entry.index() != null) {
                fault(
                        BundleFault.FOUND_NOT_NEEDED,
                        pointer + "/found",
                        "How entry %d is found follows from it.".formatted(index));
            }
        });
        checkCounters(content, slice, log);
        checkDisclosures(content, judged);
    }

    /** An entry with its place in the document. */
    @FunctionalInterface
    private interface EntryCheck {
        void check(int place, long index, StoredEvent entry);
    }

    private static void each(BundleContent content, EntryCheck check) {
        int place = 0;
        for (Map.Entry<Long, StoredEvent> entry : content.entries().entrySet()) {
            check.check(place, entry.getKey(), entry.getValue());
            place++;
        }
    }

    private void checkCounters(BundleContent content, Slice slice, BundleLog log) {
        Set<BundleLog.Party> counted = new HashSet<>();
        Set<Long> behind = slice.indexes();
        int place = 0;
        String before = "";
        for (Counter counter : content.counters()) {
            String name = counter.chain() + "\n" + counter.recorder();
            BundleLog.Party party = new BundleLog.Party(counter.chain(), counter.recorder());
            NavigableMap<Long, Long> held = log.places().get(party);
            boolean possible = held != null
                    && counted.add(party)
                    && name.compareTo(before) > 0
                    && counter.isPossible()
                    && held.keySet().stream().allMatch(counter::holds)
                    && counter.missing().stream()
                            .allMatch(
                                    range -> held.containsKey(range.first() - 1) || held.containsKey(range.last() + 1));
            if (!possible) {
                fault(
                        BundleFault.COUNTER_IMPOSSIBLE,
                        "/counters/" + place,
                        "The numbers said of '%s' in chain '%s' contradict themselves or the entries, or do not stand in their order."
                                .formatted(counter.recorder(), counter.chain()));
            }
            before = name;
            place++;
        }
        for (Map.Entry<BundleLog.Party, NavigableMap<Long, Long>> party :
                log.places().entrySet()) {
            boolean inSlice = party.getValue().values().stream().anyMatch(behind::contains);
            if (inSlice && !counted.contains(party.getKey())) {
                fault(
                        BundleFault.COUNTER_MISSING,
                        "/counters",
                        "Nothing is said of how far '%s' has counted in chain '%s'."
                                .formatted(
                                        party.getKey().recorder(),
                                        party.getKey().chain()));
            }
        }
    }

    private void checkDisclosures(BundleContent content, Evidence judged) {
        Map<EventId, Event> events = new HashMap<>();
        for (LogEntry entry : judged.admitted()) {
            events.put(entry.event().id(), entry.event());
        }
        for (LogEntry entry : judged.notUnderstood()) {
            events.put(entry.event().id(), entry.event());
        }
        int place = 0;
        for (Disclosure disclosure : content.disclosures()) {
            Event event = events.get(disclosure.event());
            String why = event == null
                    ? "no event with this id stands"
                    : disclosure.fault(event).map(Disclosure.Fault::code).orElse("");
            if (!why.isEmpty()) {
                fault(
                        BundleFault.DISCLOSURE_DIFFERS,
                        "/disclosures/" + place,
                        "The %s tells a value that was not committed to: %s.".formatted(disclosure, why));
            }
            place++;
        }
    }

    private void note(boolean attested) {
        if (trust.isEmpty()) {
            note(
                    Note.Code.NO_KEY_TRUSTED,
                    "No key was given from outside. That the bundle agrees with itself is shown; whose log it is, and who its parties are, is not.");
        }
        noteWitnesses();
        if (attested) {
            note(
                    Note.Code.ATTESTED,
                    "What a part of a log cannot prove is attested by an exporter whose key is trusted; the next notes rest on that word.");
        } else {
            note(
                    Note.Code.NOT_ATTESTED,
                    "Nobody whose key is trusted attests the claims of this bundle; numbers that it says are missing in a party's count are not taken as evidence.");
        }
        note(
                Note.Code.SLICE_CLAIMED,
                "Every event shown is in the log. That no further event of the log belongs to it is the exporter's claim; a copy of the log shows it ('kd log slice').");
        note(
                Note.Code.REVOCATIONS_CLAIMED,
                "Signatures are judged by the registrations, rotations and revocations shown. That none is left out is the exporter's claim; a copy of the log shows it ('kd log verify').");
        note(
                Note.Code.COUNTERS_CLAIMED,
                "How far each party has counted beyond the events shown is the exporter's claim.");
        if (evidence != null) {
            evidence.findings().forEach(finding -> note(Note.Code.FINDING, finding.message()));
        }
    }

    private void noteWitnesses() {
        if (checkpoint == null) {
            return;
        }
        if (cosignatures.isEmpty()) {
            note(
                    Note.Code.NOT_WITNESSED,
                    "No trusted witness cosigned the checkpoint. What the log's operator wrote anew before the bundle was taken cannot be told from it.");
        } else {
            note(
                    Note.Code.WITNESSED,
                    "The checkpoint was cosigned by %s; nothing shown was recorded later than the first of these moments."
                            .formatted(cosignatures.stream()
                                    .map(one ->
                                            "'%s' at %s".formatted(one.witness().name(), one.at()))
                                    .collect(Collectors.joining(", "))));
        }
    }

    private void note(Note.Code code, String message) {
        notes.add(new Note(code, message));
    }

    private void fault(BundleFault code, String pointer, String message) {
        faults.add(new BundleReport.Fault(code, pointer, message));
    }
}
