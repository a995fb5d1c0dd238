/**
 * Trains a teacher on labels and a student on its teacher; one seed gives one result on one machine kind and thread
 * count. In: samples, recipes, a teacher's logits. Out: networks, and the losses of every epoch. Stops at the first
 * loss that is no number.
 */
@NullMarked
package io.kdchain.core.distill;

import org.jspecify.annotations.NullMarked;
