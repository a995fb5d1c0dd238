package io.kdchain.rules.workbench;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A scenario file as a tree, without {@linkplain ScenarioReader#OF_THE_VERDICT what it says of its verdict}: to be made
 * smaller, or otherwise. (Zeller, Hildebrandt 2002: "Simplifying and isolating failure-inducing input".) It knows only
 * the keys that it shortens and carries every other one as it is, so that nothing the format gets is lost on the way.
 * Immutable as long as its maps and lists are left alone.
 *
 * @param entries by key, in the order of the file
 */
record ScenarioTree(Map<String, Object> entries) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What may stand in JSON and not in YAML (YAML 1.2.2, section 5.1). */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\x7f-\\x84\\x86-\\x9f\\ufffe\\uffff]");

    /** A number as it is written: 1.10 may be a version, and 007 a name. */
    private record Written(@JsonValue @JsonRawValue String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Of a file.
     *
     * @throws ScenarioException if it is not even YAML, or JSON, as scenarios are written
     */
    static ScenarioTree of(Path file) {
        try {
            return of(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("reading scenario " + file, e);
        }
    }

    /** Of the bytes of a file of this name. */
    static ScenarioTree of(String name, byte[] bytes) {
        Map<String, Object> entries = beforeItsVerdict(value(MarkedText.read(bytes, new Problems(name))));
        entries.computeIfPresent(
                "claims",
                (key, claims) -> list(entries, key).stream()
                        .map(ScenarioTree::beforeItsVerdict)
                        .toList());
        return new ScenarioTree(entries);
    }

    private static Map<String, Object> beforeItsVerdict(@Nullable Object scenarioOrClaim) {
        Map<String, Object> entries = map(scenarioOrClaim);
        entries.keySet().removeAll(ScenarioReader.OF_THE_VERDICT);
        return entries;
    }

    private static @Nullable Object value(Marked marked) {
        if (marked instanceof Marked.Mapping mapping) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            mapping.entries().forEach(e -> map.put(e.key(), value(e.value())));
            return map;
        }
        if (marked instanceof Marked.Sequence sequence) {
            List<@Nullable Object> list = new ArrayList<>();
            sequence.items().forEach(i -> list.add(value(i)));
            return list;
        }
        Marked.Scalar scalar = (Marked.Scalar) marked;
        if (scalar.isNothing()) {
            return null;
        }
        if (scalar.isTrue() || scalar.isFalse()) {
            return scalar.isTrue();
        }
        return scalar.isNumber() ? new Written(scalar.text()) : scalar.text();
    }

    /** With an entry in the place of another. */
    ScenarioTree with(String key, Object value) {
        Map<String, Object> other = new LinkedHashMap<>(entries);
        other.put(key, value);
        return new ScenarioTree(other);
    }

    List<Object> list(String key) {
        return list(entries, key);
    }

    Map<String, Object> map(String key) {
        return map(entries.get(key));
    }

    /** Where the damage items stand, those of the incident and of the other claims: steps from the top. */
    List<List<Object>> items() {
        List<List<Object>> paths = new ArrayList<>();
        for (int i = 0; i < list(map("incident"), "items").size(); i++) {
            paths.add(List.of("incident", "items", i));
        }
        List<Object> claims = list("claims");
        for (int c = 0; c < claims.size(); c++) {
            for (int i = 0; i < list(map(claims.get(c)), "items").size(); i++) {
                paths.add(List.of("claims", c, "items", i));
            }
        }
        return paths;
    }

    /** What stands at the end of these steps; null if nothing does. */
    @Nullable
    Object at(List<Object> path) {
        Object node = entries;
        for (Object step : path) {
            node = node instanceof List<?> list
                    ? list.get((Integer) step)
                    : map(node).get(String.valueOf(step));
        }
        return node;
    }

    /** With another value at the end of these steps, or with none; what is left empty by that goes as well. */
    ScenarioTree with(List<Object> path, @Nullable Object value) {
        return new ScenarioTree(map(replaced(entries, path, 0, value)));
    }

    private static @Nullable Object replaced(
            @Nullable Object node, List<Object> path, int depth, @Nullable Object value) {
        if (depth == path.size()) {
            return value;
        }
        Object step = path.get(depth);
        if (node instanceof List<?> list) {
            List<@Nullable Object> other = new ArrayList<>(list);
            int at = (Integer) step;
            Object now = replaced(other.get(at), path, depth + 1, value);
            if (now == null) {
                other.remove(at);
            } else {
                other.set(at, now);
            }
            return other.isEmpty() ? null : other;
        }
        Map<String, Object> other = map(node);
        String key = String.valueOf(step);
        Object now = replaced(other.get(key), path, depth + 1, value);
        if (now == null) {
            other.remove(key);
        } else {
            other.put(key, now);
        }
        return other.isEmpty() ? null : other;
    }

    /**
     * Made smaller until no event, party, claim, damage item or answer can be left out alone.
     *
     * @param shows whether what matters is still there
     */
    ScenarioTree shrunk(Predicate<ScenarioTree> shows) {
        ScenarioTree now = this;
        boolean smaller = true;
        while (smaller) {
            ScenarioTree before = now;
            for (int i = now.list("claims").size() - 1; i >= 0; i--) {
                now = smaller(now, now.with(List.of("claims", i), null), shows);
            }
            if (now.list("claims").size() == 1) {
                now = smaller(now, now.ofItsClaim(), shows);
            }
            for (int i = now.list("chain").size() - 1; i >= 0; i--) {
                now = smaller(now, now.withoutEvent(i), shows);
            }
            for (List<Object> part : now.parts()) {
                now = smaller(now, now.with(part, null), shows);
            }
            smaller = !now.equals(before);
        }
        return now;
    }

    private static ScenarioTree smaller(ScenarioTree now, @Nullable ScenarioTree other, Predicate<ScenarioTree> shows) {
        return other != null && shows.test(other) ? other : now;
    }

    /** Parties, items and answers, the last first, so that to leave out one moves none of those that follow. */
    private List<List<Object>> parts() {
        List<List<Object>> parts = new ArrayList<>();
        for (int i = 0; i < list("parties").size(); i++) {
            parts.add(List.of("parties", i));
        }
        parts.addAll(items());
        map("answers").keySet().forEach(q -> parts.add(List.of("answers", q)));
        List<Object> claims = list("claims");
        for (int c = 0; c < claims.size(); c++) {
            int at = c;
            map(map(claims.get(c)).get("answers"))
                    .keySet()
                    .forEach(q -> parts.add(List.of("claims", at, "answers", q)));
        }
        Collections.reverse(parts);
        return parts;
    }

    /** The one other claim in the place of the incident, with what it takes from that. */
    private ScenarioTree ofItsClaim() {
        Map<String, Object> claim = map(list("claims").get(0));
        Map<String, Object> incident = map("incident");
        incident.remove("id");
        if (claim.containsKey("at")) {
            incident.remove("reportedAt");
        }
        if (claim.containsKey("about") || claim.containsKey("outputs")) {
            incident.keySet().removeAll(List.of("about", "outputs"));
        }
        Object answers = claim.remove("answers");
        incident.putAll(claim);
        return with("incident", incident).with(List.of("claims"), null).with(List.of("answers"), answers);
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

    /** As a scenario file: YAML, each event, party and claim on a line. */
    String text() {
        StringBuilder out = new StringBuilder();
        entries.forEach((key, value) -> {
            if (value instanceof List<?> parts
                    && !parts.isEmpty()
                    && parts.stream().allMatch(Map.class::isInstance)) {
                out.append(key).append(":\n");
                parts.forEach(e -> out.append("  - ").append(json(e)).append('\n'));
            } else {
                out.append(key).append(": ").append(json(value)).append('\n');
            }
        });
        return out.toString();
    }

    private static String json(@Nullable Object value) {
        try {
            return UNPRINTABLE
                    .matcher(JSON.writeValueAsString(value))
                    .replaceAll(m -> "\\\\u%04x".formatted((int) m.group().charAt(0)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A scenario that was read cannot be written: " + value, e);
        }
    }
}
