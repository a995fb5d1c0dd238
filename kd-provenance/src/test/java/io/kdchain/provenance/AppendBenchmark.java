package io.kdchain.provenance;

import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.testing.Rounds;
import io.kdchain.testing.WarmUp;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How fast events become durable: signed and appended by 64 callers and by one, and taken over with their signatures
 * checked; each as a part of what its dearest step alone would allow, measured in turns in one process. Beside it
 * stands the least that such a log can do ({@link BareGroupCommit}), which tells how much of the rest is the machine's.
 * Signatures that a {@link Recorder} made a moment ago with a key in its memory are not verified again; whatever else
 * comes is.
 *
 * <p>{@code mvn -q -pl kd-provenance test-compile dependency:build-classpath -Dmdep.outputFile=target/cp && java -cp
 * kd-provenance/target/test-classes:kd-provenance/target/classes:$(cat kd-provenance/target/cp)
 * io.kdchain.provenance.AppendBenchmark FOLDER [JDBC-URL | postgres]}. The log is a new file in the folder, or lies in
 * the empty PostgreSQL database of the URL, or in that of a server which is started for it, with its data in the folder
 * and every commit flushed; raw flushes are made in the folder.
 */
public final class AppendBenchmark {
    private static final int CALLERS = 64;
    private static final int ROUNDS = 5;
    private static final int INGESTED = 50;
    private static final long MILLIS = 500;
    /** Bytes of an envelope like those of the log. */
    private static final int ENVELOPE = 900;

    private AppendBenchmark() {}

    /** Prints the rates and ratios. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        if (arguments.length > 1 && arguments[1].equals("postgres")) {
            try (EmbeddedPostgres server = postgres(folder);
                    Connection connection = server.getPostgresDatabase().getConnection()) {
                System.out.printf(
                        "PostgreSQL %s, fsync %s%n",
                        connection.getMetaData().getDatabaseProductVersion(), shown(connection, "fsync"));
                measure(folder, server.getJdbcUrl("postgres", "postgres"));
            }
        } else {
            measure(folder, arguments.length > 1 ? arguments[1] : null);
        }
    }

    /** A server that loses nothing it acknowledged; the one for tests does not flush. */
    private static EmbeddedPostgres postgres(Path folder) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(Files.createTempDirectory(folder, "postgres"))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    private static String shown(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW " + setting)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void measure(Path folder, @Nullable String jdbcUrl) throws Exception {
        Path file = Files.createTempFile(folder, "append", ".db");
        Files.delete(file);
        String url = jdbcUrl == null ? "jdbc:sqlite:" + file : jdbcUrl;
        Ed25519Signer signer = LogFixture.signer("baseline");
        PublicKey key = signer.publicKey();
        byte[] message = new byte[512];
        byte[] signature = signer.sign(message);
        AtomicLong numbers = new AtomicLong();
        List<List<Rounds.Figure>> figures = Stream.generate(() -> (List<Rounds.Figure>) new ArrayList<Rounds.Figure>())
                .limit(8)
                .toList();
        try (ChainLog log = ChainLog.open(url, LogFixture.options().ids(IdSource.RANDOM));
                BareGroupCommit bare = new BareGroupCommit(folder.resolve(file.getFileName() + "-bare"));
                FileChannel flushed = FileChannel.open(
                        folder.resolve(file.getFileName() + "-flushes"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE)) {
            List<Recorder> callers = register(log);
            WarmUp warmUp = new WarmUp();
            while (figures.get(0).size() < ROUNDS) {
                Rounds.Figure[] now = {
                    Rounds.measure(2, MILLIS, thread -> signer.sign(message)),
                    Rounds.measure(CALLERS, MILLIS, thread -> record(callers.get(thread), numbers)),
                    Rounds.measure(1, MILLIS, thread -> flush(flushed)),
                    Rounds.measure(1, MILLIS, thread -> record(callers.get(0), numbers)),
                    Rounds.measure(2, MILLIS, thread -> verify(key, message, signature)),
                    ingest(log, callers, numbers),
                    Rounds.measure(1, MILLIS, thread -> flush(flushed)),
                    Rounds.measure(CALLERS, MILLIS, thread -> bare.append(envelope(signer.sign(message))))
                };
                boolean counts = warmUp.isOver();
                for (int i = 0; i < now.length && counts; i++) {
                    figures.get(i).add(now[i]);
                }
            }
            if (!log.verify().problems().isEmpty()) {
                throw new IllegalStateException("The log does not verify after all this.");
            }
        }
        List<Rounds.Figure> signed = figures.get(0);
        List<Rounds.Figure> appended = figures.get(1);
        List<Rounds.Figure> bare = figures.get(7);
        // one before and one after what is held against it
        List<Rounds.Figure> flushes = new ArrayList<>(figures.get(2));
        flushes.addAll(figures.get(6));
        System.out.printf(
                "%s; goal >= 0.40%n",
                Rounds.line("signed and durable, 64 callers, against signing by 2", appended, signed));
        System.out.println(
                Rounds.line("signed and durable, 64 callers, against a bare group commit of 64", appended, bare));
        System.out.println(Rounds.line("a bare group commit of 64, against signing by 2", bare, signed));
        System.out.printf(
                "%s; goal >= 0.60%n",
                Rounds.line("signed and durable, 1 caller, against flushing 512 bytes", figures.get(3), flushes));
        System.out.printf(
                "%s; goal >= 0.40%n",
                Rounds.line(
                        "ingested with signatures checked, against verifying by 2", figures.get(5), figures.get(4)));
    }

    private static List<Recorder> register(ChainLog log) {
        LogFixture fixture = LogFixture.begin(log);
        List<Recorder> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(fixture.party("cloud-" + i, Role.DEPLOYMENT_PLATFORM));
        }
        return callers;
    }

