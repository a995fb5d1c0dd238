package io.kdchain.core.distill;

import io.kdchain.core.data.ContentDigest;

/** Is told of a training's progress, on the training's thread. What it does never changes the result. */
@FunctionalInterface
public interface TrainingListener {

    /** A listener that does nothing. */
    TrainingListener SILENT = progress -> {};

    void epochDone(TrainingProgress progress);

    /** The state after this epoch was saved; told before the epoch is reported as done. */
    default void checkpointSaved(int epoch, ContentDigest checkpoint) {}
}
