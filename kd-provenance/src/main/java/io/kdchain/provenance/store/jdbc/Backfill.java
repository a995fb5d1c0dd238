package io.kdchain.provenance.store.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.store.Edge;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryIndex;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives the entries of a log of schema 1 the edges that came with schema 2. An entry that cannot be read gets none, and
 * is named when the log is verified.
 */
final class Backfill {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BATCH = 1000;

    private Backfill() {}

    static void run(Connection connection) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement(
                        "SELECT idx, envelope FROM kd_entry WHERE idx > ? ORDER BY idx LIMIT " + BATCH);
                PreparedStatement write = connection.prepareStatement("INSERT INTO kd_edge VALUES (?, ?, ?)")) {
            for (long last = -1; ; ) {
                Map<Long, List<Edge>> found = new LinkedHashMap<>();
                read.setLong(1, last);
                try (ResultSet rows = read.executeQuery()) {
                    while (rows.next()) {
                        last = rows.getLong(1);
                        found.put(last, edges(rows.getBytes(2)));
                    }
                }
                if (found.isEmpty()) {
                    return;
                }
                for (Map.Entry<Long, List<Edge>> entry : found.entrySet()) {
                    for (Edge edge : entry.getValue()) {
                        write.setString(1, edge.kind().code());
                        write.setString(2, edge.key());
                        write.setLong(3, entry.getKey());
                        write.executeUpdate();
                    }
                }
            }
        }
    }

    private static List<Edge> edges(byte @Nullable [] envelope) {
        try {
            String payload = JSON.readTree(envelope == null ? new byte[0] : envelope)
                    .path("payload")
                    .asText();
            JsonNode event = JSON.readTree(Base64.getDecoder().decode(payload)).path("predicate");
            List<Edge> edges = new ArrayList<>();
            edges.add(new Edge(EdgeKind.TYPE, event.path("type").asText()));
            edges.add(new Edge(
                    EdgeKind.AT, EntryIndex.atKey(Instant.parse(event.path("at").asText()))));
            if (event.has("observedBy")) {
                edges.add(new Edge(EdgeKind.OBSERVER, event.path("observedBy").asText()));
            }
            return edges;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return List.of();
        }
    }
}
