package io.kdchain.provenance.label.aigc;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * HTML: the label is the content of a meta element with the name AIGC. The text is read one byte a character, so that
 * places are offsets and no other byte changes; markup and label are ASCII in every encoding that contains it.
 */
final class HtmlFormat implements Format {
    private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    /** After the last end of a tag: a meta element that the end of the file cuts off. A parser drops it. */
    private static final Pattern OPEN_META = Pattern.compile("<meta\\s", Pattern.CASE_INSENSITIVE);

    private static final String CHARSET = "meta[charset], meta[http-equiv=content-type]";

    @Override
    public Findings read(byte[] bytes) {
        Findings findings = new Findings();
        if (isSixteenBit(bytes)) {
            findings.unread("file", "The text is in UTF-16 or binary.");
            return findings;
        }
        String text = text(bytes);
        Matcher open = OPEN_META.matcher(text).region(text.lastIndexOf('>') + 1, text.length());
        if (open.find()) {
            findings.unread("offset %d".formatted(open.start()), "The file ends within a meta element.");
        }
        for (Element meta : labels(parse(text))) {
            boolean inHead = meta.closest("head") != null;
            findings.found(inHead ? "meta in head" : "meta in body", meta.attr("name"), decode(meta.attr("content")));
        }
        return findings;
    }

    @Override
    public byte[] write(byte[] bytes, AigcLabel label) {
        if (isSixteenBit(bytes)) {
            throw new AigcException("The text is in UTF-16 or binary. Convert it to UTF-8, then label it.");
        }
        String text = text(payload(bytes));
        int at = place(parse(text), text);
        String meta = "<meta name=\"%s\" content='%s'>"
                .formatted(
                        AigcLabel.KEY,
                        label.bare()
                                .replace("&", "&amp;")
                                .replace("'", "&#39;")
                                .replace("<", "&lt;")
                                .replace(">", "&gt;"));
        return (text.substring(0, at) + meta + text.substring(at)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Without the elements, and nothing else. */
    @Override
    public byte[] payload(byte[] bytes) {
        if (isSixteenBit(bytes)) {
            return bytes;
        }
        StringBuilder text = new StringBuilder(text(bytes));
        List<Element> labels = new ArrayList<>(labels(parse(text.toString())));
        for (int i = labels.size() - 1; i >= 0; i--) {
            Range range = labels.get(i).sourceRange();
            text.delete(range.startPos(), range.endPos());
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<Element> labels(Document document) {
        return document.select("meta[name]").stream()
                .filter(meta -> Format.isKey(meta.attr("name")))
                .toList();
    }

    /** After the element that tells the encoding, which must stand early; else where the head begins. */
    private static int place(Document document, String text) {
        Element charset = document.head().selectFirst(CHARSET);
        for (Element before : new Element[] {charset, document.head(), document.selectFirst("html")}) {
            if (before != null
                    && before.sourceRange().isTracked()
                    && !before.sourceRange().isImplicit()) {
                return before.sourceRange().endPos();
            }
        }
        DocumentType type = document.documentType();
        if (type != null && type.sourceRange().isTracked()) {
            return type.sourceRange().endPos();
        }
        return text.startsWith(new String(BOM, StandardCharsets.ISO_8859_1)) ? BOM.length : 0;
    }

    private static Document parse(String text) {
        String bom = new String(BOM, StandardCharsets.ISO_8859_1);
        // a mark of UTF-8 read as three letters would end the head before it begins
        String head = text.startsWith(bom) ? "   " + text.substring(bom.length()) : text;
        return Parser.htmlParser().setTrackPosition(true).parseInput(head, "");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static boolean isSixteenBit(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return bytes.length >= 2
                && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
                        || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
    }

    /**
     * A value read one byte a character, in the encoding that it turns out to be in; references may have added others.
     */
    private static String decode(String value) {
        if (value.chars().anyMatch(c -> c > 0xff)) {
            return value;
        }
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        String decoded = utf8(bytes);
        return decoded == null ? new String(bytes, Charset.forName("GB18030")) : decoded;
    }

    /** What a reader of the page sees, as text. */
    static String seen(byte[] bytes) {
        String utf8 = utf8(bytes);
        return Parser.htmlParser()
                .parseInput(utf8 == null ? new String(bytes, Charset.forName("GB18030")) : utf8, "")
                .body()
                .text();
    }

    /** The text; null if it is no UTF-8. */
    static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
