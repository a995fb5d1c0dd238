package io.kdchain.rules.pack;

import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.language.InForce;
import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.language.RuleChecker;
import io.kdchain.rules.language.RuleProgram;
import io.kdchain.rules.language.Spelling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules of law with all that belongs to them: norms, dated parameters, duties, standards. Immutable, safe for
 * concurrent use, and checked as a whole: a pack that exists can be applied.
 *
 * <p>The digest of a pack is SHA-256 over one line {@code <sha256 of the file> <pack id>/<path>} for each file that
 * decides what the pack says, in the order of paths, those of the packs it builds on included: {@code pack.yaml},
 * {@code norms.yaml}, {@code parameters.yaml}, {@code duties.yaml}, {@code standards.csv} and {@code *.drl},
 * {@code *.rule}. Scenarios, the playbook and texts beside them do not count, so that a further test does not change
 * the law.
 */
public final class RulePack {
    /** Days whose law is kept; incidents of a run lie on few. */
    private static final int KEPT_DAYS = 64;

    private final List<PackPart> parts;
    private final List<String> ids;
    private final Map<String, Norm> norms;
    private final Map<String, Duty> duties;
    private final Parameters parameters;
    private final List<Standard> standards;
    private final Vocabulary vocabulary;
    private final List<Rule> rules;
    private final String digest;
    private final @Nullable Playbook playbook;
    /** Those asked for lately: a verdict asks for the same day again and again. */
    private final NavigableSet<LocalDate> changes;
    /** By the day since which the law is what it is. */
    private final Map<LocalDate, LawAsOf> since = new ConcurrentHashMap<>();

    /** The norm that each rule is named after, where there is one. */
    private final Map<Rule, Norm> normOf = new HashMap<>();

    private final Map<LocalDate, LawAsOf> asOf = new ConcurrentHashMap<>();
    /** Made for the first change. */
    private volatile RuleChecker.@Nullable Replacer replacer;

    private RulePack(
            List<PackPart> parts,
            List<String> ids,
            Map<String, Norm> norms,
            Map<String, Duty> duties,
            Vocabulary vocabulary,
            List<Rule> rules,
            @Nullable Playbook playbook) {
        this.playbook = playbook;
        this.parts = List.copyOf(parts);
        this.ids = List.copyOf(ids);
        this.norms = Collections.unmodifiableMap(norms);
        this.duties = Collections.unmodifiableMap(duties);
        this.parameters = parameters(parts);
        this.standards = parts.stream().flatMap(p -> p.standards().stream()).toList();
        this.vocabulary = vocabulary;
        this.rules = List.copyOf(rules);
        this.rules.forEach(r -> r.norm().map(norms::get).ifPresent(n -> normOf.put(r, n)));
        this.digest = digest(parts);
        this.changes = changes(norms.values(), rules, parameters);
    }

    /**
     * The days on which a norm or rule begins or no longer holds, or a parameter has another value: between two of them
     * the law stays the same.
     */
    private static NavigableSet<LocalDate> changes(Collection<Norm> norms, List<Rule> rules, Parameters parameters) {
        NavigableSet<LocalDate> days = new TreeSet<>();
        for (String name : parameters.names()) {
            for (Parameter value : parameters.history(name)) {
                if (value.from() != null) {
                    days.add(value.from());
                }
            }
        }
        Stream.concat(norms.stream().map(Norm::inForce), rules.stream().map(Rule::inForce))
                .filter(Objects::nonNull)
                .forEach(time -> {
                    if (time.from() != null) {
                        days.add(time.from());
                    }
                    if (time.until() != null && time.until().isBefore(LocalDate.MAX)) {
                        days.add(time.until().plusDays(1));
                    }
                });
        return days;
    }

    // ---- finding packs

    /** The ids of the packs that come with the library. */
    public static Set<String> builtinIds() {
        try {
            return PackFiles.builtinIds();
        } catch (IOException e) {
            throw new RulePackException("The rule packs of the library cannot be listed: " + e.getMessage(), e);
        }
    }

    /**
     * A pack that comes with the library.
     *
     * @throws IllegalArgumentException if there is none of this id
     * @throws RulePackException if it has problems
     */
    public static RulePack builtin(String id) {
        Loader loader = new Loader(null);
        if (!loader.addBuiltin(id)) {
            Set<String> known = builtinIds();
            throw new IllegalArgumentException("There is no rule pack \"%s\"%s. The library brings: %s."
                    .formatted(id, Spelling.hint(id, known), known.isEmpty() ? "none" : String.join(", ", known)));
        }
        return loader.join("\"" + id + "\"", List.of(id));
    }

