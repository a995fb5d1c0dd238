package io.kdchain.provenance.store.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Complete tiles that proofs needed lately, at most 8 MiB of them: a complete one never changes, and in a large log
 * nearly each event of a slice lies in a tile of its own. Only for proofs, which hold or do not whatever lies here; a
 * check of the log reads what is stored. Safe for concurrent use.
 */
final class TileCache {
    private static final int MAX_TILES = 2048;

    private final Map<Tiles.Place, Tiles.Tile> tiles = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Tiles.Place, Tiles.Tile> eldest) {
            return size() > MAX_TILES;
        }
    };

    synchronized Tiles.@Nullable Tile get(Tiles.Place place) {
        return tiles.get(place);
    }

    synchronized void put(Tiles.Place place, Tiles.Tile complete) {
        tiles.put(place, complete);
    }
}
