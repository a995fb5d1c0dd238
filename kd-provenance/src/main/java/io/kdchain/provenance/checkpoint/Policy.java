package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.event.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which checkpoints count: those that one of these logs signed and enough of these witnesses cosigned, as a C2SP
 * tlog-policy file says. A key that stands for a log and a witness, or for two witnesses, is refused: nobody witnesses
 * himself, and nobody counts twice.
 *
 * @param logs keys of the logs, with their addresses
 * @param witnesses keys of the witnesses, by the name that they have in the policy
 * @param groups of how many members how many must have cosigned, in the order of the policy; each member is defined
 *     before
 * @param quorum the witness or group that must have cosigned; null means none
 */
public record Policy(
        List<Log> logs,
        Map<String, Witness> witnesses,
        List<Group> groups,
        @Nullable String quorum) {
    /** Accepts no log; demands no cosignature. */
    public static final Policy NONE = new Policy(List.of(), Map.of(), List.of(), null);

    private static final String NO_QUORUM = "none";

    /**
     * A log.
     *
     * @param key its key; the name is the origin of its checkpoints
     * @param url where it is reached; null if the policy does not say
     */
    public record Log(NoteKey key, @Nullable String url) {}

    /**
     * A witness.
     *
     * @param key its key
     * @param url where it takes checkpoints; null if the policy does not say
     */
    public record Witness(NoteKey key, @Nullable String url) {}

    /**
     * Members of which some must have cosigned.
     *
     * @param name name in the policy
     * @param threshold how many must have; 1 to the number of members
     * @param members names of witnesses and groups
     */
    public record Group(String name, int threshold, List<String> members) {
        public Group {
            members = List.copyOf(members);
            if (threshold < 1 || threshold > members.size()) {
                throw new IllegalArgumentException("Group '%s' wants %d of %d members; it must be 1 to %d."
                        .formatted(name, threshold, members.size(), members.size()));
            }
        }
    }

    public Policy {
        logs = List.copyOf(logs);
        witnesses = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(witnesses));
        groups = List.copyOf(groups);
        check(logs, witnesses, groups, quorum);
    }

    private static void check(
            List<Log> logs, Map<String, Witness> witnesses, List<Group> groups, @Nullable String quorum) {
        Map<Bytes, String> holders = new HashMap<>();
        for (Log log : logs) {
            if (log.key().type() == SignatureType.COSIGNATURE_V1) {
                throw new IllegalArgumentException("The key of log '%s' is one of a witness (type 0x04)."
                        .formatted(log.key().name()));
            }
            unused(holders, log.key(), "log '%s'".formatted(log.key().name()));
        }
        Set<String> defined = new HashSet<>();
        witnesses.forEach((name, witness) -> {
            define(defined, name);
            if (!witness.key().type().timed()) {
                throw new IllegalArgumentException(
                        "The key of witness '%s' makes no cosignatures: it must have type 0x04 or 0x06."
                                .formatted(name));
            }
            unused(holders, witness.key(), "witness '%s'".formatted(name));
        });
        Set<String> members = new HashSet<>();
        for (Group group : groups) {
            for (String member : group.members()) {
                if (!defined.contains(member)) {
                    throw new IllegalArgumentException("Group '%s' has the member '%s', which is not defined before it."
                            .formatted(group.name(), member));
                }
                if (!members.add(member)) {
                    throw new IllegalArgumentException(
                            "'%s' is a member twice; nobody counts twice.".formatted(member));
                }
            }
            define(defined, group.name());
        }
        if (quorum != null && !defined.contains(quorum)) {
            throw new IllegalArgumentException("The quorum is '%s', which is not defined before it.".formatted(quorum));
        }
    }

    private static void define(Set<String> defined, String name) {
        if (name.equals(NO_QUORUM)) {
            throw new IllegalArgumentException("'none' stands for no quorum and cannot be a name.");
        }
        if (!defined.add(name)) {
            throw new IllegalArgumentException("'%s' is defined twice.".formatted(name));
        }
    }

    private static void unused(Map<Bytes, String> holders, NoteKey key, String holder) {
        String other = holders.putIfAbsent(key.key(), holder);
        if (other != null) {
            throw new IllegalArgumentException(
                    "The key of %s is that of %s; one key counts once, whatever its name.".formatted(holder, other));
        }
    }

    /**
     * Reads a policy file.
     *
     * @throws MalformedNoteException with the line if it is none
     */
    public static Policy parse(byte[] file) {
        String[] lines = new String(file, StandardCharsets.ISO_8859_1).split("\n", -1);
        Reader reader = new Reader();
        for (int i = 0; i < lines.length; i++) {
            try {
                reader.line(lines[i]);
            } catch (IllegalArgumentException e) {
                throw new MalformedNoteException("Line %d of the policy: %s".formatted(i + 1, e.getMessage()));
            }
        }
        try {
            return reader.policy();
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException("The policy does not hold together: %s".formatted(e.getMessage()));
        }
    }

    /** Takes the lines of a policy, each with its octets as characters. */
    static final class Reader {
        private final List<Log> logs = new ArrayList<>();
        private final Map<String, Witness> witnesses = new LinkedHashMap<>();
        private final List<Group> groups = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private @Nullable String quorum;
        private boolean begun;

        /**
         * Takes a line.
         *
         * @throws IllegalArgumentException if it is none of a policy, or none after those before it
         */
        void line(String line) {
            if (line.chars().anyMatch(octet -> (octet < ' ' && octet != '\t') || octet == 0x7f)) {
                throw new IllegalArgumentException("It has a control character; only tab and line feed may be there.");
            }
            List<String> words = words(line);
            if (words.isEmpty() || words.get(0).startsWith("#")) {
                return;
            }
            begun = true;
            switch (words.get(0)) {
                case "log" -> {
                    count(words, 2, 3, "log VKEY [URL]");
                    logs.add(new Log(key(words.get(1)), words.size() == 3 ? text(words.get(2)) : null));
                }
                case "witness" -> {
                    count(words, 3, 4, "witness NAME VKEY [URL]");
                    name(words.get(1));
                    witnesses.put(
                            words.get(1),
                            new Witness(key(words.get(2)), words.size() == 4 ? text(words.get(3)) : null));
                }
                case "group" -> {
                    count(words, 4, Integer.MAX_VALUE, "group NAME all|any|NUMBER MEMBER…");
                    List<String> members = words.subList(3, words.size());
                    members.forEach(this::known);
                    name(words.get(1));
                    groups.add(new Group(words.get(1), threshold(words.get(2), members.size()), members));
                }
                case "quorum" -> {
                    count(words, 2, 2, "quorum NAME|none");
                    if (quorum != null) {
                        throw new IllegalArgumentException("There is a quorum already; a policy has one.");
                    }
                    if (!words.get(1).equals(NO_QUORUM)) {
                        known(words.get(1));
                    }
                    quorum = words.get(1);
                }
                default ->
                    throw new IllegalArgumentException(
                            "'%s' begins no line of a policy; log, witness, group and quorum do."
                                    .formatted(SignedNote.shorten(text(words.get(0)))));
            }
            // tells at the line where it is what check() would tell of the whole
            check(logs, witnesses, groups, null);
        }

        /** Whether a line of a policy was taken. */
        boolean begun() {
            return begun;
        }

        /**
         * The policy of the lines.
         *
         * @throws IllegalArgumentException if the quorum is missing
         */
        Policy policy() {
            String wanted = quorum;
            if (wanted == null) {
                throw new IllegalArgumentException("It has no quorum line; 'quorum none' demands no cosignature.");
            }
            return new Policy(logs, witnesses, groups, wanted.equals(NO_QUORUM) ? null : wanted);
        }

        private void name(String name) {
            define(names, name);
        }

        private void known(String name) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "'%s' is not defined on a line before this.".formatted(SignedNote.shorten(text(name))));
            }
        }

        private static void count(List<String> words, int least, int most, String form) {
            if (words.size() < least || words.size() > most) {
                throw new IllegalArgumentException("It has %d words; the form is '%s'.".formatted(words.size(), form));
            }
        }

        private static int threshold(String word, int members) {
            return switch (word) {
                case "all" -> members;
                case "any" -> 1;
                default -> {
                    if (!word.matches("[1-9][0-9]{0,8}")) {
                        throw new IllegalArgumentException(
                                "'%s' is no threshold; it must be all, any or a number from 1 to %d."
                                        .formatted(SignedNote.shorten(text(word)), members));
                    }
                    yield Integer.parseInt(word);
                }
            };
        }

        private static NoteKey key(String word) {
            try {
                return NoteKey.parse(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(word.getBytes(StandardCharsets.ISO_8859_1)))
                        .toString());
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("The name of the key is not UTF-8.", e);
            }
        }

        /** As a person reads it. */
        private static String text(String word) {
            return new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }

        private static List<String> words(String line) {
            List<String> words = new ArrayList<>();
            for (String word : line.split("[ \t]+", -1)) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
            return words;
        }
    }

    /** The keys of the log with this origin. */
    public List<NoteKey> log(String origin) {
        return logs.stream()
                .map(Log::key)
                .filter(key -> key.name().equals(origin))
                .toList();
    }

    /** The keys of all witnesses. */
    public List<NoteKey> witnessKeys() {
        return witnesses.values().stream().map(Witness::key).toList();
    }

    /** Whether these witnesses, by their keys, are enough. */
    public boolean satisfiedBy(Set<NoteKey> cosigners) {
        if (quorum == null) {
            return true;
        }
        Set<String> reached = new HashSet<>();
        witnesses.forEach((name, witness) -> {
            if (cosigners.contains(witness.key())) {
                reached.add(name);
            }
        });
        // members stand before their groups, so one pass is enough
        for (Group group : groups) {
            if (group.members().stream().filter(reached::contains).count() >= group.threshold()) {
                reached.add(group.name());
            }
        }
        return reached.contains(quorum);
    }

    /** Checks a signed checkpoint: origin, signature of the log, cosignatures, quorum. */
    public CheckpointVerdict judge(SignedNote note) {
        return CheckpointVerdict.of(this, note);
    }

    /** The witness with this name in the policy. */
    public Optional<Witness> witness(String name) {
        return Optional.ofNullable(witnesses.get(name));
    }

    /** As a policy file, in UTF-8 where the names were. */
    public String text() {
        StringBuilder out = new StringBuilder();
        logs.forEach(log -> out.append("log ").append(log.key()).append(url(log.url())));
        witnesses.forEach((name, witness) -> out.append("witness ")
                .append(Reader.text(name))
                .append(' ')
                .append(witness.key())
                .append(url(witness.url())));
        groups.forEach(group -> out.append("group ")
                .append(Reader.text(group.name()))
                .append(' ')
                .append(group.threshold())
                .append(' ')
                .append(Reader.text(String.join(" ", group.members())))
                .append('\n'));
        return out.append("quorum ")
                .append(quorum == null ? NO_QUORUM : Reader.text(quorum))
                .append('\n')
                .toString();
    }

    private static String url(@Nullable String url) {
        return url == null ? "\n" : " " + url + "\n";
    }
}
