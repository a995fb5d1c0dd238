package io.kdchain.examples.news;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.core.data.ArtefactException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The vocabulary and the examples of the paper's own tests, tokenization_test.py of google-research/bert. */
class WordPiecesTest {
    private static final String VOCABULARY = """
            {"model": {"type": "WordPiece", "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "want": 3, "##want": 4, "##ed": 5,
            "wa": 6, "un": 7, "runn": 8, "##ing": 9, ",": 10}}}
            """;

    private final WordPieces pieces = WordPieces.read(VOCABULARY.getBytes(StandardCharsets.UTF_8));

    @Test
    void lettersAreMadeSmallAccentsDroppedAndWordsCutAsPublished() {
        assertThat(pieces.of("UNwant\u00E9d,running", 64)).containsExactly(1, 7, 4, 5, 10, 8, 9, 2);
        assertThat(pieces.of("unwanted running", 64)).containsExactly(1, 7, 4, 5, 8, 9, 2);
    }

    @Test
    void aWordWithAPartThatNoPieceFitsIsUnknownAsAWhole() {
        assertThat(pieces.of("unwantedX running", 64)).containsExactly(1, 0, 8, 9, 2);
    }

    @Test
    void anEmptyTextIsItsTwoMarksAndALongOneIsCutBeforeTheLast() {
        assertThat(pieces.of(" \n", 64)).containsExactly(1, 2);
        assertThat(pieces.of("want want want", 3)).containsExactly(1, 3, 2);
    }

    @Test
    void aFileThatIsNoVocabularyOfBertIsRefused() {
        assertThatThrownBy(() -> WordPieces.read("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("lacks [CLS]");
        assertThatThrownBy(() -> WordPieces.read("<html>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("cannot be read");
    }
}
