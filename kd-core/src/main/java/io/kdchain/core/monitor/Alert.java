package io.kdchain.core.monitor;

/**
 * A monitor found that something is not as it was said to be.
 *
 * @param metric what was measured, as {@code drift.evidence} or {@code bias.evidence}
 * @param evidence capital of bets that win only against the claim; begins at 1
 * @param threshold from which it counts: 1 through the rate of false alarms
 * @param falseAlarmRate chance that a stream on which the claim holds ever raises this alert, above 0 and below 1
 * @param served how many outputs had been served, this one included
 * @param detail where it shows most, in words: a category, or two groups
 */
public record Alert(
        String metric, double evidence, double threshold, double falseAlarmRate, long served, String detail) {}
