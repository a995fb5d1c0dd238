package io.kdchain.rules.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The scenarios of a pack, changed at random: a record is left out or comes twice, a court finds on a duty, amounts,
 * proof and order are others, a regime is imposed. Reaches rules for which a random chain would have to hit upon a rare
 * story.
 */
final class VariedScenarios {
    private static final JsonMapper JSON = new JsonMapper();
    /** Keys of a record with which nothing else was done. */
    private static final Set<String> REPEATABLE = Set.of("at", "actor", "type", "uses", "generates", "body");

    private final ScenarioReader reader;
    private final Map<String, ObjectNode> scenarios = new LinkedHashMap<>();

    /** Those of a folder. */
    VariedScenarios(Path folder, ScenarioReader reader) {
        this.reader = reader;
        LoadSettings settings = LoadSettings.builder().build();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                Object tree = new Load(settings).loadFromString(Files.readString(file));
                ObjectNode scenario = JSON.valueToTree(tree);
                // what is expected, and what was paid, fits the verdict on the file as it stands
                scenario.remove(List.of("expect", "paid", "insolvent"));
                scenarios.put(file.getFileName().toString(), scenario);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Their files. */
    List<String> names() {
        return List.copyOf(scenarios.keySet());
    }

    /** As it is, without what it expects and what was paid. */
    Scenario plain(String name) {
        return read(name, scenario(name));
    }

    /** Changed as chance will have it. */
    Scenario varied(String name, Random random) {
        ObjectNode changed = scenario(name).deepCopy();
        // an answer is given to a question; without the record that raises it there is none
        if (!changed.has("answers")) {
            leaveOut(changed, random);
            find(changed, random);
            if (!changed.has("regime") && random.nextInt(12) == 0) {
                changed.put(
                        "regime", List.of("fault", "presumed-fault", "strict").get(random.nextInt(3)));
            }
        }
        repeat(changed, random);
        for (JsonNode item : changed.get("incident").get("items")) {
            ObjectNode one = (ObjectNode) item;
            if (one.has("amount")) {
                one.put("amount", String.valueOf(1 + random.nextInt(1_000_000)));
            }
        }
        return read(name, changed);
    }

    private ObjectNode scenario(String name) {
        ObjectNode found = scenarios.get(name);
        if (found == null) {
            throw new IllegalArgumentException("There is no scenario " + name);
        }
        return found;
    }

    private Scenario read(String name, ObjectNode scenario) {
        return reader.read(name.replace(".yaml", ".json"), scenario.toString());
    }

    /** A record that makes nothing and that no other refers to. */
    private static void leaveOut(ObjectNode scenario, Random random) {
        ArrayNode chain = (ArrayNode) scenario.get("chain");
        List<Integer> loose = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            JsonNode event = chain.get(i);
            if (!event.has("generates") && !event.has("sameAs") && !isReferredTo(chain, i)) {
                loose.add(i);
            }
        }
        if (loose.isEmpty() || random.nextInt(4) > 0) {
            return;
        }
        int out = loose.get(random.nextInt(loose.size()));
        chain.remove(out);
        for (JsonNode event : chain) {
            if (event.get("refs") instanceof ArrayNode refs) {
                for (int i = 0; i < refs.size(); i++) {
                    if (refs.get(i).asInt() > out) {
                        refs.set(i, JSON.getNodeFactory().numberNode(refs.get(i).asInt() - 1));
                    }
                }
            }
        }
    }

    private static boolean isReferredTo(ArrayNode chain, int index) {
        for (JsonNode event : chain) {
            if (event.get("refs") instanceof ArrayNode refs) {
                for (JsonNode ref : refs) {
                    if (ref.asInt(-1) == index) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** A court's expert finds on a duty of somebody who acted. */
    private static void find(ObjectNode scenario, Random random) {
        if (random.nextInt(4) > 0) {
            return;
        }
        ArrayNode chain = (ArrayNode) scenario.get("chain");
        String party = chain.get(random.nextInt(chain.size())).get("actor").asText();
        List<String> duties = List.of(
                "examine-bias", "measure-fidelity", "verify-equivalence", "warn-of-risk", "vet-upstream", "keep-logs");
        ((ArrayNode) scenario.get("parties"))
                .add(RandomChain.object("{id: 'found-by', roles: ['auditor'], jurisdiction: 'CN'}"));
        chain.add(RandomChain.object(
                "{at: '2026-06-01', actor: 'found-by', type: 'DutyAppraised', body: {party: '%s', duty: '%s', met: %s, by: 'found-by', appointedBy: 'court', note: 'found', fault: '%s'}}"
                        .formatted(
                                party,
                                duties.get(random.nextInt(duties.size())),
                                random.nextInt(4) == 0,
                                RandomChain.FAULTS.get(random.nextInt(RandomChain.FAULTS.size())))));
    }

    /** The last record once more, as an entry of its own. */
    private static void repeat(ObjectNode scenario, Random random) {
        ArrayNode chain = (ArrayNode) scenario.get("chain");
        ObjectNode last = (ObjectNode) chain.get(chain.size() - 1);
        boolean plain = last.properties().stream().allMatch(e -> REPEATABLE.contains(e.getKey()));
        if (plain && random.nextInt(3) == 0) {
            chain.add(last.deepCopy().put("recordedAt", last.get("at").asText()));
        }
    }
}
