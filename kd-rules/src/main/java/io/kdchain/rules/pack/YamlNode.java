package io.kdchain.rules.pack;

import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.language.SourceText;
import io.kdchain.rules.language.Spelling;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A node of a YAML file that knows its place. What is not as wanted becomes a problem, and reading goes on. */
final class YamlNode {
    private static final int MAX_DEPTH = 20;
    /** Longest text of a key or value, in characters; a paraphrase has a few hundred. */
    private static final int MAX_TEXT = 4_000;

    private final String path;
    private final Node node;
    private final List<Problem> problems;

    private YamlNode(String path, Node node, List<Problem> problems) {
        this.path = path;
        this.node = node;
        this.problems = problems;
    }

    /** The root of a file; empty, with a problem, if it is no YAML or has no content. */
    static Optional<YamlNode> parse(String path, String text, List<Problem> problems) {
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(path)
                    .setAllowDuplicateKeys(false)
                    .setMaxAliasesForCollections(50)
                    .setCodePointLimit(PackFiles.MAX_BYTES)
                    .build();
            if (!plain(path, new Parse(settings).parseString(text), problems)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.add(Problem.outside(
                        new Position(path, 1, 1), "The file is empty; delete it or write what it is for."));
                return Optional.empty();
            }
            return Optional.of(new YamlNode(path, root.get(), problems));
        } catch (MarkedYamlEngineException e) {
            problems.add(Problem.outside(
                    e.getProblemMark().map(m -> position(path, m)).orElse(new Position(path, 1, 1)),
                    "This is no YAML: %s. Check indentation, quotes and brackets.".formatted(e.getProblem())));
        } catch (YamlEngineException e) {
            problems.add(Problem.outside(
                    new Position(path, 1, 1),
                    "This is no YAML: %s. Check indentation, quotes and brackets.".formatted(e.getMessage())));
        }
        return Optional.empty();
    }

    /**
     * Refuses anchors, tags and depth from the stream of events, before anything is built of them: what builds goes
     * down by calling itself, and ends with the stack.
     */
    private static boolean plain(String path, Iterable<Event> events, List<Problem> problems) {
        int depth = 0;
        for (Event event : events) {
            String wrong = null;
            if (event instanceof AliasEvent
                    || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
                wrong = "Anchors (&) and aliases (*) are not allowed; write the value out.";
            } else if ((event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                    || (event instanceof CollectionStartEvent start
                            && start.getTag().isPresent())) {
                wrong = "Tags (!) are not allowed; write the value alone.";
            } else if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                wrong = "The file is nested more than %d deep; lay it out flatter.".formatted(MAX_DEPTH);
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (wrong != null) {
                Position at = event.getStartMark().map(m -> position(path, m)).orElse(new Position(path, 1, 1));
                problems.add(Problem.outside(at, wrong));
                return false;
            }
        }
        return true;
    }

    Position at() {
        return at(node);
    }

    void problem(String message) {
        problems.add(Problem.outside(at(), message));
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    /** The entries of a mapping, in the order of the file. */
    Map<String, YamlNode> entries(String what) {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode map)) {
            problem("%s is a mapping of keys to values.".formatted(what));
            return entries;
        }
        for (NodeTuple t : map.getValue()) {
            YamlNode key = new YamlNode(path, t.getKeyNode(), problems);
            Optional<String> name = key.text("A key");
            if (name.isPresent()
                    && entries.putIfAbsent(name.get(), new YamlNode(path, t.getValueNode(), problems)) != null) {
                key.problem("Key %s stands twice; keep one.".formatted(name.get()));
            }
        }
        return entries;
    }

    /** The entries of a mapping whose keys are known. */
    Map<String, YamlNode> entries(String what, Collection<String> known) {
        Map<String, YamlNode> entries = entries(what);
        if (node instanceof MappingNode map) {
            for (NodeTuple t : map.getValue()) {
                if (t.getKeyNode() instanceof ScalarNode key && !known.contains(key.getValue())) {
                    problems.add(Problem.outside(
                            at(key),
                            "%s has no key %s%s. Its keys: %s."
                                    .formatted(
                                            what,
                                            key.getValue(),
                                            Spelling.hint(key.getValue(), known),
                                            String.join(", ", known))));
                }
            }
        }
        return entries;
    }

    /** The entry of this key; a problem if it is missing. */
    Optional<YamlNode> required(Map<String, YamlNode> entries, String what, String key) {
        YamlNode value = entries.get(key);
        if (value == null && isMap()) {
            problem("%s has no %s; add it.".formatted(what, key));
        }
        return Optional.ofNullable(value);
    }

    /** The text of an entry that must be there. */
    String requiredText(Map<String, YamlNode> entries, String what, String key) {
        return required(entries, what, key).flatMap(v -> v.text(key)).orElse("");
    }

    /** The items of a sequence. */
    List<YamlNode> items(String what) {
        List<YamlNode> items = new ArrayList<>();
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(n -> items.add(new YamlNode(path, n, problems)));
        } else {
            problem("%s is a list; write [a, b] or lines that begin with a hyphen.".formatted(what));
        }
        return items;
    }

    /** The texts of a sequence. */
    List<String> texts(String what) {
        return items(what).stream().flatMap(i -> i.text(what).stream()).toList();
    }

    /** A text, number or truth value as written, whatever is wrong with it; empty if it is something else. */
    Optional<String> plain() {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue().strip()) : Optional.empty();
    }

    /** A text, number or truth value as written; a problem if it is empty or no scalar. */
    Optional<String> text(String what) {
        if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            problem("%s is a text; write one, in quotes if it begins with a sign.".formatted(what));
            return Optional.empty();
        }
        // several lines become one, so that no text can begin a line of a report
        String value = scalar.getValue().strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
        if (value.isBlank()) {
            problem("%s is empty; write it or leave the key out.".formatted(what));
            return Optional.empty();
        }
        if (value.length() > MAX_TEXT) {
            problem("%s has %d characters and may have %d; shorten it.".formatted(what, value.length(), MAX_TEXT));
            return Optional.empty();
        }
        Optional<String> hidden = SourceText.hidden(value);
        if (hidden.isPresent()) {
            problem("%s holds %s, written as an escape; delete it.".formatted(what, hidden.get()));
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /** One of several codes. */
    Optional<String> code(String what, Collection<String> codes) {
        Optional<String> text = text(what);
        if (text.isPresent() && !codes.contains(text.get())) {
            problem("%s \"%s\" is not one of %s%s. Write one of them."
                    .formatted(what, text.get(), String.join(", ", codes), Spelling.hint(text.get(), codes)));
            return Optional.empty();
        }
        return text;
    }

    /** A day; null, with a problem, if it is none. */
    @Nullable
    LocalDate day(String what) {
        Optional<String> text = text(what);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text.get());
        } catch (DateTimeException e) {
            problem("%s \"%s\" is no day of the calendar; write it as 2021-01-01.".formatted(what, text.get()));
            return null;
        }
    }

    /** A truth value. */
    boolean truth(String what) {
        return code(what, List.of("true", "false")).filter("true"::equals).isPresent();
    }

    private Position at(Node n) {
        return n.getStartMark().map(m -> position(path, m)).orElse(new Position(path, 1, 1));
    }

    private static Position position(String path, Mark mark) {
        return new Position(path, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
