package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.NodeSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads hashes of the tree from {@link Tiles}, and from the entries what no complete one holds. */
final class TreeReader {
    private final Session session;
    private final @Nullable TileCache cache;

    /** Reads everything from the database. */
    TreeReader(Session session) {
        this(session, null);
    }

    /** Reads from the database what does not lie in the cache. */
    TreeReader(Session session, @Nullable TileCache cache) {
        this.session = session;
        this.cache = cache;
    }

    /** Tiles that were read, by height and index. */
    static final class Fetched {
        private final List<Map<Long, Tiles.Tile>> heights = new ArrayList<>();

        /** A node, if its tile was read and holds it. */
        Optional<byte[]> node(int level, long index) {
            int height = level / Tiles.LEVELS;
            Tiles.Tile tile = height < heights.size()
                    ? heights.get(height).get(index >>> (Tiles.LEVELS - level % Tiles.LEVELS))
                    : null;
            return tile == null ? Optional.empty() : tile.node(level, index);
        }
    }

    /** The root of a perfect subtree, if it can be told. */
    Optional<byte[]> node(int level, long index) throws SQLException {
        return level == 0
                ? session.one("SELECT leaf_hash FROM kd_entry WHERE idx = ?", row -> bytes(row, 1), index)
                : tile(Tiles.Place.of(level, index)).node(level, index);
    }

    private Tiles.Tile tile(Tiles.Place place) throws SQLException {
        Optional<byte[]> stored = session.one(
                "SELECT hashes FROM kd_tile WHERE height = ? AND idx = ?",
                row -> bytes(row, 1),
                place.height(),
                place.index());
        return stored.isPresent() && isWhole(stored.get())
                ? Tiles.Tile.complete(stored.get())
                : Tiles.Tile.over(children(place));
    }

    /** Those of these subtrees that can be told; each tile is read once. */
    Map<NodeSource.Place, byte[]> nodes(Collection<NodeSource.Place> places) throws SQLException {
        List<Set<Long>> tiles = new ArrayList<>();
        for (NodeSource.Place place : places) {
            Tiles.Place tile = Tiles.Place.of(place.level(), place.index());
            ask(tile.height(), tile.index(), tiles);
        }
        Fetched fetched = fetch(tiles);
        Map<NodeSource.Place, byte[]> nodes = new HashMap<>(2 * places.size());
        for (NodeSource.Place place : places) {
            fetched.node(place.level(), place.index()).ifPresent(hash -> nodes.put(place, hash));
        }
        return nodes;
    }

    /** The tiles on the ways from these leaves to the root of the first {@code size}. */
    Fetched around(Collection<Long> leaves, long size) throws SQLException {
        List<Set<Long>> tiles = new ArrayList<>();
        for (int level = 0; size >>> level > 0; level += Tiles.LEVELS) {
            int above = level + Tiles.LEVELS;
            int height = level / Tiles.LEVELS;
            leaves.forEach(leaf -> ask(height, leaf >>> above, tiles));
            // the right edge, of which all proofs have something
            ask(height, (size - 1) >>> above, tiles);
        }
        return fetch(tiles);
    }

    private static void ask(int height, long tile, List<Set<Long>> tiles) {
        while (tiles.size() <= height) {
            tiles.add(new LinkedHashSet<>());
        }
        tiles.get(height).add(tile);
    }

    private Fetched fetch(List<Set<Long>> tiles) throws SQLException {
        Fetched fetched = new Fetched();
        for (int height = 0; height < tiles.size(); height++) {
            Set<Long> asked = tiles.get(height);
            Map<Long, Tiles.Tile> found = new HashMap<>(2 * asked.size());
            fetched.heights.add(found);
            Set<Long> unknown = takeKnown(height, asked, found);
            if (!unknown.isEmpty()) {
                InLists.read(
                        session,
                        "SELECT idx, hashes FROM kd_tile WHERE height = ? AND idx IN (%s)",
                        List.of(height),
                        unknown,
                        row -> {
                            byte[] hashes = bytes(row, 2);
                            if (isWhole(hashes)) {
                                found.put(row.getLong(1), Tiles.Tile.complete(hashes));
                            }
                        });
                keep(height, unknown, found);
            }
            for (long index : unknown) {
                if (!found.containsKey(index)) {
                    found.put(index, Tiles.Tile.over(children(new Tiles.Place(height, index))));
                }
            }
        }
        return fetched;
    }

    /** Takes what the cache has, and says what it lacks. */
    private Set<Long> takeKnown(int height, Set<Long> asked, Map<Long, Tiles.Tile> found) {
        if (cache == null) {
            return asked;
        }
        Set<Long> unknown = new LinkedHashSet<>();
        for (long index : asked) {
            Tiles.Tile known = cache.get(new Tiles.Place(height, index));
            if (known == null) {
                unknown.add(index);
            } else {
                found.put(index, known);
            }
        }
        return unknown;
    }

    private void keep(int height, Set<Long> read, Map<Long, Tiles.Tile> found) {
        if (cache != null) {
            for (long index : read) {
                Tiles.Tile tile = found.get(index);
                if (tile != null) {
                    cache.put(new Tiles.Place(height, index), tile);
                }
            }
        }
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
                        row -> new Child(row.getLong(1), Session.bytes(row, 2)),
                        from,
                        to)
                : session.all(
                        "SELECT idx, substr(hashes, %d, %d) FROM kd_tile WHERE height = ? AND idx >= ? AND idx < ? ORDER BY idx"
                                .formatted(Tiles.TOP_FROM, Tiles.TOP_BYTES),
                        row -> new Child(row.getLong(1), Bytes.of(root(bytes(row, 2)))),
                        height - 1,
                        from,
                        to);
        List<byte[]> children = new ArrayList<>(stored.size());
        for (Child child : stored) {
            if (child.index() != from + children.size() || child.hash().size() != MerkleHash.SIZE) {
                break;
            }
            children.add(child.hash().toArray());
        }
        return children;
    }

    private record Child(long index, Bytes hash) {}

    /** The root of a tile; empty where that was cut short. */
    private static byte[] root(byte[] top) {
        return top.length == Tiles.TOP_BYTES
                ? MerkleHash.node(
                        Arrays.copyOf(top, MerkleHash.SIZE), Arrays.copyOfRange(top, MerkleHash.SIZE, Tiles.TOP_BYTES))
                : new byte[0];
    }

    private static boolean isWhole(byte[] tile) {
        return tile.length == Tiles.BYTES;
    }

    private static byte[] bytes(ResultSet row, int column) throws SQLException {
        byte @Nullable [] bytes = row.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }
}
