package io.kdchain.provenance.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;

/** Makes a tree of what is told, for those who look for places in it. */
final class TreeSink implements JsonSink {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ArrayNode top = NODES.arrayNode(1);
    private final Deque<JsonNode> open = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();

    TreeSink() {
        open.push(top);
    }

    /** What was told. */
    JsonNode tree() {
        return top.path(0);
    }

    @Override
    public void beginObject() {
        begin(NODES.objectNode());
    }

    @Override
    public void beginArray() {
        begin(NODES.arrayNode());
    }

    private void begin(JsonNode node) {
        add(node);
        open.push(node);
    }

    @Override
    public void endObject() {
        open.pop();
    }

    @Override
    public void endArray() {
        open.pop();
    }

    @Override
    public void name(String name) {
        names.push(name);
    }

    @Override
    public void text(String value) {
        add(NODES.textNode(value));
    }

    @Override
    public void whole(long value) {
        add(NODES.numberNode(value));
    }

    @Override
    public void truth(boolean value) {
        add(NODES.booleanNode(value));
    }

    private void add(JsonNode node) {
        if (open.peek() instanceof ObjectNode object) {
            object.set(names.pop(), node);
        } else if (open.peek() instanceof ArrayNode array) {
            array.add(node);
        }
    }
}
