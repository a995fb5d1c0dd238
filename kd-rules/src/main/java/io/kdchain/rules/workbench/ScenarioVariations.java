package io.kdchain.rules.workbench;

import io.kdchain.rules.fact.CodeLists;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes scenarios by what others hold: an event is left out, or taken over from another with its actor; a field gets
 * a value that another has there, a code another of its list; a field is added that others have. It knows no event and
 * no code of its own, so that it reaches whatever scenarios can say.
 */
final class ScenarioVariations {
    /** What else an event may have that ties it to others, so that it cannot be taken over. */
    private static final Set<String> ALONE = Set.of("at", "actor", "type", "body", "recordedAt");

    private static final Set<String> OF_AN_EVENT = Set.of("at", "recordedAt", "body");

    private final List<ScenarioTree> seeds;
    private final Map<String, List<Object>> wanted = new TreeMap<>();
    private final Map<String, Set<Object>> values = new TreeMap<>();
    /** By type of an event, and by "item": what its fields can be. */
    private final Map<String, Map<String, Set<Object>>> fields = new TreeMap<>();

    /**
     * From scenarios.
     *
     * @param seeds at least one
     * @param more further values by the name of the field; events that are taken over have them as often as their own
     */
    ScenarioVariations(List<ScenarioTree> seeds, Map<String, ? extends Collection<?>> more) {
        this.seeds = List.copyOf(seeds);
        for (ScenarioTree seed : seeds) {
            for (Object event : seed.list("chain")) {
                Map<String, Object> one = ScenarioTree.map(event);
                fields(String.valueOf(one.get("type")), ScenarioTree.map(one.get("body")));
                collect("event", one);
            }
            for (List<Object> path : seed.items()) {
                fields("item", ScenarioTree.map(seed.at(path)));
                collect("item", seed.at(path));
            }
        }
        more.forEach((key, codes) -> {
            values.computeIfAbsent(key, k -> new LinkedHashSet<>()).addAll(codes);
            wanted.put(key, List.copyOf(codes));
        });
    }

    private void fields(String kind, Map<String, Object> body) {
        body.forEach((key, value) -> fields.computeIfAbsent(kind, k -> new TreeMap<>())
                .computeIfAbsent(key, k -> new LinkedHashSet<>())
                .add(value));
    }

