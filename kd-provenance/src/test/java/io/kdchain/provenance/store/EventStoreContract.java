package io.kdchain.provenance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Commitment;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.merkle.NodeSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does. */
public abstract class EventStoreContract {
    private EventStore store = new MemoryEventStore();

    /** An empty store. */
    protected abstract EventStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void entriesComeBackAsTheyWereAppended() {
        List<StoredEvent> entries = List.of(entry(0), entry(1), entry(2));

        store.append(0, entries.subList(0, 1), Checkpointer.NONE);
        store.append(1, entries.subList(1, 3), Checkpointer.NONE);

        assertThat(store.size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(store.read(i)).contains(entries.get(i));
        }
        assertThat(store.read(3)).isEmpty();
        assertThat(store.read(-1)).isEmpty();
        assertThat(store.read(1, 5)).isEqualTo(entries.subList(1, 3));
        assertThat(store.read(0, 2)).isEqualTo(entries.subList(0, 2));
        assertThat(store.read(3, 5)).isEmpty();
    }

    @Test
    void entriesAndCheckpointsAreTakenOverAsTheyAre() {
        List<StoredEvent> entries = List.of(entry(0), entry(1), entry(2), entry(3));
        List<StoredCheckpoint> checkpoints = List.of(
                new StoredCheckpoint(1, Bytes.of(new byte[] {1})), new StoredCheckpoint(3, Bytes.of(new byte[] {3})));
        EventStore other = new MemoryEventStore();
        other.append(0, entries, Checkpointer.NONE);

        store.copy(0, entries, checkpoints);

        assertThat(store.read(0, 9)).isEqualTo(entries);
        assertThat(store.checkpoints()).isEqualTo(checkpoints);
        assertThat(store.checkpoints(1, 9)).isEqualTo(checkpoints.subList(1, 2));
        assertThat(store.checkpoints(0, 1)).isEqualTo(checkpoints.subList(0, 1));
        assertThat(MerkleTree.root(4, store)).isEqualTo(MerkleTree.root(4, other));
        assertThatThrownBy(() -> store.copy(0, entries, List.of())).isInstanceOf(StoreConflictException.class);
        assertThat(store.faults()).isEmpty();
    }

    @Test
    void keysMayHaveAnyCharacter() {
        String odd = "finding:a\\b\nc\0 d'\"%\u4e2d\ud83d\ude00";
        StoredEvent plain = entry(0);
        StoredEvent entry = new StoredEvent(
                plain.recordedAt(),
                plain.envelope(),
                plain.leafHash(),
                new EntryIndex(
                        "chain-\u4e2d",
                        "cloud",
                        0,
                        List.of(new Edge(EdgeKind.ABOUT, odd), new Edge(EdgeKind.ABOUT, "finding:\\n"))));

        store.append(0, List.of(entry), Checkpointer.NONE);

        assertThat(store.read(0)).contains(entry);
        assertThat(store.find(EdgeKind.ABOUT, odd)).containsExactly(0L);
        assertThat(store.find(EdgeKind.ABOUT, "finding:\\n")).containsExactly(0L);
        assertThat(store.find(EdgeKind.ABOUT, "finding:\n")).isEmpty();
        assertThat(store.before("chain-\u4e2d", "cloud", 1)).contains(new Position(0, 0));
        assertThat(store.faults()).isEmpty();
    }

    /** More leaves than a store may keep together, in steps that meet no boundary of it, against the tree in memory. */
    @Test
    void everyNodeIsThatOfTheTreeInMemory() {
        EventStore memory = new MemoryEventStore();
        int size = 0;
        for (int step = 1; size < 4300; step = step * 3 % 701) {
            List<StoredEvent> entries = new ArrayList<>();
            for (int i = 0; i < step; i++) {
                byte[] bytes = ("entry " + (size + i)).getBytes(StandardCharsets.UTF_8);
                StoredEvent plain = entry(0).withEnvelope(bytes);
                entries.add(
                        new StoredEvent(plain.recordedAt(), plain.envelope(), Bytes.of(MerkleHash.leaf(bytes)), null));
            }
            memory.append(size, entries, Checkpointer.NONE);
            store.append(size, entries, Checkpointer.NONE);
            size += step;
        }
        List<NodeSource.Place> places = new ArrayList<>();
        for (int level = 0; size >> level > 0; level++) {
            for (long index = 0; index < size >> level; index++) {
                places.add(new NodeSource.Place(level, index));
            }
        }

        Map<NodeSource.Place, byte[]> found = store.nodes(places);

        assertThat(found).hasSameSizeAs(places);
        for (NodeSource.Place place : places) {
            assertThat(found.get(place)).as("%s", place).isEqualTo(memory.node(place.level(), place.index()));
        }
        for (NodeSource.Place place : List.of(places.get(1), places.get(size), places.get(places.size() - 1))) {
            assertThat(store.node(place.level(), place.index())).isEqualTo(found.get(place));
        }
        for (int level = 1; size >> (level - 1) > 0; level++) {
            int above = level;
            long next = size >> level;
            assertThatThrownBy(() -> store.node(above, next)).isInstanceOf(StoreException.class);
        }
        assertThat(MerkleTree.root(size, store)).isEqualTo(MerkleTree.root(size, memory));
        assertThat(store.faults()).isEmpty();
    }

