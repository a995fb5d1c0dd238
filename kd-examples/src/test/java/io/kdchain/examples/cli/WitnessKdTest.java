package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.sign.KeyFile;
import io.kdchain.testing.RequiredTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What parties do for each other, and conformance, from the command line. */
class WitnessKdTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder = Path.of("");

    /** A log in a file; where it is rewritten, all was recorded an hour later. */
    private String log(String name, boolean rewritten) {
        String url = "jdbc:sqlite:" + folder.resolve(name);
        Clock clock = Clock.fixed(LogFixture.START.plusSeconds(rewritten ? 3600 : 0), ZoneOffset.UTC);
        try (ChainLog log = ChainLog.open(url, LogFixture.options().clock(clock))) {
            LogFixture.begin(log).wholeChain();
        }
        return url;
    }

    @Test
    void aLogIsHeldToWhatWasSeenOfIt() {
        String honest = log("honest.db", false);
        String rewritten = log("rewritten.db", true);
        String state = folder.resolve("state").toString();

        Ran first = kd("log", "verify", "--log", honest, "--state", state);
        Ran again = kd("log", "verify", "--log", honest, "--state", state);
        Ran other = kd("log", "verify", "--log", rewritten, "--state", state);

        assertThat(first.code()).as(first.out()).isZero();
        assertThat(first.out()).contains("seen for the first time", "agrees with itself");
        assertThat(again.out()).contains("still has");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.out()).contains("two histories");
        assertThat(kd("log", "verify", "--log", rewritten).code())
                .as("by itself it agrees with itself")
                .isZero();
    }

    @Test
    void aWitnessRunsAndALogCollectsItsCosignature() throws IOException, InterruptedException {
        String url = log("log.db", false);
        Path key = folder.resolve("w1.pem");
        KeyFile.write(key, LogFixture.signer("w1"));
        Path logs = Files.writeString(folder.resolve("logs"), LogFixture.LOG_KEY.publicKey() + "\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Thread witness = new Thread(() -> Kd.run(
                new String[] {
                    "log",
                    "witness",
                    "--listen",
                    "0",
                    "--key",
                    key.toString(),
                    "--name",
                    "witness.example/w1",
                    "--state",
                    folder.resolve("cosigned").toString(),
                    "--trust",
                    logs.toString(),
                    "--json"
                },
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(ByteArrayOutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)));
        witness.start();
        try {
            JsonNode started = started(out, witness);
            Path trust = Files.writeString(
                    folder.resolve("trust"),
                    "%s\nwitness w1 %s %s\nquorum w1\n"
                            .formatted(
                                    LogFixture.LOG_KEY.publicKey(),
                                    started.path("key").asText(),
                                    started.path("address").asText()));

            Ran before = kd("log", "verify", "--log", url, "--trust", trust.toString());
            Ran cosigned = kd("log", "cosign", "--log", url, "--trust", trust.toString(), "--json");
            Ran after = kd("log", "verify", "--log", url, "--trust", trust.toString());

            assertThat(before.code()).isEqualTo(1);
            assertThat(before.out()).contains("No checkpoint is cosigned");
            assertThat(cosigned.code()).as(cosigned.out() + cosigned.err()).isZero();
            assertThat(JSON.readTree(cosigned.out()).at("/witnesses/0/outcome").asText())
                    .isEqualTo("cosigned");
            assertThat(after.code()).as(after.out()).isZero();
            assertThat(kd("log", "cosign", "--log", url, "--trust", trust.toString(), "--witness", "w2")
                            .code())
                    .isEqualTo(2);
        } finally {
            witness.interrupt();
            witness.join(10_000);
        }
        assertThat(witness.isAlive()).isFalse();
    }

    private static JsonNode started(ByteArrayOutputStream out, Thread witness)
            throws IOException, InterruptedException {
        for (int i = 0; i < 200 && witness.isAlive(); i++) {
            String text = out.toString(StandardCharsets.UTF_8);
            if (text.endsWith("\n")) {
                return JSON.readTree(text);
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the witness did not start: " + out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void badUseOfAWitnessIsToldApart() throws IOException {
        Path key = folder.resolve("w1.pem");
        KeyFile.write(key, LogFixture.signer("w1"));
        Path own = Files.writeString(
                folder.resolve("own"),
                kd("key", "show", key.toString(), "--name", "kd.example/log").out());
        String state = folder.resolve("state").toString();
        String[] start = {"log", "witness", "--key", key.toString(), "--state", state, "--listen"};

        assertThat(kd(with(start, "nowhere:port")).err()).contains("HOST:PORT");
        assertThat(kd(with(start, "127.0.0.1:70000")).code()).isEqualTo(2);
        assertThat(kd(with(start, "0", "--trust", own.toString())).code()).isEqualTo(2);
        assertThat(kd(
                                "log",
                                "witness",
                                "--listen",
                                "0",
                                "--key",
                                folder.resolve("none").toString(),
                                "--state",
                                state)
                        .code())
                .isEqualTo(2);
    }

    private static String[] with(String[] start, String... more) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(start), java.util.Arrays.stream(more))
                .toArray(String[]::new);
    }

    @Test
    void publishedMerkleVectorsPass() throws IOException {
        Path vectors = RequiredTool.require("vectors").resolve("merkle-transparency-dev");

        Ran ran = kd("merkle-vectors", vectors.toString());
        Ran json = kd("merkle-vectors", vectors.toString(), "--json");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).matches("[1-9][0-9]+ passed, 0 failed\\R");
        assertThat(JSON.readTree(json.out()).path("passed").asInt()).isGreaterThan(90);
    }

    @Test
    void vectorsThatDoNotHoldAreCounted() throws IOException {
        Path below = Files.createDirectories(folder.resolve("vectors/deep"));
        String root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        Files.writeString(
                below.resolve("good.json"),
                "{\"leafIdx\":0,\"treeSize\":1,\"root\":\"%s\",\"leafHash\":\"%s\",\"proof\":null,\"wantErr\":false}"
                        .formatted(root, root));
        Files.writeString(
                below.resolve("huge.json"),
                "{\"leafIdx\":18446744073709551615,\"treeSize\":18446744073709551616,\"root\":\"%s\",\"leafHash\":\"%s\",\"proof\":[],\"wantErr\":true}"
                        .formatted(root, root));
        Files.writeString(
                below.resolve("wrong.json"),
                "{\"size1\":1,\"size2\":1,\"root1\":\"%s\",\"root2\":\"%s\",\"proof\":[],\"wantErr\":true}"
                        .formatted(root, root));
        Files.writeString(below.resolve("broken.json"), "{");
        Files.writeString(below.resolve("other.json"), "{\"start\":0}");

        Ran ran = kd("merkle-vectors", folder.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out().strip()).isEqualTo("2 passed, 2 failed");
        assertThat(ran.err()).contains("wrong.json", "broken.json");
        assertThat(kd("merkle-vectors", folder.resolve("none").toString()).code())
                .isEqualTo(2);
        assertThat(kd(
                                "merkle-vectors",
                                Files.createDirectories(folder.resolve("empty")).toString())
                        .code())
                .isEqualTo(2);
    }
}
