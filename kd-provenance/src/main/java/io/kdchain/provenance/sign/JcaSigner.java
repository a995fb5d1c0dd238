package io.kdchain.provenance.sign;

import io.kdchain.provenance.event.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.interfaces.EdECPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Signs with an Ed25519 key that a provider of the Java platform holds: a PKCS#12 file, or a token or key service with
 * a provider of its own that makes Ed25519. The key need not be readable. The provider of the platform itself for
 * PKCS#11 tokens (SunPKCS11) makes RSA, DSA and ECDSA in JDK 17 and no Ed25519; a token needs the provider of its
 * vendor.
 */
public final class JcaSigner implements Signer {
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey key;
    private final PublicKey publicKey;
    private final @Nullable Provider provider;

    private JcaSigner(PrivateKey key, PublicKey publicKey, @Nullable Provider provider) {
        this.key = key;
        this.publicKey = publicKey;
        this.provider = provider;
    }

    /**
     * Signs with this key.
     *
     * @param key handle of the private key
     * @param publicKey the key that belongs to it
     * @param provider who signs, such as the one of a token; null means whoever can
     */
    public static JcaSigner of(PrivateKey key, EdECPublicKey publicKey, @Nullable Provider provider) {
        return new JcaSigner(key, raw(publicKey), provider);
    }

    /**
     * The key under an alias of an open store, signing by the provider of the store where it is a token.
     *
     * @param password of the entry; null where the store needs none
     * @throws SigningException if there is no Ed25519 key with a certificate under the alias, or it does not open
     */
    public static JcaSigner of(KeyStore store, String alias, char @Nullable [] password) {
        try {
            Key key = store.getKey(alias, password);
            Certificate certificate = store.getCertificate(alias);
            if (key instanceof PrivateKey secret
                    && certificate != null
                    && certificate.getPublicKey() instanceof EdECPublicKey open
                    && open.getParams().getName().equals(ALGORITHM)) {
                boolean readable = secret.getEncoded() != null;
                return of(secret, open, readable ? null : store.getProvider());
            }
            throw new SigningException(
                    "The key store has no Ed25519 key with a certificate under '%s'. Make one with 'keytool -genkeypair -keyalg Ed25519 -alias %s'."
                            .formatted(alias, alias),
                    null);
        } catch (GeneralSecurityException e) {
            throw new SigningException("Key '%s' of the key store does not open.".formatted(alias), e);
        }
    }

    /**
     * The key under an alias of a PKCS#12 file.
     *
     * @throws SigningException if the file does not open or holds no such key
     */
    public static JcaSigner fromPkcs12(Path file, String alias, char[] password) {
        try {
            return of(KeyStore.getInstance(file.toFile(), password), alias, password);
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            throw new SigningException(
                    "Key store %s does not open. Is it there, is it PKCS#12, and is the password right?"
                            .formatted(file),
                    e);
        }
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature =
                    provider == null ? Signature.getInstance(ALGORITHM) : Signature.getInstance(ALGORITHM, provider);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new SigningException("The key %s did not sign.".formatted(publicKey), e);
        }
    }

    /** The 32 bytes of RFC 8032: y little endian, and the parity of x in the highest bit. */
    private static PublicKey raw(EdECPublicKey key) {
        byte[] big = key.getPoint().getY().toByteArray();
        byte[] little = new byte[PublicKey.SIZE];
        for (int i = 0; i < Math.min(big.length, little.length); i++) {
            little[i] = big[big.length - 1 - i];
        }
        if (key.getPoint().isXOdd()) {
            little[PublicKey.SIZE - 1] |= (byte) 0x80;
        }
        return new PublicKey(Bytes.of(little));
    }

    @Override
    public String toString() {
        return "signer of " + publicKey;
    }
}
