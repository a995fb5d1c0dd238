/**
 * Brings a student to a smaller form: int8 with exact integer sums, half precision, fewer weights. In: a float network
 * and, for int8, the rows that calibrate it. Out: an artefact that anyone re-derives bit for bit from the same two.
 */
@NullMarked
package io.kdchain.core.adapt;

import org.jspecify.annotations.NullMarked;
