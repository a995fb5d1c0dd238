/**
 * The traceability label of an output: what it is, whose teacher and data are behind it, who took part, and the proof
 * that the log holds its event. In: a log and the server's key, or a label, the bytes of the output and a trust file.
 * Out: a label, what is wrong with one, or what by its own words the output lacked when it was served. Checking needs
 * no log. The label of GB 45438-2025, which stands in the file itself, is in {@code aigc}; this room ties the two.
 */
@NullMarked
package io.kdchain.provenance.label;

import org.jspecify.annotations.NullMarked;
