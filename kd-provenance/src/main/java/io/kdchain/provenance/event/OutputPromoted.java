package io.kdchain.provenance.event;

import java.util.List;

/**
 * A platform promoted outputs.
 *
 * @param about what
 * @param how how
 */
public record OutputPromoted(List<EntityId> about, How how) implements EventBody {

    public OutputPromoted {
        about = List.copyOf(about);
    }

    /** How outputs are promoted. */
    public enum How implements Coded {
        RECOMMENDED,
        RANKED,
        REWARDED,
        MONETISED;
    }
}
