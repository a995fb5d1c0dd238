package io.kdchain.provenance.sign;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was found out about the signatures of one event ahead of its turn. Whether a key made a signature depends on
 * nothing else, so that any thread may find it out; whether the key was valid depends on the place in the log. Safe for
 * concurrent use.
 */
public final class SignatureMemo {
    /** Nothing was found out: each signature is verified when it is asked for. */
    public static final SignatureMemo NONE = new SignatureMemo(Map.of());

    private final Map<Question, Boolean> answers;

    private record Question(PublicKey key, Envelope.Signature signature) {}

    private SignatureMemo(Map<Question, Boolean> answers) {
        this.answers = Map.copyOf(answers);
    }

    /**
     * Verifies each signature with the key that its key id names.
     *
     * @param keys finds a key by its id
     */
    public static SignatureMemo of(SignedEvent signed, Function<String, Optional<PublicKey>> keys) {
        Map<Question, Boolean> answers = new HashMap<>();
        byte[] message = signed.envelope().signedBytes();
        for (Envelope.Signature signature : signed.envelope().signatures()) {
            keys.apply(signature.keyId())
                    .ifPresent(key -> answers.put(
                            new Question(key, signature),
                            key.verify(message, signature.bytes().toArray())));
        }
        return new SignatureMemo(answers);
    }

    /**
     * What is known of an event that was signed a moment ago, in this process and from memory: signatures of
     * {@link Ed25519Signer} are right by construction. Those of any other signer, such as one behind a network, are
     * verified like a stranger's.
     */
    public static SignatureMemo signedBy(SignedEvent signed, List<Signer> signers) {
        Map<Question, Boolean> answers = new HashMap<>();
        for (Signer signer : signers) {
            String keyId = signer.publicKey().keyId();
            if (signer instanceof Ed25519Signer) {
                signed.envelope().signatures().stream()
                        .filter(signature -> signature.keyId().equals(keyId))
                        .forEach(signature -> answers.put(new Question(signer.publicKey(), signature), true));
            }
        }
        return new SignatureMemo(answers);
    }

    /** Whether a key made a signature of a message. */
    boolean verify(PublicKey key, byte[] message, Envelope.Signature signature) {
        Boolean known = answers.get(new Question(key, signature));
        return known == null ? key.verify(message, signature.bytes().toArray()) : known;
    }
}
