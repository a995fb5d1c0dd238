package io.kdchain.rules.derive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Evidence as text that depends on what was recorded, not on how: types, actors, times, edges and bodies, sorted.
 * References to events are written as what those events say. Ids, keys, signatures and positions are left out.
 */
final class CanonicalEvidence {
    /** Fields of bodies that hold keys. */
    private static final Set<String> KEYS = Set.of("key", "newKey");
    /** A verdict is not evidence of what it judges. */
    private static final Set<String> VERDICTS = Set.of("AttributionIssued", "IncidentClosed");

    private final Map<String, Entry> byId = new HashMap<>();
    private final Map<Entry, String> contents = new HashMap<>();

    CanonicalEvidence(List<Entry> all) {
        all.forEach(e -> byId.putIfAbsent(e.id(), e));
    }

    /** What the event says, without when it was recorded. */
    String contentOf(Entry entry) {
        return contentOf(entry, new HashSet<>());
    }

    private String contentOf(Entry entry, Set<String> open) {
        String known = contents.get(entry);
        if (known != null) {
            return known;
        }
        open.add(entry.id());
        Map<String, Object> content = new TreeMap<>();
        content.put("type", entry.type());
        content.put("actor", entry.actor());
        content.put("at", entry.at().toString());
        content.put("uses", List.copyOf(new TreeSet<>(entry.uses())));
        content.put("generates", List.copyOf(new TreeSet<>(entry.generates())));
        content.put(
                "refs",
                entry.refs().stream()
                        .map(ref -> refText(ref, open))
                        .sorted()
                        .distinct()
                        .toList());
        content.put("body", withoutKeys(entry.body().tree()));
        if (entry.observedBy() != null) {
            content.put("observedBy", entry.observedBy());
        }
        open.remove(entry.id());
        String text = JsonText.of(content);
        contents.put(entry, text);
        return text;
    }

    private String refText(String ref, Set<String> open) {
        Entry target = byId.get(ref);
        // a ref into the future could close a circle
        return target == null || open.contains(ref) ? "" : Sha256.hex(contentOf(target, open));
    }

    /** The evidence that proves something, one line each, sorted, without duplicates. */
    String text(List<Entry> entries) {
        return entries.stream()
                .filter(e -> !e.isRejected() && !e.isOneOf(VERDICTS))
                .map(e -> e.standing() + " " + e.recordedAt() + " " + contentOf(e))
                .sorted()
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, Object> withoutKeys(Map<String, Object> tree) {
        Map<String, Object> rest = new TreeMap<>(tree);
        rest.keySet().removeAll(KEYS);
        return rest;
    }
}
