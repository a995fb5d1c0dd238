package io.kdchain.provenance.exchange.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.Cosigner;
import io.kdchain.provenance.checkpoint.NoteKey;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.store.GrowingTree;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TilesTest {
    private static final NoteKey LOG = NoteKey.of(LogFixture.LOG_KEY.publicKey());
    private static final Cosigner WITNESS = Cosigner.ed25519("witness.example/w", LogFixture.signer("w"));
    private static final Policy POLICY = new Policy(List.of(new Policy.Log(LOG, null)), Map.of(), List.of(), null);

    @TempDir
    private Path folder = Path.of("");

    /** A log whose entry i is the decimal text of i, or what {@code changed} says. */
    private static final class DecimalLog implements TileSource {
        private final Map<Long, byte[]> changed;
        private final Map<String, byte[]> nodes = new HashMap<>();
        private final SignedNote note;

        DecimalLog(long size, Map<Long, byte[]> changed) {
            this.changed = changed;
            GrowingTree tree = new GrowingTree(0, (level, index) -> new byte[MerkleHash.SIZE]);
            for (long i = 0; i < size; i++) {
                tree.append(Bytes.of(MerkleHash.leaf(entry(i))));
                tree.drain()
                        .forEach(node -> nodes.put(
                                node.level() + ":" + node.index(), node.hash().toArray()));
            }
            SignedNote signed =
                    new Checkpoint("kd.example/log", size, tree.root(), List.of()).sign(LogFixture.signer("log"));
            note = signed.with(List.of(WITNESS.cosign(signed.text(), Instant.ofEpochSecond(1_772_366_400))));
        }

        @Override
        public byte[] entry(long index) {
            return changed.getOrDefault(index, Long.toString(index).getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public SignedNote checkpoint() {
            return note;
        }

        @Override
        public byte[] node(int level, long index) {
            byte[] hash = nodes.get(level + ":" + index);
            if (hash == null) {
                throw new IllegalArgumentException("no node " + level + ":" + index);
            }
            return hash;
        }
    }

    private static DecimalLog log(long size) {
        return new DecimalLog(size, Map.of());
    }

    private String fsck(Path tiles, NoteKey... keys) throws IOException, InterruptedException {
        RequiredTool.require("openssl");
        Path script = folder.resolve("fsck.py");
        try (InputStream in = TilesTest.class.getResourceAsStream("fsck.py")) {
            assertThat(in).isNotNull();
            Files.write(script, in == null ? new byte[0] : in.readAllBytes());
        }
        List<String> command = new ArrayList<>(
                List.of(RequiredTool.require("python3").toString(), script.toString(), tiles.toString()));
        Stream.of(keys).forEach(key -> command.add(key.toString()));
        Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return out.strip();
    }

    @Test
    void tilesAreThoseOfAnotherImplementation() throws IOException {
        JsonNode vectors = new ObjectMapper()
                .readTree(RequiredTool.require("vectors")
                        .resolve("generated/tree-decimal-leaves.json")
                        .toFile())
                .get("tiles");
        int compared = 0;
        for (Map.Entry<String, JsonNode> tree : vectors.properties()) {
            long size = Long.parseLong(tree.getKey());
            Path tiles = folder.resolve(tree.getKey());
            TilesWriter.write(log(size), tiles);
            compared += compare(tree.getValue(), tiles);
        }
        assertThat(compared).isGreaterThan(20);
    }

    private static int compare(JsonNode expected, Path tiles) throws IOException {
        for (Map.Entry<String, JsonNode> file : expected.get("sample").properties()) {
            assertThat(Sha256.of(Files.readAllBytes(tiles.resolve(file.getKey())))
                            .hex())
                    .as("%s of %s", file.getKey(), tiles.getFileName())
                    .isEqualTo(file.getValue().textValue());
        }
        try (Stream<Path> files = Files.walk(tiles.resolve("tile"))) {
            assertThat(files.filter(Files::isRegularFile).count())
                    .isEqualTo(expected.get("count").longValue());
        }
        return expected.get("sample").size();
    }

    @Test
    void theLayoutIsThatOfTheSpecification() {
        assertThat(Tiles.hashTile(0, 1234067, 256)).isEqualTo("tile/0/x001/x234/067");
        assertThat(Tiles.hashTile(1, 5, 17)).isEqualTo("tile/1/005.p/17");
        assertThat(Tiles.bundle(1000, 3)).isEqualTo("tile/entries/x001/000.p/3");
        assertThat(Tiles.width(70_000, 0, 272)).isEqualTo(256);
        assertThat(Tiles.width(70_000, 0, 273)).isEqualTo(112);
        assertThat(Tiles.width(70_000, 0, 274)).isZero();
        assertThat(Tiles.width(70_000, 1, 0)).isEqualTo(256);
        assertThat(Tiles.width(70_000, 1, 1)).isEqualTo(17);
        assertThat(Tiles.width(70_000, 2, 0)).isEqualTo(1);
        assertThat(Tiles.width(70_000, 3, 0)).isZero();
        assertThat(Tiles.width(256, 0, 0)).isEqualTo(256);
        assertThat(Tiles.width(256, 1, 0)).isEqualTo(1);
    }

    @Test
    void anExportGrowsWithItsLogAndAnIndependentCheckAccepts() throws IOException, InterruptedException {
        Path tiles = folder.resolve("tiles");
        for (long size : new long[] {0, 1, 255, 256, 257, 600, 1030}) {
            TilesWriter.Written written = TilesWriter.write(log(size), tiles);

            assertThat(written.size()).isEqualTo(size);
            assertThat(fsck(tiles, LOG, WITNESS.publicKey())).isEqualTo("ok " + size);
            assertThat(TileFolder.open(tiles).verify(POLICY)).isEmpty();
        }
        TilesWriter.Written again = TilesWriter.write(log(1030), tiles);
        assertThat(again.before()).isEqualTo(1030);
        assertThat(again.files()).as("partial ones and the checkpoint").isLessThan(6);
    }

    @Test
    void proofsAreMadeFromTilesAlone() {
        DecimalLog log = log(700);
        Path tiles = folder.resolve("tiles");
        TilesWriter.write(log, tiles);

        TileFolder read = TileFolder.open(tiles);

        assertThat(read.size()).isEqualTo(700);
        assertThat(read.entry(699)).isEqualTo("699".getBytes(StandardCharsets.US_ASCII));
        for (long index : new long[] {0, 255, 256, 511, 699}) {
            assertThat(MerkleTree.inclusionProof(index, 700, read))
                    .usingElementComparator(Arrays::compare)
                    .containsExactlyElementsOf(MerkleTree.inclusionProof(index, 700, log));
        }
        assertThat(MerkleTree.consistencyProof(300, 700, read))
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(MerkleTree.consistencyProof(300, 700, log));
    }

    @Test
    void aLogOfAnotherToolIsReadAndChecked() throws IOException {
        Path tessera = RequiredTool.require("vectors").resolve("tlog-tessera-testdata/log");
        NoteKey key = NoteKey.parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
        Policy policy = new Policy(List.of(new Policy.Log(key, null)), Map.of(), List.of(), null);

        TileFolder read = TileFolder.open(tessera);

        assertThat(read.verify(policy)).isEmpty();
        assertThat(new String(read.entry(0), StandardCharsets.UTF_8)).isEqualTo("one");
        assertThat(read.verify(POLICY)).hasSize(1);
    }

    @Test
    void aStoredLogIsExportedWithWhatItsLeavesCover() throws IOException, InterruptedException {
        MemoryEventStore store = new MemoryEventStore();
        LogFixture.chain(store);
        Path tiles = folder.resolve("tiles");

        TilesWriter.write(StoreTiles.of(store), tiles);

        assertThat(fsck(tiles, LOG)).isEqualTo("ok " + store.size());
        assertThat(new String(TileFolder.open(tiles).entry(3), StandardCharsets.UTF_8))
                .startsWith("{\"payload\"")
                .endsWith("}\n" + LogFixture.START);
    }

    @Test
    void everyChangedByteIsFoundByUsAndByTheIndependentCheck() throws IOException, InterruptedException {
        Path tiles = folder.resolve("tiles");
        TilesWriter.write(log(300), tiles);
        List<Path> files;
        try (Stream<Path> all = Files.walk(tiles)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            byte[] good = Files.readAllBytes(file);
            for (int at = 0; at < good.length; at += Math.max(1, good.length / 40)) {
                byte[] bad = good.clone();
                bad[at] ^= 4;
                Files.write(file, bad);
                assertThat(problems(tiles)).as("%s at %d", file, at).isNotEmpty();
            }
            byte[] bad = good.clone();
            bad[good.length / 2] ^= 4;
            Files.write(file, bad);
            assertThat(fsck(tiles, LOG, WITNESS.publicKey())).as("%s", file).doesNotStartWith("ok");
            Files.write(file, good);
        }
        assertThat(problems(tiles)).isEmpty();
        Files.delete(files.get(1));
        assertThat(problems(tiles)).isNotEmpty();
    }

    private static List<String> problems(Path tiles) {
        Policy strict = new Policy(
                List.of(new Policy.Log(LOG, null)),
                Map.of("w", new Policy.Witness(WITNESS.publicKey(), null)),
                List.of(),
                "w");
        try {
            return TileFolder.open(tiles).verify(strict);
        } catch (TilesException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void anEntryThatTheFormatHasNoRoomForIsNamed() {
        DecimalLog fits = new DecimalLog(3, Map.of(1L, new byte[65_535]));
        DecimalLog tooLong = new DecimalLog(3, Map.of(1L, new byte[65_536]));

        TilesWriter.write(fits, folder.resolve("fits"));

        assertThat(TileFolder.open(folder.resolve("fits")).verify(POLICY)).isEmpty();
        assertThatExceptionOfType(TilesException.class)
                .isThrownBy(() -> TilesWriter.write(tooLong, folder.resolve("tiles")))
                .withMessageContaining("Entry 1 has 65536 bytes");
        assertThat(folder.resolve("tiles/checkpoint")).doesNotExist();
    }

    @Test
    void aFolderOfAnotherHistoryIsLeftAsItIs() throws IOException {
        Path tiles = folder.resolve("tiles");
        TilesWriter.write(log(300), tiles);
        byte[] before = Files.readAllBytes(tiles.resolve("checkpoint"));

        refused(log(200), tiles, "rolled back");
        refused(new DecimalLog(400, Map.of(7L, new byte[] {1})), tiles, "rewritten");
        assertThat(tiles.resolve("checkpoint")).hasBinaryContent(before);
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("thesis.txt"), "mine");
        refused(log(1), other, "other files");
        refused(log(1), folder.resolve("fsck-file"), null);
    }

    private void refused(TileSource source, Path tiles, @Nullable String reason) throws IOException {
        if (reason == null) {
            Files.writeString(tiles, "a file");
        }
        assertThatExceptionOfType(TilesException.class)
                .isThrownBy(() -> TilesWriter.write(source, tiles))
                .withMessageContaining(reason == null ? "cannot be written" : reason);
    }

    @Test
    void aStoreThatDoesNotAgreeWithItsCheckpointIsNotExported() {
        DecimalLog good = log(300);
        TileSource changedEntry = changed(good, 7, 0);
        TileSource changedNode = changed(good, -1, 8);

        assertThatExceptionOfType(TilesException.class)
                .isThrownBy(() -> TilesWriter.write(changedEntry, folder.resolve("a")))
                .withMessageContaining("Entry 7");
        assertThatExceptionOfType(TilesException.class)
                .isThrownBy(() -> TilesWriter.write(changedNode, folder.resolve("b")))
                .withMessageContaining("kd log verify");
        assertThat(folder.resolve("a/checkpoint")).doesNotExist();
    }

    private static TileSource changed(TileSource log, long entry, int level) {
        return new TileSource() {
            @Override
            public byte[] entry(long index) {
                return index == entry ? new byte[] {1} : log.entry(index);
            }

            @Override
            public SignedNote checkpoint() {
                return log.checkpoint();
            }

            @Override
            public byte[] node(int at, long index) {
                return level > 0 && at == level ? new byte[MerkleHash.SIZE] : log.node(at, index);
            }
        };
    }
}
