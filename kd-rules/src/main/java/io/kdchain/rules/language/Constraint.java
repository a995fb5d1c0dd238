package io.kdchain.rules.language;

import java.util.List;

/** One line between the brackets of a pattern; all of them must hold. */
public sealed interface Constraint {
    /** Where it stands. */
    Position at();

    /** The field it speaks of. */
    String field();

    /**
     * Gives the field's value a name.
     *
     * @param at where
     * @param name without the dollar sign
     * @param field the field
     */
    record Bind(Position at, String name, String field) implements Constraint {}

    /**
     * Compares the field.
     *
     * @param at where
     * @param field the field
     * @param comparison how
     * @param value with what
     */
    record Compare(Position at, String field, Comparison comparison, Operand value) implements Constraint {}

    /**
     * Wants the field to be one of several values.
     *
     * @param at where
     * @param field the field
     * @param values at least one
     */
    record In(Position at, String field, List<Operand> values) implements Constraint {
        public In {
            values = List.copyOf(values);
        }
    }
}
