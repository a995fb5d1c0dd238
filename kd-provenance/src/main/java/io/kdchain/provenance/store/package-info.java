/**
 * Keeps entries in order, with the tree over them and the edges between them, behind one interface. In: bytes and what
 * indexes them. Out: the same. Believes nothing: see {@code evidence} for what may be believed.
 */
@NullMarked
package io.kdchain.provenance.store;

import org.jspecify.annotations.NullMarked;
