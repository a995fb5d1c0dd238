package io.kdchain.provenance.event;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A body of a type or version that this release does not know. It is kept, verified and exported, and never judged.
 *
 * @param type name of the type
 * @param json the body as it came
 */
public record UnknownBody(String type, JsonNode json) implements EventBody {
    public UnknownBody {
        json = json.deepCopy();
    }

    /** The body as it came; a copy. */
    @Override
    public JsonNode json() {
        return json.deepCopy();
    }
}
