package io.kdchain.provenance.evidence;

import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.StoredCheckpoint;
import java.util.List;
import java.util.Optional;

/**
 * Under which name and keys a log signs its checkpoints.
 *
 * @param origin name of the log
 * @param keys its keys; one, unless several are trusted
 * @param pinned whether the keys were given from outside the log
 */
public record LogKeys(String origin, List<VerifierKey> keys, boolean pinned) {
    /** Setting under which a store keeps the name of its log. */
    public static final String ORIGIN = "origin";
    /** Setting under which a store keeps the public key of its log. */
    public static final String KEY = "key";

    /**
     * The keys to hold a log to: those trusted under its name, else the one it states.
     *
     * @return nothing if the log has no key
     * @throws IllegalArgumentException if what it states is no key
     */
    public static Optional<LogKeys> of(EventReader store, Trust trust) {
        Optional<String> origin = store.setting(ORIGIN);
        Optional<String> key = store.setting(KEY);
        if (origin.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        if (origin.isEmpty() || key.isEmpty()) {
            throw new IllegalArgumentException("The log states its name or its key, but not both.");
        }
        VerifierKey stated = VerifierKey.parse(key.get());
        if (!stated.name().equals(origin.get())) {
            throw new IllegalArgumentException("The log is named '%s' and its key '%s'; both must be the same."
                    .formatted(origin.get(), stated.name()));
        }
        List<VerifierKey> trusted = trust.named(origin.get());
        return Optional.of(
                trusted.isEmpty()
                        ? new LogKeys(
                                origin.get(),
                                List.of(stated),
                                trust.keys().stream()
                                        .anyMatch(other -> other.key().equals(stated.key())))
                        : new LogKeys(origin.get(), trusted, true));
    }

    /**
     * Reads a checkpoint that verifies.
     *
     * @throws MalformedNoteException if it is none, another log's, not signed by these keys, or kept under a wrong size
     */
    public Checkpoint verify(StoredCheckpoint stored) {
        SignedNote note = SignedNote.parse(stored.note().toArray());
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(origin)) {
            throw new MalformedNoteException(
                    "it is one of log '%s', not of '%s'".formatted(checkpoint.origin(), origin));
        }
        // further lines are those of witnesses, and of others that say nothing here
        if (note.verifiedBy(keys).isEmpty()) {
            throw new MalformedNoteException("its signature is not one of log '%s'".formatted(origin));
        }
        if (checkpoint.size() != stored.size()) {
            throw new MalformedNoteException(
                    "it covers %d entries and is kept as one of %d".formatted(checkpoint.size(), stored.size()));
        }
        return checkpoint;
    }
}
