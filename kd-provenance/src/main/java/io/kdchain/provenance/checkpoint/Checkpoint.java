package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.sign.Signer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The state of a log at one moment, as C2SP tlog-checkpoint writes it.
 *
 * @param origin name of the log, not empty
 * @param size number of entries
 * @param root root of the tree over them, 32 bytes
 * @param extensions further lines, none empty
 */
public record Checkpoint(String origin, long size, Bytes root, List<String> extensions) {
    /** A size or an index: ASCII digits without leading zeros. */
    static final String DECIMAL = "0|[1-9][0-9]{0,18}";

    private static final Pattern SIZE = Pattern.compile(DECIMAL);

    public Checkpoint {
        extensions = List.copyOf(extensions);
        if (origin.isEmpty() || origin.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("A checkpoint names its log in one line.");
        }
        if (size < 0 || root.size() != MerkleHash.SIZE) {
            throw new IllegalArgumentException(
                    "A checkpoint of %d entries with a root of %d bytes cannot be.".formatted(size, root.size()));
        }
        if (extensions.stream().anyMatch(line -> line.isEmpty() || line.indexOf('\n') >= 0)) {
            throw new IllegalArgumentException("An extension of a checkpoint is one line and not empty.");
        }
    }

    /**
     * Reads the text of a note.
     *
     * @throws MalformedNoteException if it is no checkpoint
     */
    public static Checkpoint parse(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.size() < 4 || !lines.remove(lines.size() - 1).isEmpty()) {
            throw new MalformedNoteException(
                    "A checkpoint has the lines origin, size and root, each with its line feed.");
        }
        if (lines.get(0).isEmpty()) {
            throw new MalformedNoteException("The origin of a checkpoint is not empty.");
        }
        byte[] root = SignedNote.base64(lines.get(2));
        if (root == null || root.length != MerkleHash.SIZE) {
            throw new MalformedNoteException(
                    "The root of a checkpoint is standard base64 of %d bytes.".formatted(MerkleHash.SIZE));
        }
        try {
            return new Checkpoint(lines.get(0), size(lines.get(1)), Bytes.of(root), lines.subList(3, lines.size()));
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException("It is no checkpoint: %s".formatted(e.getMessage()));
        }
    }

    private static long size(String line) {
        if (!SIZE.matcher(line).matches()) {
            throw new MalformedNoteException("The size of a checkpoint is a decimal number without leading zeros.");
        }
        try {
            return Long.parseLong(line);
        } catch (NumberFormatException e) {
            throw new MalformedNoteException("The size of a checkpoint is below 2^63; %s is not.".formatted(line));
        }
    }

    /** The text that is signed. */
    public String text() {
        StringBuilder out = new StringBuilder();
        out.append(origin).append('\n').append(size).append('\n');
        out.append(Base64.getEncoder().encodeToString(root.toArray())).append('\n');
        extensions.forEach(line -> out.append(line).append('\n'));
        return out.toString();
    }

    /** Whether the root is that of the empty tree if there are no entries. */
    boolean sizeFitsRoot() {
        return size > 0 || root.equals(Bytes.of(MerkleHash.empty()));
    }

    /** The checkpoint signed by the log, whose key has the name of the log. */
    public SignedNote sign(Signer signer) {
        return SignedNote.sign(text(), origin, signer);
    }
}
