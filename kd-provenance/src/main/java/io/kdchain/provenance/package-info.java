/**
 * The log of a chain: open, append, read, slice, weigh, verify. Everything else is behind {@code ChainLog}. In: signed
 * events. Out: evidence, and whether the log holds. Knows no rules and no tensors.
 */
@NullMarked
package io.kdchain.provenance;

import org.jspecify.annotations.NullMarked;
