package io.kdchain.rules.governance;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBodies;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.pack.Condition;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields of events, by the names under which a scheme asks for them. */
final class Fields {
    private Fields() {}

    static JsonNode body(LogEntry entry) {
        return EventBodies.write(entry.event().body());
    }

    /** The values at a path, those of lists one by one; none where it is absent. */
    static List<String> values(JsonNode body, String path) {
        return nodes(body, path).stream()
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asText)
                .toList();
    }

    static List<EntityId> entities(JsonNode body, String path) {
        return values(body, path).stream()
                .flatMap(text -> entity(text).stream())
                .toList();
    }

    /** The entity that a text names; free text may look like one and be none. */
    static Optional<EntityId> entity(String text) {
        if (!EntityId.looksLike(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(EntityId.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<Instant> moment(JsonNode body, @Nullable String path) {
        return path == null
                ? Optional.empty()
                : values(body, path).stream().findFirst().map(Instant::parse);
    }

    private static List<JsonNode> nodes(JsonNode body, String path) {
        List<JsonNode> found = List.of(body);
        for (String name : path.split("\\.", -1)) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode owner : found) {
                JsonNode node = owner.path(name);
                if (node.isArray()) {
                    node.forEach(next::add);
                } else if (!node.isMissingNode() && !node.isNull()) {
                    next.add(node);
                }
            }
            found = next;
        }
        return found;
    }

    static boolean holds(Condition condition, JsonNode body) {
        return condition.tests().entrySet().stream()
                .allMatch(test -> nodes(body, test.getKey()).stream().anyMatch(node -> holds(test.getValue(), node)));
    }

    private static boolean holds(Condition.Test test, JsonNode node) {
        if (test instanceof Condition.OneOf oneOf) {
            return node.isValueNode() && oneOf.values().contains(node.asText());
        }
        if (test instanceof Condition.Some some) {
            return holds(some.element(), node);
        }
        return test instanceof Condition.Range range && isWithin(node, range);
    }

    private static boolean isWithin(JsonNode node, Condition.Range range) {
        if (!node.isValueNode() || !node.asText().matches("-?\\d+(\\.\\d+)?")) {
            return false;
        }
        BigDecimal value = new BigDecimal(node.asText());
        BigDecimal least = range.least();
        BigDecimal most = range.most();
        return (least == null || value.compareTo(least) >= 0) && (most == null || value.compareTo(most) <= 0);
    }
}
