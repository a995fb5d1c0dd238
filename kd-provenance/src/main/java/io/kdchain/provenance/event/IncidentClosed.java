package io.kdchain.provenance.event;

/**
 * An incident was closed.
 *
 * @param incident the incident
 * @param outcome how
 */
public record IncidentClosed(EntityId incident, String outcome) implements EventBody {}
