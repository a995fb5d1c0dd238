/**
 * The traceability label of an output: what it is, whose teacher and data are behind it, who took part, and the proof
 * that the log holds its event. In: a log and the server's key, or a label, the bytes of the output and a trust file.
 * Out: a label, or what is wrong with one. Checking needs no log.
 */
@NullMarked
package io.kdchain.provenance.label;

import org.jspecify.annotations.NullMarked;
