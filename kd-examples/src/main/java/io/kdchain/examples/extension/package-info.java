/**
 * What a host application may put in the place of the library's own, one small class for each of its interfaces: facts
 * of its own event types, the rule engine, the way of sharing, the form of the report. In: the library's public types.
 * Out: what an engine or a command takes. Where evidence comes from is such an interface too;
 * {@code io.kdchain.provenance.federation.Federation}, several logs read as one, stands behind it.
 */
@NullMarked
package io.kdchain.examples.extension;

import org.jspecify.annotations.NullMarked;
