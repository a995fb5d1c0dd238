package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectedEntry;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An entry and what it proves, as tables and JSON show it.
 *
 * @param index place in the log
 * @param event what it says; null where it cannot be read
 * @param verdict admitted, not understood, or rejected with the reason
 */
record EvidenceLine(long index, @Nullable Event event, String verdict) {

    /** The entries of a slice, by index. */
    static SortedMap<Long, EvidenceLine> byIndex(Evidence evidence) {
        SortedMap<Long, EvidenceLine> lines = new TreeMap<>();
        for (LogEntry entry : evidence.admitted()) {
            lines.put(entry.index(), new EvidenceLine(entry.index(), entry.event(), "admitted"));
        }
        for (LogEntry entry : evidence.notUnderstood()) {
            lines.put(entry.index(), new EvidenceLine(entry.index(), entry.event(), "not understood"));
        }
        for (RejectedEntry entry : evidence.rejected()) {
            lines.put(
                    entry.index(),
                    new EvidenceLine(
                            entry.index(),
                            entry.untrusted(),
                            "rejected: " + entry.reason().code()));
        }
        return lines;
    }

    /** States it in a JSON object. */
    void addTo(ObjectNode node) {
        node.put("evidence", verdict);
        Event told = event;
        if (told == null) {
            return;
        }
        node.put("id", told.id().toString())
                .put("type", told.type())
                .put("chain", told.chain())
                .put("actor", told.actor().toString());
        if (told.observedBy() != null) {
            node.put("observedBy", told.observedBy().toString());
        }
        node.put("seq", told.seq()).put("at", told.at().toString());
        addAll(node.putArray("uses"), told.uses());
        addAll(node.putArray("generates"), told.generates());
    }

    private static void addAll(ArrayNode array, List<EntityId> entities) {
        entities.forEach(entity -> array.add(entity.toString()));
    }

    /** What an event makes of what, for people. */
    static String what(Event event) {
        return keys(event.uses()) + (event.generates().isEmpty() ? "" : " -> " + keys(event.generates()));
    }

    /** Names of entities, for people. */
    static String keys(List<EntityId> entities) {
        return entities.stream().map(EntityId::key).collect(Collectors.joining(", "));
    }
}
