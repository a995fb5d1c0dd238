package io.kdchain.rules.workbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.event.KdException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A small incident in which a rule is a reason of the verdict, made of a scenario by leaving out what it does not need:
 * no event, party, damage item or answer of it can be left out alone. (Zeller, Hildebrandt 2002: "Simplifying and
 * isolating failure-inducing input".) The same scenarios give the same one.
 */
public final class Witness {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ORDER =
            List.of("scenario", "title", "packs", "regime", "parties", "chain", "incident", "answers");

    private final ScenarioReader reader;
    private final ScenarioRunner runner;
    private final String rule;

    private Witness(ScenarioReader reader, ScenarioRunner runner, String rule) {
        this.reader = reader;
        this.runner = runner;
        this.rule = rule;
    }

    /**
     * Looks for one.
     *
     * @param reader reads scenarios
     * @param runner judges them
     * @param rule name of the rule
     * @param files scenarios to begin with
     * @return the text of a scenario file without expectations; empty if no verdict on these rests on the rule
     * @throws ScenarioException if a file is no scenario
     */
    public static Optional<String> of(
            ScenarioReader reader, ScenarioRunner runner, String rule, Collection<Path> files) {
        Witness witness = new Witness(reader, runner, rule);
        Map<String, Object> shortest = null;
        for (Path file : files) {
            Scenario scenario = reader.read(file);
            boolean shorter = shortest == null
                    || scenario.chainSize() < list(shortest, "chain").size();
            if (shorter && witness.shows(scenario)) {
                shortest = tree(file);
            }
        }
        return Optional.ofNullable(shortest).map(witness::shrunk).map(Witness::text);
    }

    private boolean shows(Scenario scenario) {
        return new Citations(runner.run(scenario).verdict()).rules().contains(rule);
    }

    private boolean shows(Map<String, Object> tree) {
        try {
            return shows(reader.read("witness.yaml", text(tree)));
        } catch (KdException | IllegalArgumentException e) {
            return false; // what was left out is needed to make it a scenario at all
        }
    }

    // ---- leaving out

    private Map<String, Object> shrunk(Map<String, Object> tree) {
        Map<String, Object> now = new LinkedHashMap<>(tree);
        now.keySet().retainAll(ORDER);
        boolean smaller = true;
        while (smaller) {
            Map<String, Object> before = now;
            for (int i = list(now, "chain").size() - 1; i >= 0; i--) {
                now = smaller(now, withoutEvent(now, i));
            }
            for (int i = list(now, "parties").size() - 1; i >= 0; i--) {
                int at = i;
                now = smaller(now, with(now, "parties", l -> without(l, at)));
            }
            Map<String, Object> incident = map(now.get("incident"));
            for (int i = list(incident, "items").size() - 1; i >= 0; i--) {
                int at = i;
                Map<String, Object> other = new LinkedHashMap<>(now);
                other.put("incident", with(map(now.get("incident")), "items", l -> without(l, at)));
                now = smaller(now, other);
            }
            Map<String, Object> unanswered = new LinkedHashMap<>(now);
            if (unanswered.remove("answers") != null) {
                now = smaller(now, unanswered);
            }
            smaller = !now.equals(before);
        }
        return now;
    }

    private Map<String, Object> smaller(Map<String, Object> now, @Nullable Map<String, Object> other) {
        return other != null && shows(other) ? other : now;
    }

    /** Without an event; positions to which later ones refer move up. Null if another event refers to it. */
    private static @Nullable Map<String, Object> withoutEvent(Map<String, Object> tree, int index) {
        List<Object> chain = new ArrayList<>();
        List<Object> before = list(tree, "chain");
        for (int i = 0; i < before.size(); i++) {
            if (i == index) {
                continue;
            }
            Map<String, Object> event = new LinkedHashMap<>(map(before.get(i)));
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
        Map<String, Object> other = new LinkedHashMap<>(tree);
        other.put("chain", chain);
        return other;
    }

    private static Map<String, Object> with(Map<String, Object> tree, String key, UnaryOperator<List<Object>> change) {
        Map<String, Object> other = new LinkedHashMap<>(tree);
        other.put(key, change.apply(list(tree, key)));
        return other;
    }

    private static List<Object> without(List<Object> list, int index) {
        List<Object> other = new ArrayList<>(list);
        other.remove(index);
        return other;
    }

    // ---- the file as a tree

    private static Map<String, Object> tree(Path file) {
        try {
            return map(new Load(LoadSettings.builder().build())
                    .loadFromString(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading scenario " + file, e);
        }
    }

    private static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, one) -> map.put(String.valueOf(key), one));
        }
        return map;
    }

    private static List<Object> list(Map<String, Object> map, String key) {
        return map.get(key) instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
    }

    /** YAML, each event and party on a line. */
    private static String text(Map<String, Object> tree) {
        StringBuilder out = new StringBuilder();
        for (String key : ORDER) {
            Object value = tree.get(key);
            if (value instanceof List<?> entries && entries.stream().allMatch(Map.class::isInstance)) {
                out.append(key).append(":\n");
                entries.forEach(e -> out.append("  - ").append(json(e)).append('\n'));
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
