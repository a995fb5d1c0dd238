package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose keys a verifier trusts, given to it from outside the log: the first registrar's, and the log's own.
 *
 * @param keys keys with the names of their holders; empty means to take the log at its word
 */
public record Trust(List<VerifierKey> keys) {
    /** Takes the log at its word: proves that it agrees with itself, not whose it is. */
    public static final Trust NONE = new Trust(List.of());

    public Trust {
        keys = List.copyOf(keys);
    }

    /** Trusts these keys. */
    public static Trust of(VerifierKey... keys) {
        return new Trust(List.of(keys));
    }

    /**
     * Reads a trust file: one key a line as {@code NAME+HASH+BASE64}; lines that begin with {@code #} and empty ones do
     * not count.
     *
     * @throws MalformedNoteException with file and line if a line is no key, or there is none
     */
    public static Trust read(Path file) {
        List<VerifierKey> keys = new ArrayList<>();
        int number = 0;
        try {
            for (String line : Files.readAllLines(file)) {
                number++;
                String text = line.strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    keys.add(VerifierKey.parse(text));
                }
            }
        } catch (IOException e) {
            throw new MalformedNoteException("Trust file %s cannot be read: %s.".formatted(file, e));
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException("%s:%d:1: %s".formatted(file, number, e.getMessage()));
        }
        if (keys.isEmpty()) {
            throw new MalformedNoteException("Trust file %s holds no key; 'kd key show' prints one.".formatted(file));
        }
        return new Trust(keys);
    }

    /** As the text of a trust file. */
    public String text() {
        StringBuilder out = new StringBuilder();
        keys.forEach(key -> out.append(key).append('\n'));
        return out.toString();
    }

    /** The keys under a name. */
    public List<VerifierKey> named(String name) {
        return keys.stream().filter(key -> key.name().equals(name)).toList();
    }

    /** The keys that the first registrar may have: all but those of the log itself; empty means any. */
    public List<PublicKey> roots(String origin) {
        return keys.stream()
                .filter(key -> !key.name().equals(origin))
                .map(VerifierKey::key)
                .toList();
    }
}
