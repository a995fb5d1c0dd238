package io.kdchain.rules.pack;

import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.MeasureTaken.Measure;
import io.kdchain.provenance.event.Role;
import io.kdchain.rules.language.Spelling;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the playbook of one pack. */
final class PlaybookReader {
    /** Types of which an event can show that a step is done. */
    static final List<String> TYPES = List.of(
            "MeasureTaken",
            "LegalHoldSet",
            "DefectLocalised",
            "DefectAppraised",
            "CausationAppraised",
            "AttributionIssued",
            "IncidentClosed");

    private static final List<String> KEYS = List.of("title", "titleZh", "terms", "steps");
    private static final List<String> STEP_KEYS = List.of(
            "id", "title", "titleZh", "who", "shownBy", "from", "term", "basis", "kinds", "after", "required", "note");
    private static final String PROPOSAL = "proposal";

    private final String pack;
    private final Set<String> ids = new HashSet<>();

    private PlaybookReader(String pack) {
        this.pack = pack;
    }

    /**
     * What the file of one pack says.
     *
     * @param title what it is called
     * @param steps in the order of the file
     * @param terms spans of time of its own
     * @param sha256 of the file, in hexadecimal
     */
    record Part(Label title, List<PlaybookStep> steps, List<Parameter> terms, String sha256) {
        Part {
            steps = List.copyOf(steps);
            terms = List.copyOf(terms);
        }
    }

    /**
     * Reads it.
     *
     * @param root of the file
     * @param pack id of the pack
     * @param sha256 of the file
     * @param terms reads dated values
     */
    static Part read(YamlNode root, String pack, String sha256, Function<YamlNode, List<Parameter>> terms) {
        Map<String, YamlNode> e = root.entries("playbook.yaml", KEYS);
        YamlNode own = e.get("terms");
        PlaybookReader reader = new PlaybookReader(pack);
        List<PlaybookStep> steps = new ArrayList<>();
        root.required(e, "playbook.yaml", "steps")
                .ifPresent(list -> list.items("steps").forEach(node -> steps.add(reader.step(node))));
        return new Part(
                PackReader.title(root, e, "playbook.yaml"), steps, own == null ? List.of() : terms.apply(own), sha256);
    }

    private PlaybookStep step(YamlNode node) {
        Map<String, YamlNode> e = node.entries("A step", STEP_KEYS);
        String id = node.requiredText(e, "The step", "id");
        String what = "Step " + id;
        if (!id.isEmpty() && !id.matches("[a-z][a-z0-9-]{0,39}")) {
            node.problem("id \"%s\" of a step is written in small letters, digits and hyphens, as notify-users."
                    .formatted(id));
        }
        if (!ids.add(id)) {
            node.problem("Step %s stands twice; keep one.".formatted(id));
        }
        List<PlaybookStep.Sign> shownBy = new ArrayList<>();
        node.required(e, what, "shownBy")
                .ifPresent(
                        list -> list.items("shownBy").forEach(one -> sign(one).ifPresent(shownBy::add)));
        String from = e.containsKey("from") ? text(e, "from") : "report";
        PlaybookStep.From origin = switch (from) {
            case "report" -> PlaybookStep.From.REPORT;
            case "occurrence" -> PlaybookStep.From.OCCURRENCE;
            default -> PlaybookStep.From.STEP;
        };
        YamlNode required = e.get("required");
        return new PlaybookStep(
                id,
                PackReader.title(node, e, what),
                codes(e.get("who"), "who", Role.class),
                shownBy,
                origin,
                origin == PlaybookStep.From.STEP ? from : null,
                e.containsKey("term") ? text(e, "term") : null,
                node.required(e, what, "basis").map(PlaybookReader::basis).orElse(List.of()),
                codes(e.get("kinds"), "kinds", DamageKind.class),
                texts(e.get("after"), "after"),
                required == null || required.truth("required"),
                pack);
    }

    private static List<String> basis(YamlNode node) {
        if (node.isList()) {
            return node.texts("basis");
        }
        return node.text("basis").filter(one -> !one.equals(PROPOSAL)).stream().toList();
    }

    private static Optional<PlaybookStep.Sign> sign(YamlNode node) {
        Optional<String> text = node.text("shownBy");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int blank = text.get().indexOf(' ');
        String type = blank < 0 ? text.get() : text.get().substring(0, blank);
        String code = blank < 0 ? "" : text.get().substring(blank + 1).strip();
        if (!TYPES.contains(type)) {
            node.problem("shownBy \"%s\" is not one of %s%s."
                    .formatted(type, String.join(", ", TYPES), Spelling.hint(type, TYPES)));
            return Optional.empty();
        }
        boolean measured = type.equals("MeasureTaken");
        // what is done in a drill shows nothing in earnest
        List<String> measures = Coded.codes(Measure.class).stream()
                .filter(one -> !one.equals(Measure.DRILL.code()))
                .toList();
        if (measured ? !measures.contains(code) : !code.isEmpty()) {
            node.problem(
                    measured
                            ? "shownBy MeasureTaken names a measure, one of %s%s."
                                    .formatted(String.join(", ", measures), Spelling.hint(code, measures))
                            : "shownBy %s stands alone; only MeasureTaken names a measure.".formatted(type));
            return Optional.empty();
        }
        return Optional.of(new PlaybookStep.Sign(
                type, measured ? Coded.find(Measure.class, code).orElse(null) : null));
    }

    private static <E extends Enum<E> & Coded> Set<E> codes(@Nullable YamlNode node, String what, Class<E> type) {
        Set<E> found = EnumSet.noneOf(type);
        if (node != null) {
            for (YamlNode item : node.isList() ? node.items(what) : List.of(node)) {
                item.code(what, Coded.codes(type))
                        .flatMap(code -> Coded.find(type, code))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private static List<String> texts(@Nullable YamlNode node, String what) {
        return node == null ? List.of() : node.texts(what);
    }

    private static String text(Map<String, YamlNode> e, String key) {
        return Objects.requireNonNull(e.get(key)).text(key).orElse("");
    }
}
