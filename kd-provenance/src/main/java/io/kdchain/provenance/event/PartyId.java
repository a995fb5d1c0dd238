package io.kdchain.provenance.event;

/**
 * Id of a party, unique within a log.
 *
 * @param value 1 to 128 characters without spaces, control characters and {@code +}
 */
public record PartyId(String value) implements Comparable<PartyId> {
    private static final int MAX_LENGTH = 128;

    public PartyId {
        Names.check("Party id", value, MAX_LENGTH);
        if (value.indexOf('+') >= 0) {
            throw new IllegalArgumentException(
                    "Party id '%s' contains '+', which separates the parts of a public key.".formatted(value));
        }
    }

    @Override
    public int compareTo(PartyId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
