package io.kdchain.provenance.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes or a tree that are no event. Says where, what stands there, what may stand there and what was probably meant.
 */
public final class MalformedEventException extends KdException {
    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final String value;
    private final transient List<String> allowed;
    private final @Nullable String nearest;

    /** An error at {@code pointer}, an RFC 6901 JSON pointer relative to the event, such as {@code /body/technique}. */
    public MalformedEventException(String pointer, String value, String problem) {
        this(pointer, value, problem, List.of());
    }

    /** An error where one of a closed list of values must stand. */
    public MalformedEventException(String pointer, String value, String problem, List<String> allowed) {
        super(message(pointer, problem, value, allowed));
        this.pointer = pointer;
        this.value = value;
        this.allowed = List.copyOf(allowed);
        this.nearest = Nearest.to(value, allowed);
    }

    /** Where: a JSON pointer relative to the event; empty means the event itself. */
    public String pointer() {
        return pointer;
    }

    /** What stands there, as text; empty when something is missing. */
    public String value() {
        return value;
    }

    /** What may stand there; empty when there is no closed list. */
    public List<String> allowed() {
        return allowed;
    }

    /** The allowed value most like the one that stands there, or null when none is like it. */
    public @Nullable String nearest() {
        return nearest;
    }

    private static String message(String pointer, String problem, String value, List<String> allowed) {
        StringBuilder text = new StringBuilder(pointer.isEmpty() ? "event" : pointer);
        text.append(": ").append(problem);
        if (!allowed.isEmpty()) {
            String nearest = Nearest.to(value, allowed);
            if (nearest != null) {
                text.append(" Did you mean '").append(nearest).append("'?");
            }
            text.append(" Allowed: ").append(String.join(", ", allowed)).append('.');
        }
        return text.toString();
    }
}