    private void collect(String key, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> collect(String.valueOf(k), v));
        } else if (value instanceof List<?> list) {
            list.forEach(v -> collect(key, v));
        } else if (value != null) {
            values.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(value);
        }
    }

    /** The scenario changed in one place; the same if chance picked a change that it does not allow. */
    ScenarioTree of(ScenarioTree tree, SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> {
                ScenarioTree smaller = tree.list("chain").isEmpty()
                        ? null
                        : tree.withoutEvent(random.nextInt(tree.list("chain").size()));
                yield smaller == null ? tree : smaller;
            }
            case 1, 4, 5 -> withEvent(tree, random);
            case 2 -> withField(tree, random);
            case 3 -> withItem(tree, random);
            default -> withValue(tree, random);
        };
    }

    /** An event of another scenario, by its actor or by one of this scenario. */
    private ScenarioTree withEvent(ScenarioTree tree, SplittableRandom random) {
        ScenarioTree other = seeds.get(random.nextInt(seeds.size()));
        List<Map<String, Object>> alone = other.list("chain").stream()
                .map(ScenarioTree::map)
                .filter(e -> ALONE.containsAll(e.keySet()))
                .toList();
        List<Object> own = tree.list("chain").stream()
                .map(e -> ScenarioTree.map(e).get("actor"))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        List<Object> known = ids(tree);
        if (alone.isEmpty() || own.isEmpty()) {
            return tree;
        }
        int most = alone.stream().mapToInt(this::wanted).max().orElse(0);
        List<Map<String, Object>> some = random.nextBoolean()
                ? alone
                : alone.stream().filter(e -> wanted(e) == most).toList();
        Map<String, Object> event = some.get(random.nextInt(some.size()));
        List<Object> parties = tree.list("parties");
        Map<Object, Object> renamed = new LinkedHashMap<>();
        for (Object party : other.list("parties")) {
            Object id = ScenarioTree.map(party).get("id");
            if (id != null && !id.equals(event.get("actor"))) {
                renamed.put(id, own.get(random.nextInt(own.size())));
            } else if (id != null && !known.contains(id)) {
                parties.add(party);
            }
        }
        Object incident = tree.map("incident").get("id");
        for (Object id : incidents(other)) {
            renamed.put(id, Objects.requireNonNullElse(incident, id));
        }
        List<Object> chain = tree.list("chain");
        Map<String, Object> taken = ScenarioTree.map(renamed(event, renamed));
        Map<String, Object> body = ScenarioTree.map(taken.get("body"));
        body.replaceAll((key, value) -> {
            List<Object> said = wanted.getOrDefault(key, List.of());
            return !said.isEmpty() && random.nextInt(4) > 0 ? said.get(random.nextInt(said.size())) : value;
        });
        taken.put("body", body);
        chain.add(taken);
        return tree.with("parties", parties).with("chain", chain);
    }

    /** How many fields of an event are among those that matter. */
    private int wanted(Map<String, Object> event) {
        Set<String> keys =
                new LinkedHashSet<>(ScenarioTree.map(event.get("body")).keySet());
        keys.retainAll(wanted.keySet());
        return keys.size();
    }

    private static Object renamed(Object value, Map<Object, Object> names) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> other = new LinkedHashMap<>();
            map.forEach((k, v) -> other.put(String.valueOf(k), renamed(v, names)));
            return other;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(v -> renamed(v, names)).toList();
        }
        return names.getOrDefault(value, value);
    }

    /** A field that events of this type have elsewhere. */
    private ScenarioTree withField(ScenarioTree tree, SplittableRandom random) {
        List<Object> chain = tree.list("chain");
        if (chain.isEmpty()) {
            return tree;
        }
        int at = random.nextInt(chain.size());
        Map<String, Object> event = ScenarioTree.map(chain.get(at));
        Map<String, Object> body = ScenarioTree.map(event.get("body"));
        if (!add(String.valueOf(event.get("type")), body, random)) {
            return tree;
        }
        event.put("body", body);
        chain.set(at, event);
        return tree.with("chain", chain);
    }

    private ScenarioTree withItem(ScenarioTree tree, SplittableRandom random) {
        List<List<Object>> items = tree.items();
        if (items.isEmpty()) {
            return tree;
        }
        List<Object> path = items.get(random.nextInt(items.size()));
        Map<String, Object> item = ScenarioTree.map(tree.at(path));
        return add("item", item, random) ? tree.with(path, item) : tree;
    }

    private boolean add(String kind, Map<String, Object> body, SplittableRandom random) {
        Map<String, Set<Object>> known = fields.getOrDefault(kind, Map.of());
        List<String> keys = known.keySet().stream().filter(k -> !k.equals("id")).toList();
        if (keys.isEmpty()) {
            return false;
        }
        String key = keys.get(random.nextInt(keys.size()));
        List<Object> some = List.copyOf(known.getOrDefault(key, Set.of()));
        body.put(key, some.get(random.nextInt(some.size())));
        return true;
    }

    // ---- values

    private record Leaf(List<Object> path, String key, Object value) {}

    private ScenarioTree withValue(ScenarioTree tree, SplittableRandom random) {
        List<Leaf> leaves = new ArrayList<>();
        List<Object> chain = tree.list("chain");
        for (int i = 0; i < chain.size(); i++) {
            for (Map.Entry<String, Object> part : ScenarioTree.map(chain.get(i)).entrySet()) {
                if (OF_AN_EVENT.contains(part.getKey())) {
                    leaves(List.of("chain", i, part.getKey()), part.getKey(), part.getValue(), leaves);
                }
            }
        }
        for (List<Object> path : tree.items()) {
            leaves(path, "item", tree.at(path), leaves);
        }
        if (leaves.isEmpty()) {
            return tree;
        }
        List<Leaf> spoken =
                leaves.stream().filter(l -> wanted.containsKey(l.key())).toList();
        boolean aimed = !spoken.isEmpty() && random.nextBoolean();
        Leaf leaf = aimed ? spoken.get(random.nextInt(spoken.size())) : leaves.get(random.nextInt(leaves.size()));
        List<Object> others = new ArrayList<>(aimed ? wanted.getOrDefault(leaf.key(), List.of()) : others(leaf, tree));
        others.remove(leaf.value());
        if (others.isEmpty()) {
            return tree;
        }
        return tree.with(leaf.path(), others.get(random.nextInt(others.size())));
    }

    private static void leaves(List<Object> path, String key, @Nullable Object value, List<Leaf> leaves) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> leaves(longer(path, k), String.valueOf(k), v, leaves));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                leaves(longer(path, i), key, list.get(i), leaves);
            }
        } else if (value != null && !key.equals("id")) {
            leaves.add(new Leaf(path, key, value));
        }
    }

    private static List<Object> longer(List<Object> path, Object last) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(last);
        return longer;
    }

    /** What could stand there instead. */
    private Collection<Object> others(Leaf leaf, ScenarioTree tree) {
        if (leaf.value() instanceof Boolean truth) {
            return List.of(!truth);
        }
        List<Object> parties = ids(tree);
        if (parties.contains(leaf.value())) {
            return parties;
        }
        Set<Object> others = new LinkedHashSet<>(values.getOrDefault(leaf.key(), Set.of()));
        CodeLists.all().values().stream()
                .filter(codes -> codes.contains(String.valueOf(leaf.value())))
                .forEach(others::addAll);
        others.removeIf(o -> !o.getClass().equals(leaf.value().getClass()));
        return others;
    }

    /** Ids of the incident and the other claims. */
    private static List<Object> incidents(ScenarioTree tree) {
        return Stream.concat(Stream.of(tree.map("incident")), tree.list("claims").stream())
                .map(c -> ScenarioTree.map(c).get("id"))
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<Object> ids(ScenarioTree tree) {
        return tree.list("parties").stream()
                .map(p -> ScenarioTree.map(p).get("id"))
                .filter(Objects::nonNull)
                .toList();
    }
}
