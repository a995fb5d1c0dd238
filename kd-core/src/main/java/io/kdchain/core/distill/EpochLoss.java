package io.kdchain.core.distill;

import io.kdchain.core.loss.LossValue;

/**
 * The loss of one pass over the samples.
 *
 * @param epoch from 1
 * @param loss mean over the steps, each weighted by its samples
 */
public record EpochLoss(int epoch, LossValue loss) {}
