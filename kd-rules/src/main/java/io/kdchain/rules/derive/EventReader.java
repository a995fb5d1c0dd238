package io.kdchain.rules.derive;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBodies;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.rules.derive.Entry.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads events of the log as entries; the one place that knows how the log types them. */
final class EventReader {
    private EventReader() {}

    /**
     * An event as an entry.
     *
     * @param index log index
     * @param recordedAt when the log took it
     */
    static Entry entry(long index, Instant recordedAt, Event event, Standing standing) {
        return new Entry(
                index,
                event.id().toString(),
                event.type(),
                event.actor().toString(),
                event.at(),
                recordedAt,
                texts(event.uses()),
                texts(event.generates()),
                texts(event.refs()),
                body(event.body()),
                standing,
                event.observedBy() == null ? null : event.observedBy().toString());
    }

    static Body body(EventBody body) {
        return tree(EventBodies.write(body)) instanceof Map<?, ?> map ? Body.of(map) : Body.EMPTY;
    }

    private static List<String> texts(List<?> ids) {
        return ids.stream().map(String::valueOf).toList();
    }

    private static @Nullable Object tree(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new TreeMap<>();
            node.properties().forEach(e -> {
                Object value = tree(e.getValue());
                if (value != null) {
                    map.put(e.getKey(), value);
                }
            });
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(element -> {
                Object value = tree(element);
                if (value != null) {
                    list.add(value);
                }
            });
            return list;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        return node.isNull() ? null : node.textValue();
    }
}
