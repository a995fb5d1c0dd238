/**
 * Decides what of a slice may be believed, and says why the rest may not. The only thing that rules may trust. In: a
 * slice, the store, whose keys are trusted. Out: evidence with findings; the report on a whole log.
 */
@NullMarked
package io.kdchain.provenance.evidence;

import org.jspecify.annotations.NullMarked;
