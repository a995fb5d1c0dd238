package io.kdchain.rules.derive;

import java.util.List;

/**
 * A recorded event was changed after signing, and it is known by whom. The log alone cannot tell this; who judges does.
 *
 * @param index log index of the event
 * @param author who made the event, before anything was changed
 * @param by who changed it
 * @param paths fields that were changed, such as {@code body.humanReview}; empty means any of them may have been
 */
public record Alteration(long index, String author, String by, List<String> paths) {
    public Alteration {
        paths = List.copyOf(paths);
        if (author.isBlank() || by.isBlank()) {
            throw new IllegalArgumentException(
                    "The alteration of event %d needs the author of the event and who changed it.".formatted(index));
        }
    }

    /** Whether the author changed its own event. */
    public boolean byItsAuthor() {
        return author.equals(by);
    }
}
