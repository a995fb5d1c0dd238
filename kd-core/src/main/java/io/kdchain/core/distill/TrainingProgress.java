package io.kdchain.core.distill;

import java.time.Duration;

/**
 * Where a training stands, after each epoch.
 *
 * @param epoch from 1
 * @param epochs of the whole run
 * @param loss of this epoch
 * @param samplesPerSecond since the start
 * @param remaining estimated from the time so far
 */
public record TrainingProgress(int epoch, int epochs, EpochLoss loss, double samplesPerSecond, Duration remaining) {}
