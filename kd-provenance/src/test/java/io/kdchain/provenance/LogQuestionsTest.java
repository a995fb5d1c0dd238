package io.kdchain.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.DatasetCollected;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.EvidenceAsOf;
import io.kdchain.provenance.evidence.EvidenceSource;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.evidence.VerificationReport;
import io.kdchain.provenance.merkle.MerkleProofs;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryQuery;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoredEvent;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** What is asked of a whole log. */
class LogQuestionsTest {
    private final ChainLog log = LogFixture.chain(new MemoryEventStore()).log();

    @Test
    void aListIsCheckedAndSaysWhereTheNextPageBegins() {
        EntryQuery query = EntryQuery.all().party(new PartyId("cloud")).limit(2);

        EntryPage first = log.list(query);
        EntryPage second = log.list(query.after(Objects.requireNonNull(first.next())));

        assertThat(first.indexes()).containsExactly(5L, 12L);
        assertThat(first.evidence().admitted()).extracting(LogEntry::index).containsExactly(5L, 12L);
        assertThat(second.indexes()).containsExactly(13L);
        assertThat(second.next()).isNull();
        assertThat(log.list(query.newestFirst(true)).indexes()).containsExactly(13L, 12L);
        assertThat(log.list(query.limit(Integer.MAX_VALUE)).indexes()).hasSize(3);
    }

    @Test
    void asOfAMomentNeitherWhatCameLaterCountsNorWhatOnlyThatLeadsTo() {
        MemoryEventStore store = new MemoryEventStore();
        LogFixture fixture = LogFixture.chain(store);
        DatasetCollected collected = new DatasetCollected(
                DatasetCollected.Method.PURCHASE, DatasetCollected.Personal.NONE, null, null, null, null);
        long extra = fixture.record("hospital", collected, List.of(), List.of("dataset:extra"))
                .index();
        ChainLog tomorrow = ChainLog.open(
                store,
                LogOptions.defaults()
                        .key(LogFixture.LOG_KEY)
                        .clock(Clock.fixed(LogFixture.START.plusSeconds(86_400), ZoneOffset.UTC)));
        long late = tomorrow.recorder(LogFixture.CHAIN, new PartyId("hospital"), LogFixture.signer("hospital"))
                .record(EventDraft.of(collected).uses("dataset:extra").generates("dataset:ct"))
                .index();
        List<EntityId> output = LogFixture.entities(List.of("output:1"));

        EvidenceSource then = tomorrow.asOf(LogFixture.START);

        assertThat(tomorrow.slice(output).causal()).contains(extra, late);
        assertThat(then.slice(output)).isEqualTo(log.slice(output));
        assertThat(then.evidence(output).admitted())
                .isEqualTo(log.evidence(output).admitted());
        assertThat(then.evidence(tomorrow.slice(output)).slice().indexes()).doesNotContain(late);
        assertThat(then.find(EdgeKind.GENERATES, "dataset:ct")).containsExactly(7L);
        assertThat(tomorrow.asOf(LogFixture.START.plusSeconds(86_400)).slice(output))
                .isEqualTo(tomorrow.slice(output));
    }

    /** The operator dates an event later, so that it does not show, or one that came too late before the moment. */
    @Test
    void whoChangesATimeOfRecordingBelowTheLogHidesNothingAsOfAMoment() {
        Instant moment = LogFixture.START.plusSeconds(60);
        Instant later = LogFixture.START.plusSeconds(86_400);
        MemoryEventStore store = new MemoryEventStore();
        LogFixture.chain(store);
        ChainLog.open(store, LogFixture.options().clock(Clock.fixed(later, ZoneOffset.UTC)))
                .recorder(LogFixture.CHAIN, new PartyId("clinic"), LogFixture.signer("clinic"))
                .record(EventDraft.of(LogFixture.served()).generates("output:1"));
        List<EntityId> output = LogFixture.entities(List.of("output:1"));

        EvidenceSource honest = asOf(store, moment);
        assertThat(honest.slice(output).indexes()).contains(9L).doesNotContain(15L);
        assertThat(honest.evidence(output).rejected()).isEmpty();

        for (boolean leafAsWell : new boolean[] {false, true}) {
            EvidenceSource dated = asOf(dated(store, 9, later, leafAsWell), moment);
            assertThat(dated.slice(output)).isEqualTo(honest.slice(output));
            assertThat(dated.find(EdgeKind.GENERATES, "model:teacher")).containsExactly(9L);
            assertThat(tampered(dated.evidence(output))).containsExactly(9L);

            EvidenceSource backdated = asOf(dated(store, 15, LogFixture.START, leafAsWell), moment);
            assertThat(tampered(backdated.evidence(output))).containsExactly(15L);
        }
    }

