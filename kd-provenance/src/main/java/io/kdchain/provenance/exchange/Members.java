package io.kdchain.provenance.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.event.Bytes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the members of one JSON object of a bundle: each in its one form, and none beside those asked for. */
final class Members {
    private final JsonNode node;
    private final String pointer;

    private Members(JsonNode node, String pointer) {
        this.node = node;
        this.pointer = pointer;
    }

    /** An object with these members and no others; those that end in {@code ?} may be left out. */
    static Members of(JsonNode node, String pointer, String... names) {
        if (!node.isObject()) {
            throw malformed(pointer, "an object");
        }
        Set<String> known = new HashSet<>();
        for (String name : names) {
            boolean optional = name.endsWith("?");
            String plain = optional ? name.substring(0, name.length() - 1) : name;
            known.add(plain);
            if (!optional && !node.has(plain)) {
                throw new FaultFoundException(
                        BundleFault.MEMBER_MISSING,
                        pointer + "/" + plain,
                        "The member '%s' is missing.".formatted(plain));
            }
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new FaultFoundException(
                        BundleFault.MEMBER_UNKNOWN,
                        pointer + "/" + escape(name),
                        "'%s' is no member here; these are: %s."
                                .formatted(name, String.join(", ", Arrays.asList(names))));
            }
        });
        return new Members(node, pointer);
    }

    boolean has(String name) {
        return node.has(name);
    }

    JsonNode node(String name) {
        return node.path(name);
    }

    String at(String name) {
        return pointer + "/" + name;
    }

    String text(String name) {
        return text(node.path(name), at(name));
    }

    @Nullable
    String optionalText(String name) {
        return node.has(name) ? text(name) : null;
    }

    long whole(String name) {
        return whole(node.path(name), at(name));
    }

    Instant moment(String name) {
        return parse(name, "a moment such as 2026-01-05T00:00:00Z", text -> {
            Instant moment = Instant.parse(text);
            // one moment has one text, and the log keeps no more than milliseconds
            if (!moment.truncatedTo(ChronoUnit.MILLIS).toString().equals(text)) {
                throw new IllegalArgumentException(text);
            }
            return moment;
        });
    }

    Bytes base64(String name) {
        return base64(node.path(name), at(name));
    }

    /** A text that this function takes. */
    <T> T parse(String name, String form, Function<String, T> parser) {
        return parse(node.path(name), at(name), form, parser);
    }

    /** The elements of an array, each with its pointer. */
    <T> List<T> list(String name, Element<T> element) {
        return list(node.path(name), at(name), element);
    }

    /** Reads one element of an array. */
    @FunctionalInterface
    interface Element<T> {
        T read(JsonNode node, String pointer);
    }

    static <T> List<T> list(JsonNode array, String pointer, Element<T> element) {
        if (!array.isArray()) {
            throw malformed(pointer, "an array");
        }
        List<T> all = new ArrayList<>(array.size());
        for (JsonNode one : array) {
            all.add(element.read(one, pointer + "/" + all.size()));
        }
        return all;
    }

    static <T> T parse(JsonNode node, String pointer, String form, Function<String, T> parser) {
        try {
            return parser.apply(text(node, pointer));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw malformed(pointer, form);
        }
    }

    static String text(JsonNode node, String pointer) {
        if (!node.isTextual()) {
            throw malformed(pointer, "a text");
        }
        return node.textValue();
    }

    static long whole(JsonNode node, String pointer) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw malformed(pointer, "a whole number, 0 or more");
        }
        return node.longValue();
    }

    static Bytes base64(JsonNode node, String pointer) {
        return parse(node, pointer, "standard base64", text -> {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
                throw new IllegalArgumentException(text);
            }
            return Bytes.of(bytes);
        });
    }

    static FaultFoundException malformed(String pointer, String form) {
        return new FaultFoundException(
                BundleFault.MEMBER_MALFORMED,
                pointer,
                "%s must be %s.".formatted(pointer.isEmpty() ? "The document" : pointer, form));
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
