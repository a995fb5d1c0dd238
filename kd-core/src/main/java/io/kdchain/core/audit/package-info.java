/**
 * Measures what a student took over from its teacher and what an adaptation changed: fidelity, equivalence, gaps
 * between groups. In: logits, labels, groups. Out: numbers with the count they rest on. Judges nothing beyond a
 * threshold it is given.
 */
@NullMarked
package io.kdchain.core.audit;

import org.jspecify.annotations.NullMarked;
