package io.kdchain.provenance.label.aigc;

import static io.kdchain.provenance.label.aigc.CarrierFiles.LABEL;
import static io.kdchain.provenance.label.aigc.CarrierFiles.file;
import static io.kdchain.provenance.label.aigc.CarrierFiles.packet;
import static io.kdchain.provenance.label.aigc.CarrierFiles.unlabelled;
import static io.kdchain.provenance.label.aigc.CarrierFiles.utf8;
import static io.kdchain.provenance.label.aigc.CarrierFiles.withChunk;
import static io.kdchain.provenance.label.aigc.CarrierFiles.xmpChunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.label.aigc.AigcFile.Foreign;
import io.kdchain.provenance.label.aigc.AigcReading.Unread;
import io.kdchain.provenance.label.aigc.AigcVerdict.Conclusion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are made to exhaust or to deceive their reader. */
class HostileCarrierTest {
    private static final int DEEP = 20_000;

    private static void isRefused(Carrier carrier, byte[] bytes, String why) {
        AigcFile file = AigcFile.of(carrier, bytes);

        assertThat(file.reading().unread()).extracting(Unread::why).anyMatch(said -> said.contains(why));
        assertThat(file.verdict().conclusion()).isIn(Conclusion.INCONCLUSIVE, Conclusion.NONCOMPLIANT);
        assertThatThrownBy(() -> file.labelled(LABEL, Foreign.REPLACE))
                .isInstanceOf(AigcException.class)
                .hasMessageContaining("Export it anew");
    }

    private static byte[] pngWith(String packet) {
        return withChunk(unlabelled(Carrier.PNG), "iTXt", xmpChunk(packet));
    }

    @Test
    void xmpIsReadToACertainDepth() {
        String deep = "<rdf:Description rdf:about='' xmlns:x='urn:x'>%s</rdf:Description>"
                .formatted("<x:a><rdf:Description>".repeat(DEEP) + "</rdf:Description></x:a>".repeat(DEEP));

        isRefused(Carrier.PNG, pngWith(packet(deep)), "nested deeper");
        isRefused(Carrier.PNG, pngWith(packet("<x:a>&nothing;" + deep)), "nested deeper");
    }

    @Test
    void xmpIsReadToACertainSize() {
        String large = "<rdf:Description rdf:about='' xmlns:x='urn:x' x:a='%s'/>".formatted("x".repeat(17 << 20));

        isRefused(Carrier.PNG, pngWith(packet(large)), "at most 16777216 are read");
    }

    @Test
    void aFrontMatterIsReadToACertainDepth() {
        StringBuilder blocks = new StringBuilder();
        for (int i = 0; i < 900; i++) {
            blocks.append(" ".repeat(i)).append("a:\n");
        }

        isRefused(
                Carrier.MARKDOWN, utf8("---\na: " + "[".repeat(DEEP) + "]".repeat(DEEP) + "\n---\n"), "deeper than 50");
        isRefused(Carrier.MARKDOWN, utf8("---\n" + blocks + "---\n"), "deeper than 50");
    }

    @Test
    void jsonIsReadToACertainDepth() {
        isRefused(Carrier.JSON, utf8("{\"a\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}"), "nesting depth");
    }

    /** Taking out one label after the other would take hours. */
    @Test
    void aHundredThousandLabelsAreManyTooMany() {
        String many = "\"AIGC\":{},".repeat(100_000);
        byte[] json = utf8("{" + many + "\"x\":1," + many.substring(0, many.length() - 1) + "}");

        isRefused(Carrier.JSON, json, "more than 100 labels");
        assertThat(AigcFile.of(Carrier.JSON, json).payload())
                .isEqualTo(AigcFile.of(Carrier.JSON, utf8("{\"x\":1}")).payload());
        isRefused(Carrier.HTML, utf8("<meta name=AIGC content='{}'>".repeat(2_000)), "more than 100 labels");
    }

    /** The end of a file is missing, and with it a part of the label: nothing says that it bears none. */
    @ParameterizedTest
    @EnumSource
    void aLabelThatBreaksOffIsNotOverlooked(Carrier carrier) {
        byte[] labelled = file(carrier).labelled(LABEL, Foreign.REFUSE).bytes();
        String text = new String(labelled, StandardCharsets.ISO_8859_1);
        int within = text.indexOf("output:17");
        assertThat(within).isPositive();

        AigcFile cut = AigcFile.of(carrier, Arrays.copyOf(labelled, within));

        assertThat(cut.reading().unread()).isNotEmpty();
        assertThat(cut.verdict().conclusion()).isIn(Conclusion.INCONCLUSIVE, Conclusion.NONCOMPLIANT);
    }
}
