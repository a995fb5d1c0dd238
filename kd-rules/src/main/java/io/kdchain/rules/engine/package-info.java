/**
 * What follows from facts by the rules in force, and by which rules. In: the law as of a day and facts. Out:
 * conclusions in canonical order, each with all its justifications.
 */
@NullMarked
package io.kdchain.rules.engine;

import org.jspecify.annotations.NullMarked;
