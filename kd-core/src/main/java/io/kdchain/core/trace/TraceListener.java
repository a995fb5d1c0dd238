package io.kdchain.core.trace;

/** Is told which repetition of which stage was done, on the tracer's thread. */
@FunctionalInterface
public interface TraceListener {

    /** A listener that does nothing. */
    TraceListener SILENT = (stage, reference, references) -> {};

    /**
     * A stage was carried out again.
     *
     * @param reference from 1; 1 repeats with the recorded seeds
     * @param references how many there are
     */
    void replayed(Stage stage, int reference, int references);
}
