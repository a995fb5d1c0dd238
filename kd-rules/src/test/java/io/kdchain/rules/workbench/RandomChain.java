package io.kdchain.rules.workbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A random service chain and what harm came of it, as the scenario file that a person would write: who collected,
 * taught, distilled, adapted, deployed and used, with and without the checks that belong to it, disclosures, notices,
 * audits, leaks, registrations, altered records, appraisals and replays. Its text is a scenario that {@code kd
 * attribute} takes.
 */
final class RandomChain {
    static final List<String> GRADES = List.of("slight", "secondary", "equal", "main", "whole");
    static final List<String> FAULTS = List.of("slight", "ordinary", "gross", "intent");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final ScenarioReader READER = new ScenarioReader();
    private static final List<String> STAGES =
            List.of("data", "teacher", "distillation", "adaptation", "deployment", "use");
    private static final Map<String, String> ROLES = Map.of(
            "data", "data-provider",
            "teacher", "teacher-developer",
            "distillation", "distillation-provider",
            "adaptation", "hardware-adapter",
            "deployment", "deployment-platform",
            "use", "student-user");
    private static final Map<String, String> DUTIES = Map.of(
            "data", "lawful-data-source",
            "teacher", "examine-bias",
            "distillation", "measure-fidelity",
            "adaptation", "verify-equivalence",
            "deployment", "warn-of-risk",
            "use", "professional-review");

    private final ObjectNode root;

    private RandomChain(ObjectNode root) {
        this.root = root;
    }

    /** A chain that follows from the source of randomness alone. */
    static RandomChain of(Random random) {
        return new Making(random).chain();
    }

    /** A changed copy. */
    RandomChain with(Consumer<RandomChain> change) {
        RandomChain copy = new RandomChain(root.deepCopy());
        change.accept(copy);
        return copy;
    }

    Scenario scenario() {
        return READER.read("random.json", root.toString());
    }

    // ---- what it holds

    List<ObjectNode> events() {
        return objects("chain");
    }

    List<ObjectNode> events(String type) {
        return events().stream()
                .filter(e -> e.get("type").asText().equals(type))
                .toList();
    }

    List<ObjectNode> items() {
        return elements((ArrayNode) root.get("incident").get("items")).toList();
    }

    /** The one appraisal of causation, if there is one. */
    Optional<ObjectNode> appraisal() {
        return events("CausationAppraised").stream()
                .map(e -> (ObjectNode) e.get("body"))
                .findFirst();
    }

    /** The parts of the appraisal that name a party. */
    List<ObjectNode> parts() {
        return appraisal().stream()
                .flatMap(a -> elements((ArrayNode) a.get("parts")))
                .filter(p -> p.has("party"))
                .toList();
    }

    String claimant() {
        return root.get("incident").get("claimant").asText();
    }

    String deployer() {
        return events("ModelDeployed").get(0).get("actor").asText();
    }

    // ---- changes, in place

    void shuffle(Random random) {
        List<ObjectNode> order = new ArrayList<>(events());
        Collections.shuffle(order, random);
        chain().removeAll().addAll(order);
        List<ObjectNode> parties = new ArrayList<>(objects("parties"));
        Collections.shuffle(parties, random);
        ((ArrayNode) root.get("parties")).removeAll().addAll(parties);
    }

    /** Repeats some events; the copy names its time of recording, so that it is an entry of its own in the log. */
    void repeat(Random random) {
        for (ObjectNode event : events()) {
            if (!event.has("tamper") && !event.has("recordedAt") && random.nextInt(3) == 0) {
                chain().add(event.deepCopy().put("recordedAt", event.get("at").asText()));
            }
        }
    }

    void add(String json) {
        chain().add(object(json));
    }

    /** Answers an open question with yes. */
    void affirm(String question) {
        root.withObjectProperty("answers").put(question, "yes");
    }

    void addParty(String id, String role) {
        ((ArrayNode) root.get("parties"))
                .add(object("{id: '%s', roles: ['%s'], jurisdiction: 'CN'}".formatted(id, role)));
    }

