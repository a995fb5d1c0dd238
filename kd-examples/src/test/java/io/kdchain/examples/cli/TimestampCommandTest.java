package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.checkpoint.TestAuthority;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.sign.TimestampRequest;
import io.kdchain.provenance.sign.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimestampCommandTest {
    private static final TestAuthority TSA = TestAuthority.make("Example TSA", LogFixture.START);
    private static final Instant AT = LogFixture.START.plusSeconds(60);
    private static final Trust TRUST = Trust.of(
            LogFixture.LOG_KEY.publicKey(),
            new VerifierKey("registry", LogFixture.signer("registry").publicKey()));

    @TempDir
    private Path folder = Path.of("");

    private String jdbcUrl = "";
    private String trust = "";
    private String certificate = "";

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
        certificate = Files.write(
                        folder.resolve("tsa.der"), TSA.authority().certificate().toArray())
                .toString();
    }

    /** What the authority does with a request that was brought to it. */
    private void answer(String request, String response) throws IOException {
        TimestampRequest read = new TimestampRequest(Bytes.of(Files.readAllBytes(folder.resolve(request))));
        Files.write(folder.resolve(response), TSA.answer(read, AT));
    }

    private Ran add(String response, String request, String by, String... more) {
        return kd(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "log",
                                "timestamp",
                                "add",
                                file(response),
                                "--request",
                                file(request),
                                "--tsa",
                                by,
                                "--log",
                                jdbcUrl),
                        java.util.stream.Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void aStampIsAskedForKeptAndShownByABundle() throws IOException {
        Ran asked = kd("log", "timestamp", "request", file("q.tsq"), "--log", jdbcUrl, "--text", file("q.txt"));
        answer("q.tsq", "q.tsr");

        Ran added = add("q.tsr", "q.tsq", certificate, "--lang", "en");
        Ran exported =
                kd("evidence", "export", "--log", jdbcUrl, "--trust", trust, "output:1", "-o", file("case.json"));
        Ran shown = kd("evidence", "verify", file("case.json"), "--trust", trust, "--tsa", certificate, "--lang", "en");
        Ran json = kd("evidence", "verify", file("case.json"), "--trust", trust, "--tsa", certificate, "--json");
        Ran chinese =
                kd("evidence", "verify", file("case.json"), "--trust", trust, "--tsa", certificate, "--lang", "zh");
        Ran without = kd("evidence", "verify", file("case.json"), "--trust", trust, "--lang", "en");
        Path both = Files.writeString(
                folder.resolve("both.txt"), TRUST.with(List.of(TSA.authority())).text());
        Ran log = kd("log", "verify", "--log", jdbcUrl, "--trust", both.toString(), "--lang", "en");

        assertThat(asked.code()).as(asked.err()).isZero();
        assertThat(folder.resolve("q.txt")).content().startsWith("kd.example/log\n15\n");
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(added.out()).contains("'Example TSA' at " + AT);
        assertThat(exported.code()).isZero();
        assertThat(shown.code()).as(shown.out()).isZero();
        assertThat(shown.out()).contains("time-stamped by 'Example TSA' at " + AT);
        JsonNode stamped = new ObjectMapper().readTree(json.out()).path("stamped");
        assertThat(stamped.path(0).path("authority").asText()).isEqualTo("Example TSA");
        assertThat(stamped.path(0).path("at").asText()).isEqualTo(AT.toString());
        assertThat(chinese.out()).contains("时间戳机构已对检查点加盖时间戳");
        assertThat(without.code()).isZero();
        assertThat(without.out()).doesNotContain("Example TSA");
        assertThat(log.code()).as(log.out()).isZero();
        assertThat(log.out()).contains("time-stamped by 'Example TSA'");
    }

    @Test
    void whatIsNoAnswerIsNotKept() throws IOException {
        kd("log", "timestamp", "request", file("q.tsq"), "--log", jdbcUrl);
        kd("log", "timestamp", "request", file("other.tsq"), "--log", jdbcUrl);
        answer("other.tsq", "other.tsr");
        answer("q.tsq", "q.tsr");
        String stranger = Files.write(
                        folder.resolve("stranger.der"),
                        TestAuthority.make("Example TSA", LogFixture.START)
                                .authority()
                                .certificate()
                                .toArray())
                .toString();

        Ran otherRequest = add("other.tsr", "q.tsq", certificate);
        Ran otherAuthority = add("q.tsr", "q.tsq", stranger);
        Ran noAnswer = add("trust.txt", "q.tsq", certificate);
        Ran noRequest = add("q.tsr", "trust.txt", certificate);
        Ran noCertificate = add("q.tsr", "q.tsq", trust);

        assertThat(List.of(otherRequest, otherAuthority, noAnswer, noRequest, noCertificate))
                .extracting(Ran::code)
                .containsOnly(2);
        assertThat(otherRequest.err()).contains("nonce");
        assertThat(otherAuthority.err()).contains("Example TSA");
        assertThat(noCertificate.err()).contains("trust.txt: It is no X.509 certificate");
        try (ChainLog log = ChainLog.open(jdbcUrl)) {
            assertThat(log.checkpoint().orElseThrow().signatures()).hasSize(1);
        }
        assertThat(kd("log", "timestamp", "--lang", "zh").err()).contains("request");
    }
}
