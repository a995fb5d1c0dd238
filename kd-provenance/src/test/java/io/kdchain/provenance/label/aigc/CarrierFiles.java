package io.kdchain.provenance.label.aigc;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;

/** Files without a label, as other programs make them, and pieces of files by hand. */
final class CarrierFiles {
    static final String CODE = "001191990000MA0DEM0X1Y10001";
    static final AigcLabel LABEL = AigcLabel.of(CODE, "output:17");

    private CarrierFiles() {}

    static byte[] unlabelled(Carrier carrier) {
        return switch (carrier) {
            case PNG -> image("png");
            case JPEG -> image("jpg");
            case PDF -> pdf(true);
            case MARKDOWN -> utf8("---\ntitle: 结果\n---\n# AI生成\n\nThe finding is benign.\n");
            case HTML ->
                utf8(
                        "<!doctype html>\n<html lang=zh><head><meta charset=utf-8><title>结果</title></head><body>AI生成</body></html>\n");
            case WAV -> sound();
            case WEBP -> webp();
            case MP3 -> mp3();
            case DOCX -> docx(Map.of());
            case JSON -> utf8("{ \"answer\": \"良性\", \"score\": 0.10 }\n");
        };
    }

    /** A tone of 101 samples of a byte, as the JDK writes it: the chunk of the sound is odd. */
    static byte[] sound() {
        byte[] samples = new byte[101];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (128 + 100 * Math.sin(i / 5.0));
        }
        AudioFormat format = new AudioFormat(8000, 8, 1, false, false);
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            AudioSystem.write(
                    new AudioInputStream(new ByteArrayInputStream(samples), format, samples.length),
                    AudioFileFormat.Type.WAVE,
                    out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A picture of one colour, 120 x 80, without loss: every code has one symbol, so that pixels need no bits. */
    static byte[] webp() {
        ByteBuffer file = ByteBuffer.allocate(34).order(ByteOrder.LITTLE_ENDIAN);
        file.put(utf8("RIFF")).putInt(26).put(utf8("WEBPVP8L")).putInt(13).put((byte) 0x2f);
        return file.putInt(1 << 28 | 79 << 14 | 119)
                .put(HexFormat.of().parseHex("071011118888fe07"))
                .array();
    }

    /** Three frames of silence, 128 kbit/s at 44100 Hz: without side information nothing sounds. */
    static byte[] mp3() {
        int length = 144 * 128_000 / 44_100;
        ByteBuffer file = ByteBuffer.allocate(3 * length);
        for (int i = 0; i < 3; i++) {
            file.putInt(i * length, 0xfffb9064);
        }
        return file.array();
    }

    private static final String OPEN_XML = "http://schemas.openxmlformats.org/";
    static final String TYPES =
            "<Types xmlns='%spackage/2006/content-types'><Default Extension='xml' ContentType='application/xml'/><Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>\n"
                    .formatted(OPEN_XML);
    static final String RELATIONS =
            "<Relationships xmlns='%1$spackage/2006/relationships'><Relationship Id='rId1' Type='%1$sofficeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>"
                    .formatted(OPEN_XML);

    /**
     * The least document that ECMA-376 allows, packed by the JDK, with these parts added or in the place of its own.
     */
    static byte[] docx(Map<String, String> parts) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("[Content_Types].xml", TYPES);
        all.put("_rels/.rels", RELATIONS);
        all.put(
                "word/document.xml",
                "<w:document xmlns:w='%swordprocessingml/2006/main'><w:body><w:p><w:r><w:t>AI生成</w:t></w:r></w:p></w:body></w:document>"
                        .formatted(OPEN_XML));
        all.putAll(new TreeMap<>(parts));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> part : all.entrySet()) {
                ZipEntry entry = new ZipEntry(part.getKey());
                entry.setTimeLocal(LocalDateTime.of(2026, 1, 2, 3, 4));
                zip.putNextEntry(entry);
                zip.write(utf8(part.getValue()));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    static byte[] image(String format) {
        BufferedImage image = new BufferedImage(120, 80, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.ORANGE);
        graphics.fillOval(10, 10, 60, 60);
        graphics.dispose();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] pdf(boolean compressed) {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.getDocumentInformation().setTitle("A finding");
            document.setDocumentId(1L);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out, compressed ? CompressParameters.DEFAULT_COMPRESSION : CompressParameters.NO_COMPRESSION);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static AigcFile file(Carrier carrier) {
        return AigcFile.of(carrier, unlabelled(carrier));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A PNG with one more chunk after its head. */
    static byte[] withChunk(byte[] png, String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(data.length + 12);
        chunk.putInt(data.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(data);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, data.length + 4);
        chunk.putInt((int) crc.getValue());
        return inserted(png, 33, chunk.array());
    }

    /** A JPEG with one more segment at its start. */
    static byte[] withSegment(byte[] jpeg, byte[] data) {
        ByteBuffer segment = ByteBuffer.allocate(data.length + 4);
        segment.putShort((short) 0xffe1).putShort((short) (data.length + 2)).put(data);
        return inserted(jpeg, 2, segment.array());
    }

    static byte[] inserted(byte[] bytes, int at, byte[] piece) {
        ByteBuffer all = ByteBuffer.allocate(bytes.length + piece.length);
        return all.put(bytes, 0, at)
                .put(piece)
                .put(bytes, at, bytes.length - at)
                .array();
    }

    static byte[] textChunk(String keyword, String text) {
        return (keyword + "\0" + text).getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] xmpChunk(String packet) {
        return utf8("XML:com.adobe.xmp\0\0\0\0\0" + packet);
    }

    static byte[] xmpSegment(String packet) {
        return utf8("http://ns.adobe.com/xap/1.0/\0" + packet);
    }

    static String packet(String inner) {
        return "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                + inner + "</rdf:RDF></x:xmpmeta>";
    }

    /** EXIF with nothing but a comment, in the byte order of Motorola. */
    static byte[] exif(String comment) {
        byte[] text = utf8("ASCII\0\0\0" + comment);
        ByteBuffer tiff = ByteBuffer.allocate(44 + text.length);
        tiff.put(utf8("MM")).putShort((short) 42).putInt(8);
        tiff.putShort((short) 1)
                .putShort((short) 0x8769)
                .putShort((short) 4)
                .putInt(1)
                .putInt(26);
        tiff.putInt(0);
        tiff.putShort((short) 1)
                .putShort((short) 0x9286)
                .putShort((short) 7)
                .putInt(text.length)
                .putInt(44);
        tiff.putInt(0);
        return tiff.put(text).array();
    }
}
