package io.kdchain.rules.workbench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Strict JSON (RFC 8259), one value a file. */
final class MarkedJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2 * MarkedText.DEEPEST_NESTING)
                    .build())
            .build();

    private final Problems problems;

    MarkedJson(Problems problems) {
        this.problems = problems;
    }

    Marked read(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                throw problems.stop(Mark.START, "the file is empty; it must hold a JSON object with key 'scenario'.");
            }
            Marked root = value(parser, 1);
            if (parser.nextToken() != null) {
                throw problems.stop(mark(parser), "a second value begins here; a scenario file holds exactly one.");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw problems.stop(mark(e.getLocation()), "not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + problems.file(), e);
        }
    }

    private Marked value(JsonParser parser, int depth) throws IOException {
        Mark at = mark(parser);
        if (depth > MarkedText.DEEPEST_NESTING) {
            throw problems.stop(at, "nested deeper than %d levels.".formatted(MarkedText.DEEPEST_NESTING));
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_ARRAY) {
            List<Marked> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser, depth + 1));
            }
            return new Marked.Sequence(at, items);
        }
        if (token == JsonToken.START_OBJECT) {
            return mapping(parser, at, depth);
        }
        return new Marked.Scalar(at, parser.getText(), token != JsonToken.VALUE_STRING);
    }

    private Marked mapping(JsonParser parser, Mark at, int depth) throws IOException {
        List<Marked.Entry> entries = new ArrayList<>();
        Map<String, Mark> seen = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Mark keyAt = mark(parser);
            parser.nextToken();
            Marked value = value(parser, depth + 1);
            Mark first = seen.putIfAbsent(key, keyAt);
            if (first == null) {
                entries.add(new Marked.Entry(keyAt, key, value));
            } else {
                problems.add(keyAt, MarkedYaml.duplicate(key, first));
            }
        }
        return new Marked.Mapping(at, entries);
    }

    private static Mark mark(JsonParser parser) {
        return mark(parser.currentTokenLocation());
    }

    private static Mark mark(@Nullable JsonLocation location) {
        return location == null
                ? Mark.START
                : new Mark(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