    /** Two parties that are entered in the register of companies under one number. */
    void makeOne(String party, String other) {
        objects("parties").stream()
                .filter(p -> Set.of(party, other).contains(p.get("id").asText()))
                .forEach(p -> p.put("legalId", "91330100MA27XK5T3A"));
    }

    void addItem(String json) {
        ((ArrayNode) root.get("incident").get("items")).add(object(json));
    }

    void remove(Predicate<ObjectNode> which) {
        List<ObjectNode> kept = events().stream().filter(which.negate()).toList();
        chain().removeAll().addAll(kept);
    }

    /** Puts another model in the place of the one that was deployed. */
    void deploy(String model) {
        events("ModelDeployed").get(0).putArray("uses").add(model);
    }

    /** Gives every party another name, wherever it stands. */
    RandomChain renamed(Map<String, String> names) {
        return new RandomChain((ObjectNode) renamed(root, names));
    }

    /** All of it so many years earlier. */
    RandomChain earlier(int years) {
        return new RandomChain((ObjectNode) earlier(root, years));
    }

    private static JsonNode earlier(JsonNode node, int years) {
        if (node.isTextual() && DAY.matcher(node.asText()).lookingAt()) {
            String text = node.asText();
            return JSON.getNodeFactory().textNode((Integer.parseInt(text.substring(0, 4)) - years) + text.substring(4));
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(e -> copy.add(earlier(e, years)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            object.properties().forEach(e -> copy.set(e.getKey(), earlier(e.getValue(), years)));
            return copy;
        }
        return node;
    }

    Set<String> partyIds() {
        Set<String> ids = new TreeSet<>();
        objects("parties").forEach(p -> ids.add(p.get("id").asText()));
        return ids;
    }

    private static JsonNode renamed(JsonNode node, Map<String, String> names) {
        if (node.isTextual()) {
            return JSON.getNodeFactory().textNode(names.getOrDefault(node.asText(), node.asText()));
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(e -> copy.add(renamed(e, names)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            object.properties().forEach(e -> copy.set(e.getKey(), renamed(e.getValue(), names)));
            return copy;
        }
        return node;
    }

    @Override
    public String toString() {
        return root.toPrettyString();
    }

    private ArrayNode chain() {
        return (ArrayNode) root.get("chain");
    }

    private List<ObjectNode> objects(String key) {
        return elements((ArrayNode) root.get(key)).toList();
    }

    private static Stream<ObjectNode> elements(ArrayNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(ObjectNode.class::cast);
    }

    static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("No JSON: " + json, e);
        }
    }

    /** One chain in the making. */
    private static final class Making {
        private final Random random;
        private final Map<String, String> actors = new HashMap<>();
        private final Map<String, Set<String>> roles = new HashMap<>();
        private final List<ObjectNode> chain = new ArrayList<>();
        private final String scene;
        private final String claimant;
        private String model = "";

        Making(Random random) {
            this.random = random;
            this.scene = pick("general", "general", "news", "credit", "medical", "medical");
            for (String stage : STAGES) {
                actors.put(stage, stage + "-co");
            }
            if (chance(0.12)) {
                actors.put("adaptation", actor("distillation"));
            }
            if (chance(0.08)) {
                actors.put("deployment", actor("teacher"));
            }
            boolean usesItself = chance(0.2);
            this.claimant = "victim";
            if (usesItself) {
                actors.put("use", claimant);
            }
            role(claimant, "claimant");
            if (usesItself) {
                role(claimant, "consumer");
            }
            role("expert", "auditor");
            role("authority", "regulator");
        }

        RandomChain chain() {
            boolean data = chance(0.6);
            if (data) {
                data();
            }
            teacher(data);
            distil(data);
            if (chance(0.5)) {
                adapt();
            }
            boolean device = chance(scene.equals("medical") ? 0.6 : 0.15);
            if (device) {
                register();
            }
            deploy();
            boolean used = chance(0.85);
            use(used);
            boolean noticed = chance(0.3);
            if (noticed) {
                notice();
            }
            if (chance(0.2)) {
                audit();
            }
            if (chance(0.3)) {
                dutyFound(stages(data, used));
            }
            if (device && chance(0.7)) {
                add(
                        "2026-05-30",
                        "expert",
                        "DefectAppraised",
                        List.of(),
                        List.of(),
                        "{subject: '%s', by: 'expert', appointedBy: 'court', defective: true, nature: 'design'}"
                                .formatted(model));
            }
            causation(stages(data, used));
            if (chance(0.15)) {
                tamper();
            }
            return new RandomChain(scenario(data, noticed));
        }

        private List<String> stages(boolean data, boolean used) {
            List<String> stages = new ArrayList<>(List.of("teacher", "distillation", "deployment"));
            if (data) {
                stages.add("data");
            }
            if (chain.stream().anyMatch(e -> e.get("type").asText().equals("ModelAdapted"))) {
                stages.add("adaptation");
            }
            if (used) {
                stages.add("use");
            }
            Collections.sort(stages);
            return stages;
        }

        // ---- acts

        private void data() {
            act(
                    "2026-01-04",
                    "data",
                    "DatasetCollected",
                    List.of(),
                    List.of("dataset:rows"),
                    "{method: '%s', personal: '%s'}"
                            .formatted(
                                    pick("user-submitted", "crawl", "purchase"),
                                    pick("none", "ordinary", "sensitive")));
            if (chance(0.7)) {
                add(
                        "2026-01-05",
                        actor("data"),
                        "DataAuthorised",
                        List.of(),
                        List.of(),
                        "{dataset: 'dataset:rows', by: '%s', basis: 'consent', purposes: ['%s'], distillation: %s%s}"
                                .formatted(
                                        actor("data"),
                                        pick(scene, scene, "news"),
                                        chance(0.85),
                                        chance(0.1) ? ", until: '2026-01-20'" : ""));
            }
            if (chance(0.3)) {
                add(
                        "2026-01-20",
                        actor("data"),
                        "ArtefactTransferred",
                        List.of(),
                        List.of(),
                        "{artefact: 'dataset:rows', to: '%s', protection: '%s'}"
                                .formatted(actor("distillation"), pick("none", "deidentified", "encrypted")));
            }
            if (chance(0.2)) {
                add(
                        "2026-01-21",
                        actor("data"),
                        "AgreementConcluded",
                        List.of(),
                        List.of(),
                        "{kind: 'joint-processing', parties: ['%s', '%s']}"
                                .formatted(actor("data"), actor("deployment")));
            }
            if (chance(0.5)) {
                add(
                        "2026-04-03",
                        pick(actor("data"), "expert"),
                        "ArtefactLeaked",
                        List.of(),
                        List.of(),
                        "{artefact: 'dataset:rows', scope: 'rows'%s}"
                                .formatted(chance(0.5) ? ", from: '" + actor("data") + "'" : ""));
            }
        }

        private void teacher(boolean data) {
            act(
                    "2026-01-10",
                    "teacher",
                    "TeacherReleased",
                    data && chance(0.5) ? List.of("dataset:rows") : List.of(),
                    List.of("model:teacher"),
                    "{intendedUses: ['%s'], distillationAllowed: true%s}".formatted(scene, limitations()));
            if (chance(0.6)) {
                boolean passed = chance(0.5);
                String told = passed || chance(0.5) ? "" : ", disclosedTo: ['" + actor("distillation") + "']";
                add(
                        "2026-01-15",
                        actor("teacher"),
                        "BiasAudited",
                        List.of(),
                        List.of(),
                        "{model: 'model:teacher', attribute: 'sex', metric: 'tpr', gap: 0.1, threshold: 0.05, passed: %s%s}"
                                .formatted(passed, told));
            }
        }

        /** What the teacher is known not to do, told to the distiller or not. */
        private String limitations() {
            if (!chance(0.15)) {
                return "";
            }
            if (chance(0.5)) {
                add(
                        "2026-01-20",
                        actor("teacher"),
                        "LimitationDisclosed",
                        List.of(),
                        List.of(),
                        "{model: 'model:teacher', to: ['%s'], limitation: 'rare inputs'}"
                                .formatted(actor("distillation")));
            }
            return ", knownLimitations: ['rare inputs']";
        }

        private void distil(boolean data) {
            model = "model:student";
            act(
                    "2026-02-01",
                    "distillation",
                    "DistillationCompleted",
                    data ? List.of("model:teacher", "dataset:rows") : List.of("model:teacher"),
                    List.of(model),
                    chance(0.5) ? "{fidelity: {agreement: 0.98, kl: 0.01}}" : "{}");
            if (chance(0.3)) {
                evaluated("2026-02-05", "distillation", chance(0.4));
            }
        }

        private void adapt() {
            String adapted = "model:int8";
            String test = pick("", "passed", "failed");
            act(
                    "2026-02-20",
                    "adaptation",
                    "ModelAdapted",
                    List.of(model),
                    List.of(adapted),
                    "{technique: 'int8', target: 'npu'%s}"
                            .formatted(
                                    test.isEmpty()
                                            ? ""
                                            : ", equivalence: {dataset: 'dataset:check', agreement: 0.9, maxDivergence: 0.1, tolerance: 0.05, passed: %s}"
                                                    .formatted(test.equals("passed"))));
            model = adapted;
            if (chance(0.2)) {
                evaluated("2026-02-21", "adaptation", chance(0.5));
            }
        }

        /** A test of the newest model, and if it failed maybe a warning to the platform. */
        private void evaluated(String day, String stage, boolean passed) {
            add(
                    day,
                    actor(stage),
                    "ModelEvaluated",
                    List.of(),
                    List.of(),
                    "{model: '%s', dataset: 'dataset:check', metrics: [{name: 'agreement', value: 0.8}], passed: %s}"
                            .formatted(model, passed));
            if (!passed && chance(0.4)) {
                add(
                        day,
                        actor(stage),
                        "LimitationDisclosed",
                        List.of(),
                        List.of(),
                        "{model: '%s', to: ['%s', '%s'], limitation: 'rare inputs'}"
                                .formatted(model, actor("adaptation"), actor("deployment")));
            }
        }

        private void register() {
            add(
                    "2026-02-25",
                    "authority",
                    "ApprovalGranted",
                    List.of(),
                    List.of(),
                    "{subject: '%s', holder: '%s', kind: 'device-registration', scheme: 'NMPA-III', number: '1', by: 'authority', validUntil: '2031-01-01'}"
                            .formatted(model, pick(actor("teacher"), actor("deployment"), actor("distillation"))));
        }

        private void deploy() {
            act(
                    "2026-03-01",
                    "deployment",
                    "ModelDeployed",
                    List.of(model),
                    List.of("deployment:service"),
                    "{scenario: '%s', intendedUses: ['%s'], safeguards: ['risk-label', 'monitoring']}"
                            .formatted(scene, scene));
            if (chance(0.15)) {
                add(
                        "2026-03-10",
                        actor("deployment"),
                        "SafeguardChanged",
                        List.of(),
                        List.of(),
                        "{deployment: 'deployment:service', safeguard: 'human-review', enabled: false}");
            }
            act(
                    "2026-04-01",
                    "deployment",
                    "OutputServed",
                    List.of("deployment:service"),
                    List.of("output:1"),
                    chance(0.5) ? "{labels: ['risk']}" : "{labels: []}");
        }

        private void use(boolean used) {
            if (used) {
                act(
                        "2026-04-02",
                        "use",
                        "OutputUsed",
                        List.of("output:1"),
                        List.of(),
                        "{output: 'output:1', use: '%s', humanReview: '%s'}"
                                .formatted(
                                        pick(
                                                "as-intended",
                                                "as-intended",
                                                "as-intended",
                                                "off-label",
                                                "ignored-warning",
                                                "altered"),
                                        pick("independent", "rubber-stamp", "none")));
            }
        }

        // ---- what comes after

        private void notice() {
            add(
                    "2026-04-05",
                    actor("deployment"),
                    "NoticeReceived",
                    List.of(),
                    List.of(),
                    "{from: '%s', about: ['output:1'], substantiated: %s, claim: '%s', obvious: %s}"
                            .formatted(
                                    claimant,
                                    chance(0.9),
                                    pick("falsehood", "accuracy", "copyright", "explanation"),
                                    chance(0.5)));
            if (chance(0.5)) {
                add(
                        pick("2026-04-05T12:00:00Z", "2026-04-20"),
                        actor("deployment"),
                        "MeasureTaken",
                        List.of(),
                        List.of(),
                        "{measure: '%s', about: ['output:1']}"
                                .formatted(pick("takedown", "explain", "forward-notice")));
            }
        }

        private void audit() {
            add(
                    "2026-03-05",
                    "expert",
                    "TechnicalAudited",
                    List.of(),
                    List.of(),
                    "{subject: 'deployment:service', auditor: 'expert', scope: ['safety'], findings: [{id: 'F-1', severity: 'high', description: 'units', rectifyBy: '%s'}]}"
                            .formatted(pick("2026-03-31", "2026-06-30")));
            if (chance(0.4)) {
                add(
                        "2026-03-20",
                        actor("deployment"),
                        "FindingRectified",
                        List.of(),
                        List.of(),
                        "{finding: 'F-1', how: 'input check'}");
            }
        }

        private void dutyFound(List<String> stages) {
            String stage = stages.get(random.nextInt(stages.size()));
            add(
                    "2026-06-01",
                    "expert",
                    "DutyAppraised",
                    List.of(),
                    List.of(),
                    "{party: '%s', duty: '%s', met: %s, by: 'expert', appointedBy: 'court', note: 'found'%s}"
                            .formatted(
                                    actor(stage),
                                    DUTIES.get(stage),
                                    chance(0.25),
                                    chance(0.5) ? ", fault: '" + FAULTS.get(random.nextInt(FAULTS.size())) + "'" : ""));
        }

        private void causation(List<String> stages) {
            double kind = random.nextDouble();
            if (kind < 0.5) {
                appraise(stages);
            } else if (kind < 0.7) {
                localise(stages);
            }
        }

        private void appraise(List<String> stages) {
            Set<String> named = new LinkedHashSet<>();
            named.add(actor(stages.get(random.nextInt(stages.size()))));
            for (String stage : stages) {
                if (chance(0.55)) {
                    named.add(actor(stage));
                }
            }
            if (chance(0.2)) {
                named.add(claimant);
            }
            List<String> parts = new ArrayList<>();
            for (String party : named) {
                parts.add("{party: '%s', grade: '%s'%s}"
                        .formatted(
                                party,
                                GRADES.get(random.nextInt(GRADES.size())),
                                chance(0.25) ? ", fault: '" + FAULTS.get(random.nextInt(FAULTS.size())) + "'" : ""));
            }
            if (chance(0.2)) {
                parts.add("{cause: '%s', grade: '%s'}"
                        .formatted(
                                pick("disease", "market", "third-party", "force-majeure"),
                                pick("slight", "secondary", "equal")));
            }
            add(
                    "2026-06-02",
                    "expert",
                    "CausationAppraised",
                    List.of(),
                    List.of(),
                    "{incident: 'incident:random', by: 'expert', appointedBy: 'court', parts: [%s]%s}"
                            .formatted(
                                    String.join(", ", parts),
                                    pick("", "", "", ", sufficient: true", ", determinable: false", ", joint: true")));
        }

        private void localise(List<String> stages) {
            List<String> replayed = new ArrayList<>();
            int left = 10;
            for (String stage : stages) {
                int tenths = random.nextInt(left + 1);
                left -= tenths;
                replayed.add("{stage: '%s', party: '%s', contribution: 0.%d, lower: 0, upper: 1}"
                        .formatted(stage, actor(stage), Math.min(9, tenths)));
            }
            add(
                    "2026-06-02",
                    "expert",
                    "DefectLocalised",
                    List.of(),
                    List.of(),
                    "{output: 'output:1', method: 'stage-replay', stages: [%s]}"
                            .formatted(String.join(", ", replayed)));
        }

        /** Someone writes into the database what would have been better for the author. */
        private void tamper() {
            for (ObjectNode event : chain) {
                boolean use = event.get("type").asText().equals("OutputUsed");
                if (use || event.get("type").asText().equals("ModelDeployed")) {
                    event.putObject("tamper")
                            .put(use ? "body.humanReview" : "body.filingNumber", use ? "independent" : "4711");
                    if (use && event.get("body").get("humanReview").asText().equals("independent")) {
                        event.putObject("tamper").put("body.use", "as-intended");
                        ((ObjectNode) event.get("body")).put("use", "off-label");
                    }
                    if (chance(0.4)) {
                        event.put("tamperedBy", actor("teacher"));
                    }
                    if (chance(0.5)) {
                        return;
                    }
                }
            }
        }

        // ---- the file

        private ObjectNode scenario(boolean data, boolean noticed) {
            ObjectNode root = JSON.createObjectNode();
            root.put("scenario", "random");
            ArrayNode parties = root.putArray("parties");
            roles.keySet().stream().sorted().forEach(id -> {
                ObjectNode party = parties.addObject().put("id", id).put("jurisdiction", "CN");
                ArrayNode held = party.putArray("roles");
                roles.getOrDefault(id, Set.of()).stream().sorted().forEach(held::add);
            });
            root.putArray("chain").addAll(chain);
            ObjectNode incident = root.putObject("incident");
            incident.put("id", "incident:random").put("at", "2026-05-10").put("claimant", claimant);
            ArrayNode about = incident.putArray("about").add("output:1");
            if (data) {
                about.add("dataset:rows");
            }
            ArrayNode items = incident.putArray("items");
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                ObjectNode item = items.addObject().put("id", "item-" + i);
                item.put(
                        "kind",
                        pick(
                                "bodily-injury",
                                "bodily-injury",
                                "property",
                                "pecuniary",
                                "discrimination",
                                "reputation",
                                data ? "privacy" : "pecuniary",
                                data ? "privacy" : "property"));
                item.put("amount", String.valueOf(1 + random.nextInt(1_000_000)))
                        .put("currency", "CNY");
                if (noticed && chance(0.4)) {
                    item.put("aggravated", true);
                }
                if (chance(0.04)) {
                    item.put("proven", false);
                }
            }
            return root;
        }

        private void act(
                String day, String stage, String type, List<String> uses, List<String> generates, String body) {
            role(
                    actor(stage),
                    stage.equals("use") && actor(stage).equals(claimant) ? "consumer" : ROLES.getOrDefault(stage, ""));
            add(day, actor(stage), type, uses, generates, body);
        }

        private void add(String at, String actor, String type, List<String> uses, List<String> generates, String body) {
            ObjectNode event =
                    JSON.createObjectNode().put("at", at).put("actor", actor).put("type", type);
            ArrayNode used = event.putArray("uses");
            uses.forEach(used::add);
            ArrayNode made = event.putArray("generates");
            generates.forEach(made::add);
            event.set("body", object(body));
            chain.add(event);
            roles.computeIfAbsent(actor, a -> new TreeSet<>());
        }

        private String actor(String stage) {
            String actor = actors.getOrDefault(stage, stage);
            roles.computeIfAbsent(actor, a -> new TreeSet<>());
            return actor;
        }

        private void role(String party, String role) {
            roles.computeIfAbsent(party, p -> new TreeSet<>()).add(role);
        }

        private boolean chance(double probability) {
            return random.nextDouble() < probability;
        }

        private String pick(String... values) {
            return Arrays.asList(values).get(random.nextInt(values.length));
        }
    }
}
