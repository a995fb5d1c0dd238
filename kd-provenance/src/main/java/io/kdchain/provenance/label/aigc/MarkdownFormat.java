package io.kdchain.provenance.label.aigc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Markdown: the label is the mapping AIGC of the front matter, YAML between two lines of hyphens (20258A, 6.5). */
final class MarkdownFormat implements Format {
    private static final String PLACE = "front matter";
    private static final String FENCE = "---";
    private static final String BOM = "\ufeff";
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowDuplicateKeys(true)
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(MAX_TEXT)
            .build();

    /** A label in a front matter that breaks off. */
    private static final Pattern LABEL_IN_OPEN_HEAD =
            Pattern.compile("^[^\\s:]*AIGC[^\\s:]*[ \\t]*:", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    /** Metadata for people is not nested deeper; the library that reads it goes as deep as the text does. */
    private static final int MAX_DEPTH = 50;

    /**
     * A text taken apart; the parts in their order are the text.
     *
     * @param bom the mark at its start, or nothing
     * @param opening the first line of hyphens
     * @param head lines of the front matter, with their ends
     * @param rest from the second line of hyphens on
     */
    private record Parts(String bom, String opening, List<String> head, String rest) {}

    @Override
    public Findings read(byte[] bytes) {
        Findings findings = new Findings();
        String text = HtmlFormat.utf8(bytes);
        if (text == null) {
            findings.unread("file", "The text is not UTF-8.");
            return findings;
        }
        Parts parts = split(text);
        if (parts == null) {
            if (opens(text) && LABEL_IN_OPEN_HEAD.matcher(text).find()) {
                findings.unread(PLACE, "The front matter does not end; a part of the file is missing.");
            }
            return findings;
        }
        try {
            for (NodeTuple entry : entries(parts)) {
                if (entry.getKeyNode() instanceof ScalarNode key && Format.isKey(key.getValue())) {
                    findings.found(PLACE, key.getValue(), json(entry.getValueNode()));
                }
            }
        } catch (YamlEngineException e) {
            findings.unread(PLACE, "The front matter is no YAML: %s.".formatted(firstLine(e)));
        }
        return findings;
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public byte[] write(byte[] bytes, AigcLabel label) {
        String text = HtmlFormat.utf8(payload(bytes));
        if (text == null) {
            throw new AigcException("The text is not UTF-8. Convert it, then label it.");
        }
        Parts parts = split(text);
        String end = parts == null
                ? (text.contains("\r\n") ? "\r\n" : "\n")
                : parts.opening().substring(FENCE.length());
        StringBuilder block = new StringBuilder(AigcLabel.KEY).append(':').append(end);
        label.members()
                .forEach((name, value) -> block.append("  ")
                        .append(name)
                        .append(": '")
                        .append(value.replace("'", "''"))
                        .append('\'')
                        .append(end));
        String labelled;
        if (parts == null) {
            String bom = text.startsWith(BOM) ? BOM : "";
            labelled = bom + FENCE + end + block + FENCE + end + text.substring(bom.length());
        } else {
            labelled = parts.bom() + parts.opening() + block + String.join("", parts.head()) + parts.rest();
        }
        return labelled.getBytes(StandardCharsets.UTF_8);
    }

    /** Without the mapping, and without a front matter that is empty then. */
    @Override
    public byte[] payload(byte[] bytes) {
        String text = HtmlFormat.utf8(bytes);
        Parts parts = text == null ? null : split(text);
        if (parts == null) {
            return bytes;
        }
        List<String> head = withoutLabels(parts);
        String kept;
        if (head.isEmpty()) {
            String rest = parts.rest();
            int line = rest.indexOf('\n');
            kept = parts.bom() + (line < 0 ? "" : rest.substring(line + 1));
        } else {
            kept = parts.bom() + parts.opening() + String.join("", head) + parts.rest();
        }
        return kept.getBytes(StandardCharsets.UTF_8);
    }

    /** The lines of the head without each label's: that of its key, and those that are indented after it. */
    private static List<String> withoutLabels(Parts parts) {
        boolean[] gone = new boolean[parts.head().size()];
        List<NodeTuple> entries;
        try {
            entries = entries(parts);
        } catch (YamlEngineException e) {
            throw new AigcException(
                    "The front matter is no YAML: %s. Mend it, then label the file.".formatted(firstLine(e)), e);
        }
        for (NodeTuple entry : entries) {
            if (entry.getKeyNode() instanceof ScalarNode key && Format.isKey(key.getValue())) {
                int line = key.getStartMark().map(mark -> mark.getLine()).orElse(0);
                gone[line] = true;
                int last = line;
                for (int i = line + 1; i < gone.length; i++) {
                    String content = parts.head().get(i);
                    if (content.startsWith(" ") || content.startsWith("\t")) {
                        last = content.isBlank() ? last : i;
                    } else if (!content.isBlank()) {
                        break;
                    }
                }
                Arrays.fill(gone, line, last + 1, true);
            }
        }
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < gone.length; i++) {
            if (!gone[i]) {
                kept.add(parts.head().get(i));
            }
        }
        return kept;
    }

    private static List<NodeTuple> entries(Parts parts) {
        String head = String.join("", parts.head());
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(head)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > MAX_DEPTH) {
                throw new YamlEngineException("it is nested deeper than %d levels".formatted(MAX_DEPTH));
            }
        }
        Optional<Node> root = new Compose(SETTINGS).composeString(head);
        if (root.isEmpty()) {
            return List.of();
        }
        if (root.get() instanceof MappingNode mapping && mapping.getFlowStyle() == FlowStyle.BLOCK) {
            return mapping.getValue();
        }
        throw new YamlEngineException("it is no mapping with a key on each line");
    }

    /** Null if the text has no front matter. */
    private static @Nullable Parts split(String text) {
        if (!opens(text)) {
            return null;
        }
        String bom = text.startsWith(BOM) ? BOM : "";
        int from = bom.length();
        String opening = line(text, from);
        List<String> head = new ArrayList<>();
        int at = from + opening.length();
        while (at < text.length()) {
            String line = line(text, at);
            if (line.stripTrailing().equals(FENCE) || line.stripTrailing().equals("...")) {
                return new Parts(bom, opening, head, text.substring(at));
            }
            head.add(line);
            at += line.length();
        }
        return null;
    }

    private static boolean opens(String text) {
        String opening = line(text, text.startsWith(BOM) ? BOM.length() : 0);
        return opening.strip().equals(FENCE) && opening.endsWith("\n");
    }

    private static String line(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.substring(from) : text.substring(from, end + 1);
    }

    /** A mapping as a JSON object, keys in their order and twice where they stand twice; a scalar as its text. */
    private static String json(Node node) {
        if (node instanceof MappingNode mapping) {
            StringJoiner members = new StringJoiner(",", "{", "}");
            for (NodeTuple entry : mapping.getValue()) {
                members.add(quoted(entry.getKeyNode()) + ":" + value(entry.getValueNode()));
            }
            return members.toString();
        }
        return node instanceof ScalarNode scalar ? scalar.getValue() : "a %s".formatted(node.getNodeType());
    }

    private static String value(Node node) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.STR)) {
            return scalar.getTag().equals(Tag.NULL) ? "null" : scalar.getValue();
        }
        return node instanceof MappingNode ? json(node) : quoted(node);
    }

    private static String quoted(Node node) {
        return JsonNodeFactory.instance
                .textNode(node instanceof ScalarNode scalar ? scalar.getValue() : json(node))
                .toString();
    }
}
