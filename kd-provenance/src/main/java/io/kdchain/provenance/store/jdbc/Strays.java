package io.kdchain.provenance.store.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for rows that belong to no entry, and compares the keys that entries state with the tables that find them: each
 * key adds a number, keyed at random, to one side; where nothing was changed both sides are equal. Memory does not grow
 * with the log.
 */
final class Strays {
    /** Setting with the number of entries that kd_edge and kd_counter lead to, where these may lag behind. */
    static final String INDEXED = "indexed";

    private static final int PAGE = 10_000;
    /** Entries are told apart up to this many; beyond, a difference is told of a range. */
    private static final int BUCKETS = 1 << 16;

    private final Session session;
    private final Dialect dialect;
    private final long size;
    /**
     * Entries, from the first on, to which kd_edge and kd_counter are to lead; those after these may be missing there.
     */
    private final long indexed;

    private final long width;
    private final long[] edges;
    private final long[] counters;
    private final byte[] secret = new byte[16];
    private final MessageDigest sha256;

    /**
     * All of one moment, if the session has a transaction with a snapshot.
     *
     * @param indexed how many entries the indexes are said to lead to
     */
    Strays(Session session, Dialect dialect, long size, long indexed) {
        this.session = session;
        this.dialect = dialect;
        this.size = size;
        this.indexed = Math.min(size, indexed);
        this.width = Math.max(1, (size + BUCKETS - 1) / BUCKETS);
        this.edges = new long[(int) Math.max(1, (size + width - 1) / width)];
        this.counters = edges.clone();
        new SecureRandom().nextBytes(secret);
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one must have.", e);
        }
    }

    List<String> faults() throws SQLException {
        List<String> faults = new ArrayList<>();
        count("kd_entry", "idx < 0 OR idx >= " + size, faults);
        count("kd_edge", "idx < 0 OR idx >= " + indexed, faults);
        count("kd_counter", "idx < 0 OR idx >= " + indexed, faults);
        countTiles(faults);
        count("kd_setting", "name NOT IN ('origin', 'key', '" + INDEXED + "')", faults);
        addStated();
        subtractEdges();
        subtractCounters();
        compare("kd_edge", edges, "edges", faults);
        compare("kd_counter", counters, "counter", faults);
        return faults;
    }

    private void compare(String table, long[] sums, String what, List<String> faults) {
        for (int bucket = 0; bucket < sums.length; bucket++) {
            long first = bucket * width;
            if (sums[bucket] != 0 && width == 1) {
                faults.add("%s: the rows of entry %d are not the %s that it states".formatted(table, first, what));
            } else if (sums[bucket] != 0) {
                faults.add("%s: the rows of entries %d to %d are not the %s that they state"
                        .formatted(table, first, Math.min(size, first + width) - 1, what));
            }
        }
    }

    /** Of each height, those that are complete at this size and no others, whose number therefore tells all. */
    private void countTiles(List<String> faults) throws SQLException {
        StringBuilder known = new StringBuilder("FALSE");
        long complete = size / Tiles.WIDTH;
        for (int height = 0; complete > 0; height++) {
            String here = "height = %d AND idx >= 0 AND idx < %d AND length(hashes) = %d"
                    .formatted(height, complete, Tiles.BYTES);
            known.append(" OR ").append(here);
            long found = session.one("SELECT COUNT(*) FROM kd_tile WHERE " + here, row -> row.getLong(1))
                    .orElse(0L);
            if (found < complete) {
                faults.add("kd_tile: %d tiles of height %d are missing".formatted(complete - found, height));
            }
            complete /= Tiles.WIDTH;
        }
        count("kd_tile", "NOT (" + known + ")", faults);
    }

    private void count(String table, String condition, List<String> faults) throws SQLException {
        long count = session.one("SELECT COUNT(*) FROM " + table + " WHERE " + condition, row -> row.getLong(1))
                .orElse(0L);
        if (count > 0) {
            faults.add("%s: %d rows belong to no entry".formatted(table, count));
        }
    }

    private record Stated(
            long index, String edges, @Nullable String counter) {}

    private void addStated() throws SQLException {
        for (long from = 0; from < indexed; from += PAGE) {
            List<Stated> page = session.all(
                    "SELECT idx, edges, chain, recorder, seq FROM kd_entry WHERE idx >= ? AND idx < ?",
                    row -> {
                        String chain = row.getString(3);
                        String recorder = row.getString(4);
                        long seq = row.getLong(5);
                        boolean counted = chain != null && recorder != null && !row.wasNull();
                        return new Stated(
                                row.getLong(1), Session.text(row, 2), counted ? counter(chain, recorder, seq) : null);
                    },
                    from,
                    Math.min(indexed, from + PAGE));
            for (Stated entry : page) {
                for (String line :
                        entry.edges().isEmpty() ? new String[0] : entry.edges().split("\n", -1)) {
                    add(edges, entry.index(), line, 1);
                }
                if (entry.counter() != null) {
                    add(counters, entry.index(), entry.counter(), 1);
                }
            }
        }
    }

    private static String counter(String chain, String recorder, long seq) {
        return EdgeText.escape(chain) + '\n' + EdgeText.escape(recorder) + '\n' + seq;
    }

    private record Found(String kind, String key, long index) {}

    private void subtractEdges() throws SQLException {
        Found last = new Found("", "", -1);
        List<Found> page;
        do {
            page = session.all(
                    "SELECT kind, key, idx FROM kd_edge WHERE (kind, key, idx) > (?, ?, ?)"
                            + " ORDER BY kind, key, idx LIMIT " + PAGE,
                    row -> new Found(Session.text(row, 1), Session.text(row, 2), row.getLong(3)),
                    last.kind(),
                    last.key(),
                    last.index());
            checkMoved(page, last, "kd_edge");
            for (Found row : page) {
                add(edges, row.index(), row.kind() + ' ' + dialect.edge(row.key()), -1);
                last = row;
            }
        } while (page.size() == PAGE);
    }

    private record Counted(String chain, String recorder, long seq, long index) {}

    private void subtractCounters() throws SQLException {
        Counted last = new Counted("", "", Long.MIN_VALUE, -1);
        List<Counted> page;
        do {
            page = session.all(
                    "SELECT chain, recorder, seq, idx FROM kd_counter WHERE (chain, recorder, seq, idx) > (?, ?, ?, ?)"
                            + " ORDER BY chain, recorder, seq, idx LIMIT " + PAGE,
                    row -> new Counted(Session.text(row, 1), Session.text(row, 2), row.getLong(3), row.getLong(4)),
                    last.chain(),
                    last.recorder(),
                    last.seq(),
                    last.index());
            checkMoved(page, last, "kd_counter");
            for (Counted row : page) {
                add(counters, row.index(), counter(row.chain(), row.recorder(), row.seq()), -1);
                last = row;
            }
        } while (page.size() == PAGE);
    }

    /** In a damaged table what comes after a key may be that key again, for ever. */
    private static void checkMoved(List<?> page, Object last, String table) throws SQLException {
        if (page.contains(last)) {
            throw new SQLException("the keys of %s are out of order".formatted(table));
        }
    }

    private void add(long[] sums, long index, String what, int sign) {
        if (index >= 0 && index < indexed) {
            sha256.update(secret);
            sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, index));
            byte[] hash = sha256.digest(what.getBytes(StandardCharsets.UTF_8));
            sums[(int) (index / width)] += sign * ByteBuffer.wrap(hash).getLong();
        }
    }
}