    /**
     * A pack from a folder. Packs that it builds on are looked for beside the folder, then in the library.
     *
     * @throws RulePackException if it cannot be read or has problems
     */
    public static RulePack load(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)) {
            throw new RulePackException(
                    folder.toString(),
                    List.of(Problem.outside(
                            new Position(folder.toString(), 1, 1),
                            "There is no such folder, or it is a link; name the folder in which pack.yaml stands.")));
        }
        Loader loader = new Loader(absolute.getParent());
        String id = loader.add(absolute, folder);
        return loader.join("at " + folder, List.of(id));
    }

    /**
     * Several packs as one. A pack on which others of them build counts once.
     *
     * @param packs at least one
     * @throws RulePackException if they contradict each other
     */
    public static RulePack together(Collection<RulePack> packs) {
        if (packs.isEmpty()) {
            throw new IllegalArgumentException("No rule pack is given; name at least one.");
        }
        Loader loader = new Loader(null);
        Set<String> ids = new LinkedHashSet<>();
        for (RulePack pack : packs) {
            ids.addAll(pack.ids);
            for (PackPart part : pack.parts) {
                PackPart before = loader.parts.putIfAbsent(part.id(), part);
                if (before != null && !before.digests().equals(part.digests())) {
                    loader.problems.add(Problem.outside(
                            new Position(part.id() + "/pack.yaml", 1, 1),
                            "Two different packs have the id %s; load one of them only.".formatted(part.id())));
                }
            }
        }
        if (packs.size() == 1) {
            return packs.iterator().next();
        }
        return loader.join(ids.toString(), List.copyOf(ids));
    }

    /**
     * The same pack with a rule in the place of that of its name, checked as a whole. Its digest is that of no folder.
     *
     * @throws IllegalArgumentException if the pack has no rule of this name
     * @throws RulePackException if the pack could not be used with that rule
     */
    public RulePack replacing(Rule rule) {
        PackPart of = parts.stream()
                .filter(p -> p.rules().stream().anyMatch(r -> r.name().equals(rule.name())))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Pack %s has no rule \"%s\"; only a rule that it has can be replaced."
                                .formatted(id(), rule.name())));
        RuleChecker.Change change = replacer().with(rule);
        if (!change.problems().isEmpty()) {
            throw new RulePackException("\"" + id() + "\"", change.problems());
        }
        return new RulePack(
                replaced(of, of.with(rule)),
                ids,
                norms,
                duties,
                vocabulary,
                change.program().rules(),
                playbook);
    }

    private RuleChecker.Replacer replacer() {
        RuleChecker.Replacer before = replacer;
        if (before != null) {
            return before;
        }
        Map<String, InForce> days = norms.values().stream().collect(Collectors.toMap(Norm::id, Norm::inForce));
        RuleChecker.Replacer made = new RuleChecker(vocabulary, days).replacer(rules);
        replacer = made;
        return made;
    }

    /**
     * The same pack with a parameter in the place of that of its name and day. Its digest is that of no folder.
     *
     * @throws IllegalArgumentException if the pack has no parameter of this name and day
     */
    public RulePack replacing(Parameter parameter) {
        PackPart of = parts.stream()
                .filter(p -> p.id().equals(parameter.pack())
                        && p.parameters().stream().anyMatch(one -> PackPart.isThatOf(parameter, one)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Pack %s has no parameter %s from %s of pack %s; only one that it has can be replaced."
                                .formatted(id(), parameter.name(), parameter.from(), parameter.pack())));
        return new RulePack(replaced(of, of.with(parameter)), ids, norms, duties, vocabulary, rules, playbook);
    }

    private List<PackPart> replaced(PackPart before, PackPart after) {
        return parts.stream().map(p -> p.id().equals(before.id()) ? after : p).toList();
    }

    /** Gathers packs and those they build on, bases first. */
    private static final class Loader {
        private final @Nullable Path beside;
        /** Folders as they are named to people, by how a file of theirs is named inside: {@code cn/}. */
        private final Map<String, Path> folders = new LinkedHashMap<>();

        private final Map<String, PackPart> parts = new LinkedHashMap<>();
        private final Set<String> open = new LinkedHashSet<>();
        private final List<Problem> problems = new ArrayList<>();

        Loader(@Nullable Path beside) {
            this.beside = beside;
        }

        boolean addBuiltin(String id) {
            try {
                Optional<PackFiles> files = PackFiles.builtin(id);
                files.ifPresent(found -> read(found, null));
                return files.isPresent();
            } catch (IOException e) {
                throw new RulePackException(
                        "Rule pack \"%s\" of the library cannot be read: %s".formatted(id, e.getMessage()), e);
            }
        }

        String add(Path folder, Path shown) {
            try {
                PackFiles files = PackFiles.of(folder);
                folders.putIfAbsent(files.folder() + "/", shown);
                return read(files, shown);
            } catch (IOException e) {
                throw new RulePackException("Rule pack at %s cannot be read: %s".formatted(folder, e.getMessage()), e);
            }
        }

        private String read(PackFiles files, @Nullable Path shown) {
            PackReader.Read read = PackReader.read(files);
            problems.addAll(read.problems());
            PackPart part = read.part();
            if (shown != null && !part.id().isEmpty()) {
                folders.putIfAbsent(part.id() + "/", shown);
            }
            open.add(part.id());
            for (String base : part.bases()) {
                Position at = part.place(PackReader.PACK, PackPart.key(PackReader.PACK, 0, base));
                if (open.contains(base)) {
                    problems.add(Problem.outside(
                            at,
                            "Pack %s extends %s, which builds on it; break the circle.".formatted(part.id(), base)));
                } else if (!parts.containsKey(base) && !base(base)) {
                    problems.add(Problem.outside(
                            at,
                            "Pack %s extends \"%s\", which stands neither beside it nor in the library%s. Correct the id, or put its folder beside this one."
                                    .formatted(part.id(), base, Spelling.hint(base, builtinIds()))));
                }
            }
            open.remove(part.id());
            parts.put(part.id(), part);
            return part.id();
        }

        /** A folder beside the one that was named, named likewise. */
        private Path besideShown(Path folder) {
            Path named = folders.values().iterator().next().normalize();
            return named.toString().isEmpty() || named.endsWith("..")
                    ? folder
                    : named.resolveSibling(String.valueOf(folder.getFileName()));
        }

        private boolean base(String id) {
            if (beside != null && id.matches("[a-z0-9-]+")) {
                Path folder = beside.resolve(id);
                if (Files.isRegularFile(folder.resolve("pack.yaml"), LinkOption.NOFOLLOW_LINKS)) {
                    String found = add(folder, besideShown(folder));
                    if (!found.equals(id)) {
                        problems.add(Problem.outside(
                                new Position(id + "/pack.yaml", 1, 1),
                                "The folder %s holds pack \"%s\"; a pack on which others build stands in a folder of its own id. Rename one of them."
                                        .formatted(id, found)));
                    }
                    return true;
                }
            }
            return addBuiltin(id);
        }

        RulePack join(String shown, List<String> ids) {
            // what could not be read would be missed everywhere else
            refuse(shown);
            Map<String, Norm> norms = new TreeMap<>();
            Map<String, Duty> duties = new TreeMap<>();
            if (ids.size() > 1) {
                apart(shown);
            }
            for (PackPart part : parts.values()) {
                for (int i = 0; i < part.norms().size(); i++) {
                    Norm norm = part.norms().get(i);
                    Norm before = norms.putIfAbsent(norm.id(), norm);
                    if (before != null) {
                        problem(
                                part.place(PackReader.NORMS, PackPart.key(PackReader.NORMS, i)),
                                "Norm %s stands twice (pack %s has it too); keep one."
                                        .formatted(norm.id(), before.pack()));
                    }
                }
                for (int i = 0; i < part.duties().size(); i++) {
                    Duty duty = part.duties().get(i);
                    Duty before = duties.putIfAbsent(duty.code(), duty);
                    if (before != null) {
                        problem(
                                part.place(PackReader.DUTIES, PackPart.key(PackReader.DUTIES, i)),
                                "Duty %s stands twice (pack %s has it too); keep one."
                                        .formatted(duty.code(), before.pack()));
                    }
                }
            }
            for (PackPart part : parts.values()) {
                for (int i = 0; i < part.duties().size(); i++) {
                    Duty duty = part.duties().get(i);
                    for (String norm : duty.norms()) {
                        String key = PackPart.key(PackReader.DUTIES, i, norm);
                        known(part.place(PackReader.DUTIES, key), "Duty " + duty.id(), norm, norms);
                    }
                }
                part.parameters().stream()
                        .filter(p -> !p.norm().isEmpty())
                        .forEach(p -> known(p.at(), "Parameter " + p.name(), p.norm(), norms));
            }
            Parameters parameters = parameters(parts.values());
            Vocabulary vocabulary =
                    Vocabulary.base().withList("duty", duties.keySet()).withList("term", parameters.names());
            List<Rule> rules =
                    parts.values().stream().flatMap(p -> p.rules().stream()).toList();
            Map<String, InForce> days = norms.values().stream().collect(Collectors.toMap(Norm::id, Norm::inForce));
            problems.addAll(new RuleChecker(vocabulary, days).check(rules));
            problems.addAll(Founding.problems(rules, norms));
            Playbook playbook = Playbooks.join(parts.values(), norms, parameters, problems);
            problems.addAll(ParameterCheck.of(parameters, rules, playbook, List.copyOf(parts.keySet())));
            refuse(shown);
            return new RulePack(
                    List.copyOf(parts.values()),
                    ids,
                    norms,
                    duties,
                    vocabulary,
                    RuleProgram.of(rules, vocabulary).rules(),
                    playbook);
        }

        /** Packs of two systems of law have duties of the same codes: neither is to be edited, one is to be chosen. */
        private void apart(String shown) {
            Map<String, String> of = new TreeMap<>();
            Map<List<String>, List<String>> both = new LinkedHashMap<>();
            for (PackPart part : parts.values()) {
                for (Duty duty : part.duties()) {
                    String before = of.putIfAbsent(duty.code(), part.id());
                    if (before != null
                            && !before.equals(part.id())
                            && !bases(part.id(), parts.values()).contains(before)) {
                        both.computeIfAbsent(List.of(before, part.id()), p -> new ArrayList<>())
                                .add(duty.code());
                    }
                }
            }
            both.forEach((two, codes) -> problems.add(Problem.outside(
                    new Position(two.get(1) + "/pack.yaml", 1, 1),
                    "Packs %s and %s cannot be applied together: each has duties of its own of the same codes (%s). Judge by one of them at a time."
                            .formatted(two.get(0), two.get(1), String.join(", ", codes)))));
            refuse(shown);
        }

        private void refuse(String shown) {
            if (!problems.isEmpty()) {
                throw new RulePackException(
                        shown, problems.stream().map(this::byFolder).sorted().toList());
            }
        }

        /** The same with the path of its file, as whoever named the folder finds it. */
        private Problem byFolder(Problem problem) {
            Position at = problem.at();
            return folders.entrySet().stream()
                    .filter(e -> at.file().startsWith(e.getKey()))
                    .findFirst()
                    .map(e -> new Problem(at.in(e.getKey(), e.getValue()), problem.rule(), problem.message()))
                    .orElse(problem);
        }

        private void known(Position at, String what, String norm, Map<String, Norm> norms) {
            if (!norms.containsKey(norm)) {
                problem(
                        at,
                        "%s names norm %s, which norms.yaml has not%s."
                                .formatted(what, norm, Spelling.hint(norm, norms.keySet())));
            }
        }

        private void problem(Position at, String message) {
            problems.add(Problem.outside(at, message));
        }
    }

    private static Parameters parameters(Collection<PackPart> parts) {
        return new Parameters(
                parts.stream().flatMap(p -> p.parameters().stream()).toList());
    }

    private static String digest(List<PackPart> parts) {
        Map<String, String> lines = new TreeMap<>();
        for (PackPart part : parts) {
            part.digests().forEach((path, sha256) -> lines.put(part.id() + "/" + path, sha256));
        }
        String all = lines.entrySet().stream()
                .map(e -> e.getValue() + "  " + e.getKey() + "\n")
                .collect(Collectors.joining());
        return Sha256.hex(all.getBytes(StandardCharsets.UTF_8));
    }

    // ---- what it says

    /** Its id; those of several packs are joined by a plus sign. */
    public String id() {
        return String.join("+", ids);
    }

    /** The ids of this pack and of all it builds on, bases first. */
    public List<String> ids() {
        return parts.stream().map(PackPart::id).toList();
    }

    /**
     * A pack as it is by itself, with all it builds on.
     *
     * @param id its id
     * @param version its version
     * @param digest SHA-256 of what it says, in hexadecimal
     */
    public record Named(String id, String version, String digest) {}

    /** The packs that were joined to this one, in their order; this pack where it stands alone. */
    public List<Named> joined() {
        List<Named> named = new ArrayList<>();
        for (String id : ids) {
            Set<String> below = bases(id, parts);
            for (PackPart part : parts) {
                if (part.id().equals(id)) {
                    named.add(new Named(
                            id,
                            part.version(),
                            digest(parts.stream()
                                    .filter(p -> p.id().equals(id) || below.contains(p.id()))
                                    .toList())));
                }
            }
        }
        return List.copyOf(named);
    }

    /** All on which a pack builds. */
    private static Set<String> bases(String id, Collection<PackPart> parts) {
        Set<String> all = new LinkedHashSet<>();
        List<String> next = new ArrayList<>(List.of(id));
        while (!next.isEmpty()) {
            String one = next.remove(0);
            parts.stream()
                    .filter(p -> p.id().equals(one))
                    .flatMap(p -> p.bases().stream())
                    .filter(all::add)
                    .forEach(next::add);
        }
        return all;
    }

    /** Its title; that of the first where there are several. */
    public Label title() {
        return main().title();
    }

    /** Its jurisdiction; that of the first where there are several. */
    public String jurisdiction() {
        return main().jurisdiction();
    }

    /**
     * The jurisdictions whose law it holds, without those of packs that only stand below another: {@code US-TX}, not
     * {@code US}, where the one builds on the other.
     */
    public SortedSet<String> jurisdictions() {
        Set<String> all = parts.stream().map(PackPart::jurisdiction).collect(Collectors.toSet());
        return all.stream()
                .filter(broad -> all.stream().noneMatch(narrow -> narrow.startsWith(broad + "-")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Its version; that of the first where there are several. */
    public String version() {
        return main().version();
    }

    private PackPart main() {
        return parts.stream().filter(p -> p.id().equals(ids.get(0))).findFirst().orElse(parts.get(0));
    }

    /** SHA-256 of what it says, in hexadecimal. */
    public String digest() {
        return digest;
    }

    /** All rules, of all times, so that each stands behind those that conclude what it reads. */
    public List<Rule> rules() {
        return rules;
    }

    /** All norms, of all times, by id. */
    public Map<String, Norm> norms() {
        return norms;
    }

    /** The norm of this id. */
    public Optional<Norm> norm(String normId) {
        return Optional.ofNullable(norms.get(normId));
    }

    /** The norm that a rule of this pack is named after. */
    public Optional<Norm> normOf(Rule rule) {
        return Optional.ofNullable(normOf.get(rule));
    }

    /** All duties, by code. */
    public Map<String, Duty> duties() {
        return duties;
    }

    /** The duty of this code or short name. */
    public Optional<Duty> duty(String codeOrId) {
        Duty byCode = duties.get(codeOrId);
        return byCode != null
                ? Optional.of(byCode)
                : duties.values().stream().filter(d -> d.id().equals(codeOrId)).findFirst();
    }

    /** All parameters. */
    public Parameters parameters() {
        return parameters;
    }

    /** The names of parameters that its rules and its playbook read, beside those that the library does. */
    public NavigableSet<String> termsRead() {
        return ParameterCheck.termsOf(rules, playbook);
    }

    /** What has to be done after an incident, if the packs say it. */
    public Optional<Playbook> playbook() {
        return Optional.ofNullable(playbook);
    }

    /** What was state of the art, where and since when. */
    public List<Standard> standards() {
        return standards;
    }

    /** The words of the rules, with the lists of this pack. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** What a word of the rules means, such as {@code Breach}. */
    public Optional<Label> word(String name) {
        return vocabulary.word(name).map(w -> new Label(w.en(), w.zh()));
    }

    /** The law as of a day. */
    public LawAsOf at(LocalDate day) {
        if (asOf.size() > KEPT_DAYS) {
            asOf.clear();
        }
        return asOf.computeIfAbsent(day, d -> {
            LocalDate begin = Optional.ofNullable(changes.floor(d)).orElse(LocalDate.MIN);
            return new LawAsOf(since.computeIfAbsent(begin, b -> new LawAsOf(this, b)), d);
        });
    }

    @Override
    public String toString() {
        return "Rule pack %s %s (%d rules, sha256 %s)".formatted(id(), version(), rules.size(), digest);
    }
}
