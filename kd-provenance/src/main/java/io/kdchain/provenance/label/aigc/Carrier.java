package io.kdchain.provenance.label.aigc;

import io.kdchain.provenance.event.Coded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A kind of file that bears a label in itself. Plain text has no place for one: it bears an explicit label only. */
public enum Carrier implements Coded {
    /** Portable Network Graphics. */
    PNG("png"),
    /** JPEG in its usual wrapping, JFIF or EXIF. */
    JPEG("jpg jpeg jpe"),
    /** Portable Document Format. */
    PDF("pdf"),
    /** Markdown with a head in YAML. */
    MARKDOWN("md markdown"),
    /** HTML in UTF-8 or any other encoding that contains ASCII. */
    HTML("html htm xhtml"),
    /** A response whose outermost value is an object. */
    JSON("json"),
    /** Sound in RIFF WAVE. */
    WAV("wav wave"),
    /** Pictures in RIFF WebP. */
    WEBP("webp"),
    /** Sound in MPEG layer III with an ID3 tag. */
    MP3("mp3"),
    /** Word processing in Office Open XML. */
    DOCX("docx");

    /** A PDF may begin a little later than its file (ISO 32000, Annex H.3.4.1). */
    private static final int PDF_HEAD = 1024;

    private static final byte[] PDF_MAGIC = "%PDF-".getBytes(StandardCharsets.US_ASCII);

    /** Endings of names, parted by spaces. */
    private final String endings;

    Carrier(String endings) {
        this.endings = endings;
    }

    Format format() {
        return switch (this) {
            case PNG -> new PngFormat();
            case JPEG -> new JpegFormat();
            case PDF -> pdf();
            case MARKDOWN -> new MarkdownFormat();
            case HTML -> new HtmlFormat();
            case JSON -> new JsonFormat();
            case WAV -> new WavFormat();
            case WEBP -> new WebpFormat();
            case MP3 -> new Mp3Format();
            case DOCX -> new DocxFormat();
        };
    }

    /** The library is optional. */
    private static Format pdf() {
        try {
            return new PdfFormat();
        } catch (NoClassDefFoundError e) {
            throw new AigcException(
                    "Labels in PDF need the library org.apache.pdfbox:pdfbox; put it on the class path.", e);
        }
    }

    /** The carrier of a file: by its first bytes, and where those say nothing by the ending of its name. */
    public static Optional<Carrier> of(byte[] bytes, String fileName) {
        if (PngFormat.isOne(bytes)) {
            return Optional.of(PNG);
        }
        if (JpegFormat.isOne(bytes)) {
            return Optional.of(JPEG);
        }
        if (WavFormat.isOne(bytes)) {
            return Optional.of(WAV);
        }
        if (WebpFormat.isOne(bytes)) {
            return Optional.of(WEBP);
        }
        if (Mp3Format.isOne(bytes)) {
            return Optional.of(MP3);
        }
        if (DocxFormat.isOne(bytes)) {
            return Optional.of(DOCX);
        }
        if (beginsAsPdf(bytes)) {
            return Optional.of(PDF);
        }
        String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(carrier -> List.of(carrier.endings.split(" ")).contains(ending))
                .findFirst();
    }

    private static boolean beginsAsPdf(byte[] bytes) {
        for (int at = 0; at + PDF_MAGIC.length <= Math.min(bytes.length, PDF_HEAD); at++) {
            if (Arrays.equals(bytes, at, at + PDF_MAGIC.length, PDF_MAGIC, 0, PDF_MAGIC.length)) {
                return true;
            }
        }
        return false;
    }
}
