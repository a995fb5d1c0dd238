package io.kdchain.provenance.label.aigc;

import static io.kdchain.provenance.label.aigc.CarrierFiles.LABEL;
import static io.kdchain.provenance.label.aigc.CarrierFiles.RELATIONS;
import static io.kdchain.provenance.label.aigc.CarrierFiles.TYPES;
import static io.kdchain.provenance.label.aigc.CarrierFiles.docx;
import static io.kdchain.provenance.label.aigc.CarrierFiles.inserted;
import static io.kdchain.provenance.label.aigc.CarrierFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.label.aigc.AigcFile.Foreign;
import io.kdchain.provenance.label.aigc.AigcReading.Unread;
import io.kdchain.provenance.label.aigc.AigcVerdict.Conclusion;
import io.kdchain.provenance.label.aigc.AigcVerdict.Remark.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** The label in word processing files, held against the ZIP and XML readers of the JDK. */
class DocxFormatTest {
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/";
    private static final String PART = "docProps/custom.xml";
    private static final String TYPE =
            "<Override PartName='/docProps/custom.xml' ContentType='application/vnd.openxmlformats-officedocument.custom-properties+xml'/>";
    private static final String RELATION = "<Relationship Id='rId9' Type='" + OFFICE
            + "relationships/custom-properties' Target='docProps/custom.xml'/>";

    @TempDir
    private Path folder = Path.of("");

    private static AigcFile file(byte[] bytes) {
        return AigcFile.of(Carrier.DOCX, bytes);
    }

