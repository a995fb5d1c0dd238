package io.kdchain.provenance.exchange.tiles;

import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.CheckpointVerdict;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.MerkleTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log in a folder of tiles, ours or another tool's. What it says is to be believed only after {@link #verify}. Not
 * safe for concurrent use.
 */
public final class TileFolder implements TileSource {
    /** Tiles and bundles kept in memory; a walk in order needs one at each level. */
    private static final int KEPT = 64;

    private final Path folder;
    private final SignedNote note;
    private final Checkpoint checkpoint;
    private final Map<String, byte[][]> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[][]> eldest) {
            return size() > KEPT;
        }
    };

    private TileFolder(Path folder, SignedNote note) {
        this.folder = folder;
        this.note = note;
        this.checkpoint = Checkpoint.parse(note.text());
    }

    /**
     * Opens a folder.
     *
     * @throws TilesException if it holds no checkpoint
     */
    public static TileFolder open(Path folder) {
        Path file = folder.resolve("checkpoint");
        try {
            return new TileFolder(folder, SignedNote.parse(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            throw new TilesException("%s holds no file 'checkpoint', so it is no log of tiles.".formatted(folder), e);
        } catch (IOException e) {
            throw new TilesException("%s cannot be read: %s.".formatted(file, e), e);
        } catch (MalformedNoteException e) {
            throw new TilesException("%s is no checkpoint: %s".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public SignedNote checkpoint() {
        return note;
    }

    /** Name of the log. */
    public String origin() {
        return checkpoint.origin();
    }

    /** Number of entries. */
    public long size() {
        return checkpoint.size();
    }

    @Override
    public byte[] entry(long index) {
        checkRange(0, index);
        return bundle(index / Tiles.WIDTH)[(int) (index % Tiles.WIDTH)].clone();
    }

    @Override
    public byte[] node(int level, long index) {
        checkRange(level, index);
        int within = level % Tiles.HEIGHT;
        long first = index << within;
        byte[][] tile = tile(level / Tiles.HEIGHT, first / Tiles.WIDTH);
        return subtree(tile, (int) (first % Tiles.WIDTH), within);
    }

    private void checkRange(int level, long index) {
        if (level < 0 || level >= Long.SIZE - 1 || index < 0 || index >= size() >>> level) {
            throw new IllegalArgumentException(
                    "A tree of %d entries has no whole subtree %d at level %d.".formatted(size(), index, level));
        }
    }

    /** Root over {@code 1 << height} hashes from {@code first} on. */
    static byte[] subtree(byte[][] hashes, int first, int height) {
        byte[][] row = Arrays.copyOfRange(hashes, first, first + (1 << height));
        for (int width = row.length; width > 1; width /= 2) {
            for (int i = 0; i < width / 2; i++) {
                row[i] = MerkleHash.node(row[2 * i], row[2 * i + 1]);
            }
        }
        return row[0].clone();
    }

    /**
     * Checks everything: the checkpoint under the policy, every entry against its leaf, every tile against the one
     * below, and the root.
     *
     * @param policy whose checkpoints count; null checks only that the folder agrees with itself
     * @return what does not hold, each in one sentence that names the file or the entry; empty if all holds
     */
    public List<String> verify(@Nullable Policy policy) {
        List<String> problems = new ArrayList<>();
        if (policy != null) {
            CheckpointVerdict verdict = policy.judge(note);
            if (!verdict.holds()) {
                problems.add("checkpoint: " + verdict.detail());
            }
        }
        try {
            entries(problems);
            levels(problems);
            if (!Arrays.equals(MerkleTree.root(size(), this), checkpoint.root().toArray())) {
                problems.add("checkpoint: its root is not that of the %d entries.".formatted(size()));
            }
        } catch (TilesException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }

    private void entries(List<String> problems) {
        for (long index = 0; index < size(); index++) {
            byte[] entry = bundle(index / Tiles.WIDTH)[(int) (index % Tiles.WIDTH)];
            if (!Arrays.equals(MerkleHash.leaf(entry), node(0, index))) {
                problems.add("Entry %d is not what its leaf hash says.".formatted(index));
            }
        }
    }

    private void levels(List<String> problems) {
        for (int level = 1; Tiles.hashes(size(), level) > 0; level++) {
            for (long index = 0; index < Tiles.hashes(size(), level); index++) {
                byte[] above = tile(level, index / Tiles.WIDTH)[(int) (index % Tiles.WIDTH)];
                if (!Arrays.equals(above, subtree(tile(level - 1, index), 0, Tiles.HEIGHT))) {
                    problems.add("%s: hash %d is not the root of %s."
                            .formatted(
                                    Tiles.hashTile(
                                            level,
                                            index / Tiles.WIDTH,
                                            Tiles.width(size(), level, index / Tiles.WIDTH)),
                                    index % Tiles.WIDTH,
                                    Tiles.hashTile(level - 1, index, Tiles.WIDTH)));
                }
            }
        }
    }

    private byte[][] tile(int level, long index) {
        int width = Tiles.width(size(), level, index);
        return load(Tiles.hashTile(level, index, width), Tiles.hashTile(level, index, Tiles.WIDTH), width, false);
    }

    private byte[][] bundle(long index) {
        int width = Tiles.width(size(), 0, index);
        return load(Tiles.bundle(index, width), Tiles.bundle(index, Tiles.WIDTH), width, true);
    }

    /** The parts of a file; of the full tile where the partial one was cleared away. */
    private byte[][] load(String path, String full, int width, boolean bundle) {
        byte[][] loaded = known.get(path);
        if (loaded == null) {
            Path file = folder.resolve(path);
            boolean partialGone = !Files.exists(file) && !path.equals(full);
            String name = partialGone ? full : path;
            byte[] content = read(name);
            int parts = partialGone ? Tiles.WIDTH : width;
            loaded = bundle ? entries(name, content, parts) : hashes(name, content, parts);
            known.put(path, loaded);
        }
        return loaded;
    }

    private byte[] read(String path) {
        try {
            return Files.readAllBytes(folder.resolve(path));
        } catch (NoSuchFileException e) {
            throw new TilesException("%s is missing.".formatted(path), e);
        } catch (IOException e) {
            throw new TilesException("%s cannot be read: %s.".formatted(path, e), e);
        }
    }

    private static byte[][] hashes(String path, byte[] content, int width) {
        if (content.length != width * MerkleHash.SIZE) {
            throw new TilesException("%s has %d bytes; %d hashes are %d."
                    .formatted(path, content.length, width, width * MerkleHash.SIZE));
        }
        byte[][] hashes = new byte[width][];
        for (int i = 0; i < width; i++) {
            hashes[i] = Arrays.copyOfRange(content, i * MerkleHash.SIZE, (i + 1) * MerkleHash.SIZE);
        }
        return hashes;
    }

    private static byte[][] entries(String path, byte[] content, int width) {
        ByteBuffer in = ByteBuffer.wrap(content);
        byte[][] entries = new byte[width][];
        for (int i = 0; i < width; i++) {
            int length = in.remaining() < Short.BYTES ? -1 : in.getShort() & 0xffff;
            if (length < 0 || length > in.remaining()) {
                throw new TilesException("%s ends within entry %d of %d.".formatted(path, i, width));
            }
            entries[i] = new byte[length];
            in.get(entries[i]);
        }
        if (in.hasRemaining()) {
            throw new TilesException("%s has %d bytes after its %d entries.".formatted(path, in.remaining(), width));
        }
        return entries;
    }
}
