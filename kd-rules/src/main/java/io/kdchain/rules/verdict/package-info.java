/**
 * What goes into a judgment and what comes out: the incident, the verdict, exact fractions. Data that integrators read.
 * In: nothing. Out: immutable values without behaviour of the law.
 */
@NullMarked
package io.kdchain.rules.verdict;

import org.jspecify.annotations.NullMarked;
