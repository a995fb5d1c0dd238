package io.kdchain.provenance;

import io.kdchain.provenance.evidence.LogEntry;
import java.util.List;

/**
 * Is told what a log takes and what it does not: a stream for the metrics, dashboards and further processing of a host
 * application. Called in the thread that appends, which waits for it; so it has to be quick and safe for concurrent
 * use, and hands over to a queue what takes longer. Entries of threads that append at the same time may be told in
 * another order than that of the log. It does not undo anything: what it throws is written to the program's own log,
 * and whoever appended never sees it.
 *
 * <p>What is to be recorded because of it is best handed over to another thread, without waiting for it: it is told of
 * that as well, and a {@link SpoolingRecorder} that is just appending takes nothing from it.
 *
 * <p>Entries that another process appends are not told; {@link ChainLog#list} reads those.
 */
public interface LogListener {
    /** Listens to nothing. */
    LogListener NONE = entries -> {};

    /**
     * Entries were appended together and are durable.
     *
     * @param entries at least one, in the order of the log
     */
    void appended(List<LogEntry> entries);

    /**
     * Events were not appended.
     *
     * @param events how many were to be appended together
     * @param why what whoever appended them gets, mostly an {@link AppendRefusedException}, a
     *     {@link io.kdchain.provenance.event.MalformedEventException} or a
     *     {@link io.kdchain.provenance.store.StoreException}
     */
    default void failed(int events, RuntimeException why) {}
}
