package io.kdchain.rules.engine;

import io.kdchain.rules.fact.Fields;
import io.kdchain.rules.fact.Term;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads facts and conclusions by the names of their fields. */
public final class Terms {
    /** Canonical order: by word, then by fields from left to right. */
    public static final Comparator<Term> ORDER = Terms::compare;

    private Terms() {}

    /** The word of a term, as rule files write it. */
    public static String word(Term term) {
        return Fields.of(term.getClass()).word();
    }

    /** The value of a field: {@code String}, {@code Long} or {@code Boolean}. */
    public static Object value(Term term, String field) {
        return Fields.of(term.getClass()).value(term, field);
    }

    /** All fields and their values, in the order of the record. */
    public static Map<String, Object> values(Term term) {
        Fields fields = Fields.of(term.getClass());
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.names().size(); i++) {
            values.put(fields.names().get(i), fields.value(term, i));
        }
        return values;
    }

    /** As a rule file would ask for it: {@code Party( party == "clinic", role == "student-user" )}. */
    public static String text(Term term) {
        Fields fields = Fields.of(term.getClass());
        StringBuilder text = new StringBuilder(fields.word()).append("( ");
        for (int i = 0; i < fields.names().size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(fields.names().get(i))
                    .append(" == ")
                    .append(quoted(fields.value(term, i)));
        }
        return text.append(" )").toString();
    }

    /** A value as a rule file writes it. */
    public static String quoted(Object value) {
        return value instanceof String s
                ? '"' + s.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : String.valueOf(value);
    }

    private static int compare(Term a, Term b) {
        Fields fields = Fields.of(a.getClass());
        if (a.getClass() != b.getClass()) {
            return fields.word().compareTo(word(b));
        }
        for (int i = 0; i < fields.names().size(); i++) {
            int c = compareValues(fields.value(a, i), fields.value(b, i));
            if (c != 0) {
                return c;
            }
        }
        return 0;
    }

    /** Compares two values of the same kind: texts, whole numbers, truth values. */
    public static int compareValues(Object a, Object b) {
        if (a instanceof String s && b instanceof String t) {
            return s.compareTo(t);
        }
        if (a instanceof Boolean s && b instanceof Boolean t) {
            return s.compareTo(t);
        }
        if (a instanceof Long s && b instanceof Long t) {
            return s.compareTo(t);
        }
        throw new IllegalArgumentException("%s and %s are not of one kind.".formatted(a, b));
    }
}
