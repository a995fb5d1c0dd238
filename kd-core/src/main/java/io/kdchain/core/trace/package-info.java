/**
 * Finds the stage of a chain that made an output wrong, by carrying the stages out again from what is on record. In:
 * recorded artefacts and recipes, an input, its answer. Out: a {@link io.kdchain.core.trace.Localisation}. Trusts no
 * stage: each is repeated.
 */
@NullMarked
package io.kdchain.core.trace;

import org.jspecify.annotations.NullMarked;
