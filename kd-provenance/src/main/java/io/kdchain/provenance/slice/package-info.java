/**
 * Cuts from the log the events that could have caused an output, and what is said about them. In: entities and the
 * store. Out: places in the log. Believes nothing: see {@code evidence}.
 */
@NullMarked
package io.kdchain.provenance.slice;

import org.jspecify.annotations.NullMarked;
