package io.kdchain.provenance.privacy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.canonical.Statements;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.Commitment;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Opens one commitment of one event to whoever holds it. The other commitments of the event stay closed.
 *
 * @param event the event
 * @param pointer where the commitment stands: RFC 6901, relative to the event, such as {@code /body/inputCommitment}
 * @param salt the salt, {@value Commitments#SALT_SIZE} bytes
 * @param value what was committed to
 */
public record Disclosure(EventId event, String pointer, Bytes salt, JsonNode value) {
    private static final List<String> KEYS = List.of("event", "pointer", "salt", "value");

    public Disclosure {
        JsonPointer.compile(pointer);
        Commitments.checkSalt(salt);
        value = value.deepCopy();
    }

    /** Why a disclosure does not open anything. */
    public enum Fault implements Coded {
        /** It is about another event. */
        OTHER_EVENT,
        /** Nothing stands at its place. */
        NOTHING_THERE,
        /** What stands at its place is no commitment. */
        NO_COMMITMENT,
        /** The commitment is to another value or under another salt. */
        DOES_NOT_OPEN;
    }

    /**
     * Why this does not open a commitment of the event; the event itself is to be checked elsewhere.
     *
     * @return nothing if it does
     */
    public Optional<Fault> fault(Event disclosed) {
        if (!disclosed.id().equals(event)) {
            return Optional.of(Fault.OTHER_EVENT);
        }
        JsonNode there = Statements.toJson(disclosed).at(pointer);
        if (there.isMissingNode()) {
            return Optional.of(Fault.NOTHING_THERE);
        }
        Optional<Commitment> commitment = there.isTextual() ? Commitment.find(there.textValue()) : Optional.empty();
        if (commitment.isEmpty()) {
            return Optional.of(Fault.NO_COMMITMENT);
        }
        return commitment.get().equals(commitment()) ? Optional.empty() : Optional.of(Fault.DOES_NOT_OPEN);
    }

    /** Whether this opens a commitment of the event. */
    public boolean opens(Event disclosed) {
        return fault(disclosed).isEmpty();
    }

    /** The commitment that salt and value give. */
    public Commitment commitment() {
        return Commitments.to(salt, value);
    }

    /** A copy of what was committed to. */
    @Override
    public JsonNode value() {
        return value.deepCopy();
    }

    /** As JSON that {@link #fromJson} reads. */
    public ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put(KEYS.get(0), event.toString());
        node.put(KEYS.get(1), pointer);
        node.put(KEYS.get(2), Base64.getEncoder().encodeToString(salt.toArray()));
        node.set(KEYS.get(3), value.deepCopy());
        return node;
    }

    /**
     * Reads a disclosure.
     *
     * @throws IllegalArgumentException if it is none; says which key
     */
    public static Disclosure fromJson(JsonNode node) {
        if (!node.isObject() || node.size() != KEYS.size() || !KEYS.stream().allMatch(node::has)) {
            throw new IllegalArgumentException(
                    "A disclosure has the keys %s and no others.".formatted(String.join(", ", KEYS)));
        }
        for (String key : KEYS.subList(0, 3)) {
            if (!node.get(key).isTextual()) {
                throw new IllegalArgumentException("'%s' of a disclosure is a text.".formatted(key));
            }
        }
        String base64 = node.get(KEYS.get(2)).textValue();
        Bytes salt = Bytes.of(Base64.getDecoder().decode(base64));
        if (!Base64.getEncoder().encodeToString(salt.toArray()).equals(base64)) {
            throw new IllegalArgumentException("The salt of a disclosure is standard base64.");
        }
        return new Disclosure(
                EventId.parse(node.get(KEYS.get(0)).textValue()),
                node.get(KEYS.get(1)).textValue(),
                salt,
                node.get(KEYS.get(3)));
    }

    /** Tells the place only: a value that is told to some must not get into a message. */
    @Override
    public String toString() {
        return "disclosure of %s%s".formatted(event, pointer);
    }
}
