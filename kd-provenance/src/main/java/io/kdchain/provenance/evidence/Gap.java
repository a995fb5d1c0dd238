package io.kdchain.provenance.evidence;

import io.kdchain.provenance.event.PartyId;

/**
 * Events that a party counted and that are not in the log.
 *
 * @param party who counted them
 * @param chain in which chain
 * @param firstMissing counter of the first
 * @param lastMissing counter of the last
 */
public record Gap(PartyId party, String chain, long firstMissing, long lastMissing) {}
