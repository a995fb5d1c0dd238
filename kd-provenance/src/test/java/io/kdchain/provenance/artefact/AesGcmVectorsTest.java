package io.kdchain.provenance.artefact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Wycheproof's vectors against the AES-GCM that values and files are sealed with. */
class AesGcmVectorsTest {
    @Test
    void bothImplementationsJudgeAsPublished() throws IOException {
        JsonNode groups = new ObjectMapper()
                .readTree(RequiredTool.require("vectors")
                        .resolve("aead-wycheproof/aes_gcm_test.json")
                        .toFile())
                .path("testGroups");
        int checked = 0;

        for (JsonNode group : groups) {
            if (group.path("ivSize").intValue() != 96
                    || group.path("keySize").intValue() == 192
                    || group.path("tagSize").intValue() != 128) {
                continue;
            }
            for (JsonNode vector : group.path("tests")) {
                boolean valid = vector.path("result").textValue().equals("valid");
                byte[] message = hex(vector, "msg");
                String name = "vector %d".formatted(vector.path("tcId").intValue());
                assertOpens(name, valid, message, () -> jdk(vector));
                assertOpens(name, valid, message, () -> tink(vector));
                checked++;
            }
        }

        assertThat(checked).isGreaterThan(80);
    }

    @FunctionalInterface
    private interface Opening {
        byte[] open() throws GeneralSecurityException;
    }

    private static void assertOpens(String name, boolean valid, byte[] message, Opening opening) {
        try {
            byte[] opened = opening.open();
            assertThat(valid).as(name).isTrue();
            assertThat(opened).as(name).isEqualTo(message);
        } catch (GeneralSecurityException e) {
            assertThat(valid).as(name).isFalse();
        }
    }

    private static byte[] jdk(JsonNode vector) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(hex(vector, "key"), "AES"),
                new GCMParameterSpec(128, hex(vector, "iv")));
        cipher.updateAAD(hex(vector, "aad"));
        return cipher.doFinal(HexFormat.of()
                .parseHex(vector.path("ct").textValue() + vector.path("tag").textValue()));
    }

    private static byte[] tink(JsonNode vector) throws GeneralSecurityException {
        String content = vector.path("iv").textValue()
                + vector.path("ct").textValue()
                + vector.path("tag").textValue();
        return new AesGcmJce(hex(vector, "key")).decrypt(HexFormat.of().parseHex(content), hex(vector, "aad"));
    }

    private static byte[] hex(JsonNode vector, String key) {
        return HexFormat.of().parseHex(vector.path(key).textValue());
    }
}
