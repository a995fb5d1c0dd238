package io.kdchain.provenance.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.IdSource;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.checkpoint.NoteKey;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.exchange.tiles.StoreTiles;
import io.kdchain.provenance.exchange.tiles.TileFolder;
import io.kdchain.provenance.exchange.tiles.TilesException;
import io.kdchain.provenance.exchange.tiles.TilesWriter;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** Disks that are full or only read, bits that tip over, and whether a flush really stands before each answer. */
class StorageFaultsIT {
    private static final long SEED = 20260102;

    /** In memory where the system has such a place: no fault here is one of the disk, and each costs many flushes. */
    static final class InMemory implements TempDirFactory {
        private static final Path PLACE = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
                throws IOException {
            return Files.isWritable(PLACE)
                    ? Files.createTempDirectory(PLACE, "kdchain")
                    : Files.createTempDirectory("kdchain");
        }
    }

    @TempDir(factory = InMemory.class)
    private Path folder = Path.of("");

    @Test
    void onAFullOrReadOnlyDiskTheErrorIsClearAndTheLogIntact() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        RequiredTool.require("mount");
        if (run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk.toString()) != 0) {
            // only the superuser may
            RequiredTool.require("superuser-mount");
        }
        try {
            String url = "jdbc:sqlite:" + disk.resolve("log.db");
            Path ballast = disk.resolve("ballast");
            Files.write(ballast, new byte[1 << 20]);
            try (ChainLog log = ChainLog.open(url, LogFixture.options().ids(IdSource.RANDOM))) {
                Recorder cloud = LogFixture.begin(log).party("cloud", Role.DEPLOYMENT_PLATFORM);
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> {
                            while (true) {
                                record(cloud);
                            }
                        })
                        .withMessageContaining("disk is full");
                long size = log.size();
                assertThat(log.verify().problems()).isEmpty();

                Files.delete(ballast);
                record(cloud);

                assertThat(log.size()).isEqualTo(size + 1);
                assertThat(log.verify().problems()).isEmpty();
            }
            assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> ChainLog.open(url))
                    .withMessageContaining("may not be written");
            assertThat(run("mount", "-o", "remount,rw", disk.toString())).isZero();
            try (ChainLog log = ChainLog.open(url, LogFixture.options())) {
                assertThat(log.verify().problems()).isEmpty();
            }
        } finally {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    @Test
    void aBitThatTipsOverIsFoundWhereItChangesEvidence() throws IOException {
        flipBits(150);
    }

    @Test
    void aBitOfATileThatTipsOverIsFound() throws IOException {
        flipTileBits(97);
    }

    /** A row out of order comes after itself; whoever pages by it must not go on for ever. */
    @Test
    void aCheckpointOutOfOrderIsToldOfAndEndsTheCheck() throws IOException {
        Path file = folder.resolve("log.db");
        String url = "jdbc:sqlite:" + file;
        try (ChainLog log = ChainLog.open(url, LogFixture.options())) {
            LogFixture.begin(log).wholeChain();
        }
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        // before the note of 14 entries: its key, one byte, and the four of the header of the row
        int key = bytes.indexOf("kd.example/log\n14\n") - 5;
        assertThat(bytes.charAt(key)).isEqualTo((char) 14);

        flip(file, key * 8L);

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(60), () -> isNoticed(url)))
                .isTrue();
    }

    /** {@code mvn verify -Plong -pl kd-provenance -Dtest=StorageFaultsIT}. */
    @Test
    @Tag("long")
    void aHundredThousandBitsAreFound() throws IOException {
        System.out.println("Bit flips in the database: %d noticed of 100000, no other changed evidence; seed %d."
                .formatted(flipBits(100_000), SEED));
    }

    /** {@code mvn verify -Plong -pl kd-provenance -Dtest=StorageFaultsIT}. */
    @Test
    @Tag("long")
    void everyBitOfTheTilesIsFound() throws IOException {
        System.out.println("Bit flips in tiles: all %d bits noticed.".formatted(flipTileBits(1)));
    }

    private int flipBits(int count) throws IOException {
        Path file = folder.resolve("log.db");
        String url = "jdbc:sqlite:" + file;
        try (ChainLog log = ChainLog.open(url, LogFixture.options())) {
            LogFixture.begin(log).wholeChain();
        }
        List<String> honest = content(url);
        Random random = new Random(SEED);
        byte[] good = Files.readAllBytes(file);
        long bits = good.length * 8L;
        int found = 0;
        for (int i = 0; i < count; i++) {
            long bit = (long) (random.nextDouble() * bits);
            flip(file, bit);
            if (isNoticed(url)) {
                found++;
            } else {
                // no evidence may have changed then
                assertThat(content(url))
                        .as("bit %d of byte %d", bit % 8, bit / 8)
                        .isEqualTo(honest);
            }
            Files.write(file, good);
            Files.deleteIfExists(folder.resolve("log.db-wal"));
        }
        assertThat(found)
                .as("the rest lies in pages and gaps that hold nothing")
                .isGreaterThan(count / 4);
        return found;
    }

    /** Flips every so-manieth bit of every file of the tiles of a small log. */
    private long flipTileBits(int step) throws IOException {
        Path tiles = folder.resolve("tiles");
        try (EventStore store = new MemoryEventStore();
                ChainLog log = ChainLog.open(store, LogFixture.options())) {
            LogFixture.begin(log).wholeChain();
            TilesWriter.write(StoreTiles.of(store), tiles);
        }
        Policy policy = new Policy(
                List.of(new Policy.Log(NoteKey.of(LogFixture.LOG_KEY.publicKey()), null)), Map.of(), List.of(), null);
        assertThat(TileFolder.open(tiles).verify(policy)).isEmpty();
        List<Path> files;
        try (Stream<Path> all = Files.walk(tiles)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        long flipped = 0;
        for (Path file : files) {
            byte[] good = Files.readAllBytes(file);
            for (long bit = flipped % step; bit < good.length * 8L; bit += step) {
                flip(file, bit);
                assertThat(holds(tiles, policy))
                        .as("bit %d of byte %d of %s", bit % 8, bit / 8, tiles.relativize(file))
                        .isFalse();
                flip(file, bit);
                flipped++;
            }
        }
        assertThat(TileFolder.open(tiles).verify(policy)).isEmpty();
        return flipped;
    }

    private static boolean holds(Path tiles, Policy policy) {
        try {
            return TileFolder.open(tiles).verify(policy).isEmpty();
        } catch (TilesException e) {
            return false;
        }
    }

    private static void flip(Path file, long bit) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bit / 8);
            int old = bytes.read();
            bytes.seek(bit / 8);
            bytes.write(old ^ (1 << (bit % 8)));
        }
    }

    private static boolean isNoticed(String url) {
        try (ChainLog log = ChainLog.open(url, LogFixture.options().mustExist())) {
            return !log.verify().ok();
        } catch (StoreException e) {
            return true;
        }
    }

    private static List<String> content(String url) {
        List<String> all = new ArrayList<>();
        try (EventStore store = JdbcEventStore.open(url, false)) {
            store.read(0, 1000)
                    .forEach(entry -> all.add(new String(entry.envelope().toArray(), StandardCharsets.UTF_8) + entry));
            store.checkpoints()
                    .forEach(checkpoint -> all.add(
                            checkpoint.size() + new String(checkpoint.note().toArray(), StandardCharsets.UTF_8)));
            all.add(store.setting("origin") + " " + store.setting("key"));
        }
        return all;
    }

    @Test
    void aFlushStandsBetweenEachCommitAndItsAnswer() throws IOException, InterruptedException {
        String strace = RequiredTool.require("strace").toString();
        Path trace = folder.resolve("trace");

        int status = run(
                strace,
                "-f",
                "-y",
                "-e",
                "trace=fsync,fdatasync,pwrite64,write",
                "-o",
                trace.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Answering.class.getName(),
                "jdbc:sqlite:" + folder.resolve("log.db"));

        assertThat(status).isZero();
        int answers = 0;
        boolean written = false;
        boolean flushed = false;
        for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
            if (line.contains("pwrite64(") && line.contains("log.db-wal")) {
                written = true;
                flushed = false;
            } else if ((line.contains("fdatasync(") || line.contains("fsync(")) && line.contains("log.db-wal")) {
                flushed = written;
            } else if (line.contains("write(1") && line.contains("\"answer")) {
                answers++;
                assertThat(written && flushed).as("before %s", line).isTrue();
                written = false;
            }
        }
        assertThat(answers).isEqualTo(Answering.EVENTS);
    }

    /** Appends some events and says after each that it is durable. */
    static final class Answering {
        static final int EVENTS = 10;

        private Answering() {}

        public static void main(String[] arguments) {
            try (ChainLog log = ChainLog.open(arguments[0], LogFixture.options())) {
                Recorder cloud = LogFixture.begin(log).party("cloud", Role.DEPLOYMENT_PLATFORM);
                for (int i = 0; i < EVENTS; i++) {
                    record(cloud);
                    System.out.print("answer " + i + "\n");
                    System.out.flush();
                }
            }
        }
    }

    private static void record(Recorder recorder) {
        recorder.record(LogFixture.served(), LogFixture.START, List.of(), List.of(), List.of());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
