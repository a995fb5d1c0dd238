package io.kdchain.provenance.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kdchain.provenance.artefact.ArtefactManifest.Difference;
import io.kdchain.provenance.artefact.ArtefactManifest.Difference.Kind;
import io.kdchain.provenance.artefact.ArtefactManifest.Entry;
import io.kdchain.provenance.artefact.ManifestException.Reason;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.event.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtefactManifestTest {
    /** Long after the files were written, so that what was measured may be remembered. */
    private static final Clock LATER = Clock.fixed(Instant.parse("2100-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder = Path.of("");

    private Path model = Path.of("");

    private Path file(String name, String content) throws IOException {
        Path file = model.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private ArtefactManifest threeShards() throws IOException {
        model = folder.resolve("model");
        file("config.json", "{}");
        file("shards/model-00001-of-00002.bin", "first");
        file("shards/model-00002-of-00002.bin", "second");
        return ArtefactFolder.measure(model).manifest();
    }

    private List<Difference> differences(ArtefactManifest before) {
        return before.differences(ArtefactFolder.measure(model).manifest());
    }

    private void refused(Reason reason, String word) {
        assertThatThrownBy(() -> ArtefactFolder.measure(model))
                .isInstanceOfSatisfying(
                        ManifestException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(word);
    }

    @Test
    void aFolderHasOneManifestWhoeverMeasuresIt() throws IOException {
        ArtefactManifest manifest = threeShards();
        Path copy = folder.resolve("copy");
        // the files of another machine, made in another order
        Files.createDirectories(copy.resolve("shards"));
        Files.createDirectories(copy.resolve("empty"));
        Files.writeString(copy.resolve("shards/model-00002-of-00002.bin"), "second");
        Files.writeString(copy.resolve("shards/model-00001-of-00002.bin"), "first");
        Files.writeString(copy.resolve("config.json"), "{}");

        assertThat(ArtefactFolder.measure(copy).manifest()).isEqualTo(manifest);
        assertThat(ArtefactManifest.parse(manifest.toBytes())).isEqualTo(manifest);
        // written by hand after RFC 8785, measured with sha256sum
        String canonical = "{\"files\":["
                + "{\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"path\":\"config.json\",\"size\":2},"
                + "{\"digest\":\"sha256:a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e\",\"path\":\"shards/model-00001-of-00002.bin\",\"size\":5},"
                + "{\"digest\":\"sha256:16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4\",\"path\":\"shards/model-00002-of-00002.bin\",\"size\":6}"
                + "],\"format\":\"kdchain-manifest/v1\"}";
        assertThat(new String(Jcs.canonicalize(manifest.toBytes()), StandardCharsets.UTF_8))
                .isEqualTo(canonical);
        assertThat(manifest.digest()).isEqualTo(Sha256.of(canonical.getBytes(StandardCharsets.UTF_8)));
        assertThat(manifest.sizeBytes()).isEqualTo(13);
    }

    @Test
    void shardsThatChangedPlacesAreFound() throws IOException {
        ArtefactManifest before = threeShards();
        file("shards/model-00001-of-00002.bin", "second");
        file("shards/model-00002-of-00002.bin", "first");

        assertThat(differences(before))
                .containsExactly(
                        new Difference(
                                Kind.MISPLACED, "shards/model-00001-of-00002.bin", "shards/model-00002-of-00002.bin"),
                        new Difference(
                                Kind.MISPLACED, "shards/model-00002-of-00002.bin", "shards/model-00001-of-00002.bin"));
        assertThat(ArtefactFolder.measure(model).manifest().digest()).isNotEqualTo(before.digest());
    }

    @Test
    void whatIsMissingExtraChangedOrRenamedIsFound() throws IOException {
        ArtefactManifest before = threeShards();
        Files.move(model.resolve("config.json"), model.resolve("Settings.json"));
        file("shards/model-00001-of-00002.bin", "firsT");
        Files.delete(model.resolve("shards/model-00002-of-00002.bin"));
        file("shards/model-00003-of-00002.bin", "third");

        assertThat(differences(before))
                .containsExactly(
                        new Difference(Kind.RENAMED, "Settings.json", "config.json"),
                        new Difference(Kind.CHANGED, "shards/model-00001-of-00002.bin", null),
                        new Difference(Kind.MISSING, "shards/model-00002-of-00002.bin", null),
                        new Difference(Kind.EXTRA, "shards/model-00003-of-00002.bin", null));
    }

    @Test
    void aFolderOfMoreFilesThanARecipientReadsIsNotSent() {
        List<Entry> files = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            files.add(new Entry("%s/%06d.txt".formatted("p".repeat(700), i), 0, new Digest("0".repeat(64))));
        }
        ArtefactManifest many = new ArtefactManifest(files);

        assertThat(ArtefactFolder.packedBytes(new ArtefactManifest(files.subList(0, 1000))))
                .isGreaterThan(100_000);
        assertThatThrownBy(() -> ArtefactFolder.packedBytes(many))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("50000 files");
    }

    /** Whatever is done to a folder, its digest and the list of differences agree on whether anything was. */
    @Test
    void digestAndDifferencesAgree() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            ArtefactManifest one = random(random);
            ArtefactManifest other = random(random);
            assertThat(one.differences(other).isEmpty())
                    .as("%s %s", one, other)
                    .isEqualTo(one.digest().equals(other.digest()));
        }
    }

    private static ArtefactManifest random(Random random) {
        List<Entry> files = new ArrayList<>();
        for (String path : List.of("a", "b", "c/d")) {
            if (files.isEmpty() || random.nextInt(4) > 0) {
                files.add(new Entry(path, 1, new Digest("%064x".formatted(random.nextInt(2)))));
            }
        }
        Collections.shuffle(files, random);
        return new ArtefactManifest(files);
    }

    @Test
    void onlyWhatWasTouchedIsReadAgain() throws IOException {
        threeShards();
        FileMemory memory = FileMemory.empty();
        Path kept = folder.resolve("memory.json");

        ArtefactFolder first = ArtefactFolder.measure(model, memory, LATER);
        memory.write(kept);
        ArtefactFolder again = ArtefactFolder.measure(model, FileMemory.read(kept), LATER);
        file("config.json", "[]");
        ArtefactFolder touched = ArtefactFolder.measure(model, FileMemory.read(kept), LATER);

        assertThat(first.filesRead()).isEqualTo(3);
        assertThat(again.filesRead()).isZero();
        assertThat(again.manifest()).isEqualTo(first.manifest());
        assertThat(touched.filesRead()).isEqualTo(1);
        assertThat(touched.manifest()).isEqualTo(ArtefactFolder.measure(model).manifest());
        assertThat(ArtefactFolder.measure(model).filesRead()).isEqualTo(3);
    }

    @Test
    void aFileWithItsOldTimeAndSizeIsReadAgainWhereTheSystemTellsOfItsInode() throws IOException {
        assumeThat(model.getFileSystem().supportedFileAttributeViews()).contains("unix");
        threeShards();
        FileMemory memory = FileMemory.empty();
        ArtefactFolder.measure(model, memory, LATER);
        Path shard = model.resolve("shards/model-00001-of-00002.bin");
        FileTime before = Files.getLastModifiedTime(shard);
        Files.writeString(shard, "FIRST");
        Files.setLastModifiedTime(shard, before);

        ArtefactFolder again = ArtefactFolder.measure(model, memory, LATER);

        assertThat(again.manifest()).isEqualTo(ArtefactFolder.measure(model).manifest());
        assertThat(again.filesRead()).isEqualTo(1);
    }

    @Test
    void aFileThatWasJustWrittenIsNotRemembered() throws IOException {
        threeShards();
        FileMemory memory = FileMemory.empty();
        Instant written =
                Files.getLastModifiedTime(model.resolve("config.json")).toInstant();
        Clock soon = Clock.fixed(written.plus(Duration.ofSeconds(1)), ZoneOffset.UTC);

        ArtefactFolder.measure(model, memory, soon);

        assertThat(ArtefactFolder.measure(model, memory, soon).filesRead()).isEqualTo(3);
    }

    @Test
    void aMemoryIsReadStrictly() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{\"format\":\"x\"}");

        assertThatThrownBy(() -> FileMemory.read(other))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("other.json");
        assertThatThrownBy(() -> FileMemory.empty().write(folder.resolve("no/such/folder")))
                .isInstanceOf(ManifestException.class);
    }

    @Test
    void linksMayNotLeaveTheFolder() throws IOException {
        assumeThat(model.getFileSystem().supportedFileAttributeViews()).contains("unix");
        ArtefactManifest before = threeShards();
        Files.writeString(folder.resolve("secret"), "a secret");
        Path link = model.resolve("link.bin");

        Files.createSymbolicLink(link, Path.of("../secret"));
        refused(Reason.LINK_LEAVES, "link.bin");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("nothing"));
        refused(Reason.LINK_LEAVES, "nowhere");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("shards"));
        refused(Reason.LINK_LEAVES, "shards");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("link.bin"));
        refused(Reason.LINK_LEAVES, "link.bin");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("config.json"));
        assertThat(differences(before)).containsExactly(new Difference(Kind.EXTRA, "link.bin", null));
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException, InterruptedException {
        assumeThat(model.getFileSystem().supportedFileAttributeViews()).contains("unix");
        threeShards();
        Process made = new ProcessBuilder("mkfifo", model.resolve("pipe").toString()).start();
        assumeThat(made.waitFor()).isZero();

        refused(Reason.SPECIAL_FILE, "pipe");
        refusedAt(folder.resolve("secret"));
        Files.createDirectories(folder.resolve("empty/below"));
        refusedAt(folder.resolve("empty"));
    }

    private void refusedAt(Path place) {
        model = place;
        refused(Reason.UNREACHABLE, place.toString());
    }

    private static ArtefactManifest of(String... paths) {
        return new ArtefactManifest(java.util.Arrays.stream(paths)
                .map(path -> new Entry(path, 1, new Digest("0".repeat(64))))
                .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Config.json",
                "CONFIG.JSON",
                "shards/MODEL.bin",
                "SHARDS/other.bin",
                "shards/model.bin/below",
                "config.json/below"
            })
    void namesThatAreOneToSomeFileSystemAreRefused(String path) {
        assertThat(of("config.json", "shards/model.bin", "free.txt").files()).hasSize(3);
        assertThatThrownBy(() -> of("config.json", "shards/model.bin", path))
                .isInstanceOfSatisfying(
                        ManifestException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NAME_CLASH));
    }

    @Test
    void twoWaysToWriteOneLetterClash() throws IOException {
        model = folder.resolve("model");
        file("caf\u00e9", "composed");
        file("cafe\u0301", "decomposed");
        try (var listed = Files.list(model)) {
            assumeThat(listed.count()).as("the file system keeps both").isEqualTo(2);
        }

        refused(Reason.NAME_CLASH, "caf\u00e9");
    }

    @Test
    void aLetterInTwoPartsIsWrittenAsOne() throws IOException {
        model = folder.resolve("model");
        file("cafe\u0301", "decomposed");

        assertThat(ArtefactFolder.measure(model).manifest())
                .isEqualTo(new ArtefactManifest(
                        List.of(new Entry("caf\u00e9", 10, Sha256.of("decomposed".getBytes(StandardCharsets.UTF_8))))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "../x",
                "a/../b",
                "./a",
                "a//b",
                "a/",
                "a\\b",
                "c:x",
                "a\nb",
                "a\u202eb",
                "a.",
                "b /c",
                "cafe\u0301",
                "q?",
                "\ufffd"
            })
    void namesThatLeadElsewhereAreRefused(String path) {
        assertThatThrownBy(() -> of(path))
                .isInstanceOfSatisfying(
                        ManifestException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NAME_UNUSABLE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"format\":\"kdchain-manifest/v1\",\"files\":[]}",
                "{\"format\":\"kdchain-manifest/v2\",\"files\":[]}",
                "{\"format\":\"kdchain-manifest/v1\",\"files\":[{\"path\":\"a\",\"size\":1}]}",
                "{\"format\":\"kdchain-manifest/v1\",\"files\":[{\"path\":\"a\",\"size\":1,\"digest\":\"sha256:1\"}]}",
                "{\"format\":\"kdchain-manifest/v1\",\"files\":[{\"path\":\"a\",\"size\":1.5,\"digest\":\"DIGEST\"}]}",
                "{\"format\":\"kdchain-manifest/v1\",\"files\":[{\"path\":\"a\",\"size\":-1,\"digest\":\"DIGEST\"}]}",
                "{\"format\":\"kdchain-manifest/v1\",\"files\":[{\"path\":\"b\",\"size\":1,\"digest\":\"DIGEST\"},{\"path\":\"a\",\"size\":1,\"digest\":\"DIGEST\"}]}",
                "{\"format\":\"kdchain-manifest/v1\",\"more\":1,\"files\":[{\"path\":\"a\",\"size\":1,\"digest\":\"DIGEST\"}]}",
            })
    void whatIsNoManifestIsRefused(String text) {
        byte[] bytes = text.replace("DIGEST", "sha256:" + "0".repeat(64)).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ArtefactManifest.parse(bytes))
                .isInstanceOfSatisfying(
                        ManifestException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }
}
