package io.kdchain.provenance.store.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for rows that belong to no entry, and compares the edges that entries state with the table that finds them:
 * each edge adds a number, keyed at random, to one side; where nothing was changed both sides are equal. Memory does
 * not grow with the log.
 */
final class Strays {
    private static final int PAGE = 10_000;
    /** Entries are told apart up to this many; beyond, a difference is told of a range. */
    private static final int BUCKETS = 1 << 16;

    private final Session session;
    private final Dialect dialect;
    private final long size;
    private final long width;
    private final long[] sums;
    private final byte[] secret = new byte[16];
    private final MessageDigest sha256;

    Strays(Session session, Dialect dialect, long size) {
        this.session = session;
        this.dialect = dialect;
        this.size = size;
        this.width = Math.max(1, (size + BUCKETS - 1) / BUCKETS);
        this.sums = new long[(int) Math.max(1, (size + width - 1) / width)];
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
        count("kd_edge", "idx < 0 OR idx >= " + size, faults);
        countTiles(faults);
        count("kd_setting", "name NOT IN ('origin', 'key')", faults);
        addStated();
        subtractFound();
        for (int bucket = 0; bucket < sums.length; bucket++) {
            if (sums[bucket] != 0) {
                long first = bucket * width;
                faults.add(
                        width == 1
                                ? "kd_edge: the rows of entry %d are not the edges that it states".formatted(first)
                                : "kd_edge: the rows of entries %d to %d are not the edges that they state"
                                        .formatted(first, Math.min(size, first + width) - 1));
            }
        }
        return faults;
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

    private record Stated(long index, String edges) {}

    private void addStated() throws SQLException {
        for (long from = 0; from < size; from += PAGE) {
            List<Stated> page = session.all(
                    "SELECT idx, edges FROM kd_entry WHERE idx >= ? AND idx < ?",
                    row -> new Stated(row.getLong(1), Session.text(row, 2)),
                    from,
                    from + PAGE);
            for (Stated entry : page) {
                for (String line :
                        entry.edges().isEmpty() ? new String[0] : entry.edges().split("\n", -1)) {
                    add(entry.index(), line, 1);
                }
            }
        }
    }

    private record Found(String kind, String key, long index) {}

    private void subtractFound() throws SQLException {
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
            for (Found row : page) {
                add(row.index(), row.kind() + ' ' + dialect.edge(row.key()), -1);
                last = row;
            }
        } while (page.size() == PAGE);
    }

    private void add(long index, String edge, int sign) {
        if (index >= 0 && index < size) {
            sha256.update(secret);
            sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, index));
            byte[] hash = sha256.digest(edge.getBytes(StandardCharsets.UTF_8));
            sums[(int) (index / width)] += sign * ByteBuffer.wrap(hash).getLong();
        }
    }
}
