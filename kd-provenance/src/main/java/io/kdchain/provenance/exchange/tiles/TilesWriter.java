package io.kdchain.provenance.exchange.tiles;

import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.DurableFile;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.MerkleTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Writes a log as a folder of tiles: bundles of entries first, then hashes from the leaves upwards, the checkpoint
 * last, so that who reads the checkpoint finds all that it covers. Written again, it adds what is new.
 */
public final class TilesWriter {
    private static final int MAX_ENTRY_BYTES = 0xffff;

    private final TileSource source;
    private final Path folder;
    private final long size;
    private long before;
    private int written;

    private TilesWriter(TileSource source, Path folder, long size) {
        this.source = source;
        this.folder = folder;
        this.size = size;
    }

    /**
     * What was written.
     *
     * @param size entries that the folder holds now
     * @param before entries that it held before
     * @param files files that were written
     */
    public record Written(long size, long before, int files) {}

    /**
     * Writes the log into a folder that is empty, does not exist, or holds an earlier state of the same log.
     *
     * @throws TilesException if an entry is above 65,535 bytes or is not what the tree says, or the folder holds
     *     something else; what was there before stays valid
     */
    public static Written write(TileSource source, Path folder) {
        Checkpoint checkpoint = Checkpoint.parse(source.checkpoint().text());
        TilesWriter writer = new TilesWriter(source, folder, checkpoint.size());
        try {
            writer.before = writer.sizeBefore(checkpoint);
            if (!Arrays.equals(
                    MerkleTree.root(checkpoint.size(), source),
                    checkpoint.root().toArray())) {
                throw new TilesException(
                        "The tree of %d entries has another root than the checkpoint says; run 'kd log verify'."
                                .formatted(checkpoint.size()));
            }
            writer.bundles();
            writer.hashes();
            DurableFile.write(folder.resolve("checkpoint"), source.checkpoint().toBytes());
            return new Written(checkpoint.size(), writer.before, writer.written + 1);
        } catch (IOException e) {
            throw new TilesException("Tiles cannot be written to %s: %s.".formatted(folder, e), e);
        }
    }

    private long sizeBefore(Checkpoint now) throws IOException {
        Path file = folder.resolve("checkpoint");
        if (!Files.exists(file)) {
            if (Files.isDirectory(folder)) {
                requireNothingElse();
            }
            Files.createDirectories(folder);
            return 0;
        }
        Checkpoint there;
        try {
            there = Checkpoint.parse(SignedNote.parse(Files.readAllBytes(file)).text());
        } catch (MalformedNoteException e) {
            throw new TilesException("%s is no checkpoint: %s".formatted(file, e.getMessage()), e);
        }
        if (!there.origin().equals(now.origin())) {
            throw new TilesException("%s holds log '%s', not '%s'; name another folder."
                    .formatted(folder, there.origin(), now.origin()));
        }
        if (there.size() > now.size()
                || !Arrays.equals(
                        MerkleTree.root(there.size(), source), there.root().toArray())) {
            throw new TilesException(
                    "%s holds %d entries of log '%s' that are not the first of its %d; one of the two was rolled back or rewritten. Keep the folder as evidence and name another."
                            .formatted(folder, there.size(), now.origin(), now.size()));
        }
        return there.size();
    }

    private void requireNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            // a run that was cut short leaves tiles; they are written again
            if (files.anyMatch(file -> !String.valueOf(file.getFileName()).equals("tile"))) {
                throw new TilesException(
                        "%s holds other files and no checkpoint; name an empty folder.".formatted(folder));
            }
        }
    }

    private void bundles() throws IOException {
        for (long index = before / Tiles.WIDTH; Tiles.width(size, 0, index) > 0; index++) {
            int width = Tiles.width(size, 0, index);
            ByteArrayOutputStream bundle = new ByteArrayOutputStream();
            for (int i = 0; i < width; i++) {
                append(index * Tiles.WIDTH + i, bundle);
            }
            write(Tiles.bundle(index, width), bundle.toByteArray());
        }
    }

    private void append(long index, ByteArrayOutputStream bundle) {
        byte[] entry = source.entry(index);
        if (entry.length > MAX_ENTRY_BYTES) {
            throw new TilesException(
                    "Entry %d has %d bytes, and a bundle of tlog-tiles has room for %d. Its log cannot be exported as tiles; large content belongs behind a digest."
                            .formatted(index, entry.length, MAX_ENTRY_BYTES));
        }
        if (!Arrays.equals(MerkleHash.leaf(entry), source.node(0, index))) {
            throw new TilesException(
                    "Entry %d is not what its leaf hash says; it was changed. Run 'kd log verify'.".formatted(index));
        }
        bundle.write(entry.length >>> Byte.SIZE);
        bundle.write(entry.length);
        bundle.writeBytes(entry);
    }

    private void hashes() throws IOException {
        for (int level = 0; Tiles.hashes(size, level) > 0; level++) {
            long first = Tiles.hashes(before, level) / Tiles.WIDTH;
            for (long index = first; Tiles.width(size, level, index) > 0; index++) {
                int width = Tiles.width(size, level, index);
                byte[][] hashes = new byte[width][];
                ByteArrayOutputStream tile = new ByteArrayOutputStream(width * MerkleHash.SIZE);
                for (int i = 0; i < width; i++) {
                    hashes[i] = source.node(level * Tiles.HEIGHT, index * Tiles.WIDTH + i);
                    tile.writeBytes(hashes[i]);
                }
                check(level, index, hashes);
                write(Tiles.hashTile(level, index, width), tile.toByteArray());
            }
        }
    }

    /** A full tile must lead to the hash that stands for it in the level above. */
    private void check(int level, long index, byte[][] hashes) {
        if (hashes.length == Tiles.WIDTH
                && !Arrays.equals(
                        TileFolder.subtree(hashes, 0, Tiles.HEIGHT), source.node((level + 1) * Tiles.HEIGHT, index))) {
            throw new TilesException(
                    "The stored tree does not agree with itself over entries %d and after; run 'kd log verify'."
                            .formatted(index << ((level + 1) * Tiles.HEIGHT)));
        }
    }

    private void write(String path, byte[] content) throws IOException {
        Path file = folder.resolve(path);
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        DurableFile.write(file, content);
        written++;
    }
}
