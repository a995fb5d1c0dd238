package io.kdchain.provenance.label.aigc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.label.aigc.ExplicitLabel.Presence;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplicitLabelTest {
    @ParameterizedTest
    @CsvSource({"1024, 768, 39", "1080, 1920, 54", "300, 200, 10", "1, 1, 1", "40, 20, 1"})
    void glyphsAreATwentiethOfTheShortestSide(int width, int height, int least) {
        assertThat(ExplicitLabel.leastGlyphHeight(width, height)).isEqualTo(least);
    }

    @ParameterizedTest
    @CsvSource({
        "AI生成, true",
        "由人工智能合成, true",
        "本内容由AI生成并合成, true",
        "AI, false",
        "内容生成, false",
        "AI-generated, false",
        "MAIN生成, false"
    })
    void theWordsNameBothTheMeansAndTheDeed(String words, boolean says) {
        assertThat(ExplicitLabel.says(words)).isEqualTo(says);
    }

    @Test
    void aTextIsMarkedAtItsStartOrEnd() {
        String filler = "结果。".repeat(60);

        assertThat(ExplicitLabel.inText("AI生成\n" + filler)).isEqualTo(Presence.PRESENT);
        assertThat(ExplicitLabel.inText(filler + "（AI生成）")).isEqualTo(Presence.PRESENT);
        assertThat(ExplicitLabel.inText(filler + "AI生成" + filler)).isEqualTo(Presence.UNKNOWN);
        assertThat(ExplicitLabel.inText(filler)).isEqualTo(Presence.ABSENT);
        assertThat(ExplicitLabel.inText("AI")).isEqualTo(Presence.PRESENT);
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.CHINA}) {
            String marked = ExplicitLabel.mark(filler, locale);
            assertThat(ExplicitLabel.inText(marked)).isEqualTo(Presence.PRESENT);
            assertThat(ExplicitLabel.mark(marked, locale)).isEqualTo(marked);
        }
    }

    /** Measured in the pixels, not in what the font says of itself. */
    @Test
    void whatIsDrawnIsHighEnough() {
        BufferedImage image = new BufferedImage(1024, 768, BufferedImage.TYPE_INT_RGB);
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 10);
        String words = font.canDisplayUpTo("AI生成") < 0 ? "AI生成" : "";
        if (words.isEmpty()) {
            assertThatThrownBy(() -> ExplicitLabel.draw(image, "AI生成", font)).hasMessageContaining("生");
            return;
        }

        ExplicitLabel.draw(image, words, font);

        int top = image.getHeight();
        int bottom = -1;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if ((image.getRGB(x, y) & 0xff) > 0x80) {
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        assertThat(bottom - top + 1).isBetween(39, 80);
        assertThat(top).isGreaterThan(600);
    }

    @Test
    void wordsThatSayNothingAndImagesThatAreTooSmallAreRefused() {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 10);
        BufferedImage small = new BufferedImage(20, 400, BufferedImage.TYPE_INT_RGB);

        assertThat(GraphicsEnvironment.isHeadless()).isTrue();
        assertThatThrownBy(() -> ExplicitLabel.draw(small, "made by a machine", font))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExplicitLabel.leastGlyphHeight(0, 5)).hasMessageContaining("0 x 5");
    }
}