    private static EvidenceSource asOf(EventReader log, Instant moment) {
        return new EvidenceAsOf(log, Trust.NONE, moment);
    }

    private static List<Long> tampered(Evidence evidence) {
        return evidence.rejected().stream()
                .filter(RejectedEntry::tampered)
                .map(RejectedEntry::index)
                .toList();
    }

    /** The log as its tables show it after somebody changed the time of one entry there, and perhaps its leaf. */
    private static EventReader dated(EventStore log, long index, Instant time, boolean leafAsWell) {
        StoredEvent entry = log.read(index).orElseThrow();
        StoredEvent refitted = StoredEvent.of(time, entry.envelope(), Objects.requireNonNull(entry.index()));
        StoredEvent changed = new StoredEvent(
                time, entry.envelope(), leafAsWell ? refitted.leafHash() : entry.leafHash(), entry.index());
        return (EventReader) Proxy.newProxyInstance(
                EventReader.class.getClassLoader(), new Class<?>[] {EventReader.class}, (proxy, method, arguments) -> {
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    boolean asked = method.getName().equals("read") && arguments[0].equals(index);
                    return asked ? Optional.of(changed) : method.invoke(log, arguments);
                });
    }

    @Test
    void everyEntryOfASliceIsProvenAgainstOneCheckpoint() {
        Slice slice = log.slice(LogFixture.entities(List.of("output:1")));

        ProvenSlice proven = log.prove(slice).orElseThrow();

        Checkpoint checkpoint = Checkpoint.parse(proven.checkpoint().text());
        assertThat(proven.unproven()).isEmpty();
        assertThat(proven.proofs().keySet()).isEqualTo(slice.indexes());
        proven.proofs()
                .forEach((index, proof) -> assertThat(MerkleProofs.includes(
                                index,
                                checkpoint.size(),
                                log.read(index).orElseThrow().leafHash().toArray(),
                                proof.stream().map(Bytes::toArray).toList(),
                                checkpoint.root().toArray()))
                        .isTrue());
        assertThat(ChainLog.inMemory(LogOptions.defaults()).prove(slice)).isEmpty();
    }

    @Test
    void proofsMadeTogetherAreThoseMadeOneByOne() {
        long size = log.size();
        List<Long> indexes = new ArrayList<>();
        for (long index = 0; index < size; index++) {
            indexes.add(index);
        }

        SortedMap<Long, List<byte[]>> together = MerkleTree.inclusionProofs(indexes, size, log.reader());

        assertThat(together).hasSize((int) size);
        together.forEach(
                (index, proof) -> assertThat(proof).containsExactlyElementsOf(log.inclusionProof(index, size)));
    }

    @Test
    void aCheckpointKeptFromBeforeMustBeOneThatThisLogSigned() {
        SignedNote kept = log.checkpoint().orElseThrow();
        Checkpoint checkpoint = Checkpoint.parse(kept.text());
        SignedNote foreign = SignedNote.sign(
                new Checkpoint("kd.example/other", checkpoint.size(), checkpoint.root(), List.of()).text(),
                "kd.example/other",
                LogFixture.signer("other"));
        SignedNote forged = SignedNote.sign(checkpoint.text(), checkpoint.origin(), LogFixture.signer("a stranger"));
        SignedNote rewritten =
                new Checkpoint(checkpoint.origin(), 3, checkpoint.root(), List.of()).sign(LogFixture.signer("log"));
        SignedNote larger =
                new Checkpoint(checkpoint.origin(), 99, checkpoint.root(), List.of()).sign(LogFixture.signer("log"));

        assertThat(verify(kept).ok()).isTrue();
        assertThat(verify(kept).notes()).anyMatch(note -> note.contains("has grown from the given checkpoint"));
        assertThat(message(foreign)).contains("kd.example/other");
        assertThat(message(forged)).contains("no valid signature");
        assertThat(message(rewritten)).contains("another root");
        assertThat(message(larger)).contains("cut short");
    }

    private VerificationReport verify(SignedNote since) {
        return log.verify(Trust.NONE, since, checked -> {});
    }

    private String message(SignedNote since) {
        return verify(since).problems().toString();
    }
}
