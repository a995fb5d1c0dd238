/**
 * Cuts from the log the events that could have caused an output, or those that came of an entity, and what is said
 * about them. In: entities and the store. Out: places in the log. Believes nothing: see {@code evidence}.
 *
 * <p><b>Backward</b> ({@code cut}): an event is causal if it generates one of the entities asked for, or an entity that
 * a causal event uses. Related is what is about a causal event, about an entity that it used or made, about its run, or
 * answers it by {@code refs}; the papers (agreements, notices, incidents) that this brings in, and what is about these
 * in turn; and the standing of every party that acts in the slice: agreements, insurance, assessments, keys. An event
 * that makes something new out of an entity of the slice is not about it.
 *
 * <p><b>Forward</b> ({@code reach}): an event is causal if it uses one of the entities asked for, or an entity that a
 * causal event generates. Related is what made the entities asked for, and what is about them or about what came of
 * them.
 *
 * <p>Both directions go to the end: there is no depth to choose. Entities are followed by {@code kind:name} under
 * whichever digest, which errs towards more; whether digests agree is for {@code evidence}. An entity that is used and
 * never generated ends its branch and is listed as external. Each entity and event is visited once, so a cycle ends.
 */
@NullMarked
package io.kdchain.provenance.slice;

import org.jspecify.annotations.NullMarked;
