package io.kdchain.examples.cli;

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether there is room for what the demonstration unpacks and writes, asked before anything is done. */
final class DiskCheck {
    /** PyTorch's libraries unpacked: 432 MiB on Linux; with the copy made while unpacking this leaves room. */
    static final long NATIVES_BYTES = 1L << 30;
    /** Log, artefacts and report: less than 2 MiB; SQLite wants room to breathe. */
    static final long RESULTS_BYTES = 64L << 20;

    private static final long MEBIBYTE = 1L << 20;

    /** How much room there is where a folder is, or would be. */
    interface Room {
        long usableBytes(Path existing) throws IOException;
    }

    private final Room room;
    private final Path cache;

    DiskCheck(Room room, Path cache) {
        this.room = room;
        this.cache = cache;
    }

    /** Asks this machine. */
    static DiskCheck ofThisMachine() {
        return new DiskCheck(folder -> Files.getFileStore(folder).getUsableSpace(), Utils.getEngineCacheDir("pytorch"));
    }

    /**
     * Checks the room.
     *
     * @throws BadInputException if there is too little
     */
    void check(Path out) throws IOException {
        if (!isUnpacked()) {
            require(
                    cache,
                    NATIVES_BYTES,
                    "the PyTorch libraries are unpacked there once; free some, or set DJL_CACHE_DIR to another folder");
        }
        require(out, RESULTS_BYTES, "log and report are written there; free some, or name another folder with --out");
    }

    private boolean isUnpacked() throws IOException {
        if (!Files.isDirectory(cache)) {
            return false;
        }
        try (Stream<Path> versions = Files.list(cache)) {
            return versions.anyMatch(Files::isDirectory);
        }
    }

    private void require(Path folder, long bytes, String why) throws IOException {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        long usable = room.usableBytes(existing);
        if (usable < bytes) {
            throw new BadInputException("%s has %d MiB of free disk space; %d MiB are needed: %s."
                    .formatted(folder, usable / MEBIBYTE, bytes / MEBIBYTE, why));
        }
    }
}
