package io.kdchain.provenance.event;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads and writes bodies, strictly: every key is known, every value holds, nothing that must be there is missing. */
public final class EventBodies {
    private EventBodies() {}

    /**
     * Reads a body. Places in errors are relative to the event: {@code /type}, {@code /body/technique}.
     *
     * <p>Decimals and counts may be strings or numbers; dates may lack a time and then mean midnight UTC, or the end of
     * that day where the field is a deadline or an end.
     *
     * @throws MalformedEventException if type or body are not known or do not hold
     */
    public static EventBody read(String type, JsonNode body) {
        return (EventBody) BodyReader.record(EventTypes.require(type), body, "/body");
    }

    /** Writes a body with decimals as strings; what is null is left out, lists are always there. */
    public static JsonNode write(EventBody body) {
        if (body instanceof UnknownBody unknown) {
            return unknown.json();
        }
        TreeSink tree = new TreeSink();
        write(body, tree);
        return tree.tree();
    }

    /**
     * As {@link #write(EventBody)}, without making a tree.
     *
     * @throws IllegalArgumentException if the body is not known to this release: it is a tree already
     */
    public static void write(EventBody body, JsonSink json) {
        if (body instanceof UnknownBody unknown) {
            throw new IllegalArgumentException(
                    "A body of type %s is not known; take its tree as it came.".formatted(unknown.type()));
        }
        BodyWriter.record((Record) body, json);
    }
}
