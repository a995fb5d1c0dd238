package io.kdchain.core.loss;

/**
 * A loss and its parts, before weighting.
 *
 * @param total the weighted sum, as it is minimised
 * @param hard cross entropy with the labels, mean over rows
 * @param soft divergence from the teacher, reduced, and scaled by T^2 if so configured
 */
public record LossValue(double total, double hard, double soft) {}
