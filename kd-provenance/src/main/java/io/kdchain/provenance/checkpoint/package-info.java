/**
 * What a log commits itself to: signed notes and checkpoints (C2SP signed-note, tlog-checkpoint), and whose keys a
 * verifier trusts; cosignatures of witnesses and time stamps (RFC 3161) in lines beside it. In: size, root, keys, text.
 * Out: text, or a checkpoint whose signature holds. Reads no storage.
 */
@NullMarked
package io.kdchain.provenance.checkpoint;

import org.jspecify.annotations.NullMarked;
