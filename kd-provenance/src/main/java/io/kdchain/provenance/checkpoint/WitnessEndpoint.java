package io.kdchain.provenance.checkpoint;

/** Where a witness takes checkpoints: in this process, or over HTTP. Safe for concurrent use. */
public interface WitnessEndpoint {
    /**
     * Asks for a cosignature.
     *
     * @param request body of an add-checkpoint request of C2SP tlog-witness
     * @throws WitnessUnreachableException if there is no answer
     */
    WitnessAnswer addCheckpoint(byte[] request);
}
