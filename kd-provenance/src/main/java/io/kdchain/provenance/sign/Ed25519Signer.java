package io.kdchain.provenance.sign;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 key pair in memory. Its text form tells the public key only. */
public final class Ed25519Signer implements Signer {
    /** Bytes of the secret from which a key pair follows. */
    public static final int SEED_SIZE = 32;

    private final byte[] seed;
    private final PublicKey publicKey;

    private Ed25519Signer(byte[] seed) {
        this.seed = seed;
        this.publicKey = PublicKey.ofSeed(seed);
    }

    /** The key pair of this seed; the same in every run. */
    public static Ed25519Signer fromSeed(byte[] seed) {
        if (seed.length != SEED_SIZE) {
            throw new IllegalArgumentException("A seed has %d bytes; %d were given.".formatted(SEED_SIZE, seed.length));
        }
        return new Ed25519Signer(seed.clone());
    }

    /** A new key pair. */
    public static Ed25519Signer generate() {
        byte[] seed = new byte[SEED_SIZE];
        new SecureRandom().nextBytes(seed);
        return new Ed25519Signer(seed);
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicKey.bytes().toArray(), 0, message, 0, message.length, signature, 0);
        return signature;
    }

    byte[] seed() {
        return seed.clone();
    }

    @Override
    public String toString() {
        return "signer of " + publicKey;
    }
}
