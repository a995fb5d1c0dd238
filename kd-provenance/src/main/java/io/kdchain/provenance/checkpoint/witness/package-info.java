/**
 * A witness as a small HTTP service, and how a log reaches one (C2SP tlog-witness). In: requests. Out: what
 * {@code Witness} answers. Decides nothing.
 */
@NullMarked
package io.kdchain.provenance.checkpoint.witness;

import org.jspecify.annotations.NullMarked;
