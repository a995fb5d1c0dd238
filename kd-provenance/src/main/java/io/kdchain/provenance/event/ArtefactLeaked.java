package io.kdchain.provenance.event;

import org.jspecify.annotations.Nullable;

/**
 * Data or a model leaked.
 *
 * @param artefact what
 * @param from from whose sphere; null means not known
 * @param to to whom; null means not known
 * @param item damage item it concerns; null means every item of privacy
 * @param scope null means not stated
 * @param records number of records; null means not stated
 */
public record ArtefactLeaked(
        EntityId artefact,
        @Nullable PartyId from,
        @Nullable String to,
        @Nullable String item,
        @Nullable String scope,
        @Nullable Long records)
        implements EventBody {}
