package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.TimestampAuthority;
import io.kdchain.provenance.sign.TimestampException;
import io.kdchain.provenance.sign.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whose keys a verifier trusts, given to it from outside the log: the first registrar's, the log's own, and the
 * witnesses without whom no checkpoint counts.
 *
 * @param keys keys with the names of their holders; empty means to take the log at its word
 * @param policy logs, witnesses and how many of these must have cosigned
 * @param authorities whose time stamps on checkpoints are believed
 */
public record Trust(List<VerifierKey> keys, Policy policy, List<TimestampAuthority> authorities) {
    private static final Pattern POLICY = Pattern.compile("(log|witness|group|quorum)([ \t].*)?");
    private static final String AUTHORITY = "tsa ";
    /** Takes the log at its word: proves that it agrees with itself, not whose it is. */
    public static final Trust NONE = new Trust(List.of());

    public Trust {
        keys = List.copyOf(keys);
        authorities = List.copyOf(authorities);
    }

    /** Trusts these keys and this policy, and no time stamps. */
    public Trust(List<VerifierKey> keys, Policy policy) {
        this(keys, policy, List.of());
    }

    /** Trusts these keys and demands no witness. */
    public Trust(List<VerifierKey> keys) {
        this(keys, Policy.NONE);
    }

    /** Trusts these keys. */
    public static Trust of(VerifierKey... keys) {
        return new Trust(List.of(keys));
    }

    /**
     * Reads a trust file: one key a line as {@code NAME+HASH+BASE64}, and between these the lines of a tlog-policy
     * ({@code log}, {@code witness}, {@code group}, {@code quorum}), if witnesses are wanted, and {@code tsa} with the
     * certificate of a time-stamping authority as the base64 of its DER; lines that begin with {@code #} and empty ones
     * do not count.
     *
     * @throws MalformedNoteException with file and line if a line is neither, or there is none
     */
    public static Trust read(Path file) {
        String text;
        try {
            // octets as characters, as the policy has it
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new MalformedNoteException("Trust file %s cannot be read: %s.".formatted(file, e));
        }
        List<VerifierKey> keys = new ArrayList<>();
        List<TimestampAuthority> authorities = new ArrayList<>();
        Policy.Reader policy = new Policy.Reader();
        int number = 0;
        try {
            for (String line : text.split("\r?\n", -1)) {
                number++;
                String word = line.strip();
                if (POLICY.matcher(word).matches()) {
                    policy.line(line);
                } else if (word.startsWith(AUTHORITY)) {
                    authorities.add(TimestampAuthority.read(Base64.getDecoder()
                            .decode(word.substring(AUTHORITY.length()).strip())));
                } else if (!word.isEmpty() && !word.startsWith("#")) {
                    keys.add(VerifierKey.parse(
                            new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)));
                }
            }
            if (policy.begun()) {
                return new Trust(keys, policy.policy(), authorities);
            }
        } catch (IllegalArgumentException | TimestampException e) {
            throw new MalformedNoteException("%s:%d:1: %s".formatted(file, number, e.getMessage()));
        }
        if (keys.isEmpty()) {
            throw new MalformedNoteException("Trust file %s holds no key; 'kd key show' prints one.".formatted(file));
        }
        return new Trust(keys, Policy.NONE, authorities);
    }

    /** The same keys, and this policy. */
    public Trust with(Policy other) {
        return new Trust(keys, other, authorities);
    }

    /** The same, and the time stamps of these authorities. */
    public Trust with(List<TimestampAuthority> others) {
        return new Trust(keys, policy, others);
    }

    /** As the text of a trust file. */
    public String text() {
        StringBuilder out = new StringBuilder();
        keys.forEach(key -> out.append(key).append('\n'));
        authorities.forEach(authority -> out.append(AUTHORITY)
                .append(Base64.getEncoder()
                        .encodeToString(authority.certificate().toArray()))
                .append('\n'));
        return policy.equals(Policy.NONE) ? out.toString() : out + policy.text();
    }

    /** The Ed25519 keys under a name, those of the policy's logs included. */
    public List<VerifierKey> named(String name) {
        return Stream.concat(
                        keys.stream().filter(key -> key.name().equals(name)),
                        policy.log(name).stream()
                                .filter(key -> key.type() == SignatureType.ED25519)
                                .map(key -> new VerifierKey(key.name(), new PublicKey(key.key()))))
                .distinct()
                .toList();
    }

    /** Whether nothing is trusted, so that a log is taken at its word. */
    public boolean isEmpty() {
        return keys.isEmpty() && policy.logs().isEmpty();
    }

    /**
     * The policy, with the keys trusted under the log's name as those of the log: what its checkpoints are held to.
     *
     * @param logKeys further keys of the log, such as those that it states itself
     */
    public Policy policyFor(List<VerifierKey> logKeys) {
        List<Policy.Log> logs = new ArrayList<>(policy.logs());
        logKeys.stream()
                .map(NoteKey::of)
                .filter(key -> logs.stream().noneMatch(log -> log.key().equals(key)))
                .forEach(key -> logs.add(new Policy.Log(key, null)));
        return new Policy(logs, policy.witnesses(), policy.groups(), policy.quorum());
    }

    /** The keys that the first registrar may have: all but those of the log itself; empty means any. */
    public List<PublicKey> roots(String origin) {
        return keys.stream()
                .filter(key -> !key.name().equals(origin))
                .map(VerifierKey::key)
                .toList();
    }
}
