/**
 * Turns conclusions into numbers: who finally bears how much of a damage item, and what the claimant may demand from
 * whom. In: faults, strict debtors, causal parts, weights of grades. Out: exact fractions with bounds. Draws no
 * conclusion of law itself.
 */
@NullMarked
package io.kdchain.rules.apportion;

import org.jspecify.annotations.NullMarked;
