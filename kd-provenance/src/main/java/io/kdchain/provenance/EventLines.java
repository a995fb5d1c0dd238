package io.kdchain.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.canonical.Statements;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends files of JSON lines, which pipelines in any language can write. A line is either a signed envelope, taken as
 * it is, or an event that nobody signed, recorded as what an observer saw ({@code observedBy}): weaker evidence, and
 * never in its actor's own name unless that is the observer.
 *
 * <p>An unsigned line is an event as it stands in the predicate of a statement: {@code type}, {@code actor},
 * {@code at}, {@code body}, and where they apply {@code uses}, {@code generates}, {@code refs}, {@code chain},
 * {@code id} and {@code version}; a whole statement, or an envelope without signatures, will do. {@code seq} and
 * {@code prev} are the observer's, so those of the line do not count.
 *
 * <p>All lines of a file are appended under one checkpoint, or none. A file may be appended again after a failure: what
 * has an {@code id}, as every signed line does, is refused the second time.
 */
public final class EventLines {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** Stands in for the id of a line without one while it is read. */
    private static final String NO_ID = "00000000-0000-7000-8000-000000000000";

    private EventLines() {}

    /**
     * Who records unsigned lines, and in which chain where a line names none.
     *
     * @param party the party, registered in the log
     * @param signer its key
     * @param chain chain of lines that name none
     */
    public record Observer(PartyId party, Signer signer, String chain) {}

    /**
     * Appends a file.
     *
     * @param observer who records unsigned lines; null means that each line must be signed
     * @return the entries, in the order of the lines
     * @throws EventLineException with file and line, if a line is no event, is unsigned and there is no observer, or is
     *     refused by the log
     * @throws UncheckedIOException if the file cannot be read
     */
    public static List<LogEntry> append(ChainLog log, Path file, @Nullable Observer observer) {
        List<byte[]> envelopes = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        Map<String, Recorder> recorders = new HashMap<>();
        int number = 0;
        for (byte[] line : lines(file)) {
            number++;
            if (isBlank(line)) {
                continue;
            }
            numbers.add(number);
            try {
                envelopes.add(envelope(line, log, observer, recorders));
            } catch (MalformedEventException | IllegalArgumentException e) {
                throw new EventLineException(file, number, String.valueOf(e.getMessage()), e);
            }
        }
        if (envelopes.isEmpty()) {
            throw new EventLineException(file, 1, "The file holds no event; one a line is expected.", null);
        }
        try {
            return log.appendAll(envelopes);
        } catch (AppendRefusedException e) {
            throw new EventLineException(file, numbers.get(e.position()), String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] envelope(
            byte[] line, ChainLog log, @Nullable Observer observer, Map<String, Recorder> recorders) {
        JsonNode json = StrictJson.read(line);
        if (json.has("signatures") && !json.get("signatures").isEmpty()) {
            SignedEvent.parse(line);
            return line;
        }
        if (observer == null) {
            throw new IllegalArgumentException(
                    "The line is not signed. Sign it where it is made, or give the key of whoever saw it and records it in its own name.");
        }
        ObjectNode event = unsigned(json, line);
        JsonNode seenBy = event.remove("observedBy");
        if (seenBy != null && !observer.party().value().equals(seenBy.textValue())) {
            throw new MalformedEventException(
                    "/observedBy",
                    seenBy.asText(),
                    "The line was seen by '%s' and the key is that of '%s'; only the one who saw it can record it."
                            .formatted(seenBy.asText(), observer.party()));
        }
        boolean named = event.has("id");
        Event read = Statements.fromJson(complete(event, observer.chain()));
        EventDraft draft = EventDraft.of(read);
        Recorder recorder = recorders.computeIfAbsent(
                read.chain(), chain -> log.recorder(chain, observer.party(), observer.signer()));
        return recorder.prepare(named ? draft : draft.withoutId()).envelope().toBytes();
    }

    private static ObjectNode unsigned(JsonNode json, byte[] line) {
        JsonNode event = json;
        if (json.has("signatures")) {
            event = StrictJson.read(Envelope.parseLeniently(line).payload().toArray());
        }
        if (event.has("_type")) {
            event = event.path("predicate");
        }
        if (event instanceof ObjectNode object) {
            return object;
        }
        throw new MalformedEventException("", "", "A line is a JSON object: a signed envelope, or an event.");
    }

    private static ObjectNode complete(ObjectNode event, String chain) {
        if (!event.has("at")) {
            throw new MalformedEventException(
                    "/at", "", "The event says no time; add the moment of the act, such as 2026-01-31T08:00:00Z.");
        }
        event.remove("prev");
        event.put("seq", 0);
        setIfMissing(event, "id", JSON.textNode(NO_ID));
        setIfMissing(event, "version", JSON.numberNode(EventTypes.VERSION));
        setIfMissing(event, "chain", JSON.textNode(chain));
        setIfMissing(event, "body", JSON.objectNode());
        for (String list : List.of("uses", "generates", "refs")) {
            setIfMissing(event, list, JSON.arrayNode());
        }
        return event;
    }

    private static void setIfMissing(ObjectNode event, String key, JsonNode value) {
        if (!event.has(key)) {
            event.set(key, value);
        }
    }

    private static List<byte[]> lines(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e), e);
        }
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '\n') {
                int to = i > from && bytes[i - 1] == '\r' ? i - 1 : i;
                lines.add(Arrays.copyOfRange(bytes, from, to));
                from = i + 1;
            }
        }
        return lines;
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
