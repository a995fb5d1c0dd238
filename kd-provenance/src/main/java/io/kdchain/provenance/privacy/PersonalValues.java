package io.kdchain.provenance.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.Statements;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Commitment;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.store.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Personal values behind the commitments of a log. Each is kept with its salt in the log's vault, sealed with
 * AES-256-GCM under a key of its own that is kept elsewhere. Safe for concurrent use.
 */
public final class PersonalValues {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** As NIST SP 800-38D, 8.2.2, wants it for a random one. */
    private static final int NONCE_SIZE = 12;

    private static final int TAG_BITS = 128;

    private final Vault vault;
    private final ValueKeys keys;

    /** Values in this vault under these keys. */
    public PersonalValues(Vault vault, ValueKeys keys) {
        this.vault = vault;
        this.keys = keys;
    }

    /**
     * Keeps a value and gives what stands for it in an event. To be called before the event is appended: a value that
     * no event is committed to is no evidence, but a commitment without its value is lost.
     *
     * @param value any JSON value
     */
    public Commitment commit(JsonNode value) {
        Bytes salt = Commitments.freshSalt();
        Commitment commitment = Commitments.to(salt, value);
        byte[] canonical = Jcs.write(value);
        byte[] plain = ByteBuffer.allocate(Commitments.SALT_SIZE + canonical.length)
                .put(salt.toArray())
                .put(canonical)
                .array();
        String key = keys.create();
        byte[] nonce = new byte[NONCE_SIZE];
        RANDOM.nextBytes(nonce);
        byte[] kept = crypt(Cipher.ENCRYPT_MODE, key(key, commitment), nonce, commitment, plain, 0, plain.length);
        vault.put(
                commitment,
                new Vault.Sealed(
                        key,
                        Bytes.of(ByteBuffer.allocate(NONCE_SIZE + kept.length)
                                .put(nonce)
                                .put(kept)
                                .array())));
        return commitment;
    }

    /**
     * Opens the commitments of an event whose values are kept here, to hand on those that the receiver may see.
     *
     * @return one for each, in the order in which they stand; those erased or kept elsewhere are left out
     * @throws PrivacyException if a value is there and cannot be opened
     */
    public List<Disclosure> disclose(Event event) {
        List<Disclosure> disclosures = new ArrayList<>();
        walk(
                Statements.toJson(event),
                "",
                (pointer, commitment) -> vault.find(commitment)
                        .filter(kept -> !kept.erased())
                        .ifPresent(kept -> disclosures.add(open(event, pointer, commitment, kept))));
        return disclosures;
    }

    /** Whether a value was ever kept under a commitment; it may have been erased. */
    public boolean knows(Commitment commitment) {
        return vault.find(commitment).isPresent();
    }

    /** Whether the value under a commitment was kept here and erased. */
    public boolean erased(Commitment commitment) {
        return vault.find(commitment).map(Vault.Sealed::erased).orElse(false);
    }

    /**
     * Erases values: first their keys, then what was sealed under them. Nothing keeps from calling it again, and if the
     * first time was cut short that completes it. It asks for no permission and leaves no receipt in the log.
     */
    public void erase(Collection<Commitment> commitments) {
        for (Commitment commitment : commitments) {
            vault.find(commitment).map(Vault.Sealed::key).ifPresent(keys::destroy);
        }
        vault.erase(commitments);
    }

    private Disclosure open(Event event, String pointer, Commitment commitment, Vault.Sealed kept) {
        byte[] content = kept.content() == null ? new byte[0] : kept.content().toArray();
        String key = kept.key() == null ? "" : kept.key();
        if (content.length < NONCE_SIZE) {
            throw damaged(commitment, null);
        }
        byte[] plain = crypt(
                Cipher.DECRYPT_MODE,
                key(key, commitment),
                Arrays.copyOf(content, NONCE_SIZE),
                commitment,
                content,
                NONCE_SIZE,
                content.length - NONCE_SIZE);
        Disclosure disclosure = new Disclosure(
                event.id(),
                pointer,
                Bytes.of(Arrays.copyOf(plain, Commitments.SALT_SIZE)),
                StrictJson.read(Arrays.copyOfRange(plain, Commitments.SALT_SIZE, plain.length)));
        if (!disclosure.opens(event)) {
            throw damaged(commitment, null);
        }
        return disclosure;
    }

    private Bytes key(String id, Commitment commitment) {
        return keys.find(id)
                .orElseThrow(() -> new PrivacyException(
                        "The value of %s is sealed under key %s, which is not there. Check which keys belong to the log; if the key was destroyed, erase the value as well."
                                .formatted(commitment, id)));
    }

    private static byte[] crypt(
            int mode, Bytes key, byte[] nonce, Commitment commitment, byte[] bytes, int from, int length) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key.toArray(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(commitment.toString().getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(bytes, from, length);
        } catch (GeneralSecurityException e) {
            throw damaged(commitment, e);
        }
    }

    private static PrivacyException damaged(
            Commitment commitment, @org.jspecify.annotations.Nullable GeneralSecurityException cause) {
        return new PrivacyException(
                "The value of %s cannot be opened: it was changed, or it is sealed under another key than the one given."
                        .formatted(commitment),
                cause);
    }

    /** Takes each commitment of a tree with its place. */
    @FunctionalInterface
    private interface Visitor {
        void visit(String pointer, Commitment commitment);
    }

    private static void walk(JsonNode node, String pointer, Visitor visitor) {
        if (node.isTextual()) {
            Commitment.find(node.textValue()).ifPresent(commitment -> visitor.visit(pointer, commitment));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(node.get(i), pointer + "/" + i, visitor);
            }
        } else {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                walk(
                        field.getValue(),
                        pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1"),
                        visitor);
            }
        }
    }
}
