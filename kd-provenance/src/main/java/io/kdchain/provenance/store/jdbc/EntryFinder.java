package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.store.Edge;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryQuery;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Answers an {@link EntryQuery} by SQL. One of its conditions leads: its index is walked in the order of the log, and
 * the other conditions are looked up for each entry met. Which one leads decides the cost, never the answer.
 */
final class EntryFinder {
    /** A condition that meets as many entries is no good lead, unless it is walked in the order of the log. */
    private static final int MANY = 10_000;
    /** Entries looked at in one go where a condition cannot be looked up in the index. */
    private static final int AT_ONCE = 256;

    private final EntryQuery query;
    private final UnaryOperator<String> keys;
    private final Rows rows;
    private final LongFunction<Optional<StoredEvent>> reader;

    /** Asks the database for whole numbers. */
    @FunctionalInterface
    interface Rows {
        List<Long> ask(String sql, List<Object> values);
    }

    /** An index to walk: a table, what of it, and the values for that. */
    private record Walk(String table, String condition, List<Object> values) {}

    /**
     * A condition that can lead.
     *
     * @param walks indexes to walk, of which an answer stands in one
     * @param ordered whether each is walked in the order of the log, so that a page ends early
     */
    private record Lead(List<Walk> walks, boolean ordered) {}

    EntryFinder(EntryQuery query, UnaryOperator<String> keys, Rows rows, LongFunction<Optional<StoredEvent>> reader) {
        this.query = query;
        this.keys = keys;
        this.rows = rows;
        this.reader = reader;
    }

    /** The answers, in order. */
    List<Long> find() {
        Lead claimed = query.claimed().isAlways() ? null : claimed();
        Lead lead = lead(claimed);
        // the claimed time has an index to walk and none to look up
        boolean lookAtEach = claimed != null && !lead.equals(claimed);
        int size = lookAtEach ? Math.max(AT_ONCE, query.limit()) : query.limit();
        List<Long> found = new ArrayList<>();
        Long after = query.after();
        while (found.size() < query.limit()) {
            List<Long> page = page(lead, after, size);
            if (after != null && page.contains(after)) {
                // in a damaged table what comes after an entry may be that entry again, for ever
                throw new StoreException(
                        "The log is damaged: its indexes are out of order at entry %d. Restore it from a copy."
                                .formatted(after));
            }
            for (long index : page) {
                if (found.size() < query.limit() && (!lookAtEach || isAskedFor(index))) {
                    found.add(index);
                }
            }
            if (page.size() < size) {
                break;
            }
            after = page.get(page.size() - 1);
        }
        return found;
    }

    private boolean isAskedFor(long index) {
        return reader.apply(index).filter(query::matches).isPresent();
    }

    /** The condition that meets the fewest entries; else one that is walked in order; else the log itself. */
    private Lead lead(@Nullable Lead claimed) {
        List<Lead> leads = new ArrayList<>();
        for (SortedSet<Edge> set : query.edges()) {
            leads.add(new Lead(
                    set.stream()
                            .map(edge -> new Walk(
                                    "kd_edge",
                                    "d.kind = ? AND d.key = ?",
                                    List.of(edge.kind().code(), keys.apply(edge.key()))))
                            .toList(),
                    true));
        }
        String chain = query.chain();
        if (chain != null) {
            leads.add(new Lead(List.of(new Walk("kd_counter", "d.chain = ?", List.of(chain))), false));
        }
        if (!query.recorded().isAlways()) {
            List<Object> values = new ArrayList<>();
            String condition = recorded("d", values);
            leads.add(new Lead(List.of(new Walk("kd_entry", condition, values)), false));
        }
        if (claimed != null) {
            leads.add(claimed);
        }
        Lead best = new Lead(List.of(new Walk("kd_entry", "1 = 1", List.of())), true);
        long fewest = Long.MAX_VALUE;
        for (Lead lead : leads) {
            long count = lead.walks().stream().mapToLong(this::count).sum();
            if (count < fewest && (lead.ordered() || count < MANY)) {
                best = lead;
                fewest = count;
            }
        }
        return best;
    }

    private Lead claimed() {
        List<Object> values = new ArrayList<>(List.of(EdgeKind.AT.code()));
        StringJoiner condition = new StringJoiner(" AND ").add("d.kind = ?");
        String from = query.claimed().firstKey();
        if (from != null) {
            condition.add("d.key >= ?");
            values.add(from);
        }
        String until = query.claimed().endKey();
        if (until != null) {
            condition.add("d.key < ?");
            values.add(until);
        }
        return new Lead(List.of(new Walk("kd_edge", condition.toString(), values)), false);
    }

    private long count(Walk walk) {
        return rows.ask(
                        "SELECT COUNT(*) FROM (SELECT 1 FROM %s d WHERE %s LIMIT %d) counted"
                                .formatted(walk.table(), walk.condition(), MANY),
                        walk.values())
                .get(0);
    }

    private List<Long> page(Lead lead, @Nullable Long after, int size) {
        Comparator<Long> order = query.newestFirst() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return lead.walks().stream()
                .flatMap(walk -> page(walk, after, size).stream())
                .distinct()
                .sorted(order)
                .limit(size)
                .toList();
    }

    private List<Long> page(Walk walk, @Nullable Long after, int size) {
        StringBuilder from = new StringBuilder(walk.table()).append(" d");
        StringJoiner where = new StringJoiner(" AND ").add(walk.condition());
        List<Object> values = new ArrayList<>(walk.values());
        if (after != null) {
            where.add(query.newestFirst() ? "d.idx < ?" : "d.idx > ?");
            values.add(after);
        }
        for (SortedSet<Edge> set : query.edges()) {
            StringJoiner any = new StringJoiner(" OR ", "(", ")");
            for (Edge edge : set) {
                any.add("EXISTS (SELECT 1 FROM kd_edge g WHERE g.kind = ? AND g.key = ? AND g.idx = d.idx)");
                Collections.addAll(values, edge.kind().code(), keys.apply(edge.key()));
            }
            where.add(any.toString());
        }
        String chain = query.chain();
        if (chain != null || !query.recorded().isAlways()) {
            // a cross join keeps the leading index outermost
            from.append(" CROSS JOIN kd_entry n");
            where.add("n.idx = d.idx");
        }
        if (chain != null) {
            where.add("n.chain = ?");
            values.add(chain);
        }
        if (!query.recorded().isAlways()) {
            where.add(recorded("n", values));
        }
        values.add(size);
        return rows.ask(
                "SELECT d.idx FROM %s WHERE %s ORDER BY d.idx%s LIMIT ?"
                        .formatted(from, where, query.newestFirst() ? " DESC" : ""),
                values);
    }

    private String recorded(String table, List<Object> values) {
        StringJoiner condition = new StringJoiner(" AND ");
        Instant from = query.recorded().from();
        if (from != null) {
            condition.add(table + ".recorded_at >= ?");
            values.add(millis(from));
        }
        Instant until = query.recorded().until();
        if (until != null) {
            condition.add(table + ".recorded_at < ?");
            values.add(millis(until));
        }
        return condition.toString();
    }

    /** The first millisecond that is not before a moment; what lies outside a long is as good as its end. */
    private static long millis(Instant moment) {
        if (moment.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE))) {
            return Long.MIN_VALUE;
        }
        if (!moment.isBefore(Instant.ofEpochMilli(Long.MAX_VALUE))) {
            return Long.MAX_VALUE;
        }
        long floor = moment.toEpochMilli();
        return Instant.ofEpochMilli(floor).isBefore(moment) ? floor + 1 : floor;
    }
}
