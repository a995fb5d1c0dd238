package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.exchange.tiles.TileFolder;
import io.kdchain.provenance.sign.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceCommandTest {
    private static final Trust TRUST = Trust.of(
            LogFixture.LOG_KEY.publicKey(),
            new VerifierKey("registry", LogFixture.signer("registry").publicKey()));

    @TempDir
    private Path folder = Path.of("");

    private String jdbcUrl = "";
    private String trust = "";

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @BeforeEach
    void recordAChain() throws IOException {
        jdbcUrl = "jdbc:sqlite:" + file("chain.db");
        try (ChainLog log = ChainLog.open(jdbcUrl, LogFixture.options())) {
            LogFixture.begin(log).wholeChain();
        }
        trust = Files.writeString(folder.resolve("trust.txt"), TRUST.text()).toString();
    }

    @Test
    void aBundleIsTakenOutAndCheckedWithoutTheLog() throws IOException {
        String bundle = file("case.kd-evidence.json");
        Ran exported = kd("evidence", "export", "--log", jdbcUrl, "--trust", trust, "output:1", "-o", bundle);
        Files.delete(folder.resolve("chain.db"));

        Ran told = kd("evidence", "verify", bundle, "--trust", trust, "--lang", "en");
        Ran keys = kd(
                "evidence",
                "verify",
                bundle,
                "--trust",
                TRUST.keys().get(0).toString(),
                TRUST.keys().get(1).toString(),
                "--json");
        Ran chinese = kd("evidence", "verify", bundle, "--lang", "zh");

        assertThat(exported.code()).as(exported.err()).isZero();
        assertThat(told.code()).as(told.out()).isZero();
        assertThat(told.out()).contains("The bundle verifies", "kd.example/log");
        assertThat(keys.out().lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(keys.out());
        assertThat(json.path("ok").asBoolean()).isTrue();
        assertThat(json.path("faults")).isEmpty();
        assertThat(json.path("notes").findValuesAsText("code")).contains("not-attested", "revocations-claimed");
        assertThat(chinese.out()).contains("证据包核验通过", "未从外部给出任何公钥");
        assertThat(kd("evidence", "statement", bundle, "--lang", "en").out()).contains("check.py", "kd.example/log");
        assertThat(kd("evidence", "statement", bundle, "--lang", "zh").out()).contains("时间来源");
    }

    @Test
    void aBundleIsJudgedWithoutTheLog() throws IOException {
        String bundle = file("judged.kd-evidence.json");
        List<String> claim = List.of(
                "--output",
                "output:1",
                "--claimant",
                "patient",
                "--at",
                "2026-06-01",
                "--item",
                "bodily-injury=1000 CNY",
                "--json");
        kd("evidence", "export", "--log", jdbcUrl, "--trust", trust, "output:1", "-o", bundle);
        Files.delete(folder.resolve("chain.db"));

        Ran judged = kd(joined(List.of("attribute", "--evidence", bundle, "--trust", trust), claim));
        Ran none = kd(joined(List.of("attribute", "--evidence", file("none.json"), "--trust", trust), claim));

        assertThat(judged.code()).as(judged.err()).isZero();
        JsonNode verdict = new ObjectMapper().readTree(judged.out());
        assertThat(verdict.path("incident").asText()).isEqualTo("incident:1");
        assertThat(verdict.path("evidence").path("admitted")).isNotEmpty();
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("none.json", "kd evidence export");
    }

    @Test
    void aProofIsHeldAgainstTheLogAndAgainstABundle() throws IOException {
        String bundle = file("proven.kd-evidence.json");
        String proof = file("proof.json");
        kd("evidence", "export", "--log", jdbcUrl, "--trust", trust, "output:1", "-o", bundle);
        List<String> claim = List.of(
                "--output",
                "output:1",
                "--claimant",
                "patient",
                "--at",
                "2026-06-01",
                "--item",
                "bodily-injury=1000 CNY",
                "--json");
        Ran judged = kd(joined(List.of("attribute", "--evidence", bundle, "--trust", trust, "--prove", proof), claim));
        assertThat(judged.code()).as(judged.err()).isZero();
        assertThat(new ObjectMapper().readTree(judged.out()).path("notLiable").isArray())
                .isTrue();

        Ran onLog = kd("check", proof, "--log", jdbcUrl, "--trust", trust, "--lang", "en");
        Ran onBundle = kd("check", proof, "--evidence", bundle, "--trust", trust, "--json");
        Path forged = Files.writeString(
                folder.resolve("forged.json"),
                Files.readString(Path.of(proof))
                        .replaceFirst("\"evidence\" : \\[\\s+\\d+\\s+]", "\"evidence\" : [ 0 ]"));
        Ran another = kd("check", forged.toString(), "--log", jdbcUrl, "--trust", trust, "--json");

        assertThat(onLog.code()).as(onLog.out() + onLog.err()).isZero();
        assertThat(onLog.out())
                .contains(
                        "The facts follow from the log entries that each of them names", "Not proven: what is claimed")
                .doesNotContain("Not proven: that the facts");
        assertThat(onBundle.code()).as(onBundle.out() + onBundle.err()).isZero();
        assertThat(forged).content().isNotEqualTo(Files.readString(Path.of(proof)));
        assertThat(another.code()).isEqualTo(1);
        assertThat(another.out()).contains("\"fault\":\"evidence\"", "is shown by entries");
        assertThat(kd("check", proof, "--log", jdbcUrl, "--evidence", bundle).code())
                .isEqualTo(2);
        assertThat(kd("check", proof, "--trust", trust).err()).contains("--log or --evidence");
    }

    private static String[] joined(List<String> first, List<String> then) {
        return Stream.concat(first.stream(), then.stream()).toArray(String[]::new);
    }

    @Test
    void anAttestedBundleNamesItsExporter() {
        String key = file("registry-2.pem");
        String bundle = file("case.json");
        Ran made = kd("key", "new", key, "--name", "exporter");

        Ran exported = kd(
                "evidence", "export", "--log", jdbcUrl, "output:1", "-o", bundle, "--key", key, "--name", "exporter");
        Ran verified =
                kd("evidence", "verify", bundle, "--trust", trust, made.out().strip(), "--json");

        assertThat(exported.code()).as(exported.err()).isZero();
        assertThat(verified.code()).as(verified.out()).isZero();
        assertThat(verified.out()).contains("\"attested\"");
    }

    @Test
    void aChangedBundleIsTold() throws IOException {
        String bundle = file("case.json");
        kd("evidence", "export", "--log", jdbcUrl, "output:1", "-o", bundle);
        Files.writeString(
                Path.of(bundle),
                Files.readString(Path.of(bundle))
                        .replaceFirst("\"recordedAt\" : \"2026-01-05", "\"recordedAt\" : \"2026-01-04"));

        Ran ran = kd("evidence", "verify", bundle, "--trust", trust, "--json");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(ran.out()).path("faults").findValuesAsText("code"))
                .contains("digest-differs", "content-differs");
        assertThat(kd("evidence", "verify", bundle, "--lang", "zh").out()).contains("未通过核验", "收录时不同");
    }

    @Test
    void badInputIsToldWithItsRemedy() throws IOException {
        String text = Files.writeString(folder.resolve("a.txt"), "hello").toString();

        assertThat(kd("evidence", "verify", text).code()).isEqualTo(2);
        assertThat(kd("evidence", "verify", text).err()).contains(text + ": This is no evidence bundle");
        assertThat(kd("evidence", "export", "--log", jdbcUrl, "output:none", "-o", file("x"))
                        .code())
                .isEqualTo(2);
        assertThat(kd("evidence", "export", "--log", jdbcUrl, "output:1", "-o", file("x"), "--name", "me")
                        .err())
                .contains("--key");
        assertThat(kd("evidence", "export", "--log", jdbcUrl, "output:1", "-o", file("x"), "--disclose", text)
                        .err())
                .contains("a.txt:1:1");
        assertThat(folder.resolve("x")).doesNotExist();
        assertThat(kd("evidence").err()).contains("export, verify or statement");
    }

    @Test
    void aLogIsExportedInEachFormat() {
        for (String format : new String[] {"prov-json", "cyclonedx", "openlineage", "intoto"}) {
            Ran ran = kd(
                    "log", "export", "--log", jdbcUrl, "--format", format, "-o", file(format), "--output", "output:1");

            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(folder.resolve(format)).isNotEmptyFile();
        }
        assertThat(folder.resolve("intoto.positions.json")).isNotEmptyFile();
        Ran unknown = kd("log", "export", "--log", jdbcUrl, "--format", "xml", "-o", file("xml"));
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("prov-json", "intoto");
    }

    @Test
    void aLogIsExportedAsTilesThatHoldWithoutIt() throws IOException {
        String tiles = file("tiles");

        Ran first = kd("log", "export", "--log", jdbcUrl, "--format", "tiles", "-o", tiles, "--lang", "en");
        Ran again = kd("log", "export", "--log", jdbcUrl, "--format", "tiles", "-o", tiles, "--lang", "zh");
        Ran some =
                kd("log", "export", "--log", jdbcUrl, "--format", "tiles", "-o", file("some"), "--output", "output:1");
        Ran other = kd("log", "export", "--log", jdbcUrl, "--format", "tiles", "-o", folder.toString());
        Files.delete(folder.resolve("chain.db"));

        assertThat(first.code()).as(first.err()).isZero();
        TileFolder read = TileFolder.open(Path.of(tiles));
        assertThat(first.out()).contains("%1$d entries, %1$d of them new".formatted(read.size()));
        assertThat(again.out()).contains("其中新增 0 个");
        assertThat(read.origin()).isEqualTo("kd.example/log");
        assertThat(read.verify(null)).isEmpty();
        assertThat(some.code()).isEqualTo(2);
        assertThat(some.err()).contains("--output");
        assertThat(folder.resolve("some")).doesNotExist();
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("name an empty folder");
    }
}
