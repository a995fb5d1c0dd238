package io.kdchain.rules.workbench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The part of YAML that scenario files may use: one document of mappings, lists and values. Anchors, aliases, tags and
 * duplicate keys are refused: they make a file say other things than a reader sees.
 */
final class MarkedYaml {
    private final Problems problems;

    MarkedYaml(Problems problems) {
        this.problems = problems;
    }

    Marked read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(problems.file())
                .setUseMarks(true)
                .setCodePointLimit(MarkedText.LARGEST_FILE_BYTES)
                .build();
        try {
            Iterator<Event> events = new Parse(settings).parseString(text).iterator();
            return document(events);
        } catch (MarkedYamlEngineException e) {
            Mark at = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(MarkedYaml::mark)
                    .orElse(Mark.START);
            String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
            throw problems.stop(
                    at, "not YAML: " + e.getProblem() + context + ". Check indentation, quotes and brackets.");
        } catch (ReaderException e) {
            throw problems.stop(
                    MarkedText.after(text.substring(0, text.offsetByCodePoints(0, e.getPosition()))),
                    "character U+%04X may not stand in YAML. Remove it.".formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw problems.stop(Mark.START, "not YAML: " + e.getMessage());
        }
    }

    private Marked document(Iterator<Event> events) {
        Marked root = null;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
                case DocumentStart -> {
                    if (root != null) {
                        throw problems.stop(
                                mark(event), "a second document begins here; a scenario file holds exactly one.");
                    }
                    root = value(events.next(), events, 1);
                }
                default -> throw problems.stop(mark(event), "unexpected " + event.getEventId() + ".");
            }
        }
        if (root == null) {
            throw problems.stop(Mark.START, "the file is empty; it must begin with 'scenario: ID'.");
        }
        return root;
    }

    private Marked value(Event event, Iterator<Event> events, int depth) {
        Mark at = mark(event);
        if (depth > MarkedText.DEEPEST_NESTING) {
            throw problems.stop(at, "nested deeper than %d levels.".formatted(MarkedText.DEEPEST_NESTING));
        }
        if (event instanceof AliasEvent alias) {
            throw problems.stop(
                    at,
                    "alias *%s; aliases are not used in scenario files, write the value out."
                            .formatted(alias.getAlias()));
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw problems.stop(
                    at,
                    "anchor &%s; anchors are not used in scenario files, remove it."
                            .formatted(node.getAnchor().get()));
        }
        if (event instanceof ScalarEvent scalar) {
            refuseTag(at, scalar.getTag());
            return new Marked.Scalar(at, scalar.getValue(), scalar.isPlain());
        }
        refuseTag(at, ((CollectionStartEvent) event).getTag());
        return event.getEventId() == Event.ID.SequenceStart ? sequence(at, events, depth) : mapping(at, events, depth);
    }

    private void refuseTag(Mark at, Optional<String> tag) {
        tag.ifPresent(t -> {
            throw problems.stop(at, "tag %s; tags are not used in scenario files, remove it.".formatted(t));
        });
    }

    private Marked sequence(Mark at, Iterator<Event> events, int depth) {
        List<Marked> items = new ArrayList<>();
        for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
            items.add(value(e, events, depth + 1));
        }
        return new Marked.Sequence(at, items);
    }

    private Marked mapping(Mark at, Iterator<Event> events, int depth) {
        List<Marked.Entry> entries = new ArrayList<>();
        Map<String, Mark> seen = new HashMap<>();
        for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
            Marked key = value(e, events, depth + 1);
            Marked value = value(events.next(), events, depth + 1);
            if (!(key instanceof Marked.Scalar scalar)) {
                problems.add(key.at(), "a key is %s; keys are single words.".formatted(key.kind()));
                continue;
            }
            Mark first = seen.putIfAbsent(scalar.text(), key.at());
            if (first != null) {
                problems.add(key.at(), duplicate(scalar.text(), first));
                continue;
            }
            entries.add(new Marked.Entry(key.at(), scalar.text(), value));
        }
        return new Marked.Mapping(at, entries);
    }

    static String duplicate(String key, Mark first) {
        return "key '%s' stands here a second time (first at %d:%d); keep one."
                .formatted(key, first.line(), first.column());
    }

    private static Mark mark(Event event) {
        return event.getStartMark().map(MarkedYaml::mark).orElse(Mark.START);
    }

    private static Mark mark(org.snakeyaml.engine.v2.exceptions.Mark mark) {
        return new Mark(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
