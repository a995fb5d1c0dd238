package io.kdchain.provenance.event;

import org.jspecify.annotations.Nullable;

/**
 * Staff were trained.
 *
 * @param subject what was taught
 * @param audience who was taught; null means not stated
 * @param attended number of persons; null means not stated
 * @param of number of persons who should have attended; null means not stated
 */
public record ComplianceTrainingHeld(
        String subject,
        @Nullable String audience,
        @Nullable Long attended,
        @Nullable Long of) implements EventBody {}
