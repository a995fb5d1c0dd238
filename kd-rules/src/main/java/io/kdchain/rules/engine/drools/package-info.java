/**
 * The rule engine on Drools; the only room that knows it. Compiles nothing but text that our printer made. In: the law
 * as of a day and facts. Out: conclusions with their justifications, held against the trees of the rules.
 */
@NullMarked
package io.kdchain.rules.engine.drools;

import org.jspecify.annotations.NullMarked;
