package io.kdchain.rules.verdict;

/**
 * Is told every verdict of an engine: a stream for the metrics and further processing of a host application. Called in
 * the thread that asked, which waits for it; what it throws that thread gets. Suppositions ({@code compare},
 * {@code sweep}, an imposed regime, the law of another day) are no verdicts and are not told.
 */
public interface AttributionListener {
    /** Listens to nothing. */
    AttributionListener NONE = verdict -> {};

    /** An incident was judged. */
    void attributed(Attribution verdict);

    /**
     * An incident could not be judged.
     *
     * @param why what whoever asked gets
     */
    default void failed(Incident incident, RuntimeException why) {}
}
