package io.kdchain.provenance.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key in a PKCS#12 file that keytool made, as one in a token would be used. */
class JcaSignerTest extends SignerContract {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder = Path.of("");

    private static Path store = Path.of("");

    @BeforeAll
    static void makeKeys() throws IOException, InterruptedException {
        store = folder.resolve("keys.p12");
        keytool("cloud", "Ed25519");
        keytool("old", "RSA");
    }

    private static void keytool(String alias, String algorithm) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        tool.toString(),
                        "-genkeypair",
                        "-keyalg",
                        algorithm,
                        "-alias",
                        alias,
                        "-dname",
                        "CN=" + alias,
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    @Override
    protected Signer signer() {
        return JcaSigner.fromPkcs12(store, "cloud", PASSWORD);
    }

    @Test
    void aPartyRecordsWithAKeyThatItsStoreHolds() {
        LogFixture fixture = LogFixture.begin(ChainLog.inMemory(LogFixture.options()));

        fixture.registrar()
                .register(
                        new PartyId("cloud"),
                        signer(),
                        "Cloud",
                        List.of(Role.DEPLOYMENT_PLATFORM),
                        "CN",
                        LogFixture.START)
                .record(EventDraft.of(LogFixture.served()).generates("output:1"));

        assertThat(fixture.log().verify().ok()).isTrue();
    }

    @Test
    void whatHoldsNoEd25519KeyIsSaid() throws IOException {
        Path none = Files.writeString(folder.resolve("none.p12"), "none");

        refused(store, "old", "no Ed25519 key");
        refused(store, "nobody", "no Ed25519 key");
        refused(none, "cloud", "none.p12");
        refused(folder.resolve("missing.p12"), "cloud", "missing.p12");
        assertThatExceptionOfType(SigningException.class)
                .isThrownBy(() -> JcaSigner.fromPkcs12(store, "cloud", "wrong".toCharArray()))
                .withMessageContaining("password")
                .withMessageNotContaining("wrong");
    }

    private static void refused(Path file, String alias, String why) {
        assertThatExceptionOfType(SigningException.class)
                .isThrownBy(() -> JcaSigner.fromPkcs12(file, alias, PASSWORD))
                .withMessageContaining(why);
    }
}
