package io.kdchain.rules.language;

import io.kdchain.rules.fact.Vocabulary;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The values that a field or binding can have.
 *
 * @param kind what sort of value
 * @param list name of the closed list; empty if it has none
 * @param values the values that are possible; null if every value of the kind is
 */
record Domain(Kind kind, String list, @Nullable Set<String> values) {
    enum Kind {
        ID("an id"),
        CODE("a code"),
        WHOLE("a whole number"),
        TRUTH("a truth value");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }
    }

    static final Domain WHOLE = new Domain(Kind.WHOLE, "", null);

    static Domain of(Vocabulary.Field field, Vocabulary vocabulary) {
        if (field.type() == boolean.class) {
            return new Domain(Kind.TRUTH, "", Set.of("true", "false"));
        }
        if (field.type() == int.class) {
            return WHOLE;
        }
        return field.list().isEmpty()
                ? new Domain(Kind.ID, "", null)
                : new Domain(Kind.CODE, field.list(), Set.copyOf(vocabulary.list(field.list())));
    }

    Domain only(Collection<String> wanted) {
        Set<String> rest = new TreeSet<>(wanted);
        if (values != null) {
            rest.retainAll(values);
        }
        return new Domain(kind, list, rest);
    }

    Domain without(String unwanted) {
        if (values == null) {
            return this;
        }
        Set<String> rest = new TreeSet<>(values);
        rest.remove(unwanted);
        return new Domain(kind, list, rest);
    }

    Domain or(Domain other) {
        if (values == null || other.values == null) {
            return new Domain(kind, list, null);
        }
        Set<String> all = new TreeSet<>(values);
        all.addAll(other.values);
        return new Domain(kind, list, all);
    }

    boolean isEmpty() {
        return values != null && values.isEmpty();
    }

    /** Whether some value belongs to both. */
    boolean meets(Domain other) {
        Set<String> mine = values;
        Set<String> theirs = other.values;
        return mine == null || theirs == null || mine.stream().anyMatch(theirs::contains);
    }

    /** For messages. */
    String shown() {
        return kind == Kind.CODE ? "a code of the list " + list : kind.shown;
    }
}
