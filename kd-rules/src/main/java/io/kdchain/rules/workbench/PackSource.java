package io.kdchain.rules.workbench;

import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.pack.RulePackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where rule packs come from, by id: the library, or folders that go before it. Each is loaded once. Safe for
 * concurrent use.
 */
public final class PackSource {
    private static final String PACK_FILE = "pack.yaml";

    private final Map<String, Supplier<RulePack>> packs;
    private final SortedSet<String> own;
    private final Map<List<String>, RulePack> loaded = new ConcurrentHashMap<>();

    private PackSource(Map<String, Supplier<RulePack>> packs, Collection<String> own) {
        this.packs = packs;
        this.own = Collections.unmodifiableSortedSet(new TreeSet<>(own));
    }

    /** The packs of the library. */
    public static PackSource builtin() {
        Map<String, Supplier<RulePack>> packs = new TreeMap<>();
        RulePack.builtinIds().forEach(id -> packs.put(id, () -> RulePack.builtin(id)));
        return new PackSource(packs, packs.keySet());
    }

    /**
     * The pack in a folder, or the packs in its sub-folders; packs of the library besides, where no folder has their
     * id.
     *
     * @throws IllegalArgumentException if the folder is none, or holds no pack
     * @throws RulePackException if the one pack of the folder has problems
     */
    public static PackSource of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "%s is no folder; name the folder of a rule pack, or one that holds packs.".formatted(folder));
        }
        Map<String, Supplier<RulePack>> packs = new TreeMap<>(builtin().packs);
        if (Files.isRegularFile(folder.resolve(PACK_FILE))) {
            RulePack pack = RulePack.load(folder);
            packs.put(pack.id(), () -> pack);
            return new PackSource(packs, List.of(pack.id()));
        }
        List<Path> inside = packFolders(folder);
        if (inside.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s holds neither pack.yaml nor a folder with one; name the folder of a rule pack."
                            .formatted(folder));
        }
        for (Path one : inside) {
            packs.put(String.valueOf(one.getFileName()), () -> RulePack.load(one));
        }
        return new PackSource(
                packs,
                inside.stream().map(one -> String.valueOf(one.getFileName())).toList());
    }

    /** A pack that is loaded already, and the packs of the library besides. */
    public static PackSource of(RulePack pack) {
        Map<String, Supplier<RulePack>> packs = new TreeMap<>(builtin().packs);
        packs.put(pack.id(), () -> pack);
        return new PackSource(packs, List.of(pack.id()));
    }

    private static List<Path> packFolders(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(e -> Files.isRegularFile(e.resolve(PACK_FILE)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing the packs in " + folder, e);
        }
    }

    /** Ids of all packs that can be asked for. */
    public SortedSet<String> ids() {
        return new TreeSet<>(packs.keySet());
    }

    /** Ids of the packs of its folder; of those of the library where it has no folder. */
    public SortedSet<String> own() {
        return own;
    }

    /**
     * Packs joined to one.
     *
     * @throws IllegalArgumentException if there is no pack of some id
     * @throws RulePackException if a pack has problems, or they contradict each other
     */
    public RulePack load(Collection<String> ids) {
        List<String> wanted = List.copyOf(new LinkedHashSet<>(ids));
        RulePack before = loaded.get(wanted);
        if (before != null) {
            return before;
        }
        RulePack pack = RulePack.together(wanted.stream().map(this::load).toList());
        RulePack other = loaded.putIfAbsent(wanted, pack);
        return other == null ? pack : other;
    }

    private RulePack load(String id) {
        Supplier<RulePack> pack = packs.get(id);
        if (pack == null) {
            throw new IllegalArgumentException(Section.notAllowed("pack", id, packs.keySet()));
        }
        return pack.get();
    }
}
