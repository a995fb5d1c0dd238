package io.kdchain.provenance.federation;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import java.time.Instant;
import java.util.List;

/**
 * Where an event stands, with the proof.
 *
 * @param log name of the log
 * @param index place in that log, from 0
 * @param recordedAt clock of that log when it was appended
 * @param leafHash hash of the entry in the tree of that log
 * @param checkpointSize entries that the checkpoint covers to which the proof leads; 0 means that none covers it
 * @param proof inclusion proof, from leaf to root
 */
public record Standing(
        String log, long index, Instant recordedAt, Digest leafHash, long checkpointSize, List<Bytes> proof) {
    public Standing {
        proof = List.copyOf(proof);
    }
}
