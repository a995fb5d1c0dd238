package io.kdchain.provenance;

import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.CheckpointStamp;
import io.kdchain.provenance.checkpoint.CosignatureRequest;
import io.kdchain.provenance.checkpoint.KeptCheckpoints;
import io.kdchain.provenance.checkpoint.NoteKey;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.TlogProof;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.checkpoint.WitnessEndpoint;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.Completeness;
import io.kdchain.provenance.evidence.CompletenessCheck;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.EvidenceAsOf;
import io.kdchain.provenance.evidence.EvidenceSource;
import io.kdchain.provenance.evidence.EvidenceVerifier;
import io.kdchain.provenance.evidence.KeptCheck;
import io.kdchain.provenance.evidence.KeyRing;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.LogKeys;
import io.kdchain.provenance.evidence.LogVerifier;
import io.kdchain.provenance.evidence.VerificationReport;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.privacy.PersonalValues;
import io.kdchain.provenance.privacy.ValueKeys;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.sign.TimestampAuthority;
import io.kdchain.provenance.sign.TimestampException;
import io.kdchain.provenance.sign.TimestampRequest;
import io.kdchain.provenance.sign.TimestampToken;
import io.kdchain.provenance.slice.CausalSlicer;
import io.kdchain.provenance.slice.Reach;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.Checkpointer;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryQuery;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import io.kdchain.provenance.store.jdbc.JdbcEventStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one or many chains. Takes only what verifies; gives slices, evidence and a report on itself. Safe for
 * concurrent use.
 *
 * <p>The first entry registers the first registrar by itself. Its key is the root of trust, and a verifier gets it from
 * outside the log.
 */
