package io.kdchain.rules.pack;

import java.time.LocalDate;

/**
 * A measure that was state of the art somewhere from some day on.
 *
 * @param measure the measure, as a duty or safeguard code
 * @param industry scene code, or {@code *} for all
 * @param region jurisdiction, or {@code *} for all
 * @param since first day on which it was customary there
 * @param source where this is documented
 */
public record Standard(String measure, String industry, String region, LocalDate since, String source) {}
