/**
 * Causation and responsibility as exact mathematics: minimal sufficient sets and cut sets of a causal model, degrees of
 * responsibility, values of cooperative games. In: who misconducted and what follows from whose misconduct. Out: exact
 * fractions. Measures of factual causation, not of law: adequacy and the scope of a rule stay with the rules.
 */
@NullMarked
package io.kdchain.rules.apportion.causal;

import org.jspecify.annotations.NullMarked;
