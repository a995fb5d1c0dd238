package io.kdchain.provenance.sign;

import io.kdchain.provenance.event.Bytes;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * An ML-DSA-44 key pair (FIPS 204), pure, with the empty context: what C2SP recommends for new logs and witnesses, as
 * it withstands quantum computers. Signs deterministically, so the same bytes always give the same signature.
 */
public final class MlDsa44 {
    /** Bytes of a public key. */
    public static final int PUBLIC_KEY_SIZE = 1312;
    /** Bytes of a signature. */
    public static final int SIGNATURE_SIZE = 2420;
    /** Bytes of the secret from which a key pair follows, xi of FIPS 204. */
    public static final int SEED_SIZE = 32;

    private final MLDSAPrivateKeyParameters key;

    private MlDsa44(byte[] seed) {
        this.key = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed);
    }

    /** The key pair of this seed; the same in every run. */
    public static MlDsa44 fromSeed(byte[] seed) {
        if (seed.length != SEED_SIZE) {
            throw new IllegalArgumentException("A seed has %d bytes; %d were given.".formatted(SEED_SIZE, seed.length));
        }
        return new MlDsa44(seed.clone());
    }

    /** A new key pair. */
    public static MlDsa44 generate() {
        byte[] seed = new byte[SEED_SIZE];
        new SecureRandom().nextBytes(seed);
        return new MlDsa44(seed);
    }

    /** The public key, {@value #PUBLIC_KEY_SIZE} bytes. */
    public Bytes publicKey() {
        return Bytes.of(key.getPublicKey());
    }

    /** The signature, {@value #SIGNATURE_SIZE} bytes. */
    public byte[] sign(byte[] message) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, new ParametersWithContext(key, new byte[0]));
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (org.bouncycastle.crypto.CryptoException e) {
            throw new IllegalStateException("The ML-DSA-44 key cannot sign: %s.".formatted(e.getMessage()), e);
        }
    }

    /** Whether the key made this signature of this message. Whatever is no key or no signature is a no. */
    public static boolean verify(Bytes publicKey, byte[] message, byte[] signature) {
        if (publicKey.size() != PUBLIC_KEY_SIZE || signature.length != SIGNATURE_SIZE) {
            return false;
        }
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, publicKey.toArray()));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    @Override
    public String toString() {
        return "ML-DSA-44 signer";
    }
}
