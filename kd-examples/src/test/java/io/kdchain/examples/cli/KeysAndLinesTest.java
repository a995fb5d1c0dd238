package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log from nothing by the command alone: registrar, parties, keys that change, files from other languages. */
class KeysAndLinesTest {
    private static final String SERVED =
            "{\"type\":\"OutputServed\",\"actor\":\"cloud\",\"at\":\"2026-03-01T08:00:00Z\",\"generates\":[\"output:1\"]}";

    @TempDir
    private Path folder = Path.of("");

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String log() {
        return "jdbc:sqlite:" + path("chain.db");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static Ran ok(String... args) {
        Ran ran = kd(args);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran;
    }

    private Ran withLog(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--log", log(), "--log-key", path("log.pem"), "--lang", "en"));
        return kd(all.toArray(String[]::new));
    }

    private Ran done(String... args) {
        Ran ran = withLog(args);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran;
    }

    private void begin() {
        for (String name : List.of("log", "registry", "cloud", "watcher")) {
            ok("key", "new", path(name + ".pem"));
        }
        done("party", "register", "registry", "--key", path("registry.pem"), "--origin", "kd.example/log");
        register("cloud", "--role", "deployment-platform");
        register("watcher", "--role", "auditor,regulator");
    }

    private void register(String id, String... more) {
        List<String> args = new ArrayList<>(
                List.of("party", "register", id, "--key", path(id + ".pem"), "--registrar", path("registry.pem")));
        args.addAll(List.of(more));
        done(args.toArray(String[]::new));
    }

    private JsonNode verify() throws IOException {
        return new ObjectMapper()
                .readTree(kd("log", "verify", "--log", log(), "--json").out());
    }

    @Test
    void partiesAreRegisteredAndKeysRotatedAndRevoked() throws IOException {
        begin();
        String events = file("events.jsonl", SERVED);

        Ran rotated = done("key", "rotate", path("cloud.pem"), path("cloud-2.pem"));
        assertThat(rotated.out()).contains("KeyRotated cloud", "cloud+");
        Ran old = withLog("log", "append", events, "--key", path("cloud.pem"), "--chain", "served");
        assertThat(old.code()).isEqualTo(2);
        assertThat(old.err()).contains("events.jsonl:1:1: ", "replaced or revoked");
        done("log", "append", events, "--key", path("cloud-2.pem"), "--chain", "served");

        // the key is lost: the registrar takes it away, and gives another
        done("key", "revoke", path("registry.pem"), "--party", "cloud", "--reason", "stolen");
        assertThat(withLog("log", "append", events, "--key", path("cloud-2.pem"))
                        .code())
                .isEqualTo(2);
        Ran wrong = withLog("key", "rotate", path("watcher.pem"), path("cloud-3.pem"), "--party", "cloud");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(folder.resolve("cloud-3.pem")).doesNotExist();
        done("key", "rotate", path("registry.pem"), path("cloud-3.pem"), "--party", "cloud");
        done("log", "append", events, "--key", path("cloud-3.pem"), "--chain", "served");

        JsonNode report = verify();
        assertThat(report.path("ok").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.path("size").asInt()).isEqualTo(8);
    }

    @Test
    void badUseIsSaidAndLeavesNothing() throws IOException {
        begin();

        assertThat(withLog("party", "register", "x", "--key", path("cloud.pem")).err())
                .contains("--registrar");
        assertThat(withLog(
                                "party",
                                "register",
                                "x",
                                "--key",
                                path("cloud.pem"),
                                "--registrar",
                                path("registry.pem"),
                                "--role",
                                "king")
                        .err())
                .contains("'king' is no role");
        assertThat(withLog(
                                "party",
                                "register",
                                "cloud",
                                "--key",
                                path("cloud.pem"),
                                "--registrar",
                                path("registry.pem"))
                        .err())
                .contains("registered already");
        assertThat(withLog("key", "revoke", path("log.pem")).err()).contains("is nobody's in this log");
        assertThat(withLog("key", "revoke", path("cloud.pem"), "--since", "may").err())
                .contains("--since may");
        assertThat(withLog("log", "append", file("e.jsonl", SERVED)).err()).contains("e.jsonl:1:1: ", "not signed");
        assertThat(kd("key", "rotate").code()).isEqualTo(2);
        assertThat(kd("party", "--lang", "zh").err()).contains("register");
        assertThat(kd("key", "--lang", "zh").err()).contains("rotate");
        assertThat(verify().path("size").asInt()).isEqualTo(3);
    }

    @Test
    void unsignedLinesAreTheWordOfWhoRecordsThem() throws IOException {
        begin();

        Ran ran = done(
                "log", "append", file("events.jsonl", SERVED + "\n" + SERVED), "--key", path("watcher.pem"), "--json");

        assertThat(new ObjectMapper().readTree(ran.out()).path("appended")).hasSize(2);
        JsonNode slice = new ObjectMapper()
                .readTree(
                        ok("log", "slice", "--log", log(), "output:1", "--json").out());
        assertThat(slice.path("findings").toString()).contains("who has not signed it");
    }

    @Test
    void aPipelineInAnotherLanguageSignsWithOpenssl() throws IOException, InterruptedException {
        Path python = RequiredTool.require("python3");
        RequiredTool.require("openssl");
        begin();
        Path script = folder.resolve("sign_events.py");
        try (InputStream in =
                Objects.requireNonNull(Kd.class.getResourceAsStream("/io/kdchain/examples/pipeline/sign_events.py"))) {
            Files.copy(in, script);
        }
        String events = file(
                "events.jsonl",
                "{\"type\":\"OutputServed\",\"at\":\"2026-03-01T08:00:00Z\",\"body\":{\"labels\":[\"risk\"]},"
                        + "\"generates\":[\"output:1\"]}\n"
                        + "{\"type\":\"ModelEvaluated\",\"at\":\"2026-03-01T08:00:01Z\",\"body\":{\"model\":\"model:中文\","
                        + "\"metrics\":[{\"name\":\"auc\",\"value\":\"0.93\"}]},"
                        + "\"generates\":[\"report:r@sha256:" + "0a".repeat(32) + "\"]}\n");

        String first = sign(python, script, events, "first.intoto.jsonl");
        done("log", "append", first);
        String second = sign(python, script, events, "second.intoto.jsonl", first);
        done("log", "append", second);

        JsonNode report = verify();
        assertThat(report.path("ok").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.path("notes").toString()).doesNotContain("counted");
        assertThat(report.path("size").asInt()).isEqualTo(7);
        assertThat(withLog("log", "append", second).err()).contains("second.intoto.jsonl:1:1: ", "in the log already");
    }

    private String sign(Path python, Path script, String events, String out, String... last)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(python.toString(), script.toString(), path("cloud.pem"), "training", "cloud"));
        command.addAll(List.of(last));
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of(events).toFile())
                .redirectOutput(folder.resolve(out).toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor()).isZero();
        return path(out);
    }

    @Test
    void publishedVectorsAreCounted() {
        Path vectors = RequiredTool.require("vectors");

        Ran jcs = kd("jcs-vectors", vectors.resolve("jcs-cyberphone").toString());
        Ran dsse = kd(
                "dsse-vectors", vectors.resolve("generated/dsse-ed25519.json").toString());

        assertThat(jcs.code()).as(jcs.out()).isZero();
        assertThat(jcs.out()).matches("1\\d{3} passed, 0 failed\\R");
        assertThat(dsse.out()).matches("1 passed, 0 failed\\R");
        assertThat(kd("dsse-vectors", vectors.resolve("generated").toString()).out())
                .contains("1 passed, 0 failed");
    }

    @Test
    void aVectorThatDoesNotHoldIsCountedAndNamed() throws IOException {
        Files.createDirectories(folder.resolve("a/input"));
        Files.createDirectories(folder.resolve("a/output"));
        Files.createDirectories(folder.resolve("a/outhex"));
        file("a/input/one.json", "{\"b\":1.0,\"a\":\"\u00e9\"}");
        file("a/output/one.json", "{\"a\":\"\u00e9\",\"b\":1}");
        file("a/outhex/one.txt", "7b 22 61 22 3a 22 c3 a9 22 2c 22 62 22 3a 31 7d\n");
        file("a/input/two.json", "[1]");
        file("a/output/two.json", "[1.0]");
        file("a/input/three.json", "[1");
        file("a/numbers.txt", "4340000000000001,9007199254740994\n4340000000000001,9007199254740992\n");

        Ran ran = kd("jcs-vectors", path(""));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .contains("two.json", "three.json", "numbers.txt:2:1")
                .endsWith("2 passed, 3 failed\n");
        assertThat(kd("jcs-vectors", path("none")).code()).isEqualTo(2);
        assertThat(kd("jcs-vectors", path("a/outhex")).code()).isEqualTo(2);
    }

    @Test
    void aChangedEnvelopeDoesNotHold() throws IOException {
        String vector = Files.readString(RequiredTool.require("vectors").resolve("generated/dsse-ed25519.json"));

        for (String changed : List.of(
                vector.replace("\"paeSha256\": \"9", "\"paeSha256\": \"8"),
                vector.replace("\"seedHex\": \"9d", "\"seedHex\": \"9c"),
                vector.replace("\"sig\": \"5b", "\"sig\": \"5c"),
                vector.replace("application/vnd.in-toto+json", "application/vnd.in-toto+jsoN"),
                vector.replace("kd.example", "kd.exampel"))) {
            assertThat(changed).isNotEqualTo(vector);
            Ran ran = kd("dsse-vectors", file("changed.json", changed));
            assertThat(ran.code()).as(ran.out()).isEqualTo(1);
            assertThat(ran.out()).endsWith("0 passed, 1 failed\n");
        }
        assertThat(kd("dsse-vectors", file("many.json", "[" + vector + "," + vector + "]"))
                        .out())
                .isEqualTo("2 passed, 0 failed\n");
        assertThat(kd("dsse-vectors", file("none.json", "{")).code()).isEqualTo(2);
    }
}
