package io.kdchain.rules.engine;

import io.kdchain.rules.fact.Term;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads facts and conclusions by the names of their fields. */
public final class Terms {
    /** Canonical order: by word, then by fields from left to right. */
    public static final Comparator<Term> ORDER = Terms::compare;

    private static final ClassValue<Map<String, Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            if (components == null) {
                throw new IllegalArgumentException(
                        type.getName() + " is no record; facts and conclusions are records of the vocabulary.");
            }
            return Arrays.stream(components)
                    .collect(Collectors.toMap(
                            RecordComponent::getName, RecordComponent::getAccessor, (a, b) -> a, LinkedHashMap::new));
        }
    };

    private Terms() {}

    /** The word of a term, as rule files write it. */
    public static String word(Term term) {
        return term.getClass().getSimpleName();
    }

    /** The value of a field: {@code String}, {@code Long} or {@code Boolean}. */
    public static Object value(Term term, String field) {
        Method accessor = ACCESSORS.get(term.getClass()).get(field);
        if (accessor == null) {
            throw new IllegalArgumentException("%s has no field %s.".formatted(word(term), field));
        }
        return invoke(term, accessor);
    }

    /** All fields and their values, in the order of the record. */
    public static Map<String, Object> values(Term term) {
        Map<String, Object> values = new LinkedHashMap<>();
        ACCESSORS.get(term.getClass()).forEach((name, accessor) -> values.put(name, invoke(term, accessor)));
        return values;
    }

    /** As a rule file would ask for it: {@code Party( party == "clinic", role == "student-user" )}. */
    public static String text(Term term) {
        return values(term).entrySet().stream()
                .map(e -> e.getKey() + " == " + quoted(e.getValue()))
                .collect(Collectors.joining(", ", word(term) + "( ", " )"));
    }

    /** A value as a rule file writes it. */
    public static String quoted(Object value) {
        return value instanceof String s
                ? '"' + s.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : String.valueOf(value);
    }

    private static Object invoke(Term term, Method accessor) {
        try {
            Object value = accessor.invoke(term);
            return value instanceof Integer i ? Long.valueOf(i) : value;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(
                    "Field %s of %s cannot be read; facts are public records."
                            .formatted(accessor.getName(), word(term)),
                    e);
        }
    }

    private static int compare(Term a, Term b) {
        int byWord = word(a).compareTo(word(b));
        if (byWord != 0 || a.getClass() != b.getClass()) {
            return byWord;
        }
        for (Method accessor : ACCESSORS.get(a.getClass()).values()) {
            int c = compareValues(invoke(a, accessor), invoke(b, accessor));
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
