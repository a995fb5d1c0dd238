package io.kdchain.provenance.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.MerkleProofs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of each log the last checkpoint that was found good, in a file, and takes another only where the log grew from
 * it: a log that forgets, or shows others another history, is found at the next look. One process at a time; safe for
 * concurrent use within it.
 */
public final class KeptCheckpoints implements AutoCloseable {
    private static final String FORMAT = "kd-checkpoints/1";
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final Path file;
    private final FileChannel lockChannel;
    private final Map<String, SignedNote> notes;

    private KeptCheckpoints(Path file, FileChannel lockChannel, Map<String, SignedNote> notes) {
        this.file = file;
        this.lockChannel = lockChannel;
        this.notes = notes;
    }

    /**
     * Opens a file; one that does not exist is made at the first checkpoint.
     *
     * @throws StateFileException if it is no such file, or another process has it open. It is never begun anew: that
     *     would be the forgetting that it guards against
     */
    public static KeptCheckpoints open(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new StateFileException(
                    "State file %s: there is no folder %s. Make it first.".formatted(file, folder), null);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file.resolveSibling(file.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            lock(file, channel);
            return new KeptCheckpoints(file, channel, Files.exists(file) ? read(file) : new TreeMap<>());
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new StateFileException("State file %s cannot be opened: %s.".formatted(file, e), e);
        } catch (StateFileException e) {
            closeQuietly(channel, e);
            throw e;
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new StateFileException(
                    "State file %s is in use by another process; close that first.".formatted(file), null);
        }
    }

