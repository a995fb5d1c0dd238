/**
 * Trains a teacher on labels and a student on one teacher or several, by any loss; one seed gives one result on one
 * machine kind and thread count, interrupted or not. In: samples, recipes, what teachers say. Out: networks,
 * checkpoints, and the losses of every epoch. Stops at the first loss that is no number.
 */
@NullMarked
package io.kdchain.core.distill;

import org.jspecify.annotations.NullMarked;