    @Test
    void readersSeeWhatWasAppendedWhileOthersAppend() throws InterruptedException {
        List<Thread> readers = new ArrayList<>();
        List<Throwable> wrong = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean done = new AtomicBoolean();
        for (int i = 0; i < 6; i++) {
            Thread reader = new Thread(() -> {
                while (!done.get()) {
                    long size = store.size();
                    for (long index = Math.max(0, size - 3); index < size; index++) {
                        assertThat(store.read(index)).contains(entry((int) index));
                        assertThat(store.find(EdgeKind.GENERATES, "output:" + index))
                                .containsExactly(index);
                    }
                }
            });
            reader.setUncaughtExceptionHandler((thread, error) -> wrong.add(error));
            reader.start();
            readers.add(reader);
        }

        for (int i = 0; i < 100; i++) {
            store.append(i, List.of(entry(i)), Checkpointer.NONE);
        }
        done.set(true);
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(wrong).isEmpty();
        assertThat(store.size()).isEqualTo(100);
    }

    @Test
    void anAppendAfterAnotherSizeIsAConflictAndWritesNothing() {
        store.append(0, List.of(entry(0)), Checkpointer.NONE);

        assertThatThrownBy(() -> store.append(0, List.of(entry(1)), Checkpointer.NONE))
                .isInstanceOf(StoreConflictException.class);

        assertThat(store.size()).isEqualTo(1);
        store.append(1, List.of(), Checkpointer.NONE);
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void entriesAreFoundByTheirEdges() {
        store.append(0, List.of(entry(0), entry(1), entry(2)), Checkpointer.NONE);

        assertThat(store.find(EdgeKind.GENERATES, "output:1")).containsExactly(1L);
        assertThat(store.find(EdgeKind.USES, "deployment:d")).containsExactly(0L, 1L, 2L);
        assertThat(store.find(EdgeKind.ACTOR, "cloud")).containsExactly(0L, 1L, 2L);
        assertThat(store.find(EdgeKind.ABOUT, "deployment:d")).isEmpty();
    }

    @Test
    void whatIsAskedForTogetherIsWhatIsAskedForOneByOne() {
        List<StoredEvent> entries = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            entries.add(entry(i));
        }
        store.append(0, entries, (size, root) -> Bytes.of(new byte[] {1}));
        List<Long> indexes = LongStream.of(0, 7, 599, 600, -1).boxed().toList();
        List<String> keys = new ArrayList<>(List.of("output:nowhere"));
        List<NodeSource.Place> places = new ArrayList<>(List.of(new NodeSource.Place(3, 70)));
        for (int i = 0; i < 600; i++) {
            keys.add("output:" + i);
            places.add(new NodeSource.Place(0, i));
        }

        assertThat(store.readAll(indexes))
                .hasSize(3)
                .containsEntry(7L, entries.get(7))
                .containsEntry(599L, entries.get(599));
        assertThat(store.indexes(indexes))
                .hasSize(3)
                .containsEntry(7L, entries.get(7).index());
        assertThat(store.findAll(EdgeKind.GENERATES, keys)).hasSize(600).containsEntry("output:599", List.of(599L));
        assertThat(store.findAll(EdgeKind.USES, List.of("deployment:d")).get("deployment:d"))
                .hasSize(600)
                .isSorted();
        store.nodes(places)
                .forEach((place, hash) -> assertThat(hash).isEqualTo(store.node(place.level(), place.index())));
        assertThat(store.nodes(places)).hasSize(601);
        assertThat(store.readAll(List.of())).isEmpty();
        assertThat(store.checkpoints(599, 10)).hasSize(1);
        assertThat(store.checkpoints(600, 10)).isEmpty();
    }

    @Test
    void theNeighboursOfACounterAreFound() {
        store.append(0, List.of(entry(0), entry(5), entry(7)), Checkpointer.NONE);

        assertThat(store.before(LogFixture.CHAIN, "cloud", 7)).contains(new Position(5, 1));
        assertThat(store.after(LogFixture.CHAIN, "cloud", 0)).contains(new Position(5, 1));
        assertThat(store.before(LogFixture.CHAIN, "cloud", Long.MAX_VALUE)).contains(new Position(7, 2));
        assertThat(store.before(LogFixture.CHAIN, "cloud", 0)).isEmpty();
        assertThat(store.after(LogFixture.CHAIN, "cloud", 7)).isEmpty();
        assertThat(store.before("another", "cloud", 7)).isEmpty();
    }

