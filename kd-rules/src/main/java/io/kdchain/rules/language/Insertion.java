package io.kdchain.rules.language;

import java.util.List;

/**
 * A conclusion that a rule draws.
 *
 * @param at where
 * @param type a conclusion of the vocabulary
 * @param arguments in the order of its fields
 */
public record Insertion(Position at, String type, List<Operand> arguments) {
    public Insertion {
        arguments = List.copyOf(arguments);
    }
}
