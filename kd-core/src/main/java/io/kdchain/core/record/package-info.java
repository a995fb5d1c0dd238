/**
 * Turns what happened in kd-core into the events that a chain records: the only room here that knows provenance. In:
 * runs, audits, artefacts, localisations. Out: event bodies with exact decimals and entity ids with digests. Adds
 * nothing and leaves nothing out.
 */
@NullMarked
package io.kdchain.core.record;

import org.jspecify.annotations.NullMarked;
