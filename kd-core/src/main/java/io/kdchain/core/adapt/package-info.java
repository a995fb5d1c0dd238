/**
 * Brings a student to a smaller number format: int8 with exact integer sums. In: a float network and the rows that
 * calibrate it. Out: an artefact that anyone re-derives bit for bit from the same two.
 */
@NullMarked
package io.kdchain.core.adapt;

import org.jspecify.annotations.NullMarked;
