package io.kdchain.provenance.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

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
        return body instanceof UnknownBody unknown
                ? unknown.json()
                : BodyWriter.record((Record) body, JsonNodeFactory.instance);
    }
}
