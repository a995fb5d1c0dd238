/**
 * Several logs read as one: a slice that crosses them, what of it may be believed, from which log each event is proven,
 * and where the logs contradict each other. In: logs, each with the keys trusted for it. Out: evidence of the same
 * shape as that of one log. Copies nothing and appends nothing.
 *
 * <p>Events belong together where they name the same entity, run, finding, party or event id, whichever log holds them.
 * An event that several logs hold is one event: it stands if it stands in one of them, and counts as recorded when the
 * earliest of these recorded it. Each log is judged by its own keys: that a party is called the same in two logs does
 * not make it the same, and where none of its keys is in both that is a finding.
 */
@NullMarked
package io.kdchain.provenance.federation;

import org.jspecify.annotations.NullMarked;