public final class ChainLog implements EvidenceSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChainLog.class);
    private static final int SCANNED_AT_ONCE = 1000;

    private final EventStore store;
    private final LogOptions options;
    private final Committer committer;
    private final KeyRing ring;

    private ChainLog(EventStore store, LogOptions options) {
        this.store = store;
        this.options = options;
        LogKey key = options.key();
        if (key != null) {
            key.define(store);
        }
        this.committer = new Committer(store, options, key == null ? Checkpointer.NONE : key);
        this.ring = new KeyRing(store);
    }

    /**
     * Opens a log, or makes one.
     *
     * @param jdbcUrl such as {@code jdbc:sqlite:chain.db} or {@code jdbc:postgresql://localhost/chain}
     * @throws io.kdchain.provenance.store.StoreException if it cannot be reached or is no log
     */
    public static ChainLog open(String jdbcUrl) {
        return open(jdbcUrl, LogOptions.defaults());
    }

    /**
     * Opens a log as the options say.
     *
     * @throws io.kdchain.provenance.store.StoreException if it cannot be reached, is no log, or has another key
     */
    public static ChainLog open(String jdbcUrl, LogOptions options) {
        EventStore store = JdbcEventStore.open(jdbcUrl, options.createIfMissing());
        try {
            return open(store, options);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Opens a log over a store; {@link #close()} closes the store. */
    public static ChainLog open(EventStore store, LogOptions options) {
        return new ChainLog(store, options);
    }

    /** A log in memory, for tests and trials. */
    public static ChainLog inMemory(LogOptions options) {
        return open(new MemoryEventStore(), options);
    }

    /**
     * Appends a signed event, which is durable when this returns. Threads that append at the same time share one flush
     * of the disk; each verifies the signatures of its own event.
     *
     * @param envelope a canonical DSSE envelope around a canonical statement
     * @return the entry
     * @throws MalformedEventException if the bytes are no event in canonical form
     * @throws AppendRefusedException if the signatures do not stand, or the event is there already or out of its order
     */
    public LogEntry append(byte[] envelope) {
        return appendAll(List.of(envelope)).get(0);
    }

    /**
     * Appends several signed events, all or none, under one checkpoint.
     *
     * @throws MalformedEventException if one is no event in canonical form
     * @throws AppendRefusedException if one is refused
     */
    public List<LogEntry> appendAll(List<byte[]> envelopes) {
        if (envelopes.isEmpty()) {
            return List.of();
        }
        Submission submission;
        try {
            submission = new Submission(
                    envelopes.stream()
                            .map(envelope -> Candidate.of(envelope, ring::key))
                            .toList(),
                    null);
        } catch (RuntimeException e) {
            tellFailed(envelopes.size(), e);
            throw e;
        }
        committer.submit(submission);
        return await(submission);
    }

    /** Waits until a submission is durable or refused, and tells the listener. */
    List<LogEntry> await(Submission submission) {
        List<LogEntry> entries;
        try {
            entries = committer.await(submission);
        } catch (RuntimeException e) {
            tellFailed(submission.candidates().size(), e);
            throw e;
        }
        if (!submission.isOrphan()) {
            tell(() -> options.listener().appended(entries));
        }
        return entries;
    }

    /** Tells the listener what was not appended. */
    void tellFailed(int events, RuntimeException why) {
        tell(() -> options.listener().failed(events, why));
    }

    /** What a listener throws must not look as if the entries were not there: they would be recorded twice. */
    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            LOG.error("The listener of the log failed; what is recorded stays so", e);
        }
    }

    Committer committer() {
        return committer;
    }

    EventId nextId(Instant at) {
        return options.ids().next(at);
    }

    Instant now() {
        return options.clock().instant();
    }

    /** Records what a registered party does in a chain. */
    public Recorder recorder(String chain, PartyId party, Signer signer) {
        return new Recorder(this, chain, party, signer);
    }

    /**
     * Begins a new log: registers its first registrar by itself.
     *
     * @param chain chain in which registrations are counted
     * @param at when it registers
     * @throws IllegalStateException if the log has entries
     */
    public Registrar begin(
            String chain, PartyId registrar, Signer signer, String name, String jurisdiction, Instant at) {
        if (size() > 0) {
            throw new IllegalStateException(
                    "The log has %d entries, so it has a first registrar. Use registrar(...).".formatted(size()));
        }
        PartyRegistered details = new PartyRegistered(
                name, List.of(Role.REGISTRAR), jurisdiction, signer.publicKey().text(), null);
        append(recorder(chain, registrar, signer)
                .register(details, at, null)
                .envelope()
                .toBytes());
        return registrar(chain, registrar, signer);
    }

    /** Lets a registered registrar register parties. */
    public Registrar registrar(String chain, PartyId registrar, Signer signer) {
        return new Registrar(this, chain, registrar, signer);
    }

    /** Name of the log, as its checkpoints state it; nothing if it has no key. */
    public Optional<String> origin() {
        return store.setting(LogKeys.ORIGIN);
    }

    /** Number of entries. */
    public long size() {
        return store.size();
    }

    /** The entry at an index, from 0, as stored; not checked. */
    public Optional<StoredEvent> read(long index) {
        return store.read(index);
    }

    /** The log as slices and evidence read it; not checked. */
    public EventReader reader() {
        return store;
    }

    /** The personal values to which entries of this log are committed, sealed under these keys. */
    public PersonalValues personalValues(ValueKeys valueKeys) {
        return new PersonalValues(store.vault(), valueKeys);
    }

    /** The indexes of the entries with this edge, ascending; not checked. */
    @Override
    public List<Long> find(EdgeKind kind, String key) {
        return store.find(kind, key);
    }

    /** The indexes of the entries that are asked for, in the order of the query; not checked. */
    public List<Long> find(EntryQuery query) {
        return store.find(query);
    }

    /** A page of the entries that are asked for, checked under the keys that the options trust. */
    public EntryPage list(EntryQuery query) {
        // one more than asked for tells whether another page follows
        return page(query, store.find(query.limit((int) Math.min(Integer.MAX_VALUE, query.limit() + 1L))));
    }

    /**
     * A page of the entries that are asked for and that name this digest anywhere: as that of an artefact, of a file,
     * of what was sealed. No index leads to digests, so every entry that the query asks for is read until the page is
     * full.
     */
    public EntryPage list(EntryQuery query, Digest digest) {
        List<Long> found = new ArrayList<>();
        EntryQuery next = query.limit(SCANNED_AT_ONCE);
        List<Long> scanned;
        do {
            scanned = store.find(next);
            for (long index : scanned) {
                if (found.size() <= query.limit() && names(index, digest)) {
                    found.add(index);
                }
            }
            if (!scanned.isEmpty()) {
                next = next.after(scanned.get(scanned.size() - 1));
            }
        } while (scanned.size() == SCANNED_AT_ONCE && found.size() <= query.limit());
        return page(query, found);
    }

    private boolean names(long index, Digest digest) {
        return store.read(index)
                .filter(entry -> {
                    try {
                        Bytes payload = Envelope.parseLeniently(entry.envelope().toArray())
                                .payload();
                        return new String(payload.toArray(), StandardCharsets.UTF_8).contains(digest.hex());
                    } catch (MalformedEventException e) {
                        // what is no envelope names nothing
                        return false;
                    }
                })
                .isPresent();
    }

    private EntryPage page(EntryQuery query, List<Long> found) {
        boolean more = found.size() > query.limit();
        List<Long> page = more ? found.subList(0, query.limit()) : found;
        Slice places = new Slice(List.of(), new TreeSet<>(), new TreeSet<>(page), Set.of(), Set.of());
        return new EntryPage(page, evidence(places), more ? page.get(page.size() - 1) : null);
    }

    /** The causal slice behind these entities. */
    @Override
    public Slice slice(Collection<EntityId> about) {
        return new CausalSlicer(store).cut(about);
    }

    /** What came of these entities: all outputs that a poisoned data set reached, say. */
    public Reach reach(Collection<EntityId> from) {
        return new CausalSlicer(store).reach(from);
    }

    /**
     * Whether the log holds every event that a party counted, under the keys that the options trust.
     *
     * @param chain in which chain; null means in each
     * @return one for each chain in which the party recorded something, by chain
     */
    public List<Completeness> completeness(PartyId party, @Nullable String chain) {
        return new CompletenessCheck(store, options.trust()).of(party, chain);
    }

    /**
     * A slice with an inclusion proof for each of its entries, all against the last checkpoint.
     *
     * @return nothing if the log has no checkpoint
     */
    public Optional<ProvenSlice> prove(Slice slice) {
        return checkpoint().map(note -> {
            long size = Checkpoint.parse(note.text()).size();
            List<Long> covered =
                    slice.indexes().stream().filter(index -> index < size).toList();
            SortedMap<Long, List<Bytes>> proofs = new TreeMap<>();
            MerkleTree.inclusionProofs(covered, checked(size), store)
                    .forEach((index, proof) ->
                            proofs.put(index, proof.stream().map(Bytes::of).toList()));
            return new ProvenSlice(slice, note, size, proofs);
        });
    }

    /** What of a slice may be believed, under the keys that the options trust. */
    @Override
    public Evidence evidence(Slice slice) {
        return new EvidenceVerifier(store, options.trust()).verify(slice);
    }

    /** What may be believed of the slice behind these entities. */
    @Override
    public Evidence evidence(Collection<EntityId> about) {
        return evidence(slice(about));
    }

    /**
     * What the log showed at a moment: slices and evidence without what was recorded later, and without what only that
     * leads to.
     *
     * @param moment by the clock of the log; what was recorded at that very moment counts
     */
    public EvidenceSource asOf(Instant moment) {
        return new EvidenceAsOf(store, options.trust(), moment);
    }

    /** Checks the whole log under the keys that the options trust. */
    public VerificationReport verify() {
        return verify(options.trust(), null);
    }

    /**
     * Checks the whole log.
     *
     * @param trust whose keys are trusted
     * @param since a checkpoint seen before, from which the log must have grown; null means none
     */
    public VerificationReport verify(Trust trust, @Nullable Checkpoint since) {
        return new LogVerifier(store, trust).verify(since);
    }

    /**
     * Checks the whole log, however long: what it keeps in memory does not grow with the log.
     *
     * @param trust whose keys are trusted
     * @param since a checkpoint seen before, which this log must have signed and must have grown from; null means none
     * @param progress told now and then how many entries were checked
     */
    public VerificationReport verify(Trust trust, @Nullable SignedNote since, LongConsumer progress) {
        return new LogVerifier(store, trust).verify(since, progress);
    }

    /** The last checkpoint, as stored; not checked. Nothing if the log has no key. */
    public Optional<SignedNote> checkpoint() {
        return store.lastCheckpoint()
                .map(stored -> SignedNote.parse(stored.note().toArray()));
    }

    /**
     * Compares the log, after it was checked, with what was kept of it; if all holds, its last checkpoint is kept.
     *
     * @param report what {@code verify} said
     * @param trust whose keys are trusted
     * @param kept what was found good before
     * @return the report with what the comparison says
     */
    public VerificationReport compare(VerificationReport report, Trust trust, KeptCheckpoints kept) {
        return new KeptCheck(store, trust, kept).extend(report);
    }

    /**
     * Asks a witness to cosign the last checkpoint. A cosignature that verifies is kept with the checkpoint.
     *
     * @param witness key of the witness
     * @param endpoint where the witness is reached
     * @throws IllegalStateException if the log has no checkpoint
     */
    public CosignatureRequest.Result cosign(NoteKey witness, WitnessEndpoint endpoint) {
        StoredCheckpoint last = store.lastCheckpoint()
                .orElseThrow(() -> new IllegalStateException(
                        "The log has no checkpoint: it has no entry, or no key of its own. Open it with a LogKey."));
        CosignatureRequest.Result result = CosignatureRequest.send(
                endpoint, witness, SignedNote.parse(last.note().toArray()), this::growth);
        SignedNote.Line line = result.line();
        if (line != null) {
            countersign(last.size(), line);
        }
        return result;
    }

    /**
     * A request to a time-stamping authority for its stamp on the last checkpoint, to be brought there by the caller.
     *
     * @throws IllegalStateException if the log has no checkpoint
     */
    public TimestampRequest timestampRequest() {
        return TimestampRequest.of(CheckpointStamp.digest(checkpoint()
                .orElseThrow(() -> new IllegalStateException(
                        "The log has no checkpoint: it has no entry, or no key of its own. Open it with a LogKey."))));
    }

    /**
     * Keeps the time stamp of an authority with the checkpoint that it is on, if it verifies; in place of an earlier
     * one of the same authority.
     *
     * @param request the request, as it was brought to the authority
     * @param response what the authority answered
     * @return the stamp
     * @throws TimestampException if it is no stamp of this authority, answers another request, or is on no checkpoint
     *     of this log
     */
    public CheckpointStamp timestamp(TimestampRequest request, byte[] response, TimestampAuthority authority) {
        TimestampToken token = request.answeredBy(response);
        Digest digest = request.digest();
        for (StoredCheckpoint stored : store.checkpoints()) {
            SignedNote note = SignedNote.parse(stored.note().toArray());
            if (CheckpointStamp.digest(note).equals(digest)) {
                SignedNote.Line line = CheckpointStamp.line(note, authority, token);
                countersign(stored.size(), line);
                return CheckpointStamp.judge(note.with(List.of(line)), List.of(authority))
                        .get(0);
            }
        }
        throw new TimestampException(
                "The stamp is on %s, and no checkpoint of this log has that digest. Maybe the request is another log's."
                        .formatted(digest));
    }

    private List<Bytes> growth(long oldSize, long size) {
        return consistencyProof(oldSize, size).stream().map(Bytes::of).toList();
    }

    /** Adds a signature to a stored checkpoint, whoever else does so at the same time. */
    private void countersign(long size, SignedNote.Line line) {
        boolean replaced = false;
        while (!replaced) {
            StoredCheckpoint stored = store.checkpoints().stream()
                    .filter(checkpoint -> checkpoint.size() == size)
                    .findFirst()
                    .orElseThrow(() -> new StoreException("The checkpoint of %d entries is gone.".formatted(size)));
            SignedNote note = SignedNote.parse(stored.note().toArray());
            List<SignedNote.Line> others = note.signatures().stream()
                    .filter(known -> !known.name().equals(line.name()) || known.hash() != line.hash())
                    .toList();
            // a later cosignature of a witness takes the place of its earlier one
            SignedNote signed = new SignedNote(note.text(), others).with(List.of(line));
            replaced = store.replaceCheckpoint(stored, Bytes.of(signed.toBytes()));
        }
    }

    /**
     * That an entry is in the log, under its last checkpoint with all its signatures, for a {@code .tlog-proof} file.
     *
     * @throws IllegalStateException if the log has no checkpoint
     */
    public TlogProof proof(long index) {
        SignedNote note = checkpoint()
                .orElseThrow(() -> new IllegalStateException(
                        "The log has no checkpoint, so nothing can be proven to others. Open it with a LogKey."));
        long size = Checkpoint.parse(note.text()).size();
        return new TlogProof(
                null, index, inclusionProof(index, size).stream().map(Bytes::of).toList(), note);
    }

    /** Inclusion proof of an entry in the tree of the first {@code size} entries, from leaf to root. */
    public List<byte[]> inclusionProof(long index, long size) {
        return MerkleTree.inclusionProof(index, checked(size), store);
    }

    /** Proof that the first {@code oldSize} entries are a beginning of the first {@code size}. */
    public List<byte[]> consistencyProof(long oldSize, long size) {
        return MerkleTree.consistencyProof(oldSize, checked(size), store);
    }

    private long checked(long size) {
        if (size > size()) {
            throw new IllegalArgumentException("The log has %d entries, not %d.".formatted(size(), size));
        }
        return size;
    }

    @Override
    public void close() {
        committer.close();
        store.close();
    }
}
