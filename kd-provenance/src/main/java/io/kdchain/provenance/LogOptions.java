package io.kdchain.provenance;

import io.kdchain.provenance.checkpoint.Trust;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * How a log is opened. Begin with {@link #defaults()}.
 *
 * @param clock clock that says when an entry is recorded
 * @param ids where the ids of new events come from
 * @param key the log's own key; null means that what is appended gets no checkpoint
 * @param trust whose keys are trusted
 * @param createIfMissing whether a log that does not exist is made
 * @param listener told what is appended through this log
 */
public record LogOptions(
        Clock clock, IdSource ids, @Nullable LogKey key, Trust trust, boolean createIfMissing, LogListener listener) {

    /** The clock of the machine, random ids, no key, no pinned trust, made if missing. */
    public static LogOptions defaults() {
        return new LogOptions(Clock.systemUTC(), IdSource.RANDOM, null, Trust.NONE, true, LogListener.NONE);
    }

    /** The same with another clock. */
    public LogOptions clock(Clock other) {
        return new LogOptions(other, ids, key, trust, createIfMissing, listener);
    }

    /** The same with another source of ids. */
    public LogOptions ids(IdSource other) {
        return new LogOptions(clock, other, key, trust, createIfMissing, listener);
    }

    /** The same with a key of the log. */
    public LogOptions key(LogKey other) {
        return new LogOptions(clock, ids, other, trust, createIfMissing, listener);
    }

    /** The same with keys that are trusted. */
    public LogOptions trust(Trust other) {
        return new LogOptions(clock, ids, key, other, createIfMissing, listener);
    }

    /** The same, but a log that does not exist is an error. */
    public LogOptions mustExist() {
        return new LogOptions(clock, ids, key, trust, false, listener);
    }

    /** The same, but who is told what is appended. */
    public LogOptions listener(LogListener other) {
        return new LogOptions(clock, ids, key, trust, createIfMissing, other);
    }
}
