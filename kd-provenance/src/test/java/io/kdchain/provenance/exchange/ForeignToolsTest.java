package io.kdchain.provenance.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.checkpoint.Cosigner;
import io.kdchain.provenance.checkpoint.TestAuthority;
import io.kdchain.provenance.checkpoint.WitnessAnswer;
import io.kdchain.provenance.sign.TimestampRequest;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has bundles checked by tools that share no code with their writer. */
class ForeignToolsTest {
    private static final BundleFixture CHAIN = BundleFixture.make();
    private static final Path SCRIPT = Path.of("src", "test", "resources", "verify_bundle.py");

    @TempDir
    private Path folder = Path.of("");

    private record Ran(int code, String out) {}

    private Ran run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), Files.readString(out));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    @Test
    void aScriptOfAnotherLanguageAcceptsABundle() throws IOException, InterruptedException {
        String python = RequiredTool.require("python3").toString();
        Path trust = write("trust.txt", BundleFixture.TRUST.text().getBytes(StandardCharsets.UTF_8));

        Ran ran = run(
                python,
                SCRIPT.toAbsolutePath().toString(),
                trust.toString(),
                write("attested.json", CHAIN.attested().toBytes()).toString(),
                write("plain.json", CHAIN.unattested().toBytes()).toString());

        assertThat(ran.code()).as(ran.out()).isZero();
        assertThat(ran.out().lines()).hasSize(2).allMatch(line -> line.startsWith("ok "));
    }

    /** Lines of witnesses and of a time-stamping authority trouble nobody who knows nothing of them. */
    @Test
    void aScriptOfAnotherLanguageAcceptsABundleThatOthersVouchFor() throws IOException, InterruptedException {
        String python = RequiredTool.require("python3").toString();
        BundleFixture chain = BundleFixture.make();
        Cosigner cosigner = Cosigner.ed25519("witness.example/w", LogFixture.signer("w"));
        chain.log().cosign(cosigner.publicKey(), request -> {
            String text = chain.log().checkpoint().orElseThrow().text();
            return new WitnessAnswer(200, "text/plain", cosigner.cosign(text, LogFixture.START) + "\n");
        });
        TestAuthority authority = TestAuthority.make("Example TSA", LogFixture.START);
        TimestampRequest request = chain.log().timestampRequest();
        chain.log().timestamp(request, authority.answer(request, LogFixture.START), authority.authority());
        Path trust = write("trust.txt", BundleFixture.TRUST.text().getBytes(StandardCharsets.UTF_8));
        EvidenceBundle bundle = chain.attested();

        Ran ran = run(
                python,
                SCRIPT.toAbsolutePath().toString(),
                trust.toString(),
                write("vouched.json", bundle.toBytes()).toString());

        assertThat(bundle.checkpoint().signatures()).hasSize(3);
        assertThat(ran.code()).as(ran.out()).isZero();
        assertThat(ran.out()).startsWith("ok ");
    }

    /** With digest and statement written anew, so that it is not they alone that give the change away. */
    @Test
    void aScriptOfAnotherLanguageRefusesChangedBundles() throws IOException, InterruptedException {
        String python = RequiredTool.require("python3").toString();
        Path trust = write("trust.txt", BundleFixture.TRUST.text().getBytes(StandardCharsets.UTF_8));
        List<String> command =
                new ArrayList<>(List.of(python, SCRIPT.toAbsolutePath().toString(), trust.toString()));
        ObjectNode original =
                (ObjectNode) new ObjectMapper().readTree(CHAIN.unattested().toBytes());
        int number = 0;
        for (BundleMutationTest.Mutation mutation : BundleMutationTest.mutations(original)) {
            boolean proven = mutation.place().matches("/(log|checkpoint|proof|entries)(/.*)?");
            ObjectNode document = proven ? BundleMutationTest.sealed(mutation.document()) : original;
            // what cannot be read cannot be sealed anew
            boolean sealed = EvidenceBundle.digest(document)
                    .toString()
                    .equals(document.path("digest").asText());
            if (proven && sealed && number < 120) {
                number++;
                byte[] changed = new ObjectMapper().writeValueAsBytes(document);
                command.add(write("changed-%d.json".formatted(number), changed).toString());
            }
        }

        Ran ran = run(command.toArray(new String[0]));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out().lines()).hasSize(number).allMatch(line -> line.startsWith("refused "));
        assertThat(ran.out()).doesNotContain("'digest'");
        assertThat(number).isGreaterThan(80);
    }

    @Test
    void theCommandsInTheStatementForCourtsCheckTheBundle() throws IOException, InterruptedException {
        String python = RequiredTool.require("python3").toString();
        RequiredTool.require("openssl");
        EvidenceBundle bundle = CHAIN.attested();
        for (String language : List.of("en", "zh")) {
            String script = bundle.statement(language)
                    .replaceFirst("(?s)^.*----- begin check.py -----\n", "")
                    .replaceFirst("(?s)----- end check.py -----.*$", "");
            write("check.py", script.getBytes(StandardCharsets.UTF_8));
            Path file = write("bundle.json", bundle.toBytes());

            Ran first = run(python, "check.py", file.toString());
            Ran second = run("sh", "check.sh");

            assertThat(first.code()).as(first.out()).isZero();
            assertThat(second.code()).as(second.out()).isZero();
            assertThat(second.out().lines().filter("Signature Verified Successfully"::equals))
                    .hasSizeGreaterThan(CHAIN.log()
                            .evidence(io.kdchain.provenance.LogFixture.entities(BundleFixture.ABOUT))
                            .admitted()
                            .size());
        }
        String changed = new String(bundle.toBytes(), StandardCharsets.UTF_8)
                .replaceFirst("payload\\\\\":\\\\\"ey", "payload\\\\\":\\\\\"eY");
        Path file = write("changed.json", changed.getBytes(StandardCharsets.UTF_8));
        assertThat(run(python, "check.py", file.toString()).code()).isNotZero();
    }
}
