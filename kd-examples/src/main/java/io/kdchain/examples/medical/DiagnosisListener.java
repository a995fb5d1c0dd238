package io.kdchain.examples.medical;

/** Is told how the scene goes on, on its thread. */
public interface DiagnosisListener {

    /** A listener that does nothing. */
    DiagnosisListener SILENT = new DiagnosisListener() {};

    /** A step begins. */
    default void started(DiagnosisStep step) {}

    /**
     * A step got so far.
     *
     * @param fraction 0 to 1
     */
    default void progressed(DiagnosisStep step, double fraction) {}

    /** A step is done, with what came out. */
    default void done(DiagnosisStep step, Words outcome) {}
}
