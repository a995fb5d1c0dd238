package io.kdchain.provenance;

import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.evidence.LogKeys;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.store.Checkpointer;
import io.kdchain.provenance.store.EventStore;
import java.util.List;

/**
 * The log's own name and key, with which it signs its checkpoints.
 *
 * @param origin name of the log, unique in the world if it is to be compared with others
 * @param signer its key
 */
public record LogKey(String origin, Signer signer) implements Checkpointer {
    public LogKey {
        // checks the name
        new VerifierKey(origin, signer.publicKey()).hash();
    }

    /** Its public form, to be given to verifiers. */
    public VerifierKey publicKey() {
        return new VerifierKey(origin, signer.publicKey());
    }

    @Override
    public Bytes checkpoint(long size, Bytes root) {
        return Bytes.of(
                new Checkpoint(origin, size, root, List.of()).sign(signer).toBytes());
    }

    /**
     * States name and key in a store.
     *
     * @throws io.kdchain.provenance.store.StoreException if it states others
     */
    public void define(EventStore store) {
        store.define(LogKeys.ORIGIN, origin);
        store.define(LogKeys.KEY, publicKey().toString());
    }
}
