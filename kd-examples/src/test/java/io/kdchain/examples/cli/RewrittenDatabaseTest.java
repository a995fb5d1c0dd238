package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.checkpoint.Cosigner;
import io.kdchain.provenance.checkpoint.KeptCheckpoints;
import io.kdchain.provenance.checkpoint.NoteKey;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.checkpoint.Witness;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.StoredEvent;
import io.kdchain.provenance.store.jdbc.JdbcEventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator puts another database in the place of the log: the last word of the clinic is gone, and tree and
 * checkpoints are made anew over the rest with the log's own key. No signature in it is false.
 */
class RewrittenDatabaseTest {
    private static final Cosigner COSIGNER = Cosigner.ed25519("witness.example/w", LogFixture.signer("w"));

    @TempDir
    private Path folder = Path.of("");

    private String jdbcUrl = "";
    private String keys = "";
    private String policy = "";

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private Ran verify(String... more) {
        List<String> args = new ArrayList<>(List.of("log", "verify", "--log", jdbcUrl, "--lang", "en"));
        args.addAll(List.of(more));
        return kd(args.toArray(String[]::new));
    }

    private Ran export(String bundle) {
        return kd("evidence", "export", "--log", jdbcUrl, "--trust", keys, "output:1", "-o", file(bundle));
    }

    private Ran check(String bundle) {
        return kd("evidence", "verify", file(bundle), "--trust", keys, "--policy", policy, "--lang", "en");
    }

    @BeforeEach
    void anHonestLogThatWasCosigned() throws IOException {
        jdbcUrl = "jdbc:sqlite:" + file("chain.db");
        keys = Files.writeString(
                        folder.resolve("trust.txt"),
                        Trust.of(
                                        LogFixture.LOG_KEY.publicKey(),
                                        new VerifierKey(
                                                "registry",
                                                LogFixture.signer("registry").publicKey()))
                                .text())
                .toString();
        policy = Files.writeString(
                        folder.resolve("policy.txt"),
                        "log %s\nwitness w %s\nquorum w\n"
                                .formatted(LogFixture.LOG_KEY.publicKey(), COSIGNER.publicKey()))
                .toString();
        try (ChainLog log = ChainLog.open(jdbcUrl, LogFixture.options());
                KeptCheckpoints seen = KeptCheckpoints.open(folder.resolve("witness"))) {
            LogFixture.begin(log).wholeChain();
            log.cosign(
                    COSIGNER.publicKey(),
                    new Witness(
                            COSIGNER,
                            List.of(NoteKey.of(LogFixture.LOG_KEY.publicKey())),
                            seen,
                            Clock.fixed(LogFixture.START, ZoneOffset.UTC)));
        }
    }

    private void rewrite() throws IOException {
        try (EventStore honest = JdbcEventStore.open(jdbcUrl, false);
                EventStore made = JdbcEventStore.open("jdbc:sqlite:" + file("made.db"), true)) {
            List<StoredEvent> entries = honest.read(0, (int) honest.size());
            for (StoredEvent entry : entries.subList(0, entries.size() - 1)) {
                made.append(made.size(), List.of(entry), LogFixture.LOG_KEY);
            }
            LogFixture.LOG_KEY.define(made);
        }
        Files.move(folder.resolve("made.db"), folder.resolve("chain.db"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void itAgreesWithItselfAndIsFoundByWhatOthersKept() throws IOException {
        assertThat(export("before.json").code()).isZero();
        assertThat(verify("--state", file("state")).code()).isZero();
        assertThat(verify("--trust", policy).code()).isZero();
        assertThat(check("before.json").code()).isZero();

        rewrite();

        Ran alone = verify();
        Ran withKeys = verify("--trust", keys);
        Ran client = verify("--trust", keys, "--state", file("state"));
        Ran cosigned = verify("--trust", policy);
        Ran bundle = verify("--trust", keys, "--since", file("before.json"));
        assertThat(alone.code()).as(alone.out()).isZero();
        assertThat(alone.out()).contains("only that the log agrees with itself");
        assertThat(withKeys.code()).as("its key is the right one").isZero();
        assertThat(client.code()).isEqualTo(1);
        assertThat(client.out()).contains("rolled back");
        assertThat(cosigned.code()).isEqualTo(1);
        assertThat(cosigned.out()).contains("No checkpoint is cosigned");
        assertThat(bundle.code()).isEqualTo(1);
        assertThat(bundle.out()).contains("15 entries", "14");
        assertThat(check("before.json").code())
                .as("what was handed out before still stands")
                .isZero();
    }

    @Test
    void aBundleOfItHasNoCosignature() throws IOException {
        rewrite();
        Ran exported = export("after.json");

        Ran trusting = kd("evidence", "verify", file("after.json"), "--trust", keys, "--lang", "en");
        Ran demanding = check("after.json");
        Ran chinese = kd("evidence", "verify", file("after.json"), "--policy", policy, "--lang", "zh");

        assertThat(exported.code()).as(exported.err()).isZero();
        assertThat(trusting.code()).as(trusting.out()).isZero();
        assertThat(trusting.out()).contains("No trusted witness cosigned");
        assertThat(demanding.code()).isEqualTo(1);
        assertThat(demanding.out()).contains("quorum-not-met /checkpoint", "0 of 1 witnesses");
        assertThat(chinese.out()).contains("少于策略要求的数目");
    }

    @Test
    void policiesAreReadStrictlyAndOneCounts() throws IOException {
        export("case.json");
        Path broken = Files.writeString(folder.resolve("broken.txt"), "witness w\nquorum w\n");

        Ran malformed = kd("evidence", "verify", file("case.json"), "--policy", broken.toString(), "--lang", "en");
        Ran twice = kd("evidence", "verify", file("case.json"), "--policy", policy, "--trust", policy, "--lang", "en");
        Ran inTrust = kd("evidence", "verify", file("case.json"), "--trust", policy, keys, "--json");
        Ran warned = kd(
                "evidence",
                "export",
                "--log",
                jdbcUrl,
                "--trust",
                Files.writeString(
                                folder.resolve("other.txt"),
                                "witness v %s\nquorum v\n"
                                        .formatted(Cosigner.ed25519("witness.example/v", LogFixture.signer("v"))
                                                .publicKey()))
                        .toString(),
                "output:1",
                "-o",
                file("other.json"),
                "--lang",
                "en");

        assertThat(malformed.code()).isEqualTo(2);
        assertThat(malformed.err()).contains("broken.txt", "Line 1");
        assertThat(twice.code()).isEqualTo(2);
        assertThat(twice.err()).contains("one policy counts");
        assertThat(inTrust.code()).as(inTrust.out()).isZero();
        assertThat(inTrust.out()).contains("\"cosigned\":[{\"witness\":\"witness.example/w\"");
        assertThat(warned.code()).isZero();
        assertThat(warned.err()).contains("kd log cosign");
    }
}