    private static EventDraft draft(AtomicLong numbers) {
        return EventDraft.of(LogFixture.served())
                .at(LogFixture.START)
                .uses("deployment:ct-assist")
                .generates("output:" + numbers.incrementAndGet());
    }

    private static byte[] envelope(byte[] signature) {
        return Arrays.copyOf(signature, ENVELOPE);
    }

    private static void record(Recorder caller, AtomicLong numbers) {
        caller.record(draft(numbers));
    }

    /** Events a second that were signed before, elsewhere. */
    private static Rounds.Figure ingest(ChainLog log, List<Recorder> callers, AtomicLong numbers) throws Exception {
        List<List<byte[]>> signed = new ArrayList<>();
        for (Recorder caller : callers) {
            List<byte[]> own = new ArrayList<>();
            // a recorder of its own, so that the one that records goes on after what it finds in the log
            Recorder elsewhere = log.recorder(caller.chain(), caller.party(), signerOf(caller.party()));
            for (int i = 0; i < INGESTED; i++) {
                own.add(elsewhere.prepare(draft(numbers)).envelope().toBytes());
            }
            signed.add(own);
        }
        int[] next = new int[CALLERS];
        Rounds.Meter meter = new Rounds.Meter();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            Thread thread = new Thread(() -> {
                for (byte[] envelope : signed.get(caller)) {
                    log.append(envelope);
                    next[caller]++;
                }
            });
            thread.start();
            running.add(thread);
        }
        for (Thread thread : running) {
            thread.join();
        }
        Rounds.Figure figure = meter.done((long) CALLERS * INGESTED);
        for (int done : next) {
            if (done != INGESTED) {
                throw new IllegalStateException("A caller ingested %d of %d events.".formatted(done, INGESTED));
            }
        }
        return figure;
    }

    private static Ed25519Signer signerOf(PartyId party) {
        return LogFixture.signer(party.value());
    }

    private static void verify(PublicKey key, byte[] message, byte[] signature) {
        if (!key.verify(message, signature)) {
            throw new IllegalStateException("A signature does not verify.");
        }
    }

    private static void flush(FileChannel channel) throws IOException {
        channel.write(ByteBuffer.allocate(512));
        channel.force(true);
    }
}
