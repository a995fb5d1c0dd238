package io.kdchain.provenance.event;

/**
 * A verdict was issued.
 *
 * @param incident the incident
 * @param verdictDigest digest of the verdict
 * @param packDigest digest of the rule packs
 */
public record AttributionIssued(EntityId incident, Digest verdictDigest, Digest packDigest) implements EventBody {}
