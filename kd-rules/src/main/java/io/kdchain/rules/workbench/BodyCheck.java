package io.kdchain.rules.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.event.EventBodies;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a body against its type and the parties of the scenario, and says where in the file it fails. */
final class BodyCheck {
    /**
     * Keys that name where a statement comes from or where data went: that may be somebody outside the scenario, such
     * as a ministry. All other parties must be listed.
     */
    private static final Set<String> SOURCES = Set.of("by", "from", "requestedBy", "auditor", "appointedBy");

    private final Problems problems;
    private final Set<String> parties;
    private final Mark eventAt;

    BodyCheck(Problems problems, Set<String> parties, Mark eventAt) {
        this.problems = problems;
        this.parties = parties;
        this.eventAt = eventAt;
    }

    /** Whether the body holds; if not, the first thing wrong is noted. */
    boolean check(String type, Marked.Mapping body, ObjectNode json) {
        try {
            EventBody read = EventBodies.read(type, json);
            parties(read, "/body", "", type, body);
            return true;
        } catch (MalformedEventException e) {
            problems.add(place(e, body), withoutPointer(e));
            return false;
        }
    }

    /** Whether the body still holds after it was tampered with; if not, what is wrong is noted at {@code at}. */
    boolean checkTampered(String type, JsonNode body, Mark at) {
        try {
            EventBodies.read(type, body);
            return true;
        } catch (MalformedEventException e) {
            problems.add(at, "tamper leaves no readable %s: %s".formatted(type, e.getMessage()));
            return false;
        }
    }

    private static String withoutPointer(MalformedEventException e) {
        String message = String.valueOf(e.getMessage());
        String prefix = e.pointer() + ": ";
        return message.startsWith(prefix)
                ? e.pointer().substring(1).replace('/', '.') + ": " + message.substring(prefix.length())
                : message;
    }

    private Mark place(MalformedEventException e, Marked.Mapping body) {
        boolean unknownKey = !e.allowed().isEmpty() && e.pointer().endsWith("/" + escape(e.value()));
        return place(e.pointer(), body, unknownKey);
    }

    private Mark place(String pointer, Marked.Mapping body, boolean ofKey) {
        Marked at = body;
        Mark key = body.at();
        String[] segments = pointer.split("/", -1);
        for (int i = 2; i < segments.length; i++) {
            String segment = segments[i].replace("~1", "/").replace("~0", "~");
            if (at instanceof Marked.Mapping map && map.entry(segment).isPresent()) {
                Marked.Entry entry = map.entry(segment).get();
                key = entry.keyAt();
                at = entry.value();
            } else if (at instanceof Marked.Sequence list
                    && segment.matches("[0-9]{1,6}")
                    && Integer.parseInt(segment) < list.items().size()) {
                at = list.items().get(Integer.parseInt(segment));
                key = at.at();
            } else {
                break;
            }
        }
        Mark found = ofKey ? key : at.at();
        return pointer.startsWith("/body") ? found : eventAt;
    }

    private void parties(@Nullable Object value, String pointer, String key, String type, Marked.Mapping body) {
        if (value instanceof PartyId party) {
            party(party.value(), pointer, key, type, body);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                parties(list.get(i), pointer + "/" + i, key, type, body);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> parties(v, pointer + "/" + escape(String.valueOf(k)), key, type, body));
        } else if (value instanceof Record record && record.getClass().getPackage() == EventBody.class.getPackage()) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                parties(
                        component(record, component),
                        pointer + "/" + component.getName(),
                        component.getName(),
                        type,
                        body);
            }
        }
    }

    private void party(String id, String pointer, String key, String type, Marked.Mapping body) {
        boolean maybeOutside = SOURCES.contains(key) || (key.equals("to") && type.equals("ArtefactLeaked"));
        if (parties.contains(id) || (maybeOutside && Nearest.close(id, parties).isEmpty())) {
            return;
        }
        problems.add(place(pointer, body, false), Section.notAllowed("party", id, parties));
    }

    private static @Nullable Object component(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Could not read %s of %s.".formatted(component, record), e);
        }
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
