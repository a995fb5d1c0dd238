package io.kdchain.provenance;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.evidence.LogKeys;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import io.kdchain.provenance.store.jdbc.JdbcEventStore;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Moves a log to another database, or into a file and back: the same entries, tree and checkpoints, byte for byte. What
 * was copied is read again and compared.
 *
 * <p>Copying goes in steps of which each is whole, and one that was interrupted goes on where it stopped when it is
 * done again. Name and key of the log are written last: an unfinished copy has checkpoints and no key, which a check of
 * it reports.
 *
 * @param size entries of the log
 * @param copied how many of them were not in the target yet
 * @param checkpoints checkpoints of the log
 */
public record LogCopy(long size, long copied, long checkpoints) {
    private static final String SQLITE = "jdbc:sqlite:";
    /** Entries in one transaction. */
    private static final int STEP = 1000;

    /**
     * Copies a log.
     *
     * @param from address of the log, which must exist
     * @param to address of the copy, which is made if it is missing; where there is one, the log must have grown from
     *     it
     * @throws StoreException if either cannot be reached, the target is no beginning of the log, or the copy does not
     *     compare
     */
    public static LogCopy copy(String from, String to) {
        try (EventStore source = JdbcEventStore.open(from, false);
                EventStore target = JdbcEventStore.open(to, true)) {
            return copy(source, target);
        }
    }

    /**
     * Copies a log into a new file: all of it or none. {@link #copy} brings it back.
     *
     * @param from address of the log, which must exist
     * @param file a SQLite file that does not exist
     * @throws StoreException if the log cannot be read, the file is there or cannot be written
     */
    public static LogCopy backup(String from, Path file) {
        if (Files.exists(file)) {
            throw new StoreException("%s is there already. Name a file that is not.".formatted(file));
        }
        Path draft = file.resolveSibling(file.getFileName() + ".part");
        try {
            deleteDraft(draft);
            LogCopy copy = copyInto(draft, from);
            move(draft, file);
            deleteDraft(draft);
            return copy;
        } catch (IOException e) {
            throw new StoreException("Backup %s cannot be written: %s.".formatted(file, e), null, e);
        }
    }

    /** Copies into a draft, and leaves none where that fails. */
    private static LogCopy copyInto(Path draft, String from) throws IOException {
        try {
            return copy(from, SQLITE + draft);
        } catch (RuntimeException e) {
            try {
                deleteDraft(draft);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private static void deleteDraft(Path draft) throws IOException {
        for (String end : List.of("", "-wal", "-shm", "-lock")) {
            Files.deleteIfExists(draft.resolveSibling(draft.getFileName() + end));
        }
    }

    private static void move(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file);
        }
    }

    /**
     * Copies a log between stores.
     *
     * @throws StoreException if the target is no beginning of the log, or the copy does not compare
     */
    public static LogCopy copy(EventStore source, EventStore target) {
        long size = source.size();
        long begun = target.size();
        if (begun > size) {
            throw new StoreException(
                    "The target has %d entries and the log %d: it is no beginning of it.".formatted(begun, size));
        }
        for (String name : List.of(LogKeys.ORIGIN, LogKeys.KEY)) {
            String known = target.setting(name).orElse("");
            if (!known.isEmpty() && !known.equals(source.setting(name).orElse(""))) {
                throw new StoreException("The target is another log: its %s is '%s' and not '%s'."
                        .formatted(name, known, source.setting(name).orElse("")));
            }
        }
        compareEntries(source, target, begun);
        for (long from = begun; from < size; from = target.size()) {
            List<StoredEvent> entries = source.read(from, (int) Math.min(STEP, size - from));
            if (entries.isEmpty()) {
                throw new StoreException("Entry %d of the log is missing. Run 'kd log verify' on it.".formatted(from));
            }
            target.copy(from, entries, checkpoints(source, from, from + entries.size()));
        }
        long checkpoints = compare(source, target, size);
        for (String name : List.of(LogKeys.ORIGIN, LogKeys.KEY)) {
            source.setting(name).ifPresent(value -> target.define(name, value));
        }
        return new LogCopy(size, size - begun, checkpoints);
    }

    private static List<StoredCheckpoint> checkpoints(EventStore store, long after, long until) {
        return store.checkpoints(after, STEP).stream()
                .filter(checkpoint -> checkpoint.size() <= until)
                .toList();
    }

    /** Reads the whole copy again. */
    private static long compare(EventStore source, EventStore target, long size) {
        compareEntries(source, target, size);
        if (!Bytes.of(MerkleTree.root(size, source)).equals(Bytes.of(MerkleTree.root(size, target)))) {
            throw new StoreException(
                    "The copy of %d entries has another root than the log, whose tree was changed. Run 'kd log verify' on it."
                            .formatted(size));
        }
        long count = 0;
        for (long after = 0; after < size; ) {
            long until = Math.min(size, after + STEP);
            List<StoredCheckpoint> ours = checkpoints(source, after, until);
            if (!ours.equals(checkpoints(target, after, until))) {
                throw new StoreException(
                        "Checkpoints of %d to %d entries are not the same in the log and in the target."
                                .formatted(after + 1, until));
            }
            count += ours.size();
            after = until;
        }
        return count;
    }

    private static void compareEntries(EventStore source, EventStore target, long size) {
        for (long from = 0; from < size; from += STEP) {
            int count = (int) Math.min(STEP, size - from);
            List<StoredEvent> ours = source.read(from, count);
            List<StoredEvent> theirs = target.read(from, count);
            for (int i = 0; i < count; i++) {
                if (i >= ours.size() || i >= theirs.size() || !ours.get(i).equals(theirs.get(i))) {
                    throw new StoreException(
                            "Entry %d is not the same in the log and in the target, which is no beginning of it."
                                    .formatted(from + i));
                }
            }
        }
    }
}
