package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.merkle.MerkleHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Moves the tree of an older log from a row for each node into a row for each tile. Hashes are moved as they stand
 * there, right or not; a tile of which one is missing is left out, and both are found when the log is verified.
 */
final class NodesToTiles {
    /** Tiles that are put together at a time, in four megabytes. */
    private static final int AT_ONCE = 1000;

    private NodesToTiles() {}

    static void run(Connection connection) throws SQLException {
        long size;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COALESCE(MAX(idx) + 1, 0) FROM kd_entry")) {
            size = row.next() ? row.getLong(1) : 0;
        }
        try (PreparedStatement leaves =
                        connection.prepareStatement("SELECT idx, leaf_hash FROM kd_entry WHERE idx >= ? AND idx < ?");
                PreparedStatement nodes = connection.prepareStatement(
                        "SELECT idx, hash FROM kd_node WHERE idx >= ? AND idx < ? AND level = ?");
                PreparedStatement write =
                        connection.prepareStatement("INSERT INTO kd_tile (height, idx, hashes) VALUES (?, ?, ?)")) {
            long tiles = size / Tiles.WIDTH;
            for (int height = 0; tiles > 0; height++) {
                for (long from = 0; from < tiles; from += AT_ONCE) {
                    move(height, from, (int) Math.min(AT_ONCE, tiles - from), leaves, nodes, write);
                }
                tiles /= Tiles.WIDTH;
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE kd_node");
        }
    }

    private static void move(
            int height,
            long from,
            int count,
            PreparedStatement leaves,
            PreparedStatement nodes,
            PreparedStatement write)
            throws SQLException {
        byte[][] tiles = new byte[count][Tiles.BYTES];
        int[] found = new int[count];
        for (int level = height * Tiles.LEVELS; level < (height + 1) * Tiles.LEVELS; level++) {
            int above = (height + 1) * Tiles.LEVELS - level;
            PreparedStatement read = level == 0 ? leaves : nodes;
            read.setLong(1, from << above);
            read.setLong(2, (from + count) << above);
            if (level > 0) {
                read.setInt(3, level);
            }
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    long index = rows.getLong(1);
                    byte[] hash = Session.bytes(rows, 2).toArray();
                    int tile = (int) (Tiles.Place.of(level, index).index() - from);
                    if (hash.length == MerkleHash.SIZE) {
                        Tiles.put(hash, level, index, tiles[tile]);
                        found[tile]++;
                    }
                }
            }
        }
        for (int i = 0; i < count; i++) {
            if (found[i] == Tiles.HASHES) {
                write.setInt(1, height);
                write.setLong(2, from + i);
                write.setBytes(3, tiles[i]);
                write.executeUpdate();
            }
        }
    }
}