    private Map<String, String> unzipped(byte[] bytes) throws IOException {
        Path path = Files.write(folder.resolve("opened.docx"), bytes);
        Map<String, String> parts = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(path.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                parts.put(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }

    private static List<Element> elements(Map<String, String> parts, String part) throws Exception {
        String xml = Objects.requireNonNull(parts.get(part), part);
        var nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(utf8(xml)))
                .getDocumentElement()
                .getChildNodes();
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static String property(int number, String name, String value) {
        return "<property fmtid='{D5CDD505-2E9C-101B-9397-08002B2CF9AE}' pid='%d' name='%s'><vt:lpwstr>%s</vt:lpwstr></property>"
                .formatted(number, name, value);
    }

    /** A document with custom properties as an office program writes them. */
    private static byte[] withProperties(String... properties) {
        return docx(Map.of(
                "[Content_Types].xml",
                TYPES.replace("</Types>", TYPE + "</Types>"),
                "_rels/.rels",
                RELATIONS.replace("</Relationships>", RELATION + "</Relationships>"),
                PART,
                "<Properties xmlns='%scustom-properties' xmlns:vt='%sdocPropsVTypes'>%s</Properties>"
                        .formatted(OFFICE, OFFICE, String.join("", properties))));
    }

    @Test
    void thePropertyIsAddedWithTypeAndRelationshipAndOtherPartsStay() throws Exception {
        byte[] before = docx(Map.of("word/media/image1.png", "no picture"));
        byte[] after = file(before).labelled(LABEL, Foreign.REFUSE).bytes();

        Map<String, String> parts = unzipped(after);
        assertThat(parts.keySet())
                .containsExactly(
                        "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/media/image1.png", PART);
        Element property = elements(parts, PART).get(0);
        assertThat(property.getTextContent()).isEqualTo(LABEL.bare());
        assertThat(property.getAttribute("name")).isEqualTo("AIGC");
        assertThat(property.getAttribute("pid")).isEqualTo("2");
        assertThat(elements(parts, "[Content_Types].xml"))
                .filteredOn(type -> type.getAttribute("PartName").equals("/" + PART))
                .extracting(type -> type.getAttribute("ContentType"))
                .containsExactly("application/vnd.openxmlformats-officedocument.custom-properties+xml");
        assertThat(elements(parts, "_rels/.rels"))
                .filteredOn(relation -> relation.getAttribute("Target").equals(PART))
                .extracting(relation -> relation.getAttribute("Type"))
                .containsExactly(OFFICE + "relationships/custom-properties");
        for (String same : List.of("word/document.xml", "word/media/image1.png")) {
            assertThat(parts.get(same)).isEqualTo(unzipped(before).get(same));
        }
        String packed = new String(before, StandardCharsets.ISO_8859_1);
        assertThat(new String(after, StandardCharsets.ISO_8859_1))
                .as("as it was packed, with its time")
                .contains(
                        packed.substring(packed.indexOf("word/document.xml"), packed.indexOf("word/media/image1.png")));
        assertThat(Carrier.of(after, "answer.bin")).as("known by its parts").isEqualTo(Optional.of(Carrier.DOCX));
    }

    @Test
    void thePayloadIsTheFileWithoutWhatTheLabelAdded() throws IOException {
        byte[] before = docx(Map.of());
        byte[] payload = Carrier.DOCX
                .format()
                .payload(file(before).labelled(LABEL, Foreign.REFUSE).bytes());

        assertThat(unzipped(payload).keySet())
                .containsExactlyElementsOf(unzipped(before).keySet());
        assertThat(unzipped(payload)).isEqualTo(unzipped(before));
    }

    @Test
    void otherPropertiesAreKeptAndALabelOfOthersIsReadAndReplaced() throws Exception {
        byte[] theirs = withProperties(
                property(2, "AIGC", LABEL.bare()), property(7, "客户", "甲 &amp; 乙"), property(3, "mood", "AIGC"));

        assertThat(file(theirs).verdict().conclusion()).isEqualTo(Conclusion.COMPLIANT);
        AigcFile after = file(theirs).labelled(LABEL.propagatedBy("Q", "J", ""), Foreign.REFUSE);
        assertThat(after.reading().labels()).hasSize(1);
        assertThat(elements(unzipped(after.bytes()), PART))
                .extracting(property -> property.getAttribute("pid") + property.getAttribute("name"))
                .containsExactly("7客户", "3mood", "8AIGC");
        assertThat(elements(unzipped(after.bytes()), PART).get(0).getTextContent())
                .isEqualTo("甲 & 乙");

        byte[] twice = withProperties(property(2, "AIGC", LABEL.bare()), property(3, "AIGC", LABEL.bare()));
        assertThat(file(twice).verdict().remarks())
                .extracting(AigcVerdict.Remark::code)
                .contains(Code.DUPLICATE);
    }

    @Test
    void noMoreIsUnpackedThanAPropertyNeeds() {
        String blanks = " ".repeat(64 << 20);

        isRefused(docx(Map.of("[Content_Types].xml", TYPES + blanks)), "more than 4194304 bytes");
        byte[] before = docx(Map.of("word/media/image1.bmp", blanks));
        assertThat(file(before).labelled(LABEL, Foreign.REFUSE).bytes().length)
                .as("other parts stay packed")
                .isLessThan(1 << 20);
    }

    @Test
    void xmlIsReadToACertainDepthAndFetchesNothing() {
        isRefused(withProperties("<a>".repeat(20_000) + "</a>".repeat(20_000)), "nested deeper");
        isRefused(
                docx(Map.of("_rels/.rels", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>")),
                "no XML that is read");
    }

    @Test
    void whatIsRegisteredAndMissingOrThereAndNotRegisteredIsTold() {
        String missing = "is missing, or is not registered";

        isRefused(docx(Map.of(PART, "<Properties/>")), missing);
        isRefused(docx(Map.of("[Content_Types].xml", TYPES.replace("</Types>", TYPE + "</Types>"))), missing);
        isRefused(
                docx(Map.of("_rels/.rels", RELATIONS.replace("</Relationships>", RELATION + "</Relationships>"))),
                missing);
        isRefused(
                docx(Map.of(
                        "_rels/.rels",
                        RELATIONS.replace("</Relationships>", RELATION + RELATION + "</Relationships>"))),
                "2 parts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"word/document.xml", "_rels/.rels"})
    void aPackageWhosePropertiesAreAnotherPartIsTold(String other) {
        isRefused(
                docx(Map.of(
                        "[Content_Types].xml",
                        TYPES.replace("</Types>", TYPE.replace(PART, other) + "</Types>"),
                        "_rels/.rels",
                        RELATIONS.replace("</Relationships>", RELATION.replace(PART, other) + "</Relationships>"))),
                "holds something else");
    }

    /** Programs that go by the directory and those that read on from the start would see other contents. */
    @Test
    void aZipThatCanBeReadInTwoWaysIsNotRead() {
        byte[] plain = docx(Map.of());
        int directory = u32(plain, plain.length - 6);

        isRefused(Arrays.copyOf(plain, plain.length - 1), "directory at the end of the ZIP file is missing");
        isRefused(Arrays.copyOf(plain, plain.length + 9), "directory at the end of the ZIP file is missing");
        isRefused(inserted(plain, directory, new byte[9]), "directory of the ZIP file does not stand before its end");
        byte[] gap = inserted(plain, directory, new byte[9]);
        isRefused(put(gap, gap.length - 6, directory + 9), "another length than is stated");
        isRefused(put(plain, directory + 42, 1), "overlap, or leave gaps");
        String text = new String(plain, StandardCharsets.ISO_8859_1);
        byte[] named = plain.clone();
        named[text.indexOf("word/document")] = 'W';
        isRefused(named, "another name in its head");
        byte[] same = new String(docx(Map.of("word/document.xmk", "")), StandardCharsets.ISO_8859_1)
                .replace("document.xmk", "document.xml")
                .getBytes(StandardCharsets.ISO_8859_1);
        isRefused(same, "two entries");
        byte[] locked = plain.clone();
        locked[directory + 8] |= 1;
        isRefused(locked, "is encrypted");
        isRefused(put(plain, directory + 16, 1), "wrong CRC");
        byte[] method = plain.clone();
        method[directory + 10] = 12;
        isRefused(method, "cannot be unpacked");
        isRefused(utf8("PK\3\4"), "does not begin as a DOCX does");
    }

    private static int u32(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    private static byte[] put(byte[] bytes, int at, int number) {
        byte[] copy = bytes.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(at, number);
        return copy;
    }

    @Test
    void aSignedDocumentIsNotLabelled() {
        byte[] signed = docx(Map.of("_xmlsignatures/origin.sigs", ""));

        assertThat(file(signed).verdict().conclusion()).isEqualTo(Conclusion.NOT_FOUND);
        assertThatThrownBy(() -> file(signed).labelled(LABEL, Foreign.REFUSE))
                .isInstanceOf(AigcException.class)
                .hasMessageContaining("sign it after that");
    }

    private static void isRefused(byte[] bytes, String why) {
        assertThat(file(bytes).reading().unread()).extracting(Unread::why).allMatch(said -> said.contains(why), why);
        assertThat(file(bytes).verdict().conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThatThrownBy(() -> file(bytes).labelled(LABEL, Foreign.REPLACE))
                .isInstanceOf(AigcException.class)
                .hasMessageContaining("Export it anew");
        assertThatThrownBy(() -> file(bytes).payload()).isInstanceOf(AigcException.class);
    }
}
