package io.kdchain.provenance.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBodies;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.UnknownBody;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Events as in-toto Statements v1 in canonical JSON: the subjects are the generated entities that have bytes, or, where
 * there are none, the event's id with the digest of the predicate; the predicate is the event.
 */
public final class Statements {
    /** The type of every statement. */
    public static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
    /** The type of the predicate: an event of this model. */
    public static final String PREDICATE_TYPE = "https://kdchain.io/event/v1";

    /** Enough to see what is meant. */
    private static final int EXCERPT_SIZE = 24;
    /** Bytes that hold most statements. */
    private static final int EXPECTED_SIZE = 1024;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> STATEMENT_KEYS = Set.of("_type", "subject", "predicateType", "predicate");
    private static final List<String> KEYS = List.of(
            "id",
            "type",
            "version",
            "chain",
            "actor",
            "observedBy",
            "at",
            "uses",
            "generates",
            "seq",
            "prev",
            "refs",
            "body");

    private Statements() {}

    /** The one sequence of bytes that states this event. */
    public static byte[] encode(Event event) {
        return written(event, EXPECTED_SIZE).toBytes();
    }

    private static JcsWriter written(Event event, int expected) {
        JcsWriter out = new JcsWriter(expected);
        out.beginObject();
        text("_type", STATEMENT_TYPE, out);
        out.name("predicate");
        int from = out.size();
        predicate(event, out);
        Digest digest = hasBytes(event) ? null : Sha256.of(out.since(from));
        text("predicateType", PREDICATE_TYPE, out);
        out.name("subject");
        out.beginArray();
        for (EntityId entity : event.generates()) {
            if (entity.digest() != null) {
                subject(entity.key(), entity.digest(), out);
            }
        }
        if (digest != null) {
            subject(event.id().toString(), digest, out);
        }
        out.endArray();
        out.endObject();
        return out;
    }

    private static boolean hasBytes(Event event) {
        return event.generates().stream().anyMatch(entity -> entity.digest() != null);
    }

    /** The members in the order of their names. */
    private static void predicate(Event event, JcsWriter out) {
        out.beginObject();
        text("actor", event.actor().value(), out);
        text("at", event.at().toString(), out);
        out.name("body");
        if (event.body() instanceof UnknownBody unknown) {
            Jcs.write(unknown.json(), out);
        } else {
            EventBodies.write(event.body(), out);
        }
        text("chain", event.chain(), out);
        texts("generates", event.generates(), out);
        text("id", event.id().toString(), out);
        if (event.observedBy() != null) {
            text("observedBy", event.observedBy().value(), out);
        }
        if (event.prev() != null) {
            text("prev", event.prev().toString(), out);
        }
        texts("refs", event.refs(), out);
        out.name("seq");
        out.whole(event.seq());
        text("type", event.type(), out);
        texts("uses", event.uses(), out);
        out.name("version");
        out.whole(event.version());
        out.endObject();
    }

    private static void subject(String name, Digest digest, JcsWriter out) {
        out.beginObject();
        out.name("digest");
        out.beginObject();
        text("sha256", digest.hex(), out);
        out.endObject();
        text("name", name, out);
        out.endObject();
    }

    private static void text(String name, String value, JcsWriter out) {
        out.name(name);
        out.text(value);
    }

    private static void texts(String name, List<?> values, JcsWriter out) {
        out.name(name);
        out.beginArray();
        values.forEach(value -> out.text(value.toString()));
        out.endArray();
    }

    /**
     * The event that these bytes state.
     *
     * @throws MalformedEventException if they are not exactly what {@link #encode} gives for an event
     */
    public static Event decode(byte[] statement) {
        Event event = event(predicateOf(statement), true);
        JcsWriter written = written(event, statement.length);
        int differs = written.mismatch(statement);
        if (differs >= 0) {
            byte[] canonical = written.toBytes();
            throw new MalformedEventException(
                    "",
                    "",
                    "The statement of event %s is not in canonical form: at byte %d '%s' is expected and '%s' found."
                            .formatted(event.id(), differs, excerpt(canonical, differs), excerpt(statement, differs)));
        }
        return event;
    }

