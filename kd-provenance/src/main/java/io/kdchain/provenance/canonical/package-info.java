/**
 * Turns events into bytes, one way only: RFC 8785 canonical JSON inside an in-toto Statement v1. In: events, or bytes
 * from anywhere. Out: bytes, or events that give exactly those bytes again. Knows no keys.
 */
@NullMarked
package io.kdchain.provenance.canonical;

import org.jspecify.annotations.NullMarked;
