package io.kdchain.core.distill;

import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.ArtefactFolder;
import io.kdchain.core.data.ContentDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a training saves its state, and goes on from what is there.
 *
 * @param directory is made with the first checkpoint
 * @param everyEpochs how often one is saved, 1 or more; the last epoch always is
 */
public record CheckpointFolder(Path directory, int everyEpochs) {

    public CheckpointFolder {
        if (everyEpochs < 1) {
            throw new IllegalArgumentException("everyEpochs is %d; it must be 1 or more".formatted(everyEpochs));
        }
    }

    ContentDigest save(Checkpoint checkpoint) {
        return ArtefactFolder.at(directory).save(Checkpoint.FILE, checkpoint);
    }

    /** What was saved last; refuses that of another training. */
    Optional<Checkpoint> load(ContentDigest fingerprint) {
        Path file = directory.resolve(Checkpoint.FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Checkpoint found = Checkpoint.fromBytes(Files.readAllBytes(file), file.toString());
            if (!found.fingerprint.equals(fingerprint)) {
                throw new IllegalArgumentException(
                        "%s is the checkpoint of another training: recipe, samples or teacher differ. Give another folder, or delete it."
                                .formatted(file));
            }
            return Optional.of(found);
        } catch (IOException e) {
            throw new ArtefactException(
                    "The checkpoint %s cannot be read: %s.".formatted(file, ArtefactException.reason(e)), e);
        }
    }
}
