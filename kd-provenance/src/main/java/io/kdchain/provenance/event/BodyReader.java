package io.kdchain.provenance.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Binds JSON trees to records by their components. */
final class BodyReader {
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?");
    private static final Pattern COUNT = Pattern.compile("-?[0-9]{1,18}");
    /** Taken apart once; goes with its class. */
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return shape(type);
        }
    };

    private BodyReader() {}

    /** A record class, taken apart once. */
    private record Shape(List<Part> parts, List<String> names, Constructor<?> constructor) {}

    private record Part(String name, Class<?> type, Type generic, boolean optional, boolean endOfDay) {}

    static Object record(Class<?> type, JsonNode node, String at) {
        if (!node.isObject()) {
            throw wrong(at, node, "an object with keys is expected");
        }
        Shape shape = SHAPES.get(type);
        for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!shape.names().contains(key)) {
                throw new MalformedEventException(
                        at + "/" + escape(key),
                        key,
                        "'%s' is no key of %s.".formatted(key, type.getSimpleName()),
                        shape.names());
            }
        }
        @Nullable Object[] values = new Object[shape.parts().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = component(shape.parts().get(i), node, at, type);
        }
        return construct(shape, values, at);
    }

    private static @Nullable Object component(Part part, JsonNode node, String at, Class<?> owner) {
        JsonNode child = node.get(part.name());
        if (child != null) {
            return value(part.type(), part.generic(), part.endOfDay(), child, at + "/" + part.name());
        }
        if (part.type() == List.class) {
            return List.of();
        }
        if (part.type() == Map.class) {
            return Map.of();
        }
        if (part.optional()) {
            return null;
        }
        throw new MalformedEventException(
                at, "", "%s lacks the key '%s'.".formatted(owner.getSimpleName(), part.name()));
    }

    private static Object value(Class<?> type, Type generic, boolean endOfDay, JsonNode node, String at) {
        if (type == List.class) {
            return list(argument(generic, 0), node, at);
        }
        if (type == Map.class) {
            return map(argument(generic, 1), node, at);
        }
        if (type.isRecord() && !isScalar(type)) {
            return record(type, node, at);
        }
        if (type == boolean.class || type == Boolean.class) {
            if (!node.isBoolean()) {
                boolean quoted = node.isTextual() && node.textValue().matches("true|false");
                throw wrong(at, node, "true or false is expected" + (quoted ? " without quotation marks" : ""));
            }
            return node.booleanValue();
        }
        String text = text(node, at);
        if (type == String.class) {
            return text;
        }
        if (type.isEnum()) {
            return code(type, text, at);
        }
        if (type == long.class || type == Long.class) {
            if (!COUNT.matcher(text).matches()) {
                throw wrong(at, node, "a whole number is expected");
            }
            return Long.valueOf(text);
        }
        if (type == BigDecimal.class) {
            return decimal(text, node, at);
        }
        if (type == Instant.class) {
            return instant(text, endOfDay, node, at);
        }
        return scalar(type, text, at);
    }

    private static boolean isScalar(Class<?> type) {
        return type == EntityId.class
                || type == PartyId.class
                || type == Digest.class
                || type == Share.class
                || type == EventId.class;
    }

    private static Object scalar(Class<?> type, String text, String at) {
        Function<String, Object> parser;
        if (type == EntityId.class) {
            parser = EntityId::parse;
        } else if (type == PartyId.class) {
            parser = PartyId::new;
        } else if (type == Digest.class) {
            parser = Digest::parse;
        } else if (type == EventId.class) {
            parser = EventId::parse;
        } else if (type == Share.class) {
            parser = Share::new;
        } else {
            throw new IllegalStateException("No way to read a %s.".formatted(type));
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            if (type == EntityId.class && !EntityId.looksLike(text)) {
                throw new MalformedEventException(at, text, String.valueOf(e.getMessage()), guesses(text));
            }
            throw new MalformedEventException(at, text, String.valueOf(e.getMessage()));
        }
    }

    /** The id under each kind, when a kind was given but is not known. */
    private static List<String> guesses(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? List.of()
                : Coded.codes(EntityKind.class).stream()
                        .map(kind -> kind + text.substring(colon))
                        .toList();
    }

    private static Object code(Class<?> type, String text, String at) {
        List<Coded> constants =
                Arrays.stream(type.getEnumConstants()).map(Coded.class::cast).toList();
        return constants.stream()
                .filter(constant -> constant.code().equals(text))
                .findFirst()
                .orElseThrow(() -> new MalformedEventException(
                        at,
                        text,
                        "'%s' is not allowed here.".formatted(text),
                        constants.stream().map(Coded::code).toList()));
    }

    private static BigDecimal decimal(String text, JsonNode node, String at) {
        if (!DECIMAL.matcher(text).matches()) {
            throw wrong(at, node, "a number is expected");
        }
        BigDecimal value = new BigDecimal(text);
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    private static Instant instant(String text, boolean endOfDay, JsonNode node, String at) {
        try {
            if (DATE.matcher(text).matches()) {
                LocalDate day = LocalDate.parse(text);
                Instant midnight = day.atStartOfDay().toInstant(ZoneOffset.UTC);
                return endOfDay ? midnight.plus(1, ChronoUnit.DAYS).minusMillis(1) : midnight;
            }
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw wrong(at, node, "a date such as 2026-01-31 or a time such as 2026-01-31T08:00:00Z is expected");
        }
    }

    private static List<Object> list(Type element, JsonNode node, String at) {
        if (!node.isArray()) {
            throw wrong(at, node, "a list is expected");
        }
        List<Object> values = new ArrayList<>();
        for (JsonNode child : node) {
            values.add(value(raw(element), element, false, child, at + "/" + values.size()));
        }
        return values;
    }

    private static Map<String, Object> map(Type element, JsonNode node, String at) {
        if (!node.isObject()) {
            throw wrong(at, node, "an object with keys is expected");
        }
        Map<String, Object> values = new TreeMap<>();
        node.properties()
                .forEach(entry -> values.put(
                        entry.getKey(), mapped(element, entry.getValue(), at + "/" + escape(entry.getKey()))));
        return values;
    }

    /** A value in a map; where it is text, true and false may stand unquoted. */
    private static Object mapped(Type element, JsonNode node, String at) {
        return element == String.class && node.isBoolean()
                ? node.asText()
                : value(raw(element), element, false, node, at);
    }

    /** Text as written; numbers count as text, as a version or a number in YAML may be unquoted. */
    private static String text(JsonNode node, String at) {
        if (!node.isTextual() && !node.isNumber()) {
            throw wrong(
                    at,
                    node,
                    node.isNull() ? "a value is expected; leave the key out instead" : "one value is expected");
        }
        String text = node.asText();
        if (text.isBlank()) {
            throw wrong(at, node, "a value is expected; leave the key out instead");
        }
        return text;
    }

    private static Object construct(Shape shape, @Nullable Object[] values, String at) {
        try {
            return shape.constructor().newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException broken) {
                throw new MalformedEventException(at, "", String.valueOf(broken.getMessage()));
            }
            throw new IllegalStateException("Could not make the value at %s.".formatted(at), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Could not make the value at %s.".formatted(at), e);
        }
    }

    private static Shape shape(Class<?> type) {
        List<Part> parts = new ArrayList<>();
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            parts.add(new Part(
                    component.getName(),
                    component.getType(),
                    component.getGenericType(),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    component.isAnnotationPresent(EndOfDay.class)));
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return new Shape(parts, parts.stream().map(Part::name).toList(), constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Record %s has no canonical constructor.".formatted(type), e);
        }
    }

    private static Type argument(Type generic, int index) {
        return ((ParameterizedType) generic).getActualTypeArguments()[index];
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType parameterized
                ? (Class<?>) parameterized.getRawType()
                : (Class<?>) type;
    }

    private static MalformedEventException wrong(String at, JsonNode node, String problem) {
        String text = node.isValueNode() ? node.asText() : node.isArray() ? "a list" : "an object";
        return new MalformedEventException(at, text, "%s, but '%s' was given.".formatted(problem, text));
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
