package io.kdchain.provenance.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.IdSource;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoredCheckpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * Kills a process that appends, at a moment chosen at random, and looks whether the log kept what it had promised. The
 * promises are kept by the process that kills.
 */
final class SuddenDeath {
    static final int WRITERS = 8;
    /** After as many a new log begins: each is checked whole after every round. */
    private static final int ROUNDS_OF_A_LOG = 40;

    private static final int BEFORE_TILES = 400;

    private final Path folder;
    private final Random random;
    private final Map<Long, String> promised = new HashMap<>();
    private final Map<Long, String> published = new TreeMap<>();
    private String name = "";
    private long promises;
    private long checkpoints;
    private int inAppend;
    private int inCheckpoint;
    private int inUpgrade;

    SuddenDeath(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
    }

    /** Runs so many rounds: of every five, three die while they append, one while it moves pages, one in an upgrade. */
    String run(int rounds) throws IOException, InterruptedException, SQLException {
        for (int round = 0; round < rounds; round++) {
            if (round % ROUNDS_OF_A_LOG == 0) {
                begin(round);
            }
            switch (round % 5) {
                case 3 -> {
                    append(true);
                    inCheckpoint++;
                }
                case 4 -> {
                    upgrade(round);
                    inUpgrade++;
                }
                default -> {
                    append(false);
                    inAppend++;
                }
            }
        }
        endLog();
        return "%d killed while appending, %d while also moving pages, %d in an upgrade; %d promises, %d checkpoints kept"
                .formatted(inAppend, inCheckpoint, inUpgrade, promises, checkpoints);
    }

    private void begin(int round) {
        endLog();
        name = "log-" + round + ".db";
        try (ChainLog log = ChainLog.open(url(name), options())) {
            LogFixture fixture = LogFixture.begin(log);
            for (int i = 0; i < WRITERS; i++) {
                fixture.party("writer-" + i, Role.DEPLOYMENT_PLATFORM);
            }
        }
    }

    private void endLog() {
        promises += promised.size();
        checkpoints += published.size();
        promised.clear();
        published.clear();
    }

    private void append(boolean moving) throws IOException, InterruptedException {
        Process process = start(Writers.class, url(name), Boolean.toString(moving));
        awaitBegun(process);
        CountDownLatch first = new CountDownLatch(1);
        Thread keeper = new Thread(() -> keep(process, first));
        keeper.start();
        first.await();
        killAfter(process, random.nextInt(150));
        keeper.join();
        assertThat(promised).isNotEmpty();
        check();
    }

