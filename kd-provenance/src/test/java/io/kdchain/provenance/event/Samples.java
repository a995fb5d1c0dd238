package io.kdchain.provenance.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Bodies in which every component is given. */
final class Samples {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Samples() {}

    static JsonNode of(Class<?> record) {
        ObjectNode node = JSON.objectNode();
        for (RecordComponent component : record.getRecordComponents()) {
            node.set(component.getName(), value(component.getGenericType()));
        }
        if (record == CausationAppraised.Part.class) {
            node.remove(List.of("group", "cause", "grade"));
        }
        return node;
    }

    private static JsonNode value(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class
                    ? JSON.objectNode().set("name", value(generic.getActualTypeArguments()[1]))
                    : JSON.arrayNode().add(value(generic.getActualTypeArguments()[0]));
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isEnum()) {
            return JSON.textNode(((Coded) raw.getEnumConstants()[0]).code());
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return JSON.booleanNode(true);
        }
        if (raw == long.class || raw == Long.class) {
            return JSON.textNode("9007199254740993");
        }
        if (raw == BigDecimal.class) {
            return JSON.textNode("0.50");
        }
        if (raw == Instant.class) {
            return JSON.textNode("2026-05-01T08:00:00.125+08:00");
        }
        if (raw == EntityId.class) {
            return JSON.textNode("model:m@sha256:" + "0a".repeat(32));
        }
        if (raw == Digest.class) {
            return JSON.textNode("sha256:" + "0a".repeat(32));
        }
        if (raw == Share.class) {
            return JSON.textNode("1/5");
        }
        return raw.isRecord() && raw != PartyId.class ? of(raw) : JSON.textNode("text");
    }
}
