package io.kdchain.provenance.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.event.Digest;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON Canonicalization Scheme, RFC 8785: one text for one value. */
public final class Jcs {
    /** No double needs more decimal digits to be read back. */
    private static final int MAX_DIGITS = 17;
    /** Whole numbers up to here are exact in a double. */
    private static final long MAX_EXACT = 1L << 53;

    private Jcs() {}

    /**
     * The canonical bytes of a JSON text.
     *
     * @throws io.kdchain.provenance.event.MalformedEventException if it is not I-JSON
     */
    public static byte[] canonicalize(byte[] json) {
        return write(StrictJson.read(json));
    }

    /**
     * The canonical bytes of a tree.
     *
     * @throws IllegalArgumentException if it holds an unpaired surrogate or a number that is not finite
     */
    public static byte[] write(JsonNode node) {
        JcsWriter out = new JcsWriter();
        write(node, out);
        return out.toBytes();
    }

    /**
     * The digest of the canonical bytes of a tree, which are never in memory all at once.
     *
     * @throws IllegalArgumentException if it holds an unpaired surrogate or a number that is not finite
     */
    public static Digest sha256(JsonNode node) {
        MessageDigest hash = Sha256.begin();
        JcsWriter out = new JcsWriter(hash);
        write(node, out);
        out.finish(hash);
        return new Digest(HexFormat.of().formatHex(hash.digest()));
    }

    /** Writes a tree where a value is expected. */
    static void write(JsonNode node, JcsWriter out) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                out.beginObject();
                List<String> names = new ArrayList<>();
                node.fieldNames().forEachRemaining(names::add);
                Collections.sort(names);
                for (String name : names) {
                    out.name(name);
                    write(node.get(name), out);
                }
                out.endObject();
            }
            case ARRAY -> {
                out.beginArray();
                node.forEach(element -> write(element, out));
                out.endArray();
            }
            case STRING -> out.text(node.textValue());
            case NUMBER -> {
                if (node.isIntegralNumber() && node.canConvertToLong()) {
                    out.whole(node.longValue());
                } else {
                    out.number(node.doubleValue());
                }
            }
            case BOOLEAN -> out.truth(node.booleanValue());
            case NULL -> out.nothing();
            default -> throw new IllegalArgumentException("A %s is no JSON value.".formatted(node.getNodeType()));
        }
    }

    /** A whole number, which ECMAScript takes for a double. */
    static String number(long value) {
        return -MAX_EXACT <= value && value <= MAX_EXACT ? Long.toString(value) : number((double) value);
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
