package io.kdchain.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that records through a spool while the log comes and goes. What it had said to have recorded is in
 * the log once the spool was forwarded, in order and once.
 */
class SpoolSuddenDeathIT {
    private static final long SEED = 20260103;
    private static final PartyId CLOUD = new PartyId("cloud");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatASpoolTookIsNeitherLostNorDoubled() throws IOException, InterruptedException {
        killed(3);
    }

    /** {@code mvn verify -Plong -pl kd-provenance -Dtest=SpoolSuddenDeathIT}. */
    @Test
    @Tag("long")
    void whatASpoolTookIsNeitherLostNorDoubledInAHundredDeaths() throws IOException, InterruptedException {
        System.out.println("Spool: 100 deaths, %d acknowledged events, none lost or doubled; seed %d."
                .formatted(killed(100), SEED));
    }

    private int killed(int rounds) throws IOException, InterruptedException {
        try (ChainLog log = ChainLog.open(url(folder), LogFixture.options())) {
            LogFixture.begin(log).party("cloud", Role.DEPLOYMENT_PLATFORM);
        }
        Random random = new Random(SEED);
        List<String> promised = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            promised.addAll(oneLife(random.nextInt(200)));
        }
        assertThat(promised).isNotEmpty().doesNotHaveDuplicates();

        setReachable(folder, true);
        try (SpoolingRecorder spool = open(folder)) {
            assertThat(spool.forward()).isZero();
        }
        try (ChainLog log = ChainLog.open(url(folder), LogFixture.options().mustExist())) {
            assertThat(log.verify().problems()).isEmpty();
            List<String> entries = LongStream.range(2, log.size())
                    .mapToObj(index -> SignedEvent.parse(
                                    log.read(index).orElseThrow().envelope().toArray())
                            .event()
                            .id()
                            .toString())
                    .toList();
            Set<String> once = new HashSet<>(promised);
            // an event may be durable whose acknowledgement death cut off
            assertThat(entries.stream().filter(once::contains)).containsExactlyElementsOf(promised);
            assertThat(entries).doesNotHaveDuplicates();
        }
        return promised.size();
    }

    private List<String> oneLife(int millis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Recording.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> promised = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                // a line that death cut short promises nothing
                if (words.length == 2 && words[1].equals(".")) {
                    if (promised.isEmpty()) {
                        Thread killer = new Thread(() -> kill(process, millis));
                        killer.start();
                    }
                    promised.add(words[0]);
                }
            }
        }
        process.waitFor();
        assertThat(promised).as("the process recorded").isNotEmpty();
        return promised;
    }

    private static void kill(Process process, int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // not by Process, which would throw away what waits in the pipe
        process.toHandle().destroyForcibly();
    }

    private static String url(Path folder) {
        return "jdbc:sqlite:" + folder.resolve("log.db");
    }

    /** A file that is there while the log is away. */
    private static Path away(Path folder) {
        return folder.resolve("away");
    }

    private static void setReachable(Path folder, boolean reachable) throws IOException {
        if (reachable) {
            Files.deleteIfExists(away(folder));
        } else if (!Files.exists(away(folder))) {
            Files.createFile(away(folder));
        }
    }

    private static SpoolingRecorder open(Path folder) {
        return SpoolingRecorder.open(SpoolingRecorder.Settings.of(
                        folder.resolve("spool.intoto.jsonl"),
                        10_000,
                        () -> {
                            if (Files.exists(away(folder))) {
                                throw new StoreException("The log is away.");
                            }
                            return ChainLog.open(
                                    url(folder), LogFixture.options().ids(IdSource.RANDOM));
                        },
                        LogFixture.CHAIN,
                        CLOUD,
                        LogFixture.signer("cloud"))
                .options(LogFixture.options().ids(IdSource.RANDOM))
                .pause(Duration.ZERO));
    }

    /** Records until it is killed, and says each event after it was durable; the log is away half of the time. */
    static final class Recording {
        private Recording() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            for (int i = 0; ; i++) {
                setReachable(folder, i % 2 == 0);
                try (SpoolingRecorder recorder = open(folder)) {
                    for (int j = 0; j < 5; j++) {
                        System.out.print(recorder.record(EventDraft.of(LogFixture.served()))
                                        .event()
                                        .id()
                                + " .\n");
                        System.out.flush();
                    }
                }
            }
        }
    }
}
