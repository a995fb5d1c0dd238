package io.kdchain.provenance.artefact;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import java.security.GeneralSecurityException;

/**
 * The two constructions that sealed files are made of. Keys travel as Tink's own keysets, so that other languages open
 * them.
 */
final class Tink {
    private static final Configuration CONFIGURATION = configuration();
    /** RFC 9180: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
    private static final HpkeParameters HPKE = hpke();

    private Tink() {}

    private static Configuration configuration() {
        try {
            HybridConfig.register();
            StreamingAeadConfig.register();
            return RegistryConfiguration.get();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink lacks HPKE or streaming encryption.", e);
        }
    }

    private static HpkeParameters hpke() {
        try {
            return HpkeParameters.builder()
                    .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                    .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                    .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                    .setVariant(HpkeParameters.Variant.NO_PREFIX)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink lacks HPKE with X25519 and AES-256-GCM.", e);
        }
    }

    static byte[] newPrivateKeyset() throws GeneralSecurityException {
        return secret(KeysetHandle.generateNew(HPKE, CONFIGURATION));
    }

    static byte[] publicKeyset(byte[] privateKeyset) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.serializeKeysetWithoutSecret(
                handle(privateKeyset).getPublicKeysetHandle(), CONFIGURATION);
    }

    static byte[] newFileKeyset() throws GeneralSecurityException {
        return secret(KeysetHandle.generateNew(PredefinedStreamingAeadParameters.AES256_GCM_HKDF_1MB, CONFIGURATION));
    }

    static byte[] wrap(byte[] publicKeyset, byte[] fileKeyset, byte[] context) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.parseKeysetWithoutSecret(publicKeyset, CONFIGURATION)
                .getPrimitive(CONFIGURATION, HybridEncrypt.class)
                .encrypt(fileKeyset, context);
    }

    static byte[] unwrap(byte[] privateKeyset, byte[] wrapped, byte[] context) throws GeneralSecurityException {
        return handle(privateKeyset)
                .getPrimitive(CONFIGURATION, HybridDecrypt.class)
                .decrypt(wrapped, context);
    }

    static StreamingAead streaming(byte[] fileKeyset) throws GeneralSecurityException {
        return handle(fileKeyset).getPrimitive(CONFIGURATION, StreamingAead.class);
    }

    private static byte[] secret(KeysetHandle handle) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get(), CONFIGURATION);
    }

    private static KeysetHandle handle(byte[] keyset) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get(), CONFIGURATION);
    }
}
