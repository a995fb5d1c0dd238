package io.kdchain.rules.workbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A scenario file as a tree, without what it expects: to be made smaller, or otherwise. (Zeller, Hildebrandt 2002:
 * "Simplifying and isolating failure-inducing input".) Immutable as long as its maps and lists are left alone.
 *
 * @param entries by key
 */
record ScenarioTree(Map<String, Object> entries) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ORDER =
            List.of("scenario", "title", "packs", "regime", "parties", "chain", "incident", "answers");

    /** Of a file. */
    static ScenarioTree of(Path file) {
        try {
            Map<String, Object> entries = map(new Load(LoadSettings.builder().build())
                    .loadFromString(Files.readString(file, StandardCharsets.UTF_8)));
            entries.keySet().retainAll(ORDER);
            return new ScenarioTree(entries);
        } catch (IOException e) {
            throw new UncheckedIOException("reading scenario " + file, e);
        }
    }

    /** With an entry in the place of another. */
    ScenarioTree with(String key, Object value) {
        Map<String, Object> other = new LinkedHashMap<>(entries);
        other.put(key, value);
        return new ScenarioTree(other);
    }

    private ScenarioTree without(String key) {
        Map<String, Object> other = new LinkedHashMap<>(entries);
        other.remove(key);
        return new ScenarioTree(other);
    }

    List<Object> list(String key) {
        return list(entries, key);
    }

    Map<String, Object> map(String key) {
        return map(entries.get(key));
    }

    /**
     * Made smaller until no event, party, damage item or answer can be left out alone.
     *
     * @param shows whether what matters is still there
     */
    ScenarioTree shrunk(Predicate<ScenarioTree> shows) {
        ScenarioTree now = this;
        boolean smaller = true;
        while (smaller) {
            ScenarioTree before = now;
            for (int i = now.list("chain").size() - 1; i >= 0; i--) {
                now = smaller(now, now.withoutEvent(i), shows);
            }
            for (int i = now.list("parties").size() - 1; i >= 0; i--) {
                int at = i;
                now = smaller(now, now.changing("parties", l -> without(l, at)), shows);
            }
            for (int i = list(now.map("incident"), "items").size() - 1; i >= 0; i--) {
                Map<String, Object> incident = now.map("incident");
                incident.put("items", without(list(incident, "items"), i));
                now = smaller(now, now.with("incident", incident), shows);
            }
            if (now.entries.containsKey("answers")) {
                now = smaller(now, now.without("answers"), shows);
            }
            smaller = !now.equals(before);
        }
        return now;
    }

    private static ScenarioTree smaller(ScenarioTree now, @Nullable ScenarioTree other, Predicate<ScenarioTree> shows) {
        return other != null && shows.test(other) ? other : now;
    }

    /** Without an event; positions to which later ones refer move up. Null if another event refers to it. */
    @Nullable
    ScenarioTree withoutEvent(int index) {
        List<Object> chain = new ArrayList<>();
        List<Object> before = list("chain");
        for (int i = 0; i < before.size(); i++) {
            if (i == index) {
                continue;
            }
            Map<String, Object> event = map(before.get(i));
            List<Object> refs = new ArrayList<>();
            for (Object ref : list(event, "refs")) {
                int at = Integer.parseInt(String.valueOf(ref));
                if (at == index) {
                    return null;
                }
                refs.add(at > index ? at - 1 : at);
            }
            if (!refs.isEmpty()) {
                event.put("refs", refs);
            }
            chain.add(event);
        }
        return with("chain", chain);
    }

    private ScenarioTree changing(String key, UnaryOperator<List<Object>> change) {
        return with(key, change.apply(list(key)));
    }

    private static List<Object> without(List<Object> list, int index) {
        List<Object> other = new ArrayList<>(list);
        other.remove(index);
        return other;
    }

    /** A copy of a map whose keys are texts; empty if it is none. */
    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, one) -> map.put(String.valueOf(key), one));
        }
        return map;
    }

    /** A copy of a list in a map; empty if there is none. */
    static List<Object> list(Map<String, Object> map, String key) {
        return map.get(key) instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
    }

    /** As a scenario file: YAML, each event and party on a line. */
    String text() {
        StringBuilder out = new StringBuilder();
        for (String key : ORDER) {
            Object value = entries.get(key);
            if (value instanceof List<?> parts && parts.stream().allMatch(Map.class::isInstance)) {
                out.append(key).append(":\n");
                parts.forEach(e -> out.append("  - ").append(json(e)).append('\n'));
            } else if (value != null) {
                out.append(key).append(": ").append(json(value)).append('\n');
            }
        }
        return out.toString();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A scenario that was read cannot be written: " + value, e);
        }
    }
}
