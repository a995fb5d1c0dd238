package io.kdchain.provenance.store.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.event.EventBodies;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.store.Edge;
import io.kdchain.provenance.store.EntryIndex;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the entries of an older log the edges to the parties that their bodies name. An entry that cannot be read gets
 * none, and what does not follow from an entry stays as it is: both are named when the log is verified.
 */
final class NamedParties {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BATCH = 1000;

    private NamedParties() {}

    /** Entries from this index on are not in kd_edge yet, and get there by what they state. */
    private static long indexed(Connection connection) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement("SELECT value FROM kd_setting WHERE name = ?")) {
            read.setString(1, Strays.INDEXED);
            try (ResultSet row = read.executeQuery()) {
                return row.next() ? JdbcEventStore.wholeNumber(row.getString(1)) : Long.MAX_VALUE;
            }
        }
    }

    static void run(Dialect dialect, Connection connection) throws SQLException {
        long indexed = indexed(connection);
        try (PreparedStatement read = connection.prepareStatement(
                        "SELECT idx, envelope, edges FROM kd_entry WHERE idx > ? ORDER BY idx LIMIT " + BATCH);
                PreparedStatement state = connection.prepareStatement("UPDATE kd_entry SET edges = ? WHERE idx = ?");
                PreparedStatement lead = connection.prepareStatement(
                        "INSERT INTO kd_edge (kind, key, idx) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            for (long last = -1; ; ) {
                Map<Long, List<Edge>> stated = new LinkedHashMap<>();
                Map<Long, Set<Edge>> added = new LinkedHashMap<>();
                boolean found = false;
                read.setLong(1, last);
                try (ResultSet rows = read.executeQuery()) {
                    while (rows.next()) {
                        found = true;
                        last = rows.getLong(1);
                        Optional<List<Edge>> own =
                                Optional.ofNullable(rows.getString(3)).flatMap(EdgeText::read);
                        Set<Edge> names = own.isEmpty() ? Set.of() : named(rows.getBytes(2), own.get());
                        if (!names.isEmpty()) {
                            stated.put(last, own.orElseThrow());
                            added.put(last, names);
                        }
                    }
                }
                if (!found) {
                    return;
                }
                for (Map.Entry<Long, Set<Edge>> entry : added.entrySet()) {
                    long index = entry.getKey();
                    List<Edge> edges = new ArrayList<>(stated.getOrDefault(index, List.of()));
                    edges.addAll(entry.getValue());
                    edges.sort(EntryIndex.ORDER);
                    state.setString(1, EdgeText.of(edges));
                    state.setLong(2, index);
                    state.executeUpdate();
                    for (Edge edge : index < indexed ? entry.getValue() : Set.<Edge>of()) {
                        lead.setString(1, edge.kind().code());
                        lead.setString(2, dialect.key(edge.key()));
                        lead.setLong(3, index);
                        lead.executeUpdate();
                    }
                }
            }
        }
    }

    /** The edges to named parties that follow from an envelope and are not among those it has. */
    private static Set<Edge> named(byte @Nullable [] envelope, List<Edge> known) {
        try {
            String payload = JSON.readTree(PackedEnvelope.unpack(envelope == null ? new byte[0] : envelope))
                    .path("payload")
                    .asText();
            JsonNode event = JSON.readTree(Base64.getDecoder().decode(payload)).path("predicate");
            if (event.path("version").asLong() > EventTypes.VERSION) {
                return Set.of();
            }
            PartyId actor = new PartyId(event.path("actor").asText());
            Set<Edge> named = new HashSet<>(
                    EntryIndex.named(actor, EventBodies.read(event.path("type").asText(), event.path("body"))));
            known.forEach(named::remove);
            return named;
        } catch (IOException | IllegalArgumentException | MalformedEventException e) {
            return Set.of();
        }
    }
}
