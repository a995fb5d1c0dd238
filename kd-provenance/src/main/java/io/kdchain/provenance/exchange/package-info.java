/**
 * What of a log is handed to others: the evidence bundle, which a stranger checks offline, and the formats of other
 * tools. In: a log as it is read, or evidence. Out: files; for a bundle, a report and the evidence that it proves.
 */
@NullMarked
package io.kdchain.provenance.exchange;

import org.jspecify.annotations.NullMarked;
