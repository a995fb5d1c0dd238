/**
 * Holds this library's losses, measures and training against values that others computed. In: a file of golden values
 * with the inputs they were computed from. Out: how many hold, and for each that does not, by how much. Knows no
 * expected value of its own.
 */
@NullMarked
package io.kdchain.core.conformance;

import org.jspecify.annotations.NullMarked;
