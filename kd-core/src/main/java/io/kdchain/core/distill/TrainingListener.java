package io.kdchain.core.distill;

/** Is told of a training's progress, on the training's thread. What it does never changes the result. */
@FunctionalInterface
public interface TrainingListener {

    /** A listener that does nothing. */
    TrainingListener SILENT = progress -> {};

    void epochDone(TrainingProgress progress);
}
