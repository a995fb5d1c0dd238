package io.kdchain.core.audit;

/**
 * A metric in one group.
 *
 * @param value 0 to 1
 * @param rows rows it rests on, 1 or more
 */
public record GroupScore(String group, double value, int rows) {}
