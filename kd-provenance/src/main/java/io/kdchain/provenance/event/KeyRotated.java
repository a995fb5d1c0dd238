package io.kdchain.provenance.event;

/**
 * A party replaces its key; signed by the old key or by a registrar.
 *
 * @param newKey as in {@link PartyRegistered#key()}
 */
public record KeyRotated(String newKey) implements EventBody {}
