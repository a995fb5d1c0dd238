package io.kdchain.provenance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.evidence.VerificationReport;
import io.kdchain.provenance.exchange.BundleReport;
import io.kdchain.provenance.exchange.EvidenceBundle;
import io.kdchain.provenance.sign.TimestampAuthority;
import io.kdchain.provenance.sign.TimestampException;
import io.kdchain.provenance.sign.TimestampRequest;
import io.kdchain.provenance.sign.TimestampToken;
import io.kdchain.provenance.sign.TimestampToken.Fault;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStampTest {
    private static final Instant AT = LogFixture.START.plusSeconds(3600);
    private static final TestAuthority TSA = TestAuthority.make("Example TSA", LogFixture.START);

    @TempDir
    private Path folder = Path.of("");

    private final ChainLog log = LogFixture.chain(new MemoryEventStore()).log();

    private Digest digest() {
        return CheckpointStamp.digest(log.checkpoint().orElseThrow());
    }

    private TimestampToken token() {
        TimestampRequest request = log.timestampRequest();
        return request.answeredBy(TSA.answer(request, AT));
    }

    @Test
    void aStampIsKeptWithItsCheckpointAndJudgedOffline() {
        TimestampRequest request = log.timestampRequest();

        CheckpointStamp stamp = log.timestamp(request, TSA.answer(request, AT), TSA.authority());

        assertThat(stamp.holds()).isTrue();
        assertThat(stamp.at()).isEqualTo(AT);
        assertThat(stamp.accuracy()).isEqualTo(Duration.ofMillis(1500));
        assertThat(log.checkpoint().orElseThrow().signatures())
                .extracting(SignedNote.Line::name)
                .containsExactly("kd.example/log", "rfc3161/Example_TSA");
        SignedNote read = SignedNote.parse(log.checkpoint().orElseThrow().toBytes());
        assertThat(CheckpointStamp.judge(read, List.of(TSA.authority()))).containsExactly(stamp);
        assertThat(read.verifiedBy(List.of(LogFixture.LOG_KEY.publicKey()))).hasSize(1);
        Trust trust = Trust.of(LogFixture.LOG_KEY.publicKey()).with(List.of(TSA.authority()));
        VerificationReport report = log.verify(trust, null);
        assertThat(report.ok()).as("%s", report.problems()).isTrue();
        assertThat(report.notes())
                .anySatisfy(note -> assertThat(note).contains("time-stamped by 'Example TSA' at " + AT))
                .noneSatisfy(note -> assertThat(note).contains("not checked"));
    }

    @Test
    void aBundleCarriesTheStamp() {
        Trust trust = Trust.of(LogFixture.LOG_KEY.publicKey()).with(List.of(TSA.authority()));
        EvidenceBundle.Request export = EvidenceBundle.Request.at(LogFixture.START);
        EvidenceBundle before =
                EvidenceBundle.of(log.reader(), trust, LogFixture.entities(List.of("output:1")), export);
        TimestampRequest request = log.timestampRequest();
        log.timestamp(request, TSA.answer(request, AT), TSA.authority());

        EvidenceBundle after = EvidenceBundle.read(
                EvidenceBundle.of(log.reader(), trust, LogFixture.entities(List.of("output:1")), export)
                        .toBytes());

        assertThat(before.verify(trust).notes())
                .extracting(BundleReport.Note::code)
                .contains(BundleReport.Note.Code.NOT_TIMESTAMPED);
        BundleReport report = after.verify(trust);
        assertThat(report.faults()).isEmpty();
        assertThat(report.stamps()).extracting(CheckpointStamp::at).containsExactly(AT);
        assertThat(report.notes()).anySatisfy(note -> assertThat(note.message()).contains("'Example TSA' at " + AT));
        // an authority whose certificate is another one says nothing of the stamp, and is missed
        TestAuthority other = TestAuthority.make("Example TSA", LogFixture.START);
        assertThat(after.verify(trust.with(List.of(other.authority()))).stamps())
                .isEmpty();
        // under the same certificate the stamp of another checkpoint is false
        SignedNote note = log.checkpoint().orElseThrow();
        SignedNote.Line line = note.signatures().get(1);
        ChainLog longer =
                LogFixture.begin(ChainLog.inMemory(LogFixture.options())).log();
        SignedNote forged = longer.checkpoint().orElseThrow().with(List.of(line));
        assertThat(CheckpointStamp.judge(forged, List.of(TSA.authority())))
                .extracting(CheckpointStamp::fault)
                .containsExactly(Fault.OTHER_DIGEST);
    }

    @Test
    void aCertificateMustBeForTimeStampsAloneAndValidThen() {
        TimestampToken token = token();

        assertThat(token.verify(TSA.authority(), digest()).fault()).isNull();
        assertThat(token.verify(TSA.authority(), LogFixture.digest(7)).fault()).isEqualTo(Fault.OTHER_DIGEST);
        assertThat(token.verify(TestAuthority.make("Other", LogFixture.START).authority(), digest())
                        .fault())
                .isEqualTo(Fault.OTHER_AUTHORITY);
        // certificates for the very key, under the same name and number
        assertThat(token.verify(TSA.as(false, KeyPurposeId.id_kp_timeStamping), digest())
                        .fault())
                .isEqualTo(Fault.NOT_FOR_TIME_STAMPS);
        assertThat(token.verify(TSA.as(true, KeyPurposeId.id_kp_serverAuth), digest())
                        .fault())
                .isEqualTo(Fault.NOT_FOR_TIME_STAMPS);
        assertThat(token.verify(TSA.as(true, KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_serverAuth), digest())
                        .fault())
                .isEqualTo(Fault.NOT_FOR_TIME_STAMPS);
        assertThat(token.verify(TSA.as(true), digest()).fault()).isEqualTo(Fault.NOT_FOR_TIME_STAMPS);
        assertThat(token.verify(TSA.until(AT.minusSeconds(1)), digest()).fault())
                .isEqualTo(Fault.CERTIFICATE_NOT_VALID);
        assertThat(token.verify(TSA.withOtherKey(), digest()).fault()).isEqualTo(Fault.SIGNATURE);
    }

    @Test
    void anAnswerToAnotherRequestIsNone() {
        TimestampRequest first = log.timestampRequest();
        TimestampRequest second = log.timestampRequest();
        byte[] answer = TSA.answer(first, AT);

        assertThat(first.digest()).isEqualTo(second.digest());
        assertThat(first.bytes()).as("each has a nonce of its own").isNotEqualTo(second.bytes());
        assertThatThrownBy(() -> second.answeredBy(answer))
                .isInstanceOf(TimestampException.class)
                .hasMessageContaining("nonce");
        assertThatThrownBy(() -> log.timestamp(TimestampRequest.of(LogFixture.digest(1)), answer, TSA.authority()))
                .isInstanceOf(TimestampException.class);
        TimestampRequest stranger = TimestampRequest.of(LogFixture.digest(1));
        assertThatThrownBy(() -> log.timestamp(stranger, TSA.answer(stranger, AT), TSA.authority()))
                .isInstanceOf(TimestampException.class)
                .hasMessageContaining("no checkpoint of this log");
        assertThatThrownBy(() -> first.answeredBy(TSA.refusal()))
                .isInstanceOf(TimestampException.class)
                .hasMessageContaining("gave no stamp");
        assertThat(log.checkpoint().orElseThrow().signatures()).hasSize(1);
    }

    /** A flipped bit is noticed, or lies where nothing is said, as in the copy of the certificate that nobody uses. */
    @Test
    void noChangedTokenSaysSomethingElse() {
        TimestampToken token = token();
        Digest digest = digest();
        byte[] bytes = token.bytes().toArray();
        int refused = 0;
        for (int bit = 0; bit < bytes.length * 8; bit += 3) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                TimestampToken.Verdict verdict = TimestampToken.parse(changed).verify(TSA.authority(), digest);
                if (verdict.holds()) {
                    assertThat(verdict.at()).as("bit %d", bit).isEqualTo(AT);
                } else {
                    refused++;
                }
            } catch (TimestampException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(bytes.length * 8 / 3 / 3);
    }

    @Test
    void whatIsNoneIsRefused() {
        byte[] text = "hello".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> TimestampToken.parse(text)).isInstanceOf(TimestampException.class);
        assertThatThrownBy(() -> new TimestampRequest(Bytes.of(text))).isInstanceOf(TimestampException.class);
        assertThatThrownBy(() -> TimestampAuthority.read(text)).isInstanceOf(TimestampException.class);
        assertThatThrownBy(() -> log.timestampRequest().answeredBy(text)).isInstanceOf(TimestampException.class);
        SignedNote note = log.checkpoint().orElseThrow();
        SignedNote.Line line = CheckpointStamp.line(note, TSA.authority(), token());
        SignedNote broken = note.with(List.of(new SignedNote.Line(line.name(), line.hash(), Bytes.of(text))));
        assertThat(CheckpointStamp.judge(broken, List.of(TSA.authority())))
                .extracting(CheckpointStamp::fault)
                .containsExactly(Fault.SIGNATURE);
    }

    @Test
    void aTrustFileNamesAuthorities() throws IOException {
        Trust trust = Trust.of(LogFixture.LOG_KEY.publicKey()).with(List.of(TSA.authority()));
        Path file = Files.writeString(folder.resolve("trust"), trust.text());
        Path bad = Files.writeString(folder.resolve("bad"), "tsa aGVsbG8=\n");

        assertThat(Trust.read(file)).isEqualTo(trust);
        assertThatThrownBy(() -> Trust.read(bad))
                .isInstanceOf(MalformedNoteException.class)
                .hasMessageContaining("bad:1:1");
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void opensslAnswersOurRequests() throws IOException, InterruptedException {
        String openssl = RequiredTool.require("openssl").toString();
        Files.writeString(folder.resolve("tsa.cnf"), """
                [one]
                serial = serial
                signer_digest = sha256
                default_policy = 1.3.6.1.4.1.13762.3
                digests = sha256
                accuracy = secs:2
                ess_cert_id_alg = sha256
                """);
        run(
                openssl,
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "tsa.key",
                "-out",
                "tsa.pem",
                "-days",
                "30",
                "-subj",
                "/O=Example/CN=OpenSSL TSA",
                "-addext",
                "extendedKeyUsage=critical,timeStamping");
        TimestampRequest request = log.timestampRequest();
        Files.write(folder.resolve("request.tsq"), request.bytes().toArray());

        String read = run(openssl, "ts", "-query", "-in", "request.tsq", "-text");
        run(
                openssl,
                "ts",
                "-reply",
                "-config",
                "tsa.cnf",
                "-section",
                "one",
                "-queryfile",
                "request.tsq",
                "-signer",
                "tsa.pem",
                "-inkey",
                "tsa.key",
                "-out",
                "response.tsr");
        TimestampAuthority authority = TimestampAuthority.read(Files.readAllBytes(folder.resolve("tsa.pem")));
        CheckpointStamp stamp = log.timestamp(request, Files.readAllBytes(folder.resolve("response.tsr")), authority);

        assertThat(read).contains("Hash Algorithm: sha256", "Certificate required: yes");
        assertThat(stamp.holds()).isTrue();
        assertThat(stamp.authority().name()).isEqualTo("OpenSSL TSA");
        assertThat(stamp.accuracy()).isEqualTo(Duration.ofSeconds(2));
        assertThat(stamp.at()).isAfter(LogFixture.START);
    }

    @Test
    void opensslChecksAStampThatLeftTheLogWithItsCheckpoint() throws IOException, InterruptedException {
        String openssl = RequiredTool.require("openssl").toString();
        TimestampRequest request = log.timestampRequest();
        log.timestamp(request, TSA.answer(request, AT), TSA.authority());
        SignedNote note = log.checkpoint().orElseThrow();
        Files.write(
                folder.resolve("token.der"),
                note.signatures().get(1).signature().toArray());
        Files.writeString(folder.resolve("text"), note.text());
        Files.write(folder.resolve("request.tsq"), request.bytes().toArray());
        Files.write(folder.resolve("tsa.der"), TSA.authority().certificate().toArray());
        run(openssl, "x509", "-inform", "der", "-in", "tsa.der", "-out", "tsa.pem");

        String said = run(
                openssl,
                "ts",
                "-verify",
                "-data",
                "text",
                "-in",
                "token.der",
                "-token_in",
                "-CAfile",
                "tsa.pem",
                "-partial_chain",
                "-attime",
                Long.toString(AT.getEpochSecond()));
        String asked = run(
                openssl,
                "ts",
                "-verify",
                "-queryfile",
                "request.tsq",
                "-in",
                "token.der",
                "-token_in",
                "-CAfile",
                "tsa.pem",
                "-partial_chain",
                "-attime",
                Long.toString(AT.getEpochSecond()));

        assertThat(said).contains("Verification: OK");
        assertThat(asked).contains("Verification: OK");
    }
}
