package io.kdchain.provenance.canonical;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.event.MalformedEventException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Reads I-JSON (RFC 7493) and nothing else: UTF-8, no name twice in an object, no unpaired surrogate, no number that a
 * double cannot hold, one value and no more.
 */
public final class StrictJson {
    /** Deeper nesting is refused, so that no input can exhaust the stack. */
    private static final int MAX_DEPTH = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // it is UTF-8 or refused
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Whole numbers up to here are exact in a double. */
    private static final BigInteger MAX_EXACT = BigInteger.ONE.shiftLeft(53);
    /** Whole numbers of so many digits are below that. */
    private static final int SURELY_EXACT_DIGITS = 15;

    /** Characters that are decoded in one go, to be forgotten at once. */
    private static final int DECODED_AT_ONCE = 4096;

    private StrictJson() {}

    /**
     * The tree of a text. Whole numbers are kept as such, all others as doubles.
     *
     * @throws MalformedEventException if the bytes are not I-JSON
     */
    public static JsonNode read(byte[] bytes) {
        // the parser takes some bytes that are none
        if (!isUtf8(bytes)) {
            throw malformed("The bytes are not UTF-8.");
        }
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw malformed("There is no JSON.");
            }
            JsonNode node = value(parser);
            if (parser.nextToken() != null) {
                throw malformed("Something follows the JSON.");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw malformed("No I-JSON at line %d, column %d: %s."
                    .formatted(
                            e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                            e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
                            firstLine(e.getOriginalMessage())));
        } catch (IOException e) {
            throw malformed("No I-JSON: %s.".formatted(e.getMessage()));
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        int ascii = 0;
        while (ascii < bytes.length && bytes[ascii] >= 0) {
            ascii++;
        }
        if (ascii == bytes.length) {
            return true;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, ascii, bytes.length - ascii);
        CharBuffer out = CharBuffer.allocate(DECODED_AT_ONCE);
        CoderResult result;
        do {
            result = decoder.decode(in, out.clear(), true);
        } while (result.isOverflow());
        return !result.isError();
    }

    private static JsonNode value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(text(parser.getText()));
            case VALUE_NUMBER_INT -> whole(parser.getText());
            case VALUE_NUMBER_FLOAT -> decimal(parser.getText());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw malformed("A value is expected.");
        };
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode node = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = text(parser.currentName());
            if (node.has(name)) {
                throw new JsonParseException(parser, "Duplicate field '%s'".formatted(name));
            }
            parser.nextToken();
            node.set(name, value(parser));
        }
        return node;
    }

    private static ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode node = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            node.add(value(parser));
        }
        return node;
    }

    private static JsonNode whole(String text) {
        if (text.length() <= SURELY_EXACT_DIGITS && text.charAt(0) != '-') {
            return NODES.numberNode(Long.parseLong(text));
        }
        BigInteger number = new BigInteger(text);
        if (number.signum() == 0 && text.startsWith("-")) {
            return NODES.numberNode(-0.0);
        }
        if (number.abs().compareTo(MAX_EXACT) > 0) {
            double near = number.doubleValue();
            if (Double.isInfinite(near)
                    || !new BigDecimal(near).toBigIntegerExact().equals(number)) {
                throw malformed("Number %s is not exact as a double; write it as a string.".formatted(shorten(text)));
            }
            return NODES.numberNode(near);
        }
        return NODES.numberNode(number.longValueExact());
    }

    private static JsonNode decimal(String text) {
        double number = Double.parseDouble(text);
        if (Double.isInfinite(number)) {
            throw malformed("Number %s is too large for a double.".formatted(shorten(text)));
        }
        return NODES.numberNode(number);
    }

    private static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw malformed("A string holds the unpaired surrogate U+%04X.".formatted((int) c));
            }
        }
        return text;
    }

    private static String shorten(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private static MalformedEventException malformed(String problem) {
        return new MalformedEventException("", "", problem);
    }
}
