package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.sign.MlDsa44;
import io.kdchain.provenance.sign.Signer;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Makes cosignatures (C2SP tlog-cosignature): says that at a time this was the largest tree that it knew of a log, and
 * that the tree is consistent with all it signed before. Checks nothing of that: {@code Witness} does. An Ed25519 key
 * must serve one cosigner only, as what it signs does not name it.
 */
public final class Cosigner {
    private final NoteKey key;
    private final Signing signing;

    @FunctionalInterface
    private interface Signing {
        byte[] sign(long seconds, String text);
    }

    private Cosigner(NoteKey key, Signing signing) {
        this.key = key;
        this.signing = signing;
    }

    /** Cosigns by Ed25519, type 0x04. */
    public static Cosigner ed25519(String name, Signer signer) {
        return new Cosigner(
                NoteKey.cosigner(name, signer.publicKey()),
                (seconds, text) -> signer.sign(NoteKey.cosignedText(seconds, text)));
    }

    /** Cosigns by ML-DSA-44, type 0x06; also how a log may sign its own checkpoints. */
    public static Cosigner mlDsa44(String name, MlDsa44 signer) {
        return new Cosigner(
                new NoteKey(name, SignatureType.ML_DSA_44, signer.publicKey()),
                (seconds, text) -> signer.sign(NoteKey.cosignedTree(name, seconds, Checkpoint.parse(text))));
    }

    /** The key that checks its cosignatures. */
    public NoteKey publicKey() {
        return key;
    }

    /**
     * A cosignature.
     *
     * @param text text of the note
     * @param at when; cut to seconds, after 1970
     * @throws MalformedNoteException if the text is no checkpoint
     */
    public SignedNote.Line cosign(String text, Instant at) {
        Checkpoint.parse(text);
        long seconds = at.getEpochSecond();
        if (seconds <= 0) {
            throw new IllegalArgumentException(
                    "A cosignature says when it was made; %s is no such time.".formatted(at));
        }
        byte[] signature = signing.sign(seconds, text);
        return new SignedNote.Line(
                key.name(),
                key.hash(),
                Bytes.of(ByteBuffer.allocate(Long.BYTES + signature.length)
                        .putLong(seconds)
                        .put(signature)
                        .array()));
    }

    @Override
    public String toString() {
        return "cosigner " + key;
    }
}
