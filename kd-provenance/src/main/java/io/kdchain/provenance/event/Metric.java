package io.kdchain.provenance.event;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A measured quantity of a model.
 *
 * @param name what was measured
 * @param value the value
 * @param group group of persons or records it was measured on; null means all
 * @param n number of records; null means not stated
 */
public record Metric(
        String name,
        BigDecimal value,
        @Nullable String group,
        @Nullable Long n) {}
