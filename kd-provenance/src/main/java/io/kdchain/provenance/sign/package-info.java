/**
 * Signs bytes and checks signatures: Ed25519 in DSSE envelopes, key files, time stamps, and who held which key at which
 * place of the log. In: events, keys, envelopes. Out: envelopes, or why one does not stand. Reads no storage.
 */
@NullMarked
package io.kdchain.provenance.sign;

import org.jspecify.annotations.NullMarked;
