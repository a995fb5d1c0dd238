package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.NodeSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads hashes of the tree: leaves from their entries, the others from {@link Tiles}. */
final class TreeReader {
    private final Session session;

    TreeReader(Session session) {
        this.session = session;
    }

    /** The root of a perfect subtree, if it can be told. */
    Optional<byte[]> node(int level, long index) throws SQLException {
        if (level == 0) {
            return session.one("SELECT leaf_hash FROM kd_entry WHERE idx = ?", row -> hash(row, 1), index);
        }
        Tiles.Place place = Tiles.Place.of(level, index);
        Optional<byte[]> tile = session.one(
                "SELECT hashes FROM kd_tile WHERE height = ? AND idx = ?",
                row -> hash(row, 1),
                place.height(),
                place.index());
        if (tile.isPresent()) {
            return tile.filter(TreeReader::isWhole).map(hashes -> Tiles.node(hashes, level, index));
        }
        List<byte[]> children = children(place);
        return Tiles.isComplete(level, index, children.size())
                ? Optional.of(Tiles.node(Tiles.over(children), level, index))
                : Optional.empty();
    }

    /** Those of these subtrees that can be told; each tile is read once. */
    Map<NodeSource.Place, byte[]> nodes(Collection<NodeSource.Place> places) throws SQLException {
        List<Long> leaves = new ArrayList<>();
        Map<Integer, Map<Long, List<NodeSource.Place>>> heights = new HashMap<>();
        for (NodeSource.Place place : places) {
            if (place.level() == 0) {
                leaves.add(place.index());
            } else {
                Tiles.Place tile = Tiles.Place.of(place.level(), place.index());
                heights.computeIfAbsent(tile.height(), height -> new HashMap<>())
                        .computeIfAbsent(tile.index(), index -> new ArrayList<>())
                        .add(place);
            }
        }
        Map<NodeSource.Place, byte[]> nodes = new HashMap<>();
        if (!leaves.isEmpty()) {
            InLists.read(
                    session,
                    "SELECT idx, leaf_hash FROM kd_entry WHERE idx IN (%s)",
                    List.of(),
                    leaves,
                    row -> nodes.put(new NodeSource.Place(0, row.getLong(1)), hash(row, 2)));
        }
        for (Map.Entry<Integer, Map<Long, List<NodeSource.Place>>> height : heights.entrySet()) {
            Map<Long, List<NodeSource.Place>> asked = height.getValue();
            InLists.read(
                    session,
                    "SELECT idx, hashes FROM kd_tile WHERE height = ? AND idx IN (%s)",
                    List.of(height.getKey()),
                    List.copyOf(asked.keySet()),
                    row -> {
                        byte[] hashes = hash(row, 2);
                        List<NodeSource.Place> inTile = asked.remove(row.getLong(1));
                        if (inTile != null && isWhole(hashes)) {
                            inTile.forEach(place -> nodes.put(place, Tiles.node(hashes, place.level(), place.index())));
                        }
                    });
            for (Map.Entry<Long, List<NodeSource.Place>> incomplete : asked.entrySet()) {
                List<byte[]> children = children(new Tiles.Place(height.getKey(), incomplete.getKey()));
                byte[] hashes = Tiles.over(children);
                for (NodeSource.Place place : incomplete.getValue()) {
                    if (Tiles.isComplete(place.level(), place.index(), children.size())) {
                        nodes.put(place, Tiles.node(hashes, place.level(), place.index()));
                    }
                }
            }
        }
        return nodes;
    }

    private List<byte[]> children(Tiles.Place tile) throws SQLException {
        long from = tile.index() * Tiles.WIDTH;
        return children(tile.height(), from, from + Tiles.WIDTH);
    }

    /** The children of tiles of a height from one index on; those after one that is missing are not given. */
    List<byte[]> children(int height, long from, long to) throws SQLException {
        List<Child> stored = height == 0
                ? session.all(
                        "SELECT idx, leaf_hash FROM kd_entry WHERE idx >= ? AND idx < ? ORDER BY idx",
                        TreeReader::child,
                        from,
                        to)
                : session.all(
                        "SELECT idx, substr(hashes, %d, %d) FROM kd_tile WHERE height = ? AND idx >= ? AND idx < ? ORDER BY idx"
                                .formatted(Tiles.ROOT_FROM, MerkleHash.SIZE),
                        TreeReader::child,
                        height - 1,
                        from,
                        to);
        List<byte[]> children = new ArrayList<>(stored.size());
        for (Child child : stored) {
            if (child.index() != from + children.size() || child.hash().length != MerkleHash.SIZE) {
                break;
            }
            children.add(child.hash());
        }
        return children;
    }

    private record Child(long index, byte[] hash) {}

    private static Child child(ResultSet row) throws SQLException {
        return new Child(row.getLong(1), hash(row, 2));
    }

    private static boolean isWhole(byte[] tile) {
        return tile.length == Tiles.BYTES;
    }

    private static byte[] hash(ResultSet row, int column) throws SQLException {
        return Session.bytes(row, column).toArray();
    }
}