    @Test
    void theTreeIsThatOfTheLeaves() {
        List<StoredEvent> entries = new ArrayList<>();
        List<Bytes> roots = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            StoredEvent entry = entry(i);
            entries.add(entry);
            store.append(i, List.of(entry), (size, root) -> {
                roots.add(root);
                return Bytes.of(("note " + size).getBytes(StandardCharsets.UTF_8));
            });
        }
        EventStore atOnce = new MemoryEventStore();
        atOnce.append(0, entries, Checkpointer.NONE);

        for (int size = 1; size <= 20; size++) {
            assertThat(MerkleTree.root(size, store))
                    .isEqualTo(MerkleTree.root(size, atOnce))
                    .isEqualTo(roots.get(size - 1).toArray());
        }
        assertThat(store.checkpoints()).hasSize(20);
        assertThat(store.lastCheckpoint().orElseThrow().note())
                .isEqualTo(Bytes.of("note 20".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> store.node(1, 10)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.node(0, 20)).isInstanceOf(StoreException.class);
    }

    @Test
    void aCheckpointIsReplacedOnlyAsItWasKnown() {
        Bytes first = Bytes.of(new byte[] {1});
        Bytes second = Bytes.of(new byte[] {1, 2});
        store.append(0, List.of(entry(0)), (size, root) -> first);

        assertThat(store.replaceCheckpoint(new StoredCheckpoint(1, first), second))
                .isTrue();
        assertThat(store.replaceCheckpoint(new StoredCheckpoint(1, first), first))
                .isFalse();
        assertThat(store.replaceCheckpoint(new StoredCheckpoint(2, second), first))
                .isFalse();

        assertThat(store.checkpoints()).containsExactly(new StoredCheckpoint(1, second));
    }

    @Test
    void aCheckpointThatFailsLeavesNothingBehind() {
        assertThatThrownBy(() -> store.append(0, List.of(entry(0)), (size, root) -> {
                    throw new IllegalStateException("no key");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(store.size()).isZero();
        assertThat(store.read(0)).isEmpty();
        store.append(0, List.of(entry(0)), Checkpointer.NONE);
        assertThat(store.lastCheckpoint()).isEmpty();
        assertThat(store.faults()).isEmpty();
    }

    @Test
    void aSettingIsDefinedOnce() {
        store.define("origin", "a");
        store.define("origin", "a");

        assertThat(store.setting("origin")).contains("a");
        assertThat(store.setting("key")).isEmpty();
        assertThatThrownBy(() -> store.define("origin", "b"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("'a'");
    }

    @Test
    void whatIsNoEventIsKeptAllTheSame() {
        StoredEvent junk = new StoredEvent(LogFixture.START, Bytes.of(new byte[] {1, 2}), entry(0).leafHash(), null);

        store.append(0, List.of(junk), Checkpointer.NONE);

        assertThat(store.read(0)).contains(junk);
        assertThat(junk.leafFits()).isFalse();
        assertThat(entry(0).withEnvelope(new byte[] {1}).leafFits()).isFalse();
        assertThat(entry(0).leafFits()).isTrue();
    }

    @Test
    void aValueIsKeptOnceAndForgottenForGood() {
        Vault vault = store.vault();
        Commitment commitment = Commitment.parse("salted-sha256:" + "1".repeat(64));
        Commitment other = Commitment.parse("salted-sha256:" + "2".repeat(64));
        Vault.Sealed value = new Vault.Sealed("7", Bytes.of(new byte[] {1, 2, 3}));

        vault.put(commitment, value);
        vault.put(other, value);
        store.append(0, List.of(entry(0)), Checkpointer.NONE);
        vault.erase(List.of(commitment));
        vault.erase(List.of(commitment));

        assertThat(vault.find(commitment)).contains(Vault.Sealed.ERASED);
        assertThat(vault.find(other)).contains(value);
        assertThat(vault.find(Commitment.parse("salted-sha256:" + "3".repeat(64))))
                .isEmpty();
        assertThat(store.read(0)).contains(entry(0));
        assertThatThrownBy(() -> vault.put(commitment, value))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(commitment.toString());
    }

    private static StoredEvent entry(int seq) {
        Event event = new Event(
                EventId.of(LogFixture.START, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) seq}),
                "OutputServed",
                1,
                LogFixture.CHAIN,
                new PartyId("cloud"),
                null,
                LogFixture.START,
                List.of(EntityId.parse("deployment:d")),
                List.of(EntityId.parse("output:" + seq)),
                seq,
                seq == 0 ? null : LogFixture.digest(seq),
                List.of(),
                LogFixture.served());
        return StoredEvent.of(
                LogFixture.START.plusMillis(seq), ("envelope " + seq).getBytes(StandardCharsets.UTF_8), event);
    }
}