    private static Map<String, SignedNote> read(Path file) throws IOException {
        Map<String, SignedNote> notes = new TreeMap<>();
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            JsonNode kept = root.path("checkpoints");
            if (!root.path("format").asText().equals(FORMAT) || !kept.isObject() || root.size() != 2) {
                throw damaged(
                        file, "it must be a JSON object with format '%s' and checkpoints".formatted(FORMAT), null);
            }
            for (Map.Entry<String, JsonNode> entry : kept.properties()) {
                SignedNote note = SignedNote.parse(entry.getValue().asText().getBytes(StandardCharsets.UTF_8));
                String origin = Checkpoint.parse(note.text()).origin();
                if (!origin.equals(entry.getKey())) {
                    throw damaged(
                            file, "the checkpoint under '%s' is one of '%s'".formatted(entry.getKey(), origin), null);
                }
                notes.put(origin, note);
            }
            return notes;
        } catch (JsonProcessingException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        } catch (MalformedNoteException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static StateFileException damaged(Path file, String what, @Nullable Exception cause) {
        return new StateFileException(
                "State file %s is damaged: %s. Restore it from a copy; without it a rollback of the log goes unseen."
                        .formatted(file, what),
                cause);
    }

    /** The checkpoint kept of a log. */
    public synchronized Optional<SignedNote> last(String origin) {
        return Optional.ofNullable(notes.get(origin));
    }

    /** The origins of all logs of which one is kept, in order. */
    public synchronized List<String> origins() {
        return List.copyOf(notes.keySet());
    }

    /**
     * Compares a checkpoint with the one kept of its log, and keeps it if it is good. When this returns it is on the
     * disk.
     *
     * @param policy whose checkpoints count
     * @param source who proves that the log only grew
     */
    public Growth advance(SignedNote offered, Policy policy, ConsistencySource source) {
        CheckpointVerdict verdict = policy.judge(offered);
        Checkpoint checkpoint = verdict.checkpoint();
        if (!verdict.holds() || checkpoint == null) {
            return new Growth(Growth.Outcome.NOT_TRUSTED, verdict.detail(), null, offered);
        }
        return advance(checkpoint, offered, source, note -> note);
    }

    /** Compares a checkpoint with the one kept of its log, and keeps nothing. */
    public synchronized Growth compare(SignedNote offered, Policy policy, ConsistencySource source) {
        CheckpointVerdict verdict = policy.judge(offered);
        Checkpoint checkpoint = verdict.checkpoint();
        return !verdict.holds() || checkpoint == null
                ? new Growth(Growth.Outcome.NOT_TRUSTED, verdict.detail(), null, offered)
                : compare(notes.get(checkpoint.origin()), checkpoint, offered, source);
    }

    /**
     * The step of {@link #advance}, for who has judged the note himself.
     *
     * @param sign makes of the offered note the one that is kept; called only when it is good, before it is kept
     */
    synchronized Growth advance(
            Checkpoint checkpoint, SignedNote offered, ConsistencySource source, UnaryOperator<SignedNote> sign) {
        SignedNote kept = notes.get(checkpoint.origin());
        Growth growth = compare(kept, checkpoint, offered, source);
        if (growth.ok()) {
            SignedNote signed = sign.apply(offered);
            keep(checkpoint.origin(), signed);
            return new Growth(growth.outcome(), growth.detail(), kept, signed);
        }
        return growth;
    }

    private static Growth compare(
            @Nullable SignedNote kept, Checkpoint checkpoint, SignedNote offered, ConsistencySource source) {
        if (kept == null) {
            return new Growth(
                    Growth.Outcome.FIRST_SEEN,
                    "Log '%s' is seen for the first time; there is nothing to compare with."
                            .formatted(checkpoint.origin()),
                    null,
                    offered);
        }
        Checkpoint old = Checkpoint.parse(kept.text());
        if (checkpoint.size() < old.size()) {
            return new Growth(
                    Growth.Outcome.ROLLED_BACK,
                    "Log '%s' had %d entries and shows %d; it was rolled back."
                            .formatted(old.origin(), old.size(), checkpoint.size()),
                    kept,
                    offered);
        }
        if (checkpoint.size() == old.size()) {
            return checkpoint.root().equals(old.root())
                    ? new Growth(
                            Growth.Outcome.UNCHANGED,
                            "Log '%s' still has %d entries.".formatted(old.origin(), old.size()),
                            kept,
                            offered)
                    : new Growth(
                            Growth.Outcome.SPLIT_VIEW,
                            "Log '%s' signed two different trees of %d entries; it shows two histories."
                                    .formatted(old.origin(), old.size()),
                            kept,
                            offered);
        }
        return grows(old, checkpoint, source)
                ? new Growth(
                        Growth.Outcome.GREW,
                        "Log '%s' grew from %d to %d entries.".formatted(old.origin(), old.size(), checkpoint.size()),
                        kept,
                        offered)
                : new Growth(
                        Growth.Outcome.NOT_CONSISTENT,
                        "Nothing proves that the %d entries of log '%s' seen before are the first of its %d now; they were changed, or the proof is wrong."
                                .formatted(old.size(), old.origin(), checkpoint.size()),
                        kept,
                        offered);
    }

    private static boolean grows(Checkpoint old, Checkpoint checkpoint, ConsistencySource source) {
        if (old.size() == 0) {
            // every tree grew from none, and there is nothing to prove
            return Arrays.equals(old.root().toArray(), MerkleHash.empty());
        }
        return MerkleProofs.consistent(
                old.size(),
                checkpoint.size(),
                old.root().toArray(),
                checkpoint.root().toArray(),
                source.prove(old.size(), checkpoint.size()).stream()
                        .map(Bytes::toArray)
                        .toList());
    }

    private void keep(String origin, SignedNote note) {
        Map<String, SignedNote> next = new TreeMap<>(notes);
        if (note.equals(next.put(origin, note))) {
            return;
        }
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        ObjectNode kept = root.putObject("checkpoints");
        next.forEach((name, one) -> kept.put(name, new String(one.toBytes(), StandardCharsets.UTF_8)));
        try {
            DurableFile.write(
                    file,
                    (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
                            .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StateFileException("State file %s cannot be written: %s.".formatted(file, e), e);
        }
        // only what is on the disk is known
        notes.put(origin, note);
    }

    /** Lets another process have the file. */
    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw new StateFileException("State file %s cannot be closed: %s.".formatted(file, e), e);
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel, Exception cause) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
