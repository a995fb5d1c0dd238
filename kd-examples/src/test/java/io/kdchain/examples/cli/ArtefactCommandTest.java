package io.kdchain.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtefactCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private String model = "";
    private String manifest = "";

    private record Ran(int code, String out, String err) {
        JsonNode json() throws IOException {
            assertThat(out.lines()).hasSize(1);
            return new ObjectMapper().readTree(out);
        }
    }

    private static Ran kd(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Kd.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Path shard(String name, String content) throws IOException {
        return Files.writeString(
                Files.createDirectories(folder.resolve("model/shards")).resolve(name), content);
    }

    @BeforeEach
    void aModelInShards() throws IOException {
        shard("one.bin", "first");
        shard("two.bin", "second");
        model = folder.resolve("model").toString();
        manifest = folder.resolve("model.manifest.json").toString();
    }

    @Test
    void aFolderIsHeldToItsManifest() throws IOException {
        Ran made = kd("artefact", "manifest", model, "-o", manifest, "--lang", "en");
        String digest = made.out().split(" ", 2)[0];

        Ran same = kd("artefact", "check", model, manifest, "--lang", "en");
        Ran byDigest = kd("artefact", "check", model, digest, "--json");
        shard("one.bin", "second");
        shard("two.bin", "first");
        Ran swapped = kd("artefact", "check", model, manifest, "--lang", "en");
        shard("three.bin", "third");
        Files.delete(folder.resolve("model/shards/two.bin"));
        Ran other = kd("artefact", "check", model, manifest, "--json");
        Ran otherDigest = kd("artefact", "check", model, digest, "--lang", "zh");

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).contains("2 files, 11 bytes, 2 files read");
        assertThat(same.code()).as(same.out()).isZero();
        assertThat(byDigest.json().path("ok").asBoolean()).isTrue();
        assertThat(swapped.code()).isEqualTo(1);
        assertThat(swapped.out())
                .contains(
                        "misplaced: shards/one.bin holds what shards/two.bin should.",
                        "misplaced: shards/two.bin holds what shards/one.bin should.",
                        "not " + digest);
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.json().path("differences").findValuesAsText("code"))
                .containsExactly("misplaced", "extra", "missing");
        assertThat(otherDigest.code()).isEqualTo(1);
        assertThat(otherDigest.out()).contains("而不是 " + digest);
    }

    @Test
    void aMemorySavesReading() throws IOException {
        String memory = folder.resolve("memory.json").toString();
        for (String name : new String[] {"one.bin", "two.bin"}) {
            // written long before they are measured
            Files.setLastModifiedTime(
                    folder.resolve("model/shards").resolve(name), java.nio.file.attribute.FileTime.fromMillis(0));
        }

        Ran first = kd("artefact", "manifest", model, "--memory", memory, "--json");
        Ran again = kd("artefact", "manifest", model, "--memory", memory, "--json");
        Ran trusting = kd("artefact", "manifest", model, "--json");

        assertThat(first.json().path("filesRead").asInt()).isEqualTo(2);
        // the inode itself was touched a moment ago, where the system tells
        assertThat(again.json().path("filesRead").asInt()).isIn(0, 2);
        assertThat(trusting.json().path("filesRead").asInt()).isEqualTo(2);
        assertThat(again.json().path("digest")).isEqualTo(trusting.json().path("digest"));
        assertThat(folder.resolve("memory.json")).isNotEmptyFile();
    }

    @Test
    void badInputIsToldWithItsRemedy() throws IOException {
        Ran within = kd("artefact", "manifest", model, "-o", model + "/manifest.json");
        Ran memoryWithin = kd("artefact", "manifest", model, "--memory", model + "/shards/memory.json");
        Ran none = kd("artefact", "manifest", folder.resolve("none").toString());
        Ran noManifest =
                kd("artefact", "check", model, shard("one.bin", "first").toString());
        Ran noDigest = kd("artefact", "check", model, "sha256:12");
        shard("ONE.bin", "first");
        boolean tellsCase;
        try (java.util.stream.Stream<Path> shards = Files.list(folder.resolve("model/shards"))) {
            tellsCase = shards.count() == 3;
        }

        assertThat(within.code()).isEqualTo(2);
        assertThat(within.err()).contains("Name another place");
        assertThat(memoryWithin.code()).isEqualTo(2);
        assertThat(folder.resolve("model/manifest.json")).doesNotExist();
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("is no folder");
        assertThat(noManifest.code()).isEqualTo(2);
        assertThat(noManifest.err()).contains("This is no manifest");
        assertThat(noDigest.code()).isEqualTo(2);
        if (tellsCase) {
            Ran clash = kd("artefact", "manifest", model);
            assertThat(clash.code()).isEqualTo(2);
            assertThat(clash.err()).contains("ONE.bin", "one.bin", "Rename");
        }
        assertThat(kd("artefact", "--lang", "zh").err()).contains("manifest");
    }
}