    private static String excerpt(byte[] bytes, int from) {
        int to = Math.min(bytes.length, from + EXCERPT_SIZE);
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /**
     * What can be read of a statement that is not to be trusted: as {@link #decode}, but the form does not matter and a
     * body that does not hold is kept as it is.
     *
     * @throws MalformedEventException if not even the frame of an event can be read
     */
    public static Event decodeUntrusted(byte[] statement) {
        return event(predicateOf(statement), false);
    }

    /** An event as JSON, as it stands in the predicate. */
    public static JsonNode toJson(Event event) {
        return predicate(event);
    }

    /**
     * Reads an event from JSON, as {@link #toJson} writes it.
     *
     * @throws MalformedEventException with the place of what does not hold
     */
    public static Event fromJson(JsonNode event) {
        return event(event, true);
    }

    private static ObjectNode predicate(Event event) {
        ObjectNode node = JSON.objectNode();
        node.put("id", event.id().toString());
        node.put("type", event.type());
        node.put("version", event.version());
        node.put("chain", event.chain());
        node.put("actor", event.actor().value());
        if (event.observedBy() != null) {
            node.put("observedBy", event.observedBy().value());
        }
        node.put("at", event.at().toString());
        node.set("uses", texts(event.uses()));
        node.set("generates", texts(event.generates()));
        node.put("seq", event.seq());
        if (event.prev() != null) {
            node.put("prev", event.prev().toString());
        }
        node.set("refs", texts(event.refs()));
        node.set("body", EventBodies.write(event.body()));
        return node;
    }

    private static ArrayNode texts(List<?> values) {
        ArrayNode array = JSON.arrayNode();
        values.forEach(value -> array.add(value.toString()));
        return array;
    }

    private static JsonNode predicateOf(byte[] bytes) {
        JsonNode statement = StrictJson.read(bytes);
        statement.fieldNames().forEachRemaining(key -> {
            if (!STATEMENT_KEYS.contains(key)) {
                throw new MalformedEventException("", key, "'%s' is no key of a statement.".formatted(key));
            }
        });
        if (!STATEMENT_TYPE.equals(statement.path("_type").textValue())
                || !PREDICATE_TYPE.equals(statement.path("predicateType").textValue())) {
            throw new MalformedEventException(
                    "",
                    statement.path("predicateType").asText(),
                    "It is no statement of type %s with a predicate of type %s."
                            .formatted(STATEMENT_TYPE, PREDICATE_TYPE));
        }
        return statement.path("predicate");
    }

    private static Event event(JsonNode node, boolean strict) {
        if (!node.isObject()) {
            throw new MalformedEventException("", "", "An event is an object.");
        }
        node.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new MalformedEventException("/" + key, key, "'%s' is no key of an event.".formatted(key), KEYS);
            }
        });
        String type = text(node, "type");
        long version = whole(node, "version");
        if (version < 1 || version > Integer.MAX_VALUE) {
            throw new MalformedEventException("/version", Long.toString(version), "A version is 1 or more.");
        }
        try {
            return new Event(
                    parse(node, "id", EventId::parse),
                    type,
                    (int) version,
                    text(node, "chain"),
                    parse(node, "actor", PartyId::new),
                    node.has("observedBy") ? parse(node, "observedBy", PartyId::new) : null,
                    parse(node, "at", Statements::instant),
                    list(node, "uses", EntityId::parse),
                    list(node, "generates", EntityId::parse),
                    whole(node, "seq"),
                    node.has("prev") ? parse(node, "prev", Digest::parse) : null,
                    list(node, "refs", EventId::parse),
                    body(type, (int) version, node.get("body"), strict));
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException("", "", String.valueOf(e.getMessage()));
        }
    }

    private static EventBody body(String type, int version, @Nullable JsonNode body, boolean strict) {
        if (body == null || !body.isObject()) {
            throw new MalformedEventException("/body", "", "A body is an object.");
        }
        if (EventTypes.find(type).isEmpty() || version > EventTypes.VERSION) {
            return new UnknownBody(type, body);
        }
        try {
            return EventBodies.read(type, body);
        } catch (MalformedEventException e) {
            if (strict) {
                throw e;
            }
            return new UnknownBody(type, body);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'%s' is no time such as 2026-01-31T08:00:00Z.".formatted(text), e);
        }
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null || !value.isTextual() || value.textValue().isBlank()) {
            throw new MalformedEventException("/" + key, "", "An event has a text '%s'.".formatted(key));
        }
        return value.textValue();
    }

    private static long whole(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new MalformedEventException("/" + key, "", "An event has a whole number '%s'.".formatted(key));
        }
        return value.longValue();
    }

    private static <T> T parse(JsonNode node, String key, Function<String, T> parser) {
        return parse(text(node, key), "/" + key, parser);
    }

    private static <T> T parse(String text, String pointer, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException(pointer, text, String.valueOf(e.getMessage()));
        }
    }

    private static <T> List<T> list(JsonNode node, String key, Function<String, T> parser) {
        JsonNode array = node.get(key);
        if (array == null || !array.isArray()) {
            throw new MalformedEventException("/" + key, "", "An event has a list '%s'.".formatted(key));
        }
        List<T> values = new ArrayList<>();
        for (JsonNode element : array) {
            String pointer = "/" + key + "/" + values.size();
            if (!element.isTextual()) {
                throw new MalformedEventException(pointer, element.asText(), "Text is expected.");
            }
            values.add(parse(element.textValue(), pointer, parser));
        }
        return values;
    }
}
