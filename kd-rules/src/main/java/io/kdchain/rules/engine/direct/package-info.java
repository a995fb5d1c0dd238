/**
 * A rule engine that evaluates our own trees, rule after rule in dependency order; the twin that the other is held to.
 * In: the law as of a day and facts. Out: the same derivation. Shares no code with Drools.
 */
@NullMarked
package io.kdchain.rules.engine.direct;

import org.jspecify.annotations.NullMarked;
