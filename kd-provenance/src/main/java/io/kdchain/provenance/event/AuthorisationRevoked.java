package io.kdchain.provenance.event;

import java.time.Instant;

/**
 * An authorisation was withdrawn.
 *
 * @param dataset the data set
 * @param by who withdrew it
 * @param since from when on
 */
public record AuthorisationRevoked(EntityId dataset, PartyId by, Instant since) implements EventBody {}
