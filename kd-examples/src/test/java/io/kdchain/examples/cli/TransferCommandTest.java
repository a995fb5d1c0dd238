package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private Ran withLog(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--log", "jdbc:sqlite:" + path("chain.db"), "--log-key", path("log.pem"), "--lang", "en"));
        return kd(all.toArray(String[]::new));
    }

    private static Ran good(Ran ran) {
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        return ran;
    }

    private Ran card(String key, String card, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "transfer",
                "key",
                path("smallai.transfer"),
                "--party",
                "smallai",
                "--key",
                path(key + ".pem"),
                "-o",
                path(card),
                "--lang",
                "en"));
        args.addAll(List.of(more));
        return kd(args.toArray(String[]::new));
    }

    private Ran seal(String out, String card) {
        return withLog(
                "transfer",
                "seal",
                path("teacher.bin"),
                path(out),
                "--artefact",
                "model:teacher",
                "--card",
                path(card),
                "--key",
                path("radnet.pem"));
    }

    private Ran open(String file, String out, String key, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "transfer",
                "open",
                path(file),
                path(out),
                "--transfer-key",
                path("smallai.transfer"),
                "--key",
                path(key + ".pem")));
        args.addAll(List.of(more));
        return withLog(args.toArray(String[]::new));
    }

    @BeforeEach
    void twoParties() throws IOException {
        for (String name : List.of("log", "registry", "radnet", "smallai")) {
            good(kd("key", "new", path(name + ".pem")));
        }
        good(withLog("party", "register", "registry", "--key", path("registry.pem"), "--origin", "kd.example/log"));
        for (String name : List.of("radnet", "smallai")) {
            good(withLog(
                    "party",
                    "register",
                    name,
                    "--key",
                    path(name + ".pem"),
                    "--registrar",
                    path("registry.pem"),
                    "--role",
                    name.equals("radnet") ? "teacher-developer" : "distillation-provider"));
        }
        Files.writeString(folder.resolve("teacher.bin"), "the weights of the teacher");
    }

    @Test
    void whatIsSealedIsOpenedOnceAndBothAreOnRecord() throws IOException {
        assertThat(good(card("smallai", "smallai.card")).out()).contains("card of 'smallai', epoch 1");
        assertThat(good(card("smallai", "smallai-2.card", "--rotate")).out()).contains("epoch 2");

        Ran sealed = good(seal("teacher.kds", "smallai-2.card"));
        Ran opened = good(open("teacher.kds", "got.bin", "smallai", "--json"));
        Ran again = open("teacher.kds", "again.bin", "smallai", "--json");

        assertThat(sealed.out()).contains("3 ArtefactTransferred radnet");
        assertThat(folder.resolve("teacher.kds"))
                .content(StandardCharsets.ISO_8859_1)
                .doesNotContain("weights");
        JsonNode told = new ObjectMapper().readTree(opened.out());
        assertThat(told.path("type").asText()).isEqualTo("TransferConfirmed");
        assertThat(told.path("index").asInt()).isEqualTo(4);
        assertThat(folder.resolve("got.bin")).hasContent("the weights of the teacher");
        assertThat(again.code()).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(again.out()).path("code").asText())
                .isEqualTo("replayed");
        assertThat(folder.resolve("again.bin")).doesNotExist();
        assertThat(new ObjectMapper()
                        .readTree(kd("log", "verify", "--log", "jdbc:sqlite:" + path("chain.db"), "--json")
                                .out())
                        .path("ok")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void whatIsNotWhatWasSentIsNotOpened() throws IOException {
        good(card("smallai", "smallai.card"));
        good(seal("teacher.kds", "smallai.card"));
        byte[] bytes = Files.readAllBytes(folder.resolve("teacher.kds"));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve("altered.kds"), bytes);

        Ran altered = open("altered.kds", "got.bin", "smallai");
        Ran other = open("teacher.kds", "got.bin", "radnet");
        Ran none = open("teacher.bin", "got.bin", "smallai");

        assertThat(altered.code()).isEqualTo(1);
        assertThat(altered.out()).startsWith("altered: ");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("sealed for 'smallai'");
        assertThat(none.code()).isEqualTo(2);
        assertThat(folder.resolve("got.bin")).doesNotExist();
    }

    @Test
    void aCardIsSignedWithTheKeyThatTheLogKnows() {
        good(card("radnet", "forged.card"));

        Ran forged = seal("teacher.kds", "forged.card");
        Ran none = seal("teacher.kds", "teacher.bin");

        assertThat(forged.code()).isEqualTo(2);
        assertThat(forged.err()).contains("not signed with the key");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("no transfer card");
        assertThat(folder.resolve("teacher.kds")).doesNotExist();
        assertThat(kd("transfer", "--lang", "zh").err()).contains("seal");
    }

    @Test
    void aFolderArrivesWithItsNamesUnderItsManifest() throws IOException {
        good(card("smallai", "smallai.card"));
        Path model = Files.createDirectories(folder.resolve("model/shards"));
        Files.writeString(model.resolve("one.bin"), "first");
        Files.writeString(model.resolve("two.bin"), "second");
        String digest = good(kd("artefact", "manifest", path("model"))).out().split(" ", 2)[0];

        good(withLog(
                "transfer",
                "seal",
                path("model"),
                path("model.kds"),
                "--artefact",
                "model:teacher@" + digest,
                "--card",
                path("smallai.card"),
                "--key",
                path("radnet.pem")));
        good(open("model.kds", "got", "smallai"));
        Ran found = good(kd(
                "log",
                "list",
                "--log",
                "jdbc:sqlite:" + path("chain.db"),
                "--digest",
                digest,
                "--limit",
                "1",
                "--json"));
        Ran next = good(kd(
                "log",
                "list",
                "--log",
                "jdbc:sqlite:" + path("chain.db"),
                "--digest",
                digest,
                "--after",
                "3",
                "--json"));

        good(kd("artefact", "check", path("got"), digest));
        JsonNode first = new ObjectMapper().readTree(found.out());
        assertThat(first.path("entries").findValuesAsText("type")).containsExactly("ArtefactTransferred");
        assertThat(first.path("next").asInt()).isEqualTo(3);
        assertThat(new ObjectMapper().readTree(next.out()).path("entries").findValuesAsText("type"))
                .containsExactly("TransferConfirmed");
        assertThat(new ObjectMapper()
                        .readTree(kd(
                                        "log",
                                        "list",
                                        "--log",
                                        "jdbc:sqlite:" + path("chain.db"),
                                        "--digest",
                                        "sha256:" + "0".repeat(64),
                                        "--json")
                                .out())
                        .path("entries"))
                .isEmpty();
    }

    @Test
    void anEpochThatIsClosedOpensNothing() {
        good(card("smallai", "smallai.card"));
        good(seal("teacher.kds", "smallai.card"));
        good(card("smallai", "smallai-2.card", "--rotate"));

        Ran closed = good(kd("transfer", "close", path("smallai.transfer"), "--before", "2", "--lang", "en"));
        Ran again = good(kd("transfer", "close", path("smallai.transfer"), "--before", "2", "--lang", "zh"));
        Ran late = open("teacher.kds", "got.bin", "smallai");
        Ran wrong = kd("transfer", "close", path("smallai.transfer"), "--before", "3");

        assertThat(closed.out()).contains("epochs 1 to 1 of 'smallai' are closed");
        assertThat(again.out()).contains("第 2 期之前没有开放的期");
        assertThat(late.code()).isEqualTo(2);
        assertThat(late.err()).contains("epoch 1", "closed");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("Epoch 3 is not open");
        good(seal("teacher-2.kds", "smallai-2.card"));
        good(open("teacher-2.kds", "got.bin", "smallai"));
    }

    /** The first run placed the file and died; nothing but its confirmation is missing. */
    @Test
    void whatWasOpenedAndNotConfirmedIsConfirmedByRunningItAgain() throws IOException {
        good(card("smallai", "smallai.card"));
        good(seal("teacher.kds", "smallai.card"));
        Files.writeString(folder.resolve("other.bin"), "something else");
        Files.copy(folder.resolve("teacher.bin"), folder.resolve("got.bin"));

        Ran other = open("teacher.kds", "other.bin", "smallai");
        Ran made = good(open("teacher.kds", "got.bin", "smallai"));

        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("exists");
        assertThat(folder.resolve("other.bin")).hasContent("something else");
        assertThat(made.out()).contains("TransferConfirmed");
        assertThat(open("teacher.kds", "third.bin", "smallai").out()).startsWith("replayed: ");
    }
}
