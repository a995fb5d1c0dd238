package io.kdchain.rules.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.EventBody;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code chain}: what the parties did, in the order of recording. */
final class ChainReader {
    static final List<String> KEYS = List.of(
            "at",
            "actor",
            "type",
            "uses",
            "generates",
            "body",
            "recordedAt",
            "refs",
            "observedBy",
            "unsigned",
            "signedBy",
            "tamper",
            "tamperedBy",
            "withheld",
            "erased");
    /** Types that the runner itself records: it is the registrar. */
    private static final Set<String> OF_THE_RUNNER = Set.of("PartyRegistered", "KeyRotated");

    static final List<String> TYPES = Arrays.stream(EventBody.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .filter(t -> !t.equals("UnknownBody"))
            .toList();

    private final Problems problems;
    private final Set<String> parties;
    private final Map<JsonNode, Integer> firstAt = new HashMap<>();
    private final Set<String> named = new TreeSet<>();
    private int size;

    ChainReader(Problems problems, Set<String> parties) {
        this.problems = problems;
        this.parties = parties;
    }

    /** Number of entries, those that could not be read included. */
    int size() {
        return size;
    }

    /** Every entity that some entry names, in its edges or its body, with and without a digest. */
    Set<String> named() {
        return named;
    }

    List<ScenarioEvent> read(Section top, Marked value) {
        return top.list(value, "chain", v -> event(v, size++));
    }

    private @Nullable ScenarioEvent event(Marked value, int index) {
        Section section = Section.of(problems, value, "an event", KEYS);
        if (section == null) {
            return null;
        }
        collectNames(value);
        Instant at = section.requiredMoment("at");
        Instant recordedAt = section.optionalMoment("recordedAt");
        String actor = requiredParty(section, "actor");
        Marked typeValue = section.required("type");
        String type = typeValue == null ? null : section.word(typeValue, "type", TYPES);
        if (type != null && typeValue != null && OF_THE_RUNNER.contains(type)) {
            problems.add(
                    typeValue.at(),
                    "%s cannot stand in a chain: the runner holds the keys and registers the parties; list them under parties."
                            .formatted(type));
            type = null;
        }
        List<String> uses = section.list("uses", v -> entity(problems, section, v));
        List<String> generates = section.list("generates", v -> entity(problems, section, v));
        List<Integer> refs = section.list("refs", v -> section.index(v, "ref", index));
        String observedBy = optionalParty(section, "observedBy");
        ObjectNode body = body(section, type);
        ScenarioEvent.Mischief mischief = mischief(section, type, body);
        Integer first = firstAt.putIfAbsent(MarkedTree.toJson(value), index);
        if (at == null || actor == null || type == null || body == null) {
            return null;
        }
        return new ScenarioEvent(
                index,
                problems.place(section.at()),
                at,
                Objects.requireNonNullElse(recordedAt, at),
                actor,
                type,
                uses,
                generates,
                refs,
                body,
                observedBy,
                Objects.requireNonNullElse(first, index),
                mischief);
    }

    private @Nullable ObjectNode body(Section section, @Nullable String type) {
        Marked value = section.optional("body");
        if (value == null) {
            value = new Marked.Mapping(section.at(), List.of());
        }
        if (!(value instanceof Marked.Mapping map)) {
            problems.add(value.at(), "body is %s; it must be a mapping.".formatted(value.kind()));
            return null;
        }
        ObjectNode json = MarkedTree.toJson(map);
        boolean holds = type != null && new BodyCheck(problems, parties, section.at()).check(type, map, json);
        return holds ? json : null;
    }

    private ScenarioEvent.Mischief mischief(Section section, @Nullable String type, @Nullable ObjectNode body) {
        boolean unsigned = section.flag("unsigned", false);
        boolean withheld = section.flag("withheld", false);
        boolean erased = section.flag("erased", false);
        String signedBy = optionalParty(section, "signedBy");
        String tamperedBy = optionalParty(section, "tamperedBy");
        SortedMap<String, JsonNode> tamper = tamper(section, type, body);
        refuseBoth(section, "unsigned", unsigned, "signedBy", signedBy != null);
        refuseBoth(section, "withheld", withheld, "tamper", !tamper.isEmpty());
        refuseBoth(section, "withheld", withheld, "erased", erased);
        refuseBoth(section, "erased", erased, "tamper", !tamper.isEmpty());
        if (tamperedBy != null && tamper.isEmpty()) {
            section.entry("tamperedBy")
                    .ifPresent(
                            e -> problems.add(
                                    e.keyAt(),
                                    "tamperedBy without tamper; say what was changed, such as tamper: {humanReview: independent}."));
        }
        return new ScenarioEvent.Mischief(unsigned, signedBy, tamper, tamperedBy, withheld, erased);
    }

    private void refuseBoth(Section section, String one, boolean hasOne, String other, boolean hasOther) {
        if (hasOne && hasOther) {
            section.entry(other)
                    .ifPresent(e -> problems.add(
                            e.keyAt(), "%s and %s exclude each other; keep one of the two.".formatted(one, other)));
        }
    }

    private SortedMap<String, JsonNode> tamper(Section section, @Nullable String type, @Nullable ObjectNode body) {
        SortedMap<String, JsonNode> changes = new TreeMap<>();
        Marked value = section.optional("tamper");
        if (value == null) {
            return changes;
        }
        if (!(value instanceof Marked.Mapping map) || map.entries().isEmpty()) {
            problems.add(
                    value.at(),
                    "tamper is %s; it must be a mapping from paths to values, such as {humanReview: independent}."
                            .formatted(value.kind()));
            return changes;
        }
        for (Marked.Entry entry : map.entries()) {
            TamperPath path = TamperPath.parse(entry.key());
            JsonNode changed = MarkedTree.toJson(entry.value());
            if (path.problem().isPresent()) {
                problems.add(entry.keyAt(), path.problem().get());
            } else if (type != null && body != null && path.isOfBody()) {
                ObjectNode tampered = body.deepCopy();
                if (!path.setInBody(tampered, changed)) {
                    problems.add(
                            entry.keyAt(),
                            "tamper path '%s' leads nowhere in the body of this %s.".formatted(entry.key(), type));
                } else if (!new BodyCheck(problems, parties, section.at())
                        .checkTampered(type, tampered, entry.keyAt())) {
                    continue;
                }
            }
            changes.put(entry.key(), changed);
        }
        return changes;
    }

    private @Nullable String requiredParty(Section section, String key) {
        Marked value = section.required(key);
        return value == null ? null : section.word(value, "party", parties);
    }

    private @Nullable String optionalParty(Section section, String key) {
        Marked value = section.optional(key);
        return value == null ? null : section.word(value, "party", parties);
    }

    /** An entity id: {@code kind:name}, with or without {@code @sha256:} and 64 hexadecimal digits. */
    static @Nullable String entity(Problems problems, Section section, Marked value) {
        String text = section.text(value, "entity");
        if (text == null) {
            return null;
        }
        try {
            return EntityId.parse(text).toString();
        } catch (IllegalArgumentException e) {
            int colon = text.indexOf(':');
            String kind = colon < 0 ? text : text.substring(0, colon);
            String hint = EntityId.looksLike(text) ? "" : Nearest.hint(kind, Coded.codes(EntityKind.class));
            problems.add(value.at(), e.getMessage() + hint.replaceFirst("^; d", " D"));
            return null;
        }
    }

    private void collectNames(Marked value) {
        if (value instanceof Marked.Mapping map) {
            map.entries().forEach(e -> collectNames(e.value()));
        } else if (value instanceof Marked.Sequence sequence) {
            sequence.items().forEach(this::collectNames);
        } else if (value instanceof Marked.Scalar scalar && EntityId.looksLike(scalar.text())) {
            named.add(scalar.text());
            named.add(scalar.text().replaceFirst("@.*$", ""));
        }
    }

    /** Trees of marked values as JSON. */
    static final class MarkedTree {
        private MarkedTree() {}

        static ObjectNode toJson(Marked.Mapping map) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            map.entries().forEach(e -> node.set(e.key(), toJson(e.value())));
            return node;
        }

        static JsonNode toJson(Marked value) {
            if (value instanceof Marked.Mapping map) {
                return toJson(map);
            }
            if (value instanceof Marked.Sequence sequence) {
                List<JsonNode> items = new ArrayList<>();
                sequence.items().forEach(i -> items.add(toJson(i)));
                return JsonNodeFactory.instance.arrayNode().addAll(items);
            }
            return scalar((Marked.Scalar) value);
        }

        /** Whole numbers as such; decimals as strings, as they travel. */
        private static JsonNode scalar(Marked.Scalar scalar) {
            if (scalar.isNothing()) {
                return JsonNodeFactory.instance.nullNode();
            }
            if (scalar.isTrue() || scalar.isFalse()) {
                return JsonNodeFactory.instance.booleanNode(scalar.isTrue());
            }
            if (scalar.isInteger() && scalar.text().length() <= 18) {
                return JsonNodeFactory.instance.numberNode(Long.parseLong(scalar.text()));
            }
            return JsonNodeFactory.instance.textNode(scalar.text());
        }
    }
}
