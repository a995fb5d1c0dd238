package io.kdchain.examples.distillation;

import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.distill.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping of a YAML file that knows its place: a wrong value is refused by file, line and column. */
final class Section {

    private final Path file;
    private final String name;
    private final Node node;
    private final Map<String, Node> values;

    private Section(Path file, String name, Node node, Map<String, Node> values) {
        this.file = file;
        this.name = name;
        this.node = node;
        this.values = values;
    }

    /** The whole file. */
    static Section read(Path file) {
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file.toString())
                    .setUseMarks(true)
                    .setMaxAliasesForCollections(0)
                    .build();
            Node root = new Compose(settings)
                    .composeString(Files.readString(file))
                    .orElseThrow(() -> new IllegalArgumentException("%s is empty.".formatted(file)));
            return of(file, "", root);
        } catch (MarkedYamlEngineException e) {
            throw new IllegalArgumentException(
                    "%s:%s not YAML: %s".formatted(file, place(e.getProblemMark()), e.getProblem()), e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("%s: not YAML: %s".formatted(file, e.getMessage()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s cannot be read: %s. Give a YAML file that exists, in UTF-8."
                            .formatted(file, ArtefactException.reason(e)),
                    e);
        }
    }

    private static Section of(Path file, String name, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw bad(file, node, "%s must hold names with values".formatted(name.isEmpty() ? "the file" : name));
        }
        Map<String, Node> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw bad(file, tuple.getKeyNode(), "a name must be a word");
            }
            if (values.put(key.getValue(), tuple.getValueNode()) != null) {
                throw bad(file, key, "'%s' stands there twice; keep one".formatted(key.getValue()));
            }
        }
        return new Section(file, name, node, values);
    }

    /** Refuses any name but these. */
    Section allow(String... names) {
        for (Map.Entry<String, Node> entry : values.entrySet()) {
            if (!Arrays.asList(names).contains(entry.getKey())) {
                throw bad(
                        file,
                        entry.getValue(),
                        "'%s' is not known; here may stand %s"
                                .formatted(path(entry.getKey()), String.join(", ", names)));
            }
        }
        return this;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Section section(String key) {
        return of(file, path(key), node(key));
    }

    /** The section, or an empty one. */
    Section optional(String key) {
        return has(key) ? section(key) : new Section(file, path(key), node, Map.of());
    }

    /** A list of mappings, in order; empty if it is not there. */
    List<Section> sections(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (!(node(key) instanceof SequenceNode list)) {
            throw bad(file, node(key), "'%s' must be a list, each entry beginning with a dash".formatted(path(key)));
        }
        List<Section> all = new ArrayList<>();
        for (Node entry : list.getValue()) {
            all.add(of(file, "%s[%d]".formatted(path(key), all.size() + 1), entry));
        }
        return all;
    }

    boolean yes(String key, boolean byDefault) {
        return oneOf(key, byDefault ? "yes" : "no", List.of("yes", "no")).equals("yes");
    }

    String text(String key) {
        if (node(key) instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw bad(file, node(key), "'%s' must be a text".formatted(path(key)));
    }

    Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(text(key)) : Optional.empty();
    }

    /** A path, taken from the folder of the file. */
    Path file(String key) {
        Path folder = file.toAbsolutePath().getParent();
        Path named = Path.of(text(key));
        return folder == null ? named : folder.resolve(named);
    }

    double number(String key, double byDefault) {
        if (!has(key)) {
            return byDefault;
        }
        try {
            return Double.parseDouble(text(key));
        } catch (NumberFormatException e) {
            throw bad(file, node(key), "'%s' is '%s'; a number is expected".formatted(path(key), text(key)));
        }
    }

    /** A number, or a mapping of {@code from}, {@code to} and {@code form} by which it changes over the training. */
    Schedule schedule(String key, double byDefault) {
        if (!has(key) || !(node(key) instanceof MappingNode)) {
            return Schedule.constant(number(key, byDefault));
        }
        Section between = section(key).allow("from", "to", "form");
        between.text("from");
        between.text("to");
        double from = between.number("from", byDefault);
        double to = between.number("to", byDefault);
        return between.oneOf("form", "linear", List.of("linear", "cosine")).equals("linear")
                ? Schedule.linear(from, to)
                : Schedule.cosine(from, to);
    }

    long whole(String key, long byDefault) {
        if (!has(key)) {
            return byDefault;
        }
        try {
            return Long.parseLong(text(key));
        } catch (NumberFormatException e) {
            throw bad(file, node(key), "'%s' is '%s'; a whole number is expected".formatted(path(key), text(key)));
        }
    }

    int count(String key, int byDefault) {
        long value = whole(key, byDefault);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw bad(file, node(key), "'%s' is %d; a count is expected".formatted(path(key), value));
        }
        return (int) value;
    }

    /** A list of numbers; empty if it is not there. */
    List<Double> numbers(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (!(node(key) instanceof SequenceNode list)) {
            throw bad(file, node(key), "'%s' must be a list such as [64, 32]".formatted(path(key)));
        }
        List<Double> all = new ArrayList<>();
        for (Node entry : list.getValue()) {
            try {
                all.add(Double.valueOf(entry instanceof ScalarNode scalar ? scalar.getValue() : ""));
            } catch (NumberFormatException e) {
                throw bad(file, entry, "'%s' must hold numbers".formatted(path(key)));
            }
        }
        return all;
    }

    /** A list of texts. */
    List<String> texts(String key) {
        if (!(node(key) instanceof SequenceNode list)) {
            throw bad(file, node(key), "'%s' must be a list such as [large, small]".formatted(path(key)));
        }
        List<String> all = new ArrayList<>();
        for (Node entry : list.getValue()) {
            if (!(entry instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
                throw bad(file, entry, "'%s' must hold texts".formatted(path(key)));
            }
            all.add(scalar.getValue());
        }
        return all;
    }

    /** One of these words. */
    String oneOf(String key, String byDefault, List<String> words) {
        String word = optionalText(key).orElse(byDefault);
        if (!words.contains(word)) {
            throw bad(
                    file,
                    node(key),
                    "'%s' is '%s'; it must be one of %s"
                            .formatted(path(key), word, words.stream().collect(Collectors.joining(", "))));
        }
        return word;
    }

    IllegalArgumentException bad(String problem) {
        return bad(file, node, problem);
    }

    private Node node(String key) {
        Node value = values.get(key);
        if (value == null) {
            throw bad(file, node, "'%s' is missing".formatted(path(key)));
        }
        return value;
    }

    private String path(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    private static IllegalArgumentException bad(Path file, Node node, String problem) {
        return new IllegalArgumentException("%s:%s %s.".formatted(file, place(node.getStartMark()), problem));
    }

    private static String place(Optional<Mark> mark) {
        return mark.map(m -> "%d:%d:".formatted(m.getLine() + 1, m.getColumn() + 1))
                .orElse("");
    }
}
