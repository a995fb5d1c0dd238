/**
 * What a log commits itself to: signed notes and checkpoints (C2SP signed-note, tlog-checkpoint), and whose keys a
 * verifier trusts. In: size, root, keys, text. Out: text, or a checkpoint whose signature holds. Reads no storage.
 */
@NullMarked
package io.kdchain.provenance.checkpoint;

import org.jspecify.annotations.NullMarked;
