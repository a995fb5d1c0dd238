package io.kdchain.provenance.event;

import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Id of an event.
 *
 * @param value a UUID of version 7 (RFC 9562)
 */
public record EventId(UUID value) implements Comparable<EventId> {
    private static final int VERSION = 7;
    private static final int VARIANT = 2;
    /** The class of the platform reads more than this, and says less where it does not. */
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final int ENTROPY_BYTES = 10;
    private static final long MAX_MILLIS = (1L << 48) - 1;

    public EventId {
        if (value.version() != VERSION || value.variant() != VARIANT) {
            throw new IllegalArgumentException("Event id %s is no UUID of version 7.".formatted(value));
        }
    }

    /** Reads the usual 36 characters in lower case. */
    public static EventId parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("Event id '%s' is not written as a UUID in lower case.".formatted(text));
        }
        return new EventId(UUID.fromString(text));
    }

    /**
     * The id made of this time and these bytes; the same in every run.
     *
     * @param entropy at least 10 bytes; what follows is not used
     */
    public static EventId of(Instant at, byte[] entropy) {
        long millis = at.toEpochMilli();
        if (millis < 0 || millis > MAX_MILLIS) {
            throw new IllegalArgumentException("An event id cannot hold the time %s.".formatted(at));
        }
        if (entropy.length < ENTROPY_BYTES) {
            throw new IllegalArgumentException(
                    "An event id needs %d bytes; %d were given.".formatted(ENTROPY_BYTES, entropy.length));
        }
        long high = (millis << 16) | ((long) VERSION << 12) | ((entropy[0] & 0x0FL) << 8) | (entropy[1] & 0xFFL);
        long low = 0;
        for (int i = 2; i < ENTROPY_BYTES; i++) {
            low = (low << 8) | (entropy[i] & 0xFFL);
        }
        return new EventId(new UUID(high, (low & 0x3FFF_FFFF_FFFF_FFFFL) | ((long) VARIANT << 62)));
    }

    @Override
    public int compareTo(EventId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
