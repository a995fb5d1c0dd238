/**
 * The append-only tree of RFC 6962 section 2.1 (RFC 9162 section 2.1): roots, and proofs of inclusion and consistency.
 * In: hashes. Out: hashes, or whether a proof holds. Knows nothing of events.
 */
@NullMarked
package io.kdchain.provenance.merkle;

import org.jspecify.annotations.NullMarked;
