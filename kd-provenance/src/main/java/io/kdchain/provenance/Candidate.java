package io.kdchain.provenance;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.UnknownBody;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.SignatureMemo;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.store.EntryIndex;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An event that is to be appended, with all that can be found out before its place in the log is known. Made in the
 * thread of whoever appends.
 *
 * @param signed the event
 * @param envelope its canonical bytes
 * @param hash what the next event of the same recorder names as its previous one
 * @param index how it is found
 * @param memo which of its signatures are right
 */
record Candidate(SignedEvent signed, Bytes envelope, Digest hash, EntryIndex index, SignatureMemo memo) {

    /**
     * What somebody hands over.
     *
     * @param keys finds a public key by its id
     * @throws io.kdchain.provenance.event.MalformedEventException if the bytes are no event in canonical form
     */
    static Candidate of(byte[] envelope, Function<String, Optional<PublicKey>> keys) {
        SignedEvent signed = SignedEvent.parse(envelope);
        return new Candidate(
                signed,
                Bytes.of(envelope),
                signed.hash(),
                EntryIndex.of(signed.event()),
                SignatureMemo.of(signed, keys));
    }

    /** What was made and signed here a moment ago. */
    static Candidate of(SignedEvent signed, List<Signer> signers) {
        byte[] envelope = signed.envelope().toBytes();
        if (envelope.length > SignedEvent.MAX_SIZE_BYTES || signed.event().body() instanceof UnknownBody) {
            // neither is sure to be what a reader takes
            SignedEvent.parse(envelope);
        }
        return new Candidate(
                signed,
                Bytes.of(envelope),
                signed.hash(),
                EntryIndex.of(signed.event()),
                SignatureMemo.signedBy(signed, signers));
    }
}
