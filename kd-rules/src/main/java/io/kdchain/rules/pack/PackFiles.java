package io.kdchain.rules.pack;

import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.language.RuleReader;
import io.kdchain.rules.language.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The files of one pack that are read, by path with forward slashes, and what is wrong with the others. */
record PackFiles(String folder, SortedMap<String, byte[]> files, List<Problem> problems) {
    static final int MAX_BYTES = 4 * 1024 * 1024;
    static final int MAX_FILES = 5_000;
    static final int MAX_DEPTH = 6;
    /** Of all files that decide, together. */
    static final long MAX_TOTAL_BYTES = 32L * 1024 * 1024;

    /** Names that Windows keeps for devices, whatever stands behind the dot. */
    private static final String DEVICE = "(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?";

    private static final String PACKS = "io/kdchain/rules/packs/";
    private static final Set<String> DECIDING =
            Set.of("pack.yaml", "norms.yaml", "parameters.yaml", "duties.yaml", "standards.csv");
    /** Read as well, but no verdict depends on them: the digest of the pack does not cover them. */
    static final Set<String> GUIDING = Set.of("playbook.yaml");

    private static final Set<String> BESIDE = Set.of("assessment.yaml", "grades.yaml", "manifest.json", "mutants.yaml");

    PackFiles {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        problems = List.copyOf(problems);
    }

