package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.merkle.MerkleHash;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The tree in tiles, one row each, so that the hashes which a proof needs lie together. A tile of height h holds six
 * levels: the 64 hashes of level 6h that are its children, and the 32, 16, 8, 4 and 2 of the levels above, each from
 * left to right; its root stands in the tile above. Only what is complete is stored; what an incomplete one would hold
 * follows from its children.
 */
final class Tiles {
    /** Levels of a tile. */
    static final int LEVELS = 6;
    /** Children of a tile. */
    static final int WIDTH = 1 << LEVELS;
    /** Hashes of a tile. */
    static final int HASHES = 2 * WIDTH - 2;
    /** Bytes of a tile: with its keys it fills a page of SQLite, and half of one of PostgreSQL. */
    static final int BYTES = HASHES * MerkleHash.SIZE;
    /** The two hashes under the root. */
    static final int TOP_BYTES = 2 * MerkleHash.SIZE;
    /** Where these begin in a tile, counted from 1 as SQL does. */
    static final int TOP_FROM = BYTES - TOP_BYTES + 1;

    /** For each height, the children of the tile that is not complete yet. */
    private final List<List<byte[]>> open = new ArrayList<>();

    /**
     * Which tile.
     *
     * @param height from 0
     * @param index counted from 0 within its height
     */
    record Place(int height, long index) {
        /** The one that holds a node. */
        static Place of(int level, long index) {
            return new Place(level / LEVELS, index >>> (LEVELS - level % LEVELS));
        }
    }

    /** A tile; where not all of its children are there, empty but for the subtrees that are complete. */
    static final class Tile {
        private final byte[] hashes;
        private final int children;

        private Tile(byte[] hashes, int children) {
            this.hashes = hashes;
            this.children = children;
        }

        /** As it is stored, if it is complete. */
        byte[] hashes() {
            return hashes.clone();
        }

        /** A stored one, whose bytes are its own from now on: a proof of many entries reads many tiles. */
        static Tile complete(byte[] hashes) {
            return new Tile(hashes, WIDTH);
        }

        /** Over these children, of which there may be less than a whole tile has. */
        static Tile over(List<byte[]> children) {
            byte[] hashes = new byte[BYTES];
            List<byte[]> nodes = children;
            for (int level = 0; level < LEVELS; level++) {
                List<byte[]> above = new ArrayList<>(nodes.size() / 2);
                for (int i = 0; i < nodes.size(); i++) {
                    put(nodes.get(i), level, i, hashes);
                    if (i % 2 == 1) {
                        above.add(MerkleHash.node(nodes.get(i - 1), nodes.get(i)));
                    }
                }
                nodes = above;
            }
            return new Tile(hashes, children.size());
        }

        /** A node that it holds, if that is complete. */
        Optional<byte[]> node(int level, long index) {
            int inTile = level % LEVELS;
            long place = index & ((WIDTH >> inTile) - 1);
            int offset = offset(inTile, index);
            return (place + 1) << inTile <= children
                    ? Optional.of(Arrays.copyOfRange(hashes, offset, offset + MerkleHash.SIZE))
                    : Optional.empty();
        }
    }

    /** A tile with its place. */
    record Placed(Place place, Tile tile) {}

    /** The children of tiles of a height, as stored, from one index to another, that excluded. */
    @FunctionalInterface
    interface Children {
        List<byte[]> read(int height, long from, long to) throws SQLException;
    }

    /**
     * Takes note of a perfect subtree that was just completed; they must come as the tree grows.
     *
     * @param stored read where the tile was begun before this object was there
     * @return the tile that is complete with it
     */
    Optional<Placed> add(int level, long index, byte[] hash, Children stored) throws SQLException {
        if (level % LEVELS != 0) {
            return Optional.empty();
        }
        int height = level / LEVELS;
        while (open.size() <= height) {
            open.add(new ArrayList<>());
        }
        List<byte[]> children = open.get(height);
        int place = (int) (index % WIDTH);
        if (children.size() != place) {
            children.clear();
            children.addAll(stored.read(height, index - place, index));
            if (children.size() != place) {
                throw new SQLException("the tree lacks some of the nodes %d to %d at level %d"
                        .formatted(index - place, index - 1, level));
            }
        }
        children.add(hash);
        if (children.size() < WIDTH) {
            return Optional.empty();
        }
        Tile tile = Tile.over(children);
        children.clear();
        return Optional.of(new Placed(new Place(height, index / WIDTH), tile));
    }

    /** Puts a node into the hashes of its tile. */
    static void put(byte[] hash, int level, long index, byte[] tile) {
        System.arraycopy(hash, 0, tile, offset(level % LEVELS, index), MerkleHash.SIZE);
    }

    private static int offset(int levelInTile, long index) {
        int before = 2 * WIDTH - ((2 * WIDTH) >> levelInTile);
        long place = index & ((WIDTH >> levelInTile) - 1);
        return (before + (int) place) * MerkleHash.SIZE;
    }
}
