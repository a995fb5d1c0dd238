package io.kdchain.provenance.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns records into JSON trees by their components. */
final class BodyWriter {
    /** Up to here every whole number is exact in a double, as JSON readers may use one. */
    private static final long MAX_EXACT = (1L << 53) - 1;

    private BodyWriter() {}

    static ObjectNode record(Record value, JsonNodeFactory json) {
        ObjectNode node = json.objectNode();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object part = read(value, component);
            if (part != null) {
                node.set(component.getName(), value(part, json));
            }
        }
        return node;
    }

    private static JsonNode value(Object value, JsonNodeFactory json) {
        if (value instanceof List<?> list) {
            ArrayNode array = json.arrayNode();
            list.forEach(element -> array.add(value(element, json)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = json.objectNode();
            map.forEach((key, element) -> object.set(String.valueOf(key), value(element, json)));
            return object;
        }
        if (value instanceof Boolean flag) {
            return json.booleanNode(flag);
        }
        if (value instanceof Long number) {
            return Math.abs(number) <= MAX_EXACT ? json.numberNode(number) : json.textNode(number.toString());
        }
        if (value instanceof BigDecimal decimal) {
            return json.textNode(decimal.toPlainString());
        }
        if (value instanceof Instant moment) {
            // as it is read, so that what is signed can be read back
            return json.textNode(moment.truncatedTo(ChronoUnit.MILLIS).toString());
        }
        if (value instanceof Coded coded) {
            return json.textNode(coded.code());
        }
        if (value instanceof EntityId
                || value instanceof PartyId
                || value instanceof Digest
                || value instanceof Share) {
            return json.textNode(value.toString());
        }
        return value instanceof Record record ? record(record, json) : json.textNode(value.toString());
    }

    private static @Nullable Object read(Record value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Could not read %s.".formatted(component), e);
        }
    }
}
