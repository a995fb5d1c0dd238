package io.kdchain.rules.workbench;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a scenario file with a closed set of keys. What is wrong is noted in {@link Problems} and read as
 * absent, so that the rest of the file is checked as well.
 */
final class Section {
    private final Problems problems;
    private final Marked.Mapping map;
    private final String name;
    /** Keys that most likely stand there misspelt: told once, as unknown, and not a second time, as missing. */
    private final Set<String> misspelt;

    private Section(Problems problems, Marked.Mapping map, String name, Set<String> misspelt) {
        this.problems = problems;
        this.map = map;
        this.name = name;
        this.misspelt = misspelt;
    }

    /** The value as a mapping with these keys and no other; null if it is none. */
    static @Nullable Section of(Problems problems, Marked value, String name, List<String> keys) {
        if (!(value instanceof Marked.Mapping map)) {
            problems.add(
                    value.at(),
                    "%s is %s; it must be a mapping with the keys %s.".formatted(name, value.kind(), words(keys)));
            return null;
        }
        Set<String> misspelt = new HashSet<>();
        for (Marked.Entry entry : map.entries()) {
            if (!keys.contains(entry.key())) {
                problems.add(
                        entry.keyAt(),
                        "unknown key '%s' in %s; allowed are %s%s"
                                .formatted(entry.key(), name, words(keys), ending(Nearest.hint(entry.key(), keys))));
                Nearest.to(entry.key(), keys).ifPresent(misspelt::add);
            }
        }
        return new Section(problems, map, name, misspelt);
    }

    Mark at() {
        return map.at();
    }

    boolean has(String key) {
        return map.entry(key).isPresent();
    }

    Optional<Marked.Entry> entry(String key) {
        return map.entry(key);
    }

    /** The value, or null with a note that it is missing. */
    @Nullable
    Marked required(String key) {
        Optional<Marked.Entry> entry = map.entry(key);
        if (entry.isEmpty()) {
            if (!misspelt.contains(key)) {
                problems.add(map.at(), "%s has no key '%s'; it is required.".formatted(name, key));
            }
            return null;
        }
        return entry.get().value();
    }

    @Nullable
    Marked optional(String key) {
        return map.entry(key).map(Marked.Entry::value).orElse(null);
    }

    @Nullable
    String requiredText(String key) {
        Marked value = required(key);
        return value == null ? null : text(value, key);
    }

    @Nullable
    String optionalText(String key) {
        Marked value = optional(key);
        return value == null ? null : text(value, key);
    }

    /** A text that is not blank. A number is read as it is written, as ids may be numbers. */
    @Nullable
    String text(Marked value, String what) {
        if (!(value instanceof Marked.Scalar scalar)
                || scalar.isNothing()
                || scalar.text().isBlank()) {
            boolean blank = value instanceof Marked.Scalar empty && !empty.isNothing();
            problems.add(
                    value.at(),
                    blank
                            ? "%s is empty; it must be a text. Write one, or leave the key out.".formatted(what)
                            : "%s is %s; it must be a text.".formatted(what, value.kind()));
            return null;
        }
        Optional<Integer> control = scalar.text()
                .codePoints()
                .filter(Character::isISOControl)
                .boxed()
                .findFirst();
        if (control.isPresent()) {
            problems.add(
                    value.at(), "%s holds the control character U+%04X; remove it.".formatted(what, control.get()));
            return null;
        }
        return scalar.text();
    }

    /** One of a closed list of words. */
    @Nullable
    String word(Marked value, String what, Collection<String> allowed) {
        String text = text(value, what);
        if (text != null && !allowed.contains(text)) {
            problems.add(value.at(), notAllowed(what, text, allowed));
            return null;
        }
        return text;
    }

    static String notAllowed(String what, String text, Collection<String> allowed) {
        return allowed.isEmpty()
                ? "unknown %s '%s'; there is none.".formatted(what, text)
                : "unknown %s '%s'; allowed are %s%s"
                        .formatted(what, text, words(allowed), ending(Nearest.hint(text, allowed)));
    }

    /** True or false; absent is false. */
    boolean flag(String key, boolean byDefault) {
        Marked value = optional(key);
        if (value == null) {
            return byDefault;
        }
        if (value instanceof Marked.Scalar scalar && (scalar.isTrue() || scalar.isFalse())) {
            return scalar.isTrue();
        }
        problems.add(value.at(), "%s is %s; it must be true or false.".formatted(key, value.kind()));
        return byDefault;
    }

    /** The elements of a list that can be read; empty if the key is absent or no list. */
    <T> List<T> list(String key, Function<Marked, @Nullable T> element) {
        Marked value = optional(key);
        return value == null ? List.of() : list(value, key, element);
    }

    <T> List<T> list(Marked value, String what, Function<Marked, @Nullable T> element) {
        if (!(value instanceof Marked.Sequence sequence)) {
            problems.add(value.at(), "%s is %s; it must be a list, such as [a, b].".formatted(what, value.kind()));
            return List.of();
        }
        List<T> read = new ArrayList<>();
        for (Marked item : sequence.items()) {
            T one = element.apply(item);
            if (one != null) {
                read.add(one);
            }
        }
        return read;
    }

    /** A moment; a date without a time is its midnight in UTC. */
    @Nullable
    Instant moment(Marked value, String what) {
        String text = text(value, what);
        if (text == null) {
            return null;
        }
        try {
            Instant moment = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
            int year = moment.atOffset(ZoneOffset.UTC).getYear();
            if (year < 1 || year > 9999) {
                problems.add(value.at(), "%s is '%s'; the year must be 1 to 9999.".formatted(what, text));
                return null;
            }
            return moment;
        } catch (DateTimeParseException e) {
            problems.add(
                    value.at(),
                    "%s is '%s', which is no date or time; write 2026-01-31 or 2026-01-31T13:45:00Z."
                            .formatted(what, text));
            return null;
        }
    }

    @Nullable
    Instant requiredMoment(String key) {
        Marked value = required(key);
        return value == null ? null : moment(value, key);
    }

    @Nullable
    Instant optionalMoment(String key) {
        Marked value = optional(key);
        return value == null ? null : moment(value, key);
    }

    /** An index into the chain, from 0. */
    @Nullable
    Integer index(Marked value, String what, int size) {
        if (value instanceof Marked.Scalar scalar
                && scalar.isInteger()
                && scalar.text().length() <= 7) {
            int index = Integer.parseInt(scalar.text());
            if (index >= 0 && index < size) {
                return index;
            }
        }
        problems.add(
                value.at(),
                size == 0
                        ? "%s is %s; the chain is empty, so there is nothing to point at.".formatted(what, value.kind())
                        : "%s is %s; it must be a position in chain, 0 to %d.".formatted(what, value.kind(), size - 1));
        return null;
    }

    static String words(Collection<String> words) {
        return String.join(", ", words);
    }

    private static String ending(String hint) {
        return hint.isEmpty() ? "." : hint;
    }
}
