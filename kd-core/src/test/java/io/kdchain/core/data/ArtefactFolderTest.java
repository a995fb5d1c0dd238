package io.kdchain.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtefactFolderTest {

    @TempDir
    private Path folder;

    private final Standardisation artefact = new Standardisation(new double[] {1}, new double[] {2});

    @Test
    void whatWasSavedIsLoadedByItsDigest() throws Exception {
        var artefacts = ArtefactFolder.at(folder.resolve("new"));

        ContentDigest digest = artefacts.save("scale.safetensors", artefact);

        assertThat(digest).isEqualTo(artefact.digest());
        assertThat(artefacts.load("scale.safetensors", digest)).isEqualTo(artefact.toBytes());
        try (var files = Files.list(artefacts.directory())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void changedBytesAreRefused() throws Exception {
        var artefacts = ArtefactFolder.at(folder);
        ContentDigest digest = artefacts.save("a", artefact);
        byte[] bytes = Files.readAllBytes(folder.resolve("a"));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve("a"), bytes);

        assertThatThrownBy(() -> artefacts.load("a", digest))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining(digest.toString());
    }

    @Test
    void aMissingFileAndANameThatLeavesTheFolderAreRefused() {
        var artefacts = ArtefactFolder.at(folder);

        assertThatThrownBy(() -> artefacts.load("none", artefact.digest()))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> artefacts.load("../none", artefact.digest()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'../none'");
    }

    @Test
    void aDigestIsReadAsItIsWritten() {
        ContentDigest digest = ContentDigest.ofText("abc");

        assertThat(digest.toString())
                .isEqualTo("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(ContentDigest.parse(digest.toString())).isEqualTo(digest);
        assertThatThrownBy(() -> ContentDigest.parse("md5:1")).hasMessageContaining("'md5:1'");
        assertThatThrownBy(() -> new ContentDigest("AB")).hasMessageContaining("'AB'");
    }
}
