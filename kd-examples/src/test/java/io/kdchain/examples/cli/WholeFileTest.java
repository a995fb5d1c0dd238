package io.kdchain.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder = Path.of("");

    private Path link(String name, String target) throws IOException {
        requirePosix();
        return Files.createSymbolicLink(folder.resolve(name), Path.of(target));
    }

    private void requirePosix() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void aLinkIsFollowedToItsFile() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "old");
        Path link = link("link", "target");

        WholeFile.write(link, "new");

        assertThat(target).hasContent("new");
        assertThat(link).isSymbolicLink();
        assertThat(files()).isEqualTo(2);
    }

    @Test
    void aLinkToWhatIsNotThereYetMakesIt() throws IOException {
        Path link = link("link", "later");

        WholeFile.write(link, "new");

        assertThat(folder.resolve("later")).hasContent("new");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void linksInACircleAreRefused() throws IOException {
        link("one", "other");
        Path other = link("other", "one");

        assertThatThrownBy(() -> WholeFile.write(other, "new"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void aFileThatIsThereKeepsItsPermissions() throws IOException {
        requirePosix();
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        WholeFile.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void aPipeIsWrittenToAndStaysAPipe() throws Exception {
        requirePosix();
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                return e.toString();
            }
        });

        WholeFile.write(pipe, "new");

        assertThat(read.get(1, TimeUnit.MINUTES)).isEqualTo("new");
        assertThat(Files.isRegularFile(pipe, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void anEmptyNameAndAFolderAreRefused() {
        assertThatThrownBy(() -> WholeFile.write(Path.of(""), "new")).hasMessageContaining("is empty; name a file");
        assertThatThrownBy(() -> WholeFile.write(folder, "new")).hasMessageContaining("is a folder");
    }

    @Test
    void whatCannotBeWrittenWholeLeavesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");

        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write(1);
                    throw new IOException("half way");
                }))
                .hasMessageContaining("half way");

        assertThat(file).hasContent("old");
        assertThat(files()).isEqualTo(1);
    }
}
