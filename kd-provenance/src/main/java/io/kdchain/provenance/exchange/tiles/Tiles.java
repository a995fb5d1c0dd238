package io.kdchain.provenance.exchange.tiles;

import java.util.ArrayDeque;
import java.util.Deque;

/** Where a tile lies, and how wide it is. */
final class Tiles {
    /** Hashes in a full tile, and entries in a full bundle. */
    static final int WIDTH = 256;
    /** Levels of the tree within a tile. */
    static final int HEIGHT = 8;
    /** Greatest level of a tile that a tree of less than 2^63 entries has. */
    static final int MAX_LEVEL = (Long.SIZE - 1) / HEIGHT;

    private Tiles() {}

    /**
     * Path of a hash tile.
     *
     * @param width hashes in it; 256 for a full one
     */
    static String hashTile(int level, long index, int width) {
        return "tile/" + level + "/" + path(index, width);
    }

    /**
     * Path of an entry bundle.
     *
     * @param width entries in it; 256 for a full one
     */
    static String bundle(long index, int width) {
        return "tile/entries/" + path(index, width);
    }

    private static String path(long index, int width) {
        Deque<String> parts = new ArrayDeque<>();
        parts.push("%03d".formatted(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            parts.push("x%03d".formatted(rest % 1000));
        }
        return String.join("/", parts) + (width == WIDTH ? "" : ".p/" + width);
    }

    /** Hashes that a tree of this size has at a level of tiles. */
    static long hashes(long size, int level) {
        return level > MAX_LEVEL ? 0 : size >>> (level * HEIGHT);
    }

    /** Hashes in the tile of this index: 256, or fewer in the last, or 0 if there is none. */
    static int width(long size, int level, long index) {
        long left = hashes(size, level) - index * WIDTH;
        return (int) Math.max(0, Math.min(WIDTH, left));
    }
}
