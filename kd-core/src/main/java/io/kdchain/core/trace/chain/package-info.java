/**
 * Finds the stage of any chain that made an audited measure worse, by exchanging stages for others that are known to be
 * good, and without those by what should hold between neighbouring stages. In: a chain as functions of its stages, what
 * is on record of it, audited rows, a band fixed beforehand. Out: a {@link io.kdchain.core.trace.chain.ChainFinding}.
 * Knows networks only by their answers. How often it is right: {@code BENCHMARK.md} beside this file.
 */
@NullMarked
package io.kdchain.core.trace.chain;

import org.jspecify.annotations.NullMarked;
