package io.kdchain.rules.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where in an event something is changed: {@code at}, {@code body.humanReview}, {@code /body/stages/0/party}, or, for
 * short, a path inside the body such as {@code humanReview} or {@code stages[0].party}.
 *
 * @param segments from the event down
 * @param problem what is wrong with the path, if anything
 */
record TamperPath(List<String> segments, Optional<String> problem) {
    /** Fields of an event that an operator can rewrite so that it stays an event. */
    private static final Set<String> OF_THE_EVENT = Set.of("at", "actor", "type", "uses", "generates", "refs", "body");

    static TamperPath parse(String text) {
        List<String> segments = new ArrayList<>();
        String separated = text.startsWith("/")
                ? text.substring(1).replace('/', '.')
                : text.replace("[", ".").replace("]", "");
        for (String segment : separated.split("\\.", -1)) {
            if (segment.isEmpty()) {
                return new TamperPath(
                        List.of(),
                        Optional.of("tamper path '%s' has an empty part; write a path such as body.humanReview."
                                .formatted(text)));
            }
            segments.add(segment);
        }
        if (!OF_THE_EVENT.contains(segments.get(0))) {
            segments.add(0, "body");
        }
        return new TamperPath(List.copyOf(segments), Optional.empty());
    }

    boolean isOfBody() {
        return segments.get(0).equals("body");
    }

    /** From the event down, with dots: {@code body.humanReview}. */
    String dotted() {
        return String.join(".", segments);
    }

    /** Changes a body; false if the path leads nowhere. */
    boolean setInBody(ObjectNode body, JsonNode value) {
        if (segments.size() == 1) {
            if (!(value instanceof ObjectNode other)) {
                return false;
            }
            body.removeAll();
            body.setAll(other);
            return true;
        }
        return set(body, segments.subList(1, segments.size()), value);
    }

    /** Changes an event; false if the path leads nowhere. */
    boolean setInEvent(ObjectNode event, JsonNode value) {
        return set(event, segments, value);
    }

    private static boolean set(JsonNode root, List<String> path, JsonNode value) {
        JsonNode at = root;
        for (String segment : path.subList(0, path.size() - 1)) {
            at = at instanceof ArrayNode && isIndex(segment) ? at.path(Integer.parseInt(segment)) : at.path(segment);
        }
        String last = path.get(path.size() - 1);
        if (at instanceof ObjectNode object) {
            if (value.isNull()) {
                object.remove(last);
            } else {
                object.set(last, value);
            }
            return true;
        }
        if (at instanceof ArrayNode array && isIndex(last) && Integer.parseInt(last) < array.size()) {
            array.set(Integer.parseInt(last), value);
            return true;
        }
        return false;
    }

    private static boolean isIndex(String segment) {
        return segment.matches("[0-9]{1,6}");
    }
}
