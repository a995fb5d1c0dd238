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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
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

    /** What is small in the file and large in memory: text of a PNG, and everything that holds objects of a PDF. */
    @Test
    void noMoreIsUnpackedThanALabelNeeds() throws IOException {
        byte[] blanks = filled(64 << 20);
        byte[] chunk = joined(utf8("AIGC\0\0"), deflated(blanks));
        String flate = "/Filter /FlateDecode";
        String twice = "/Filter [/FlateDecode /FlateDecode]";
        String wide = flate + " /DecodeParms <</Predictor 12 /Columns 2000000000>>";

        isRefused(Carrier.PNG, withChunk(unlabelled(Carrier.PNG), "zTXt", chunk), "longer than 1048576 bytes");
        isRefused(Carrier.PDF, objectStreamPdf(flate, deflated(blanks)), "more than 16777216 bytes");
        isRefused(Carrier.PDF, objectStreamPdf(twice, deflated(deflated(blanks))), "more than 16777216 bytes");
        isRefused(Carrier.PDF, objectStreamPdf(wide, deflated(filled(99))), "packed as no text is");
        isRefused(Carrier.PDF, objectStreamPdf("/Filter /DCTDecode", filled(99)), "packed as no text is");
        isRefused(Carrier.PDF, xmpPdf(blanks), "more than 16777216 bytes");
        // mended by a search for all objects, which unpacks as well
        byte[] noIndex = new String(objectStreamPdf(flate, deflated(blanks)), StandardCharsets.ISO_8859_1)
                .replace("/XRef", "/None")
                .getBytes(StandardCharsets.ISO_8859_1);
        isRefused(Carrier.PDF, noIndex, "PDF");
    }

    @Test
    void whatIsPackedWithinTheBoundIsRead() throws IOException {
        byte[] packed = objectStreamPdf("/Filter [/ASCIIHexDecode /FlateDecode]", hex(deflated(filled(1 << 20))));

        assertThat(AigcFile.of(Carrier.PDF, packed).verdict().conclusion()).isEqualTo(Conclusion.NOT_FOUND);
        assertThat(AigcFile.of(Carrier.PDF, packed)
                        .labelled(LABEL, Foreign.REFUSE)
                        .verdict()
                        .label())
                .isEqualTo(LABEL);
    }

    /** The Info dictionary as the first object of an object stream, and blanks after it. */
    private static byte[] filled(int size) {
        byte[] objects = new byte[size];
        Arrays.fill(objects, (byte) ' ');
        byte[] info = utf8("5 0 <</Title (A finding)>>");
        System.arraycopy(info, 0, objects, 0, info.length);
        return objects;
    }

    private static byte[] deflated(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] hex(byte[] bytes) {
        return utf8(HexFormat.of().formatHex(bytes) + ">");
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** A PDF whose Info dictionary is object 5 of the object stream 3, which is packed so; written by hand. */
    private static byte[] objectStreamPdf(String filter, byte[] packed) {
        byte[] catalog = utf8("%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n");
        byte[] pages = utf8("2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n");
        byte[] objects = joined(
                utf8("3 0 obj\n<</Type /ObjStm /N 1 /First 4 /Length %d %s>>\nstream\n"
                        .formatted(packed.length, filter)),
                packed,
                utf8("\nendstream\nendobj\n"));
        int second = catalog.length;
        int third = second + pages.length;
        int index = third + objects.length;
        ByteBuffer entries = ByteBuffer.allocate(6 * 6);
        for (int[] entry : new int[][] {{0, 0}, {1, 9}, {1, second}, {1, third}, {1, index}, {2, 3}}) {
            entries.put((byte) entry[0]).putInt(entry[1]).put((byte) 0);
        }
        return joined(
                catalog,
                pages,
                objects,
                utf8("4 0 obj\n<</Type /XRef /W [1 4 1] /Size 6 /Root 1 0 R /Info 5 0 R /Length 36>>\nstream\n"),
                entries.array(),
                utf8("\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n".formatted(index)));
    }

    private static byte[] xmpPdf(byte[] xmp) throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            PDMetadata metadata = new PDMetadata(document);
            try (OutputStream out = metadata.createOutputStream(COSName.FLATE_DECODE)) {
                out.write(xmp);
            }
            document.getDocumentCatalog().setMetadata(metadata);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        }
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