    /** Keeps what the process says until it is dead; what it had written before is in the pipe still. */
    private void keep(Process process, CountDownLatch first) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                // a line that death cut short promises nothing
                if (words.length == 4 && words[3].equals(".")) {
                    (words[0].equals("entry") ? promised : published).put(Long.parseLong(words[1]), words[2]);
                    first.countDown();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            first.countDown();
        }
    }

    private void check() {
        try (EventStore store = JdbcEventStore.open(url(name), false)) {
            promised.forEach((index, leaf) -> assertThat(HexFormat.of()
                            .formatHex(
                                    store.read(index).orElseThrow().leafHash().toArray()))
                    .as("entry %d", index)
                    .isEqualTo(leaf));
            for (StoredCheckpoint checkpoint : store.checkpoints()) {
                String note =
                        Base64.getEncoder().encodeToString(checkpoint.note().toArray());
                assertThat(published.computeIfAbsent(checkpoint.size(), size -> note))
                        .as("checkpoint of %d entries", checkpoint.size())
                        .isEqualTo(note);
            }
            assertThat(store.checkpoints().size()).isEqualTo(published.size());
        }
        try (ChainLog log = ChainLog.open(url(name), options().mustExist())) {
            assertThat(log.verify().problems()).isEmpty();
        }
    }

    private void upgrade(int round) throws IOException, InterruptedException, SQLException {
        Path file = folder.resolve("old-" + round + ".db");
        boolean first = inUpgrade % 2 == 0;
        if (first) {
            try (InputStream in = SuddenDeath.class.getResourceAsStream("log-schema-1.sql");
                    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } else {
            Files.copy(beforeTiles(), file);
        }
        Process process = start(Upgrader.class, "jdbc:sqlite:" + file);
        awaitBegun(process);
        killAfter(process, random.nextInt(25));

        try (ChainLog log =
                ChainLog.open("jdbc:sqlite:" + file, LogFixture.options().mustExist())) {
            assertThat(log.size()).isEqualTo(first ? 15 : BEFORE_TILES);
            assertThat(log.verify().problems()).isEmpty();
        }
        Files.delete(file);
    }

    /** A log of the schema before tiles with some that are whole, made once. */
    private Path beforeTiles() throws SQLException {
        Path file = folder.resolve("before-tiles.db");
        if (!Files.exists(file)) {
            MemoryEventStore memory = new MemoryEventStore();
            fill(memory);
            try (JdbcEventStore store = JdbcEventStore.open("jdbc:sqlite:" + file, true)) {
                fill(store);
            }
            EarlierLayout.restore("jdbc:sqlite:" + file, memory, "BLOB", EarlierLayout.SQLITE_TILED);
        }
        return file;
    }

    private static void fill(EventStore store) {
        LogFixture.begin(ChainLog.open(store, LogFixture.options()))
                .party("cloud", Role.DEPLOYMENT_PLATFORM)
                .recordAll(Collections.nCopies(
                        BEFORE_TILES - 2, EventDraft.of(LogFixture.served()).at(LogFixture.START)));
    }

    private static Process start(Class<?> main, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName());
        builder.command().addAll(List.of(arguments));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static void awaitBegun(Process process) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf("begun\n") < 0) {
            int c = process.getInputStream().read();
            assertThat(c).as("the process began: %s", read).isNotEqualTo(-1);
            read.append((char) c);
        }
    }

    /** Ends a process as a loss of power would. */
    private static void killAfter(Process process, int millis) throws InterruptedException {
        Thread.sleep(millis);
        // not by Process, which would throw away what waits in the pipe
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    static LogOptions options() {
        return LogFixture.options().ids(IdSource.RANDOM);
    }

    private String url(String name) {
        return "jdbc:sqlite:" + folder.resolve(name);
    }

    /** Appends from eight threads until it is killed; says each entry and some checkpoints after they were durable. */
    static final class Writers {
        private Writers() {}

        public static void main(String[] arguments) throws SQLException, InterruptedException {
            ChainLog log = ChainLog.open(arguments[0], options());
            System.out.print("begun\n");
            System.out.flush();
            for (int i = 0; i < WRITERS; i++) {
                String name = "writer-" + i;
                Recorder recorder = log.recorder(LogFixture.CHAIN, new PartyId(name), LogFixture.signer(name));
                new Thread(() -> write(log, recorder)).start();
            }
            if (Boolean.parseBoolean(arguments[1])) {
                try (Connection connection = DriverManager.getConnection(arguments[0]);
                        Statement statement = connection.createStatement()) {
                    while (true) {
                        // passive: it waits for nobody, and nobody for it
                        statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
                        Thread.sleep(2);
                    }
                }
            }
        }

        private static void write(ChainLog log, Recorder recorder) {
            for (int i = 0; ; i++) {
                LogEntry entry =
                        recorder.record(LogFixture.served(), LogFixture.START, List.of(), List.of(), List.of());
                say("entry " + entry.index() + " " + entry.leafHash().hex());
                if (i % 8 == 0) {
                    SignedNote note = log.checkpoint().orElseThrow();
                    say("checkpoint " + note.text().split("\n", -1)[1] + " "
                            + Base64.getEncoder().encodeToString(note.toBytes()));
                }
            }
        }

        private static synchronized void say(String promise) {
            System.out.print(promise + " .\n");
            System.out.flush();
        }
    }

    /** Opens a log of an earlier release. */
    static final class Upgrader {
        private Upgrader() {}

        public static void main(String[] arguments) {
            // everything is loaded, so that death finds the upgrade itself
            JdbcEventStore.open("jdbc:sqlite::memory:", true).close();
            System.out.print("begun\n");
            System.out.flush();
            ChainLog.open(arguments[0], LogFixture.options()).close();
            System.out.print("done\n");
        }
    }
}
