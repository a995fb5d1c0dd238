package io.kdchain.provenance.label.aigc;

import static io.kdchain.provenance.label.aigc.CarrierFiles.CODE;
import static io.kdchain.provenance.label.aigc.CarrierFiles.LABEL;
import static io.kdchain.provenance.label.aigc.CarrierFiles.file;
import static io.kdchain.provenance.label.aigc.CarrierFiles.packet;
import static io.kdchain.provenance.label.aigc.CarrierFiles.textChunk;
import static io.kdchain.provenance.label.aigc.CarrierFiles.unlabelled;
import static io.kdchain.provenance.label.aigc.CarrierFiles.utf8;
import static io.kdchain.provenance.label.aigc.CarrierFiles.withChunk;
import static io.kdchain.provenance.label.aigc.CarrierFiles.withSegment;
import static io.kdchain.provenance.label.aigc.CarrierFiles.xmpChunk;
import static io.kdchain.provenance.label.aigc.CarrierFiles.xmpSegment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.label.aigc.AigcFile.Foreign;
import io.kdchain.provenance.label.aigc.AigcVerdict.Conclusion;
import io.kdchain.provenance.label.aigc.AigcVerdict.Remark;
import io.kdchain.provenance.label.aigc.AigcVerdict.Remark.Code;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AigcFileTest {
    private static final String BARE = LABEL.bare();
    private static final String NAMESPACE = "xmlns:TC260='http://www.tc260.org.cn/ns/AIGC/1.0/'";

    @TempDir
    private Path folder = Path.of("");

    private static List<Code> codes(AigcVerdict verdict) {
        return verdict.remarks().stream().map(Remark::code).toList();
    }

    private static AigcVerdict png(byte[] bytes) {
        return AigcFile.of(Carrier.PNG, bytes).verdict();
    }

    private static byte[] png() {
        return unlabelled(Carrier.PNG);
    }

    private static AigcVerdict json(String label) {
        return AigcFile.of(Carrier.JSON, utf8("{\"AIGC\":" + label + "}")).verdict();
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatWasReadToItsEndAndBearsNoneHasNone(Carrier carrier) {
        AigcVerdict verdict = file(carrier).verdict();

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.NOT_FOUND);
        assertThat(verdict.remarks()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aLabelIsFoundAgainAndTheContentStays(Carrier carrier) {
        AigcFile before = file(carrier);

        AigcFile after = before.labelled(LABEL, Foreign.REFUSE);

        assertThat(after.verdict().conclusion()).isEqualTo(Conclusion.COMPLIANT);
        assertThat(after.verdict().label()).isEqualTo(LABEL);
        assertThat(after.verdict().remarks()).isEmpty();
        if (carrier != Carrier.DOCX) {
            assertThat(before.payload()).isEqualTo(Sha256.of(before.bytes()));
        }
        assertThat(after.payload()).isEqualTo(before.payload());
        assertThat(before.labelled(LABEL, Foreign.REFUSE).bytes()).isEqualTo(after.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void aSecondExportReplacesTheLabel(Carrier carrier) {
        AigcLabel spread = LABEL.propagatedBy("platform", "post-9", "");

        AigcFile twice = file(carrier).labelled(LABEL, Foreign.REFUSE).labelled(spread, Foreign.REFUSE);

        assertThat(twice.reading().labels()).hasSize(1);
        assertThat(twice.verdict().label()).isEqualTo(spread);
        assertThat(twice.bytes())
                .as("nothing of the first label is left")
                .isEqualTo(file(carrier).labelled(spread, Foreign.REFUSE).bytes());
    }

    @ParameterizedTest
    @EnumSource
    void theLabelOfAnotherIsNotTakenOffUnasked(Carrier carrier) {
        AigcFile theirs = file(carrier).labelled(AigcLabel.of("another", "9"), Foreign.REFUSE);

        assertThatThrownBy(() -> theirs.labelled(LABEL, Foreign.REFUSE))
                .isInstanceOf(AigcException.class)
                .hasMessageContaining("another")
                .hasMessageContaining("--replace");
        assertThat(theirs.labelled(LABEL, Foreign.REPLACE).verdict().label()).isEqualTo(LABEL);
    }

    @ParameterizedTest
    @EnumSource
    void everyValueThatMayBeWrittenIsReadBack(Carrier carrier) {
        StringBuilder all = new StringBuilder();
        for (int c = 0x21; c < 0x7f; c++) {
            all.append(c == '\\' ? "" : Character.toString(c));
        }
        AigcLabel odd =
                AigcLabel.of(all.toString(), "'--->&amp;%\"", all.reverse().toString());

        assertThat(file(carrier).labelled(odd, Foreign.REFUSE).verdict().label())
                .isEqualTo(odd);
    }

    @ParameterizedTest
    @EnumSource
    void theLongestLabelFits(Carrier carrier) {
        String longest = "\"".repeat(AigcLabel.MAX_VALUE_LENGTH);
        AigcLabel large = new AigcLabel(AigcLabel.Kind.SUSPECTED, longest, longest, longest, longest, longest, longest);

        assertThat(file(carrier).labelled(large, Foreign.REFUSE).verdict().label())
                .isEqualTo(large);
    }

    /** Whatever the bytes, reading says something and throws nothing; cut images are never called unlabelled. */
    @Property(tries = 150)
    void aBrokenFileIsNeverCalledUnlabelled(@ForAll Carrier carrier, @ForAll @IntRange(max = 980) int permille) {
        byte[] labelled = file(carrier).labelled(LABEL, Foreign.REFUSE).bytes();
        byte[] cut = Arrays.copyOf(labelled, labelled.length * permille / 1000);

        AigcVerdict verdict = AigcFile.of(carrier, cut).verdict();

        if (EnumSet.of(Carrier.PNG, Carrier.JPEG, Carrier.JSON, Carrier.WAV, Carrier.WEBP, Carrier.DOCX)
                .contains(carrier)) {
            assertThat(verdict.conclusion()).isNotIn(Conclusion.NOT_FOUND, Conclusion.COMPLIANT);
            assertThatThrownBy(() -> AigcFile.of(carrier, cut).labelled(LABEL, Foreign.REPLACE))
                    .isInstanceOf(AigcException.class)
                    .hasMessageContaining("Export it anew");
        }
    }

    @Property(tries = 200)
    void noByteThatIsFlippedMakesReadingFail(
            @ForAll Carrier carrier, @ForAll @IntRange(max = 999) int permille, @ForAll byte other) {
        byte[] bytes = file(carrier).labelled(LABEL, Foreign.REFUSE).bytes();
        bytes[bytes.length * permille / 1000] = other;

        AigcVerdict verdict = AigcFile.of(carrier, bytes).verdict();

        assertThat(verdict.conclusion() == Conclusion.NONCOMPLIANT)
                .isEqualTo(!verdict.violations().isEmpty());
    }

    @Test
    void pixelsStayAsTheyAre() throws IOException {
        for (Carrier carrier : List.of(Carrier.PNG, Carrier.JPEG)) {
            BufferedImage before = ImageIO.read(new ByteArrayInputStream(unlabelled(carrier)));
            BufferedImage after = ImageIO.read(new ByteArrayInputStream(
                    file(carrier).labelled(LABEL, Foreign.REFUSE).bytes()));

            assertThat(after.getRGB(0, 0, 120, 80, null, 0, 120)).isEqualTo(before.getRGB(0, 0, 120, 80, null, 0, 120));
        }
    }

    @Test
    void aWrongCheckSumIsInconclusive() {
        byte[] bytes = png();
        bytes[29] ^= 1;

        AigcVerdict verdict = png(bytes);

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(verdict.remarks().get(0).message()).contains("IHDR", "CRC");
    }

    @Test
    void damageDoesNotMendAViolation() {
        byte[] bad = withChunk(png(), "tEXt", textChunk("AIGC", "{}"));

        AigcVerdict verdict = png(Arrays.copyOf(bad, bad.length - 5));

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.NONCOMPLIANT);
        assertThat(codes(verdict)).contains(Code.UNREAD, Code.MISSING_MEMBER);
    }

    @Test
    void theSameLabelTwiceIsOneTooMany() {
        byte[] once = file(Carrier.PNG).labelled(LABEL, Foreign.REFUSE).bytes();
        byte[] twice = withChunk(once, "tEXt", textChunk("AIGC", LABEL.wrapped()));
        byte[] other =
                withChunk(once, "tEXt", textChunk("AIGC", AigcLabel.of("P", "I").wrapped()));

        assertThat(codes(png(twice))).containsExactly(Code.DUPLICATE);
        assertThat(codes(png(other))).containsExactly(Code.CONFLICT);
        assertThat(png(twice).conclusion()).isEqualTo(Conclusion.NONCOMPLIANT);
        AigcFile mended = AigcFile.of(Carrier.PNG, other).labelled(LABEL, Foreign.REPLACE);
        assertThat(mended.reading().labels()).hasSize(1);
        assertThat(mended.bytes()).isEqualTo(once);
        assertThatThrownBy(() -> AigcFile.of(Carrier.PNG, twice).labelled(LABEL, Foreign.REFUSE))
                .hasMessageContaining("does not comply");
    }

    @Test
    void textChunksOfEveryKindAreRead() {
        byte[] packed = {0, 120, -100, -85, 86, 2, 0, 1, 32, 0, (byte) 158};
        byte[] zipped = CarrierFiles.inserted(packed, 0, utf8("AIGC\0"));

        AigcVerdict plain = png(withChunk(png(), "tEXt", textChunk("TC260:AIGC", LABEL.wrapped())));
        AigcVerdict international = png(withChunk(png(), "iTXt", utf8("AIGC\0\0\0\0\0" + BARE)));
        AigcVerdict broken = png(withChunk(png(), "zTXt", zipped));
        AigcVerdict lower = png(withChunk(png(), "tEXt", textChunk("aigc", BARE)));

        assertThat(plain.label()).isEqualTo(LABEL);
        assertThat(international.label()).isEqualTo(LABEL);
        assertThat(broken.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(codes(lower)).containsExactly(Code.KEY);
    }

    @Test
    void xmpIsReadInEveryFormAndUnderEveryPrefix() {
        String element = packet("<rdf:Description rdf:about='' " + NAMESPACE + "><TC260:AIGC>"
                + BARE.replace("\"", "&quot;") + "</TC260:AIGC></rdf:Description>");
        String attribute = packet(
                "<rdf:Description rdf:about='' " + NAMESPACE.replace("TC260=", "q=") + " q:AIGC='" + BARE + "'/>");
        String elsewhere = packet("<rdf:Description rdf:about='' xmlns:TC260='urn:other' TC260:AIGC='" + BARE + "'/>");

        assertThat(png(withChunk(png(), "iTXt", xmpChunk(element))).label()).isEqualTo(LABEL);
        assertThat(png(withChunk(png(), "iTXt", xmpChunk(attribute))).label()).isEqualTo(LABEL);
        assertThat(codes(png(withChunk(png(), "iTXt", xmpChunk(elsewhere))))).containsExactly(Code.KEY);
    }

    @Test
    void otherPropertiesOfXmpStay() {
        String packet = packet("<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'"
                + " xmlns:I='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' dc:source='archive'"
                + " I:DigitalSourceType='http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture'/>");
        byte[] bytes = withSegment(unlabelled(Carrier.JPEG), xmpSegment(packet));

        AigcFile after = AigcFile.of(Carrier.JPEG, bytes).labelled(LABEL, Foreign.REFUSE);

        assertThat(new String(after.bytes(), StandardCharsets.ISO_8859_1)).contains("archive");
        assertThat(after.reading().sourceType()).endsWith("compositeWithTrainedAlgorithmicMedia");
        assertThat(after.payload()).isEqualTo(file(Carrier.JPEG).payload());
    }

    @Test
    void iptcSaysTheSameAsTheLabelOrNothing() {
        AigcFile generated = file(Carrier.PNG).labelled(LABEL, Foreign.REFUSE);
        AigcFile possible = file(Carrier.PNG).labelled(LABEL.withKind(AigcLabel.Kind.POSSIBLE), Foreign.REFUSE);
        AigcFile doubted = generated.labelled(LABEL.withKind(AigcLabel.Kind.SUSPECTED), Foreign.REFUSE);

        assertThat(generated.reading().sourceType())
                .isEqualTo("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
        assertThat(possible.reading().sourceType()).isNull();
        assertThat(codes(doubted.verdict())).containsExactly(Code.SOURCE_TYPE);
        assertThat(doubted.verdict().conclusion()).isEqualTo(Conclusion.COMPLIANT);
    }

    @Test
    void aPacketThatWouldFetchSomethingIsNotRead() {
        String hostile = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
                + packet("<rdf:Description rdf:about='' " + NAMESPACE
                        + "><TC260:AIGC>&e;</TC260:AIGC></rdf:Description>");

        AigcVerdict verdict = png(withChunk(png(), "iTXt", xmpChunk(hostile)));

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
    }

    @Test
    void aCommentOfExifIsReadAndReplaced() {
        byte[] tiff = CarrierFiles.exif(LABEL.wrapped());
        byte[] inPng = withChunk(png(), "eXIf", tiff);
        byte[] inJpeg = withSegment(unlabelled(Carrier.JPEG), CarrierFiles.inserted(tiff, 0, utf8("Exif\0\0")));
        AigcLabel next = LABEL.propagatedBy("Q", "J", "");

        for (AigcFile file : List.of(AigcFile.of(Carrier.PNG, inPng), AigcFile.of(Carrier.JPEG, inJpeg))) {
            assertThat(file.verdict().label()).isEqualTo(LABEL);
            assertThat(file.reading().labels().get(0).place()).contains("UserComment");
            assertThat(file.labelled(next, Foreign.REFUSE).verdict().label()).isEqualTo(next);
        }
        byte[] pointing = tiff.clone();
        pointing[37] = 127;
        assertThat(png(withChunk(png(), "eXIf", pointing)).conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
    }

    @Test
    void aPacketThatFillsItsSegmentLeavesNoRoom() {
        String packet = packet("<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/' dc:source='"
                + "x".repeat(65_000) + "'/>");
        AigcFile full = AigcFile.of(Carrier.JPEG, withSegment(unlabelled(Carrier.JPEG), xmpSegment(packet)));

        assertThatThrownBy(() -> full.labelled(LABEL, Foreign.REFUSE))
                .isInstanceOf(AigcException.class)
                .hasMessageContaining("segment");
    }

    @Test
    void aLabelInExtendedXmpIsSeen() {
        String packet = packet("<rdf:Description rdf:about='' " + NAMESPACE + " TC260:AIGC='" + BARE + "'/>");
        byte[] head = utf8("http://ns.adobe.com/xmp/extension/\0" + "A".repeat(32) + "\0\0\0\0" + "\0\0\0\0");
        byte[] part = CarrierFiles.inserted(head, head.length, utf8(packet));
        AigcFile file = AigcFile.of(Carrier.JPEG, withSegment(unlabelled(Carrier.JPEG), part));

        assertThat(file.verdict().label()).isEqualTo(LABEL);
        assertThatThrownBy(() -> file.labelled(LABEL.propagatedBy("Q", "J", ""), Foreign.REFUSE))
                .isInstanceOf(AigcException.class)
                .hasMessageContaining("extended XMP");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                    | MISSING_MEMBER",
                "[]                    | MALFORMED",
                "'{\"Label\":1}'       | NOT_TEXT",
                "'{\"Label\":\"0\"}'   | LABEL_VALUE",
                "'{\"Label\":\"AIGC\"}'| LABEL_VALUE",
                "'{\"ReserveCode1\":\"\"}' | UNKNOWN_MEMBER",
                "'{\"Label\":\"1\",\"Label\":\"1\"}' | MALFORMED",
                "'{\"ContentProducer\":\"\"}' | EMPTY_VALUE",
                "'{\"ContentProducer\":\"a b\"}' | FORBIDDEN_CHARACTER",
                "'{\"ContentProducer\":\"a\\\\u202eb\"}' | FORBIDDEN_CHARACTER",
                "'{\"ContentProducer\":\"001191990000MA0DEM0X2Y10001\"}' | PROVIDER_CODE",
                "'\"eyJMYWJlbCI6IjEifQ==\"' | ENCODED",
                "'\"%7B%22Label%22%7D\"' | ENCODED"
            })
    void eachRuleThatIsBrokenIsNamed(String label, Code code) {
        AigcVerdict verdict = json(label.replace("\\\\", "\\"));

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.NONCOMPLIANT);
        assertThat(codes(verdict)).contains(code);
        assertThat(verdict.label()).isNull();
    }

    @Test
    void whatTheStandardLeavesOpenIsAWarning() {
        AigcVerdict name = json(BARE.replace(CODE, "智联科技"));
        AigcVerdict noPropagator = json(BARE.replace("\"PropagateID\":\"output:17\"", "\"PropagateID\":\"\""));
        AigcVerdict order = json("{\"ReservedCode2\":\"\"," + BARE.substring(1).replace(",\"ReservedCode2\":\"\"", ""));

        assertThat(name.conclusion()).isEqualTo(Conclusion.COMPLIANT);
        assertThat(codes(name)).containsOnly(Code.UNUSUAL_CHARACTER);
        assertThat(noPropagator.conclusion()).isEqualTo(Conclusion.COMPLIANT);
        assertThat(codes(noPropagator)).containsExactly(Code.NO_PROPAGATOR);
        assertThat(order.label()).isEqualTo(LABEL);
        assertThat(codes(order)).containsExactly(Code.MEMBER_ORDER);
    }

    @Test
    void aLabelThatIsTooLargeIsNotTakenApart() {
        AigcVerdict verdict = json("{\"Label\":\"" + "1".repeat(100_000) + "\"}");

        assertThat(codes(verdict)).containsExactly(Code.TOO_LARGE);
    }

    @Test
    void aJsonResponseKeepsItsOwnBytes() {
        for (String response :
                List.of("{}", "{ \"a\": 1.50 }", "[1]", "{\"AIGC\":{},\"a\":1}", "{\"a\":1 , \"AIGC\":{}}")) {
            AigcFile file = AigcFile.of(Carrier.JSON, utf8(response));
            if (response.startsWith("[")) {
                assertThatThrownBy(() -> file.labelled(LABEL, Foreign.REPLACE)).hasMessageContaining("object");
            } else {
                AigcFile labelled = file.labelled(LABEL, Foreign.REPLACE);
                assertThat(labelled.verdict().label()).isEqualTo(LABEL);
                assertThat(labelled.payload()).isEqualTo(file.payload());
            }
        }
        assertThat(new String(
                        AigcFile.of(Carrier.JSON, utf8("{ \"a\": 1.50 }"))
                                .labelled(LABEL, Foreign.REFUSE)
                                .bytes(),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"AIGC\":" + BARE + ", \"a\": 1.50 }");
    }

    @Test
    void markdownOfOtherToolsIsReadAndKept() {
        String theirs = "---\r\ntitle: \"x\" # kept\r\nAIGC:\r\n  Label: \"1\"\r\n  ContentProducer: " + CODE
                + "\r\n  ProduceID: output:17\r\n  ReservedCode1: ''\r\n  ContentPropagator: " + CODE
                + "\r\n  PropagateID: output:17\r\n  ReservedCode2: ''\r\ntags: [a, b]\r\n---\r\nText\r\n";
        AigcFile file = AigcFile.of(Carrier.MARKDOWN, utf8(theirs));
        AigcLabel next = LABEL.propagatedBy("Q", "J", "");

        String after = new String(file.labelled(next, Foreign.REFUSE).bytes(), StandardCharsets.UTF_8);

        assertThat(file.verdict().label()).isEqualTo(LABEL);
        assertThat(after)
                .startsWith("---\r\nAIGC:\r\n  Label: '1'\r\n")
                .endsWith("title: \"x\" # kept\r\ntags: [a, b]\r\n---\r\nText\r\n")
                .containsOnlyOnce("AIGC:");
    }

    @Test
    void aNumberInMarkdownIsNoText() {
        AigcVerdict verdict = AigcFile.of(Carrier.MARKDOWN, utf8("---\nAIGC: {Label: 1}\n---\n"))
                .verdict();
        AigcVerdict scalar = AigcFile.of(Carrier.MARKDOWN, utf8("---\nAIGC: '" + BARE + "'\n---\n"))
                .verdict();
        AigcVerdict broken =
                AigcFile.of(Carrier.MARKDOWN, utf8("---\nAIGC: [\n---\n")).verdict();
        AigcVerdict plain = AigcFile.of(Carrier.MARKDOWN, utf8("no head\n")).verdict();

        assertThat(codes(verdict)).contains(Code.NOT_TEXT);
        assertThat(scalar.label()).isEqualTo(LABEL);
        assertThat(broken.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(plain.conclusion()).isEqualTo(Conclusion.NOT_FOUND);
        AigcFile labelled =
                AigcFile.of(Carrier.MARKDOWN, utf8("\ufeffno head\n")).labelled(LABEL, Foreign.REFUSE);
        assertThat(labelled.payload()).isEqualTo(Sha256.of(utf8("\ufeffno head\n")));
    }

    @Test
    void htmlInEveryShapeAndEncodingKeepsItsOtherBytes() {
        List<byte[]> pages = List.of(
                utf8("<p>only a fragment"),
                utf8(""),
                utf8("\ufeff<!doctype html><title>x</title>"),
                utf8("<html>\r\n<body><!-- <head> -->\r\nx</body></html>"),
                "<head><meta http-equiv=Content-Type content='text/html; charset=gbk'></head>诊断"
                        .getBytes(Charset.forName("GB18030")));
        for (byte[] page : pages) {
            AigcFile before = AigcFile.of(Carrier.HTML, page);

            AigcFile after = before.labelled(LABEL, Foreign.REFUSE);

            assertThat(after.verdict().label()).isEqualTo(LABEL);
            assertThat(after.payload()).isEqualTo(Sha256.of(page));
        }
        assertThat(AigcFile.of(Carrier.HTML, "<p>".getBytes(StandardCharsets.UTF_16))
                        .verdict()
                        .conclusion())
                .isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(new String(file(Carrier.HTML).labelled(LABEL, Foreign.REFUSE).bytes(), StandardCharsets.UTF_8))
                .contains("<meta charset=utf-8><meta name=\"AIGC\" content='{\"Label\"");
    }

    @Test
    void aPdfKeepsEveryByteBeforeTheUpdate() throws IOException {
        for (boolean compressed : new boolean[] {true, false}) {
            byte[] before = CarrierFiles.pdf(compressed);

            byte[] after = AigcFile.of(Carrier.PDF, before)
                    .labelled(LABEL, Foreign.REFUSE)
                    .bytes();

            assertThat(Arrays.copyOf(after, before.length)).isEqualTo(before);
            try (PDDocument document = Loader.loadPDF(after)) {
                assertThat(document.getDocumentInformation().getTitle()).isEqualTo("A finding");
                assertThat(document.getDocumentInformation().getCustomMetadataValue("AIGC"))
                        .isEqualTo(BARE);
            }
        }
    }

    @Test
    void aLabelInTheXmpOfAPdfIsReplacedToo() throws IOException {
        byte[] bytes;
        try (PDDocument document = Loader.loadPDF(CarrierFiles.pdf(true))) {
            PDMetadata metadata = new PDMetadata(document);
            metadata.importXMPMetadata(
                    utf8(packet("<rdf:Description rdf:about='' " + NAMESPACE + " TC260:AIGC='" + BARE + "'/>")));
            document.getDocumentCatalog().setMetadata(metadata);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            bytes = out.toByteArray();
        }
        AigcLabel next = LABEL.propagatedBy("Q", "J", "");

        AigcFile after = AigcFile.of(Carrier.PDF, bytes).labelled(next, Foreign.REFUSE);

        assertThat(AigcFile.of(Carrier.PDF, bytes).verdict().label()).isEqualTo(LABEL);
        assertThat(after.verdict().label()).isEqualTo(next);
        assertThat(after.payload()).isEqualTo(Sha256.of(bytes));
    }

    @Test
    void anEncryptedPdfIsNotLabelled() throws IOException {
        ByteArrayOutputStream open = new ByteArrayOutputStream();
        ByteArrayOutputStream locked = new ByteArrayOutputStream();
        try (PDDocument document = Loader.loadPDF(CarrierFiles.pdf(true))) {
            document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
            document.save(open);
        }
        try (PDDocument document = Loader.loadPDF(CarrierFiles.pdf(true))) {
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            document.save(locked);
        }

        assertThatThrownBy(() -> AigcFile.of(Carrier.PDF, open.toByteArray()).labelled(LABEL, Foreign.REFUSE))
                .hasMessageContaining("encrypted");
        assertThat(AigcFile.of(Carrier.PDF, locked.toByteArray()).verdict().conclusion())
                .isEqualTo(Conclusion.INCONCLUSIVE);
    }

    @Test
    void aFileIsWrittenWholeOrNotAtAll() throws IOException {
        Path image = Files.write(folder.resolve("picture"), png());

        AigcFile labelled = AigcFile.read(image).labelled(LABEL, Foreign.REFUSE);
        labelled.write(image);

        assertThat(AigcFile.read(image).verdict().label()).isEqualTo(LABEL);
        assertThatThrownBy(() -> labelled.write(folder.resolve("none/picture.png")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> AigcFile.read(folder)).hasMessageContaining("folder");
        Path plain = Files.writeString(folder.resolve("note.txt"), "AI生成");
        assertThatThrownBy(() -> AigcFile.read(plain)).hasMessageContaining("explicit label only");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(image, plain);
        }
    }
}
