package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.merkle.MerkleHash;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The tree above the leaves in tiles, one row each, so that the hashes which a proof needs lie together. A tile of
 * height h holds the six levels 6h + 1 to 6h + 6 over 64 neighbours of level 6h, its children: 32 hashes, then 16, 8,
 * 4, 2 and 1, from left to right. Only what is complete is stored; what an incomplete one would hold follows from its
 * children.
 */
final class Tiles {
    /** Levels of a tile. */
    static final int LEVELS = 6;
    /** Children of a tile. */
    static final int WIDTH = 1 << LEVELS;
    /** Bytes of a tile. */
    static final int BYTES = (WIDTH - 1) * MerkleHash.SIZE;
    /** Where the root of a tile begins in it, counted from 1 as SQL does. */
    static final int ROOT_FROM = BYTES - MerkleHash.SIZE + 1;

    /** For each height, the children of the tile that is not complete yet. */
    private final List<List<byte[]>> open = new ArrayList<>();

    /**
     * Which tile.
     *
     * @param height from 0
     * @param index counted from 0 within its height
     */
    record Place(int height, long index) {
        /** The one that holds a node of a level above that of the leaves. */
        static Place of(int level, long index) {
            return new Place((level - 1) / LEVELS, index >>> (LEVELS - 1 - (level - 1) % LEVELS));
        }
    }

    /** A complete tile. */
    record Tile(Place place, byte[] hashes) {}

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
    Optional<Tile> add(int level, long index, byte[] hash, Children stored) throws SQLException {
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
        byte[] hashes = over(children);
        children.clear();
        return Optional.of(new Tile(new Place(height, index / WIDTH), hashes));
    }

    /** The tile over these children; where there are not all, it is empty but for the subtrees that are complete. */
    static byte[] over(List<byte[]> children) {
        byte[] hashes = new byte[BYTES];
        List<byte[]> below = children;
        for (int level = 1; level <= LEVELS; level++) {
            List<byte[]> nodes = new ArrayList<>(below.size() / 2);
            for (int i = 0; i + 1 < below.size(); i += 2) {
                byte[] node = MerkleHash.node(below.get(i), below.get(i + 1));
                put(node, level, nodes.size(), hashes);
                nodes.add(node);
            }
            below = nodes;
        }
        return hashes;
    }

    /** Whether a node is complete if its tile has so many children. */
    static boolean isComplete(int level, long index, int children) {
        int levelInTile = (level - 1) % LEVELS + 1;
        long inTile = index & ((1L << (LEVELS - levelInTile)) - 1);
        return (inTile + 1) << levelInTile <= children;
    }

    /** A node out of its tile. */
    static byte[] node(byte[] tile, int level, long index) {
        int offset = offset((level - 1) % LEVELS + 1, index);
        return Arrays.copyOfRange(tile, offset, offset + MerkleHash.SIZE);
    }

    /** Puts a node into its tile. */
    static void put(byte[] hash, int level, long index, byte[] tile) {
        System.arraycopy(hash, 0, tile, offset((level - 1) % LEVELS + 1, index), MerkleHash.SIZE);
    }

    private static int offset(int levelInTile, long index) {
        int before = WIDTH - (WIDTH >> (levelInTile - 1));
        long inTile = index & ((1L << (LEVELS - levelInTile)) - 1);
        return (before + (int) inTile) * MerkleHash.SIZE;
    }
}
