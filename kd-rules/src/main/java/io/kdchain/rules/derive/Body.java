package io.kdchain.rules.derive;

import io.kdchain.rules.verdict.Fraction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an event says, by the keys of its type. A key that is missing, or holds another kind of value than was asked
 * for, is silence.
 */
final class Body {
    static final Body EMPTY = new Body(Map.of());

    private final Map<String, Object> fields;

    private Body(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** Copies a tree of maps, lists, texts, numbers and truth values; null values are left out. */
    static Body of(Map<?, ?> tree) {
        return new Body(copy(tree));
    }

    private static Map<String, Object> copy(Map<?, ?> tree) {
        SortedMap<String, Object> copy = new TreeMap<>();
        tree.forEach((key, value) -> {
            if (value != null) {
                copy.put(String.valueOf(key), copyOf(value));
            }
        });
        return Collections.unmodifiableSortedMap(copy);
    }

    private static Object copyOf(Object value) {
        if (value instanceof Map<?, ?> map) {
            return copy(map);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            for (Object element : list) {
                if (element != null) {
                    copy.add(copyOf(element));
                }
            }
            return Collections.unmodifiableList(copy);
        }
        return value;
    }

    /** The tree; all of it cannot be changed. */
    Map<String, Object> tree() {
        return fields;
    }

    boolean has(String key) {
        return fields.containsKey(key);
    }

    /** The text, or an empty one. */
    String text(String key) {
        return fields.get(key) instanceof String text ? text : "";
    }

    /** Whether the value is {@code true}. */
    boolean flag(String key) {
        return Boolean.TRUE.equals(fields.get(key));
    }

    /** The truth value, if there is one. */
    Optional<Boolean> truth(String key) {
        return fields.get(key) instanceof Boolean b ? Optional.of(b) : Optional.empty();
    }

    /** The texts of a list; a single text counts as a list of one. */
    List<String> texts(String key) {
        Object value = fields.get(key);
        if (value instanceof String text) {
            return List.of(text);
        }
        return value instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** The objects of a list. */
    List<Body> objects(String key) {
        return fields.get(key) instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(Body::inner).toList()
                : List.of();
    }

    /** The lists of texts in a list. */
    List<List<String>> textLists(String key) {
        if (!(fields.get(key) instanceof List<?> lists)) {
            return List.of();
        }
        List<List<String>> result = new ArrayList<>();
        for (Object inner : lists) {
            if (inner instanceof List<?> list) {
                result.add(list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList());
            }
        }
        return result;
    }

    /** The object, or an empty one. */
    Body object(String key) {
        Object value = fields.get(key);
        return value instanceof Map<?, ?> ? inner(value) : EMPTY;
    }

    @SuppressWarnings("unchecked") // every map inside was copied with its body
    private static Body inner(Object map) {
        return new Body((Map<String, Object>) map);
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** Whether a test was passed: not where it found more than it allows, whatever its author calls it. */
    Optional<Boolean> passed(String found, String allowed) {
        boolean over = number(found)
                .flatMap(most -> number(allowed).map(limit -> most.compareTo(limit) > 0))
                .orElse(false);
        return over ? Optional.of(false) : truth("passed");
    }

    /** The exact number, written as a number, a decimal or a ratio. */
    Optional<Fraction> number(String key) {
        Object value = fields.get(key);
        if (!(value instanceof Number) && !(value instanceof String)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Fraction.parse(String.valueOf(value)));
        } catch (IllegalArgumentException notExact) {
            return Optional.empty();
        }
    }

    /** The moment; a date alone is midnight UTC. */
    Optional<Instant> moment(String key) {
        return read(key, false);
    }

    /** The deadline; a date alone is the end of that day, UTC. */
    Optional<Instant> deadline(String key) {
        return read(key, true);
    }

    private Optional<Instant> read(String key, boolean endOfDay) {
        return Optional.ofNullable(parse(text(key), endOfDay));
    }

    private static @Nullable Instant parse(String text, boolean endOfDay) {
        try {
            if (text.length() == "2026-01-31".length()) {
                LocalDate day = LocalDate.parse(text);
                return endOfDay
                        ? day.plusDays(1)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant()
                                .minusMillis(1)
                        : day.atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException noTime) {
            return null;
        }
    }
}
