package io.kdchain.provenance.event;

import org.jspecify.annotations.Nullable;

/**
 * An audit finding was set right.
 *
 * @param finding id of the finding
 * @param how null means not stated
 */
public record FindingRectified(String finding, @Nullable String how) implements EventBody {}
