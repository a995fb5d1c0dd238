package io.kdchain.rules.workbench;

/**
 * An expectation that the verdict does not meet.
 *
 * @param at where it stands
 * @param key which expectation, such as {@code shares.edgechip}
 * @param expected what it asks for
 * @param got what the verdict says
 */
public record Unmet(Place at, String key, String expected, String got) {
    /** One line: place, key, expected and got. */
    @Override
    public String toString() {
        return "%s: %s: expected %s, got %s".formatted(at, key, expected, got);
    }
}
