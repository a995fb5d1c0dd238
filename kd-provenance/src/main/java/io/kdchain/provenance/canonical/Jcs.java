package io.kdchain.provenance.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON Canonicalization Scheme, RFC 8785: one text for one value. */
public final class Jcs {
    /** No double needs more decimal digits to be read back. */
    private static final int MAX_DIGITS = 17;

    private Jcs() {}

    /**
     * The canonical bytes of a JSON text.
     *
     * @throws io.kdchain.provenance.event.MalformedEventException if it is not I-JSON
     */
    public static byte[] canonicalize(byte[] json) {
        return write(StrictJson.read(json));
    }

    /** The canonical bytes of a tree. */
    public static byte[] write(JsonNode node) {
        StringBuilder out = new StringBuilder();
        value(node, out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void value(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> object((ObjectNode) node, out);
            case ARRAY -> {
                String separator = "[";
                for (JsonNode element : node) {
                    out.append(separator);
                    value(element, out);
                    separator = ",";
                }
                out.append(node.isEmpty() ? "[]" : "]");
            }
            case STRING -> string(node.textValue(), out);
            case NUMBER ->
                out.append(
                        node.isIntegralNumber() && node.canConvertToLong() && isExact(node.longValue())
                                ? Long.toString(node.longValue())
                                : number(node.doubleValue()));
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL -> out.append("null");
            default -> throw new IllegalArgumentException("A %s is no JSON value.".formatted(node.getNodeType()));
        }
    }

    private static boolean isExact(long number) {
        return Math.abs(number) <= 1L << 53;
    }

    private static void object(ObjectNode node, StringBuilder out) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        // the order of String is that of UTF-16 code units, as the RFC wants it
        Collections.sort(names);
        String separator = "{";
        for (String name : names) {
            out.append(separator);
            string(name, out);
            out.append(':');
            value(node.get(name), out);
            separator = ",";
        }
        out.append(names.isEmpty() ? "{}" : "}");
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** A double as ECMAScript's Number::toString writes it. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("%s has no form in JSON.".formatted(value));
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        // value = 0.digits * 10^point
        int point = digits.length() - shortest.scale();
        String text;
        if (digits.length() <= point && point <= 21) {
            text = digits + "0".repeat(point - digits.length());
        } else if (point > 0 && point <= 21) {
            text = digits.substring(0, point) + "." + digits.substring(point);
        } else if (point > -6 && point <= 0) {
            text = "0." + "0".repeat(-point) + digits;
        } else {
            int exponent = point - 1;
            text = digits.charAt(0)
                    + (digits.length() > 1 ? "." + digits.substring(1) : "")
                    + "e"
                    + (exponent > 0 ? "+" : "")
                    + exponent;
        }
        return value < 0 ? "-" + text : text;
    }

    /** The decimal with the fewest digits that reads back as this double, of several the nearest. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MAX_DIGITS; digits++) {
            BigDecimal found = nearer(
                    exact,
                    value,
                    exact.round(new MathContext(digits, RoundingMode.DOWN)),
                    exact.round(new MathContext(digits, RoundingMode.UP)));
            if (found != null) {
                return found.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    private static @Nullable BigDecimal nearer(BigDecimal exact, double value, BigDecimal below, BigDecimal above) {
        boolean belowReads = below.doubleValue() == value;
        boolean aboveReads = above.doubleValue() == value;
        if (belowReads && aboveReads) {
            return exact.subtract(below).compareTo(above.subtract(exact)) <= 0 ? below : above;
        }
        return belowReads ? below : aboveReads ? above : null;
    }
}
