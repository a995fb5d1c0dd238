package io.kdchain.provenance.checkpoint.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.CosignatureRequest;
import io.kdchain.provenance.checkpoint.Cosigner;
import io.kdchain.provenance.checkpoint.KeptCheckpoints;
import io.kdchain.provenance.checkpoint.NoteKey;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Witness;
import io.kdchain.provenance.store.MemoryEventStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessServerTest {
    private static final Cosigner COSIGNER = Cosigner.ed25519("witness.example/w", LogFixture.signer("w"));

    @TempDir
    private Path folder = Path.of("");

    private @Nullable KeptCheckpoints state;
    private @Nullable WitnessServer server;
    private String address = "";

    @BeforeEach
    void start() throws IOException {
        state = KeptCheckpoints.open(folder.resolve("state"));
        Witness witness = new Witness(
                COSIGNER,
                List.of(NoteKey.of(LogFixture.LOG_KEY.publicKey())),
                state,
                Clock.fixed(LogFixture.START, ZoneOffset.UTC));
        server = WitnessServer.start(witness, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = "http://127.0.0.1:%d".formatted(server.address().getPort());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        if (state != null) {
            state.close();
        }
    }

    private HttpResponse<String> send(String method, String path, byte[] body)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address + path))
                                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aLogCollectsACosignatureOverHttp() throws IOException, InterruptedException, NoSuchAlgorithmException {
        ChainLog log = LogFixture.chain(new MemoryEventStore()).log();

        CosignatureRequest.Result result = log.cosign(COSIGNER.publicKey(), HttpWitness.at(address));

        assertThat(result.outcome()).as(result.detail()).isEqualTo(CosignatureRequest.Outcome.COSIGNED);
        SignedNote kept = log.checkpoint().orElseThrow();
        assertThat(kept.signatures()).hasSize(2);
        assertThat(log.verify().ok()).isTrue();
        String origin = HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256").digest("kd.example/log".getBytes(StandardCharsets.UTF_8)));
        HttpResponse<String> last = send("GET", "/" + origin + "/checkpoint", new byte[0]);
        assertThat(last.statusCode()).isEqualTo(200);
        assertThat(last.body()).isEqualTo(new String(kept.toBytes(), StandardCharsets.UTF_8));
        assertThat(send("GET", "/" + "0".repeat(64) + "/checkpoint", new byte[0])
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theSizeIsToldAsTheProtocolSays() throws IOException, InterruptedException {
        ChainLog log = LogFixture.chain(new MemoryEventStore()).log();
        log.cosign(COSIGNER.publicKey(), HttpWitness.at(address + "/"));
        String note = new String(log.checkpoint().orElseThrow().toBytes(), StandardCharsets.UTF_8);
        long size = Checkpoint.parse(log.checkpoint().orElseThrow().text()).size();

        HttpResponse<String> answer =
                send("POST", "/add-checkpoint", ("old 0\n\n" + note).getBytes(StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
        assertThat(answer.body()).isEqualTo(size + "\n");
    }

    @Test
    void whatIsNoRequestIsAnswered() throws IOException, InterruptedException {
        assertThat(send("POST", "/add-checkpoint", new byte[] {1}).statusCode()).isEqualTo(400);
        assertThat(send("POST", "/add-checkpoint", new byte[1_100_000]).statusCode())
                .isEqualTo(400);
        assertThat(send("GET", "/add-checkpoint", new byte[0]).statusCode()).isEqualTo(405);
        assertThat(send("POST", "/elsewhere", new byte[0]).statusCode()).isEqualTo(404);
    }

    @Test
    void aWitnessThatIsNotThereIsUnreachable() {
        String gone = address;
        stop();
        ChainLog log = LogFixture.chain(new MemoryEventStore()).log();

        assertThat(log.cosign(COSIGNER.publicKey(), HttpWitness.at(gone)).outcome())
                .isEqualTo(CosignatureRequest.Outcome.UNREACHABLE);
        for (String bad : List.of("", "witness", "ftp://witness/", "http:/", "http://a b/")) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> HttpWitness.at(bad));
        }
    }
}
