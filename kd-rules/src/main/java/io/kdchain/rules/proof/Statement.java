package io.kdchain.rules.proof;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A fact or conclusion in the words of the rules.
 *
 * @param word of the vocabulary, such as {@code Breach}
 * @param fields names to values, in the order of the word: {@code String}, {@code Long} or {@code Boolean}
 */
public record Statement(String word, Map<String, Object> fields) {
    /**
     * By word, then by the values of the fields from left to right; of one word, whose fields were looked at before.
     */
    static final Comparator<Statement> ORDER =
            Comparator.comparing(Statement::word).thenComparing(Statement::byFields);

    public Statement {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /**
     * The value of a field.
     *
     * @throws IllegalArgumentException if it has none of this name
     */
    Object value(String field) {
        Object value = fields.get(field);
        if (value == null) {
            throw new IllegalArgumentException("%s has no field %s.".formatted(word, field));
        }
        return value;
    }

    /** The text of a field. */
    String text(String field) {
        return String.valueOf(value(field));
    }

    /** Whether the field is this text. */
    boolean says(String field, String text) {
        return value(field).equals(text);
    }

    private static int byFields(Statement one, Statement other) {
        for (Map.Entry<String, Object> field : one.fields.entrySet()) {
            int order = compare(field.getValue(), other.value(field.getKey()));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(Object one, Object other) {
        if (one instanceof Long number && other instanceof Long than) {
            return number.compareTo(than);
        }
        return String.valueOf(one).compareTo(String.valueOf(other));
    }

    /** As a rule file would ask for it: {@code Party( party == "clinic", role == "student-user" )}. */
    @Override
    public String toString() {
        return fields.entrySet().stream()
                .map(e -> e.getKey() + " == " + quoted(e.getValue()))
                .collect(Collectors.joining(", ", word + "( ", " )"));
    }

    /** A value as a rule file writes it. */
    static String quoted(Object value) {
        return value instanceof String s
                ? '"' + s.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : String.valueOf(value);
    }
}
