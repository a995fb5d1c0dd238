package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private String pack = "";
    private String author = "";
    private String reviewer = "";

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void version(String version) throws IOException {
        Files.writeString(
                folder.resolve("test/pack.yaml"),
                "{id: test, title: T, jurisdiction: CN, version: \"%s\"}\n".formatted(version));
    }

    private void sign() {
        assertThat(kd("pack", "sign", pack, "--role", "author", "--key", path("a.pem"))
                        .code())
                .isZero();
        assertThat(kd("pack", "sign", pack, "--role", "reviewer", "--key", path("r.pem"))
                        .code())
                .isZero();
    }

    @BeforeEach
    void aPackAndTwoKeys() throws IOException {
        Files.createDirectories(folder.resolve("test"));
        version("1.0");
        Files.writeString(
                folder.resolve("test/norms.yaml"), "[{id: T-1, title: N, paraphrase: p, rank: L, verified: T}]\n");
        pack = path("test");
        author = kd("key", "new", path("a.pem"), "--name", "drafter").out().strip();
        reviewer = kd("key", "new", path("r.pem"), "--name", "partner").out().strip();
    }

    @Test
    void twoPeopleSignAndAThirdVerifies() throws IOException {
        Ran first = kd("pack", "sign", pack, "--role", "author", "--key", path("a.pem"), "--lang", "en");
        assertThat(first.out()).startsWith("Signed as author: test 1.0, 2 files, law sha256:");
        Ran second = kd("pack", "sign", pack, "--role", "reviewer", "--key", path("r.pem"), "--lang", "zh");
        assertThat(second.out()).startsWith("已以审核人身份签署：test 1.0，共2个文件");

        Ran good = kd("pack", "verify", pack, "--author", author, "--reviewer", reviewer, "--lang", "en");

        assertThat(good.code()).isZero();
        assertThat(good.out()).startsWith("test 1.0 is what author and reviewer signed: 2 files, law sha256:");

        Files.writeString(folder.resolve("test/notes.md"), "x");
        Ran bad = kd("pack", "verify", pack, "--author", author, "--reviewer", reviewer, "--json");
        JsonNode told = new ObjectMapper().readTree(bad.out());
        assertThat(bad.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(told.path("ok").asBoolean(true)).isFalse();
        assertThat(told.path("findings")).hasSize(1);
        assertThat(told.at("/findings/0/code").asText()).isEqualTo("unlisted");
    }

    @Test
    void anOldReleaseIsNotTakenAgain() throws IOException {
        String state = path("accepted.json");
        version("2.0");
        sign();
        assertThat(kd("pack", "verify", pack, "--author", author, "--reviewer", reviewer, "--state", state)
                        .code())
                .isZero();
        version("1.0");
        sign();

        Ran old = kd(
                "pack", "verify", pack, "--author", author, "--reviewer", reviewer, "--state", state, "--lang", "en");

        assertThat(old.code()).isEqualTo(Kd.DOES_NOT_HOLD);
        assertThat(old.out())
                .contains("rollback: Version 2.0 of test was accepted before, and this is 1.0")
                .contains("is not accepted; 1 findings.");
    }

    @Test
    void mistakesAreToldWithARemedy() {
        assertThat(kd("pack").err()).contains("sign");
        assertThat(kd("pack", "sign", pack, "--role", "revewer", "--key", path("r.pem"))
                        .err())
                .contains("'revewer' is no role; did you mean reviewer?");
        Ran early = kd("pack", "sign", pack, "--role", "reviewer", "--key", path("r.pem"));
        assertThat(early.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(early.err()).contains("Let the author sign first");
        assertThat(kd("pack", "verify", pack, "--author", "x", "--reviewer", reviewer)
                        .err())
                .contains("'x' is no key");
    }
}
