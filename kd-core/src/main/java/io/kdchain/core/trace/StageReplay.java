package io.kdchain.core.trace;

import io.kdchain.core.data.ContentDigest;

/**
 * Whether carrying a stage out again, from the recorded inputs by the recorded recipe, gives what is on record.
 *
 * @param recorded digest of the recorded artefact
 * @param replayed digest of what the repetition gave
 * @param note what was compared, and how they differ, for a person
 */
public record StageReplay(Stage stage, ContentDigest recorded, ContentDigest replayed, String note) {

    /** Whether both are the same to the last bit. */
    public boolean reproduced() {
        return recorded.equals(replayed);
    }
}
