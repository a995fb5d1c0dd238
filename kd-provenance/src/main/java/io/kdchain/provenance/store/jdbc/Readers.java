package io.kdchain.provenance.store.jdbc;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * A few connections for reading, opened as they are needed: readers wait neither for each other nor for who appends.
 * Safe for concurrent use.
 */
final class Readers implements AutoCloseable {
    /** More than this many threads that read wait for each other; a read takes microseconds. */
    static final int MAX_CONNECTIONS = 4;

    private final Dialect dialect;
    private final Semaphore permits = new Semaphore(MAX_CONNECTIONS);
    private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Readers(Dialect dialect) {
        this.dialect = dialect;
    }

    /** What is asked of the database. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Session session) throws SQLException;
    }

    <T> T read(Question<T> question) throws SQLException {
        permits.acquireUninterruptibly();
        try {
            Session session = idle.pollFirst();
            boolean kept = session != null;
            if (session == null) {
                session = open();
            }
            try {
                T answer = question.ask(session);
                give(session);
                return answer;
            } catch (SQLException e) {
                close(session, e);
                if (kept && dialect.isGone(e)) {
                    // the server ended a connection that had been idle: what was only read can be read again
                    return once(question);
                }
                throw e;
            } catch (RuntimeException e) {
                give(session);
                throw e;
            }
        } finally {
            permits.release();
        }
    }

    private <T> T once(Question<T> question) throws SQLException {
        Session session = open();
        try {
            T answer = question.ask(session);
            give(session);
            return answer;
        } catch (SQLException | RuntimeException e) {
            close(session, e);
            throw e;
        }
    }

    private Session open() throws SQLException {
        if (closed) {
            throw new SQLException("the log is closed", "08003");
        }
        return new Session(dialect.reader());
    }

    private void give(Session session) throws SQLException {
        idle.addFirst(session);
        if (closed) {
            close();
        }
    }

    private static void close(Session session, Exception cause) {
        try {
            session.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        for (Session session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
            session.close();
        }
    }
}
