package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.event.Commitment;
import io.kdchain.provenance.privacy.FileValueKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogEraseTest {
    @TempDir
    private Path folder = Path.of("");

    private String commitment = "";

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private Ran withLog(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--log", "jdbc:sqlite:" + path("chain.db"), "--log-key", path("log.pem"), "--lang", "en"));
        return kd(all.toArray(String[]::new));
    }

    private Ran done(String... args) {
        Ran ran = withLog(args);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran;
    }

    private void append(String key, String line) throws IOException {
        String file = Files.writeString(folder.resolve("line.jsonl"), line).toString();
        done("log", "append", file, "--key", path(key + ".pem"));
    }

    private Ran erase(String key, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "log",
                "erase",
                "--basis",
                "consent withdrawn",
                "--key",
                path(key + ".pem"),
                "--value-keys",
                path("values.keys")));
        args.addAll(List.of(more));
        return withLog(args.toArray(String[]::new));
    }

    private boolean erased() {
        try (ChainLog log = ChainLog.open(
                "jdbc:sqlite:" + path("chain.db"), LogOptions.defaults().mustExist())) {
            return log.personalValues(FileValueKeys.open(folder.resolve("values.keys")))
                    .erased(Commitment.parse(commitment));
        }
    }

    private JsonNode verify() throws IOException {
        return new ObjectMapper()
                .readTree(kd("log", "verify", "--log", "jdbc:sqlite:" + path("chain.db"), "--json")
                        .out());
    }

    @BeforeEach
    void keepAValue() throws IOException {
        for (String name : List.of("log", "registry", "cloud", "cloud-2", "court")) {
            assertThat(kd("key", "new", path(name + ".pem")).code()).isZero();
        }
        done("party", "register", "registry", "--key", path("registry.pem"), "--origin", "kd.example/log");
        for (String name : List.of("cloud", "court")) {
            done(
                    "party",
                    "register",
                    name,
                    "--key",
                    path(name + ".pem"),
                    "--registrar",
                    path("registry.pem"),
                    "--role",
                    name.equals("cloud") ? "deployment-platform" : "regulator");
        }
        try (ChainLog log = ChainLog.open(
                "jdbc:sqlite:" + path("chain.db"), LogOptions.defaults().mustExist())) {
            commitment = log.personalValues(FileValueKeys.openOrCreate(folder.resolve("values.keys")))
                    .commit(JsonNodeFactory.instance.textNode("Zhang San"))
                    .toString();
        }
        append(
                "cloud",
                "{\"type\":\"OutputServed\",\"actor\":\"cloud\",\"at\":\"2026-03-01T08:00:00Z\",\"body\":{\"inputCommitment\":\""
                        + commitment + "\"},\"generates\":[\"output:1\"]}");
    }

    @Test
    void whatAnIncidentSealedIsNotErased() {
        done(
                "incident",
                "open",
                "--key",
                path("court.pem"),
                "--id",
                "leak",
                "--about",
                "output:1",
                "--claimant",
                "zhang",
                "--at",
                "2026-03-01");
        done("incident", "step", "seal", "--incident", "leak", "--key", path("cloud.pem"));

        Ran refused = erase("cloud", commitment);

        assertThat(refused.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(refused.err()).contains("was not erased: entry 5, by 'cloud', sets a legal hold on");
        assertThat(erased()).isFalse();
    }

    @Test
    void aValueIsErasedWithAReceiptAndTheLogStillHolds() throws IOException {
        Ran first = erase("cloud", commitment, "--json");
        Ran again = erase("cloud", commitment);

        assertThat(first.code()).as(first.err()).isZero();
        JsonNode told = new ObjectMapper().readTree(first.out());
        assertThat(first.out().lines()).hasSize(1);
        assertThat(told.path("recorded").asInt()).isEqualTo(4);
        assertThat(told.path("receipts").path(commitment).asInt()).isEqualTo(4);
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains(commitment + ": erased, receipt in entry 4", "nothing was recorded");
        assertThat(erased()).isTrue();
        JsonNode report = verify();
        assertThat(report.path("ok").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.path("size").asInt()).isEqualTo(5);
    }

    @Test
    void nothingIsErasedThatCannotBeReceiptedOrIsHeld() throws IOException {
        Ran unknown = erase("cloud", commitment, "salted-sha256:" + "0a".repeat(32));
        Ran misspelt = erase("cloud", "salted-sha256:0a");
        Ran nobody = erase("cloud-2", commitment);
        Ran wrongKey = erase("cloud-2", commitment, "--party", "cloud");
        done("key", "rotate", path("cloud.pem"), path("cloud-2.pem"));
        Ran oldKey = erase("cloud", commitment);
        append(
                "court",
                "{\"type\":\"LegalHoldSet\",\"actor\":\"court\",\"at\":\"2026-03-02T08:00:00Z\","
                        + "\"body\":{\"about\":[\"output:1\"]}}");
        Ran held = erase("cloud-2", commitment);

        assertThat(List.of(unknown, misspelt, nobody, wrongKey, oldKey, held))
                .extracting(Ran::code)
                .containsOnly(2);
        assertThat(unknown.err()).contains("No value was ever kept");
        assertThat(misspelt.err()).contains("no commitment");
        assertThat(nobody.err()).contains("is nobody's in this log");
        assertThat(wrongKey.err()).contains("is not the one that 'cloud' holds");
        assertThat(oldKey.err()).contains("is not the one that 'cloud' holds");
        assertThat(held.err()).contains("was not erased", "court");
        assertThat(erased()).isFalse();
    }

    @Test
    void aValueIsKeptOnTheCommandLineAndToldOrErasedLater() throws IOException {
        Path value = Files.writeString(folder.resolve("value.json"), "{\"patient\":\"P-4\"}");
        String[] keep = {
            "log",
            "keep",
            value.toString(),
            "--log",
            "jdbc:sqlite:" + path("chain.db"),
            "--value-keys",
            path("values.keys")
        };

        Ran first = kd(keep);
        Ran second = kd(keep);
        String made = first.out().strip();
        append(
                "cloud",
                "{\"type\":\"OutputServed\",\"actor\":\"cloud\",\"at\":\"2026-03-01T09:00:00Z\",\"body\":{\"inputCommitment\":\""
                        + made + "\"},\"generates\":[\"output:2\"]}");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(made).startsWith("salted-sha256:").isNotEqualTo(second.out().strip());
        try (ChainLog log = ChainLog.open(
                "jdbc:sqlite:" + path("chain.db"), LogOptions.defaults().mustExist())) {
            assertThat(log.personalValues(FileValueKeys.open(folder.resolve("values.keys")))
                            .disclose(io.kdchain.provenance.sign.SignedEvent.parse(log.read(log.size() - 1)
                                            .orElseThrow()
                                            .envelope()
                                            .toArray())
                                    .event()))
                    .singleElement()
                    .satisfies(told ->
                            assertThat(told.value().path("patient").asText()).isEqualTo("P-4"));
        }
        assertThat(erase("cloud", made).code()).isZero();
        Files.writeString(value, "P-4 Zhang San");
        Ran broken = kd(keep);
        assertThat(broken.code()).isEqualTo(2);
        assertThat(broken.err()).contains("value.json", "quotation marks").doesNotContain("Zhang");
    }
}