    /** Reads a folder, links not followed. */
    static PackFiles of(Path folder) throws IOException {
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        SortedMap<String, byte[]> files = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, new SimpleFileVisitor<>() {
            private int count;
            private long total;
            private final Map<String, String> seen = new HashMap<>();

            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                if (++count > MAX_FILES) {
                    return tooMany(path(folder, dir));
                }
                boolean hidden = !dir.equals(folder) && path(folder, dir).matches("(.*/)?\\..*");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String path = path(folder, file);
                if (++count > MAX_FILES) {
                    return tooMany(path);
                }
                if (attributes.isSymbolicLink() || !attributes.isRegularFile()) {
                    problems.add(problem(
                            name,
                            path,
                            attributes.isDirectory()
                                    ? "Folders are nested more than %d deep; lay the pack out flatter."
                                            .formatted(MAX_DEPTH)
                                    : "It is a link or no ordinary file; put the file itself there."));
                    return FileVisitResult.CONTINUE;
                }
                String before = seen.putIfAbsent(path.toLowerCase(Locale.ROOT), path);
                if (before != null) {
                    problems.add(problem(
                            name,
                            path,
                            "The name differs from %s in capitals only, and on some machines one file would replace the other; rename one."
                                    .formatted(before)));
                    return FileVisitResult.CONTINUE;
                }
                if (!isRead(name, path, problems)) {
                    return FileVisitResult.CONTINUE;
                }
                Optional<byte[]> bytes = bytes(name, path, file, problems);
                if (bytes.isPresent()) {
                    total += bytes.get().length;
                    if (total > MAX_TOTAL_BYTES) {
                        problems.add(problem(
                                name,
                                path,
                                "The files of the pack have more than %d bytes together; divide the pack."
                                        .formatted(MAX_TOTAL_BYTES)));
                        return FileVisitResult.TERMINATE;
                    }
                    files.put(path, bytes.get());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException error) {
                problems.add(unreadable(name, path(folder, file), error));
                return FileVisitResult.CONTINUE;
            }

            private FileVisitResult tooMany(String path) {
                problems.add(problem(
                        name,
                        path,
                        "The folder has more than %d files and folders; is it a rule pack? Move what is none of it elsewhere."
                                .formatted(MAX_FILES)));
                return FileVisitResult.TERMINATE;
            }
        });
        return new PackFiles(name, files, problems);
    }

    /**
     * What an ordinary file holds at the moment; empty, with a problem, if it cannot be read. The file is opened as it
     * stands: what was looked at before may since have become a link, or grown.
     */
    static Optional<byte[]> bytes(String folder, String path, Path file, List<Problem> problems) {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                problems.add(tooLarge(folder, path, Math.max(bytes.length, Files.size(file))));
                return Optional.empty();
            }
            return Optional.of(bytes);
        } catch (IOException e) {
            problems.add(unreadable(folder, path, e));
            return Optional.empty();
        }
    }

    private static Problem unreadable(String folder, String path, IOException error) {
        return problem(
                folder,
                path,
                "It cannot be read (%s); give yourself the right to read it, or take it out of the pack."
                        .formatted(error.getClass().getSimpleName()));
    }

    /** Reads a pack inside the jar; empty if there is none of this id. */
    static Optional<PackFiles> builtin(String id) throws IOException {
        if (!builtinIds().contains(id)) {
            return Optional.empty();
        }
        URL here = here();
        if (here.getProtocol().equals("file")) {
            return Optional.of(of(root(here).resolve(PACKS).resolve(id)));
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        try (JarFile jar = jar(here)) {
            String prefix = PACKS + id + "/";
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.isDirectory() || !entry.getName().startsWith(prefix)) {
                    continue;
                }
                String path = entry.getName().substring(prefix.length());
                if (isRead(id, path, problems)) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                        if (bytes.length > MAX_BYTES) {
                            problems.add(tooLarge(id, path, bytes.length));
                        } else {
                            files.put(path, bytes);
                        }
                    }
                }
            }
        }
        return Optional.of(new PackFiles(id, files, problems));
    }

    /** The ids of the packs inside the jar. */
    static Set<String> builtinIds() throws IOException {
        Set<String> ids = new TreeSet<>();
        URL here = here();
        if (here.getProtocol().equals("file")) {
            Path packs = root(here).resolve(PACKS);
            if (Files.isDirectory(packs, LinkOption.NOFOLLOW_LINKS)) {
                try (var list = Files.list(packs)) {
                    list.filter(p -> Files.isRegularFile(p.resolve("pack.yaml"), LinkOption.NOFOLLOW_LINKS))
                            .forEach(p -> ids.add(String.valueOf(p.getFileName())));
                }
            }
            return ids;
        }
        try (JarFile jar = jar(here)) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (name.startsWith(PACKS) && name.endsWith("/pack.yaml")) {
                    ids.add(name.substring(PACKS.length(), name.length() - "/pack.yaml".length()));
                }
            }
        }
        return ids;
    }

    private static URL here() {
        URL here = PackFiles.class.getResource("PackFiles.class");
        if (here == null) {
            throw new IllegalStateException(
                    "The class path does not say where kd-rules is; the packs inside cannot be found.");
        }
        return here;
    }

    private static Path root(URL here) {
        try {
            Path path = Path.of(here.toURI());
            for (int i = 0; i < 5; i++) {
                Path parent = path.getParent();
                path = parent == null ? path : parent;
            }
            return path;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("%s is no address of a file.".formatted(here), e);
        }
    }

    private static JarFile jar(URL here) throws IOException {
        URLConnection connection = here.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            return jar.getJarFile();
        }
        throw new IOException(
                "kd-rules is neither in a folder nor in a jar (%s), so that its packs cannot be listed; load them with RulePack.load."
                        .formatted(here));
    }

    private static String path(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    /** Whether the file is read; files that are not part of a pack become problems. */
    private static boolean isRead(String folder, String path, List<Problem> problems) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean top = !path.contains("/");
        if (name.startsWith(".")) {
            return false;
        }
        if (path.startsWith("scenarios/")) {
            if (RuleReader.isRuleFile(name)) {
                problems.add(problem(
                        folder, path, "Rules do not stand among scenarios; move the file into the folder of its law."));
            }
            return false;
        }
        if (!path.matches("[A-Za-z0-9._/-]+") || path.contains("..")) {
            problems.add(problem(
                    folder,
                    path,
                    "File names in a pack use Latin letters, digits, dot, hyphen and underscore; rename it."));
            return false;
        }
        if (name.matches(DEVICE) || name.endsWith(".")) {
            problems.add(problem(
                    folder, path, "On some machines this is the name of a device or of no file at all; rename it."));
            return false;
        }
        if (RuleReader.isRuleFile(name)) {
            if (top) {
                problems.add(problem(folder, path, "A rule file stands in the folder of its law; move it into one."));
            }
            return !top;
        }
        if (top && (DECIDING.contains(name) || GUIDING.contains(name))) {
            return true;
        }
        boolean known = (top && BESIDE.contains(name)) || name.endsWith(".md") || name.endsWith(".sig");
        if (!known) {
            Set<String> names = new TreeSet<>(DECIDING);
            names.addAll(GUIDING);
            names.addAll(BESIDE);
            problems.add(problem(
                    folder,
                    path,
                    "It is no file of a rule pack%s. A pack has %s, rules as <law>/*.drl or <law>/*.rule, scenarios/ and *.md. Move it elsewhere."
                            .formatted(Spelling.hint(name, names), String.join(", ", names))));
        }
        return false;
    }

    private static Problem tooLarge(String folder, String path, long bytes) {
        return problem(folder, path, "The file has %d bytes and may have %d; split it.".formatted(bytes, MAX_BYTES));
    }

    private static Problem problem(String folder, String path, String message) {
        return Problem.outside(new Position(folder + "/" + path, 1, 1), message);
    }
}
