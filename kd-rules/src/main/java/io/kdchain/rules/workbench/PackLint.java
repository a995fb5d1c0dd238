package io.kdchain.rules.workbench;

import io.kdchain.rules.language.InForce;
import io.kdchain.rules.language.Lint;
import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.language.Remark;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.language.RuleChecker;
import io.kdchain.rules.language.RuleReader;
import io.kdchain.rules.language.Spelling;
import io.kdchain.rules.pack.Duty;
import io.kdchain.rules.pack.Founding;
import io.kdchain.rules.pack.KnownParameters;
import io.kdchain.rules.pack.Norm;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.pack.RulePackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that is to be said of the folder of a rule pack.
 *
 * @param problems what must be put right before the pack is used; then nothing else was looked for
 * @param remarks what may be used and is probably not meant
 */
public record PackLint(List<Problem> problems, List<Remark> remarks) {
    private static final String SCENARIOS = "scenarios";

    public PackLint {
        problems = List.copyOf(problems);
        remarks = List.copyOf(remarks);
    }

    /** Looks through one pack. Packs that it builds on are looked for beside it, and are not remarked on. */
    public static PackLint of(Path folder) {
        RulePack pack;
        try {
            pack = RulePack.load(folder);
        } catch (RulePackException e) {
            if (e.problems().isEmpty()) {
                throw e;
            }
            return new PackLint(e.problems(), List.of());
        }
        Map<String, InForce> days = pack.norms().values().stream().collect(Collectors.toMap(Norm::id, Norm::inForce));
        String own = pack.id() + "/";
        List<Remark> remarks = new ArrayList<>(Lint.of(pack.rules(), pack.vocabulary(), days).stream()
                .filter(remark -> remark.problem().at().file().startsWith(own))
                .toList());
        remarks.addAll(Contradictions.of(pack));
        unreadParameters(pack, remarks);
        missingParameters(pack, folder, remarks);
        remarks.sort(Comparator.comparing(Remark::problem));
        unusedNorms(pack, folder, remarks);
        untriedDuties(pack, folder, remarks);
        return new PackLint(
                List.of(),
                remarks.stream().map(remark -> byFolder(remark, own, folder)).toList());
    }

    /** The same with the path of its file, as whoever named the folder finds it. */
    private static Remark byFolder(Remark remark, String own, Path folder) {
        Problem problem = remark.problem();
        return new Remark(remark.check(), new Problem(problem.at().in(own, folder), problem.rule(), problem.message()));
    }

    /**
     * Looks through one rule file as it is being edited, with the other files of a pack that is loaded already, for
     * editors: in about a tenth of a second.
     *
     * @param pack the pack, with or without an older version of the file
     * @param path of the file as problems name it: id of the pack, then the path, as {@code cn/civil_code/art-1165.drl}
     * @param content of the file
     */
    public static PackLint ofFile(RulePack pack, String path, byte[] content) {
        RuleReader.Result read = RuleReader.read(path, content);
        if (!read.problems().isEmpty() || read.file().isEmpty()) {
            return new PackLint(read.problems(), List.of());
        }
        List<Rule> rules = new ArrayList<>(pack.rules().stream()
                .filter(rule -> !rule.at().file().equals(path))
                .toList());
        rules.addAll(read.file().get().rules());
        Map<String, InForce> days = pack.norms().values().stream().collect(Collectors.toMap(Norm::id, Norm::inForce));
        List<Problem> problems = new ArrayList<>(new RuleChecker(pack.vocabulary(), days).check(rules));
        problems.addAll(Founding.problems(rules, pack.norms()));
        if (!problems.isEmpty()) {
            return new PackLint(problems, List.of());
        }
        return new PackLint(
                List.of(),
                Lint.of(rules, pack.vocabulary(), days).stream()
                        .filter(remark -> remark.problem().at().file().equals(path))
                        .toList());
    }

    private static void unreadParameters(RulePack pack, List<Remark> remarks) {
        Set<String> read = new TreeSet<>(KnownParameters.names());
        read.addAll(pack.termsRead());
        for (String name : pack.parameters().names()) {
            if (KnownParameters.reads(name) || read.contains(name)) {
                continue;
            }
            pack.parameters().history(name).stream()
                    .filter(value -> value.pack().equals(pack.id()))
                    .findFirst()
                    .ifPresent(value -> remarks.add(new Remark(
                            Remark.Check.PARAMETER_UNREAD,
                            Problem.outside(
                                    value.at(),
                                    "Neither the library nor a rule or a step of the playbook reads parameter %s, so that it changes nothing%s. Correct the name, or delete it."
                                            .formatted(name, Spelling.hint(name, read))))));
        }
    }

    /** A verdict would name them one after another. */
    private static void missingParameters(RulePack pack, Path folder, List<Remark> remarks) {
        List<String> missing = KnownParameters.missing(pack.parameters());
        if (!missing.isEmpty()) {
            String file = Files.exists(folder.resolve("parameters.yaml")) ? "/parameters.yaml" : "/pack.yaml";
            remarks.add(new Remark(
                    Remark.Check.PARAMETER_MISSING,
                    Problem.outside(
                            new Position(pack.id() + file, 1, 1),
                            "The library reads parameters that neither this pack nor one that it extends has, so that verdicts fail for want of them: %s. Write them, or extend a pack that has them, as in extends: [cn]."
                                    .formatted(String.join(", ", missing)))));
        }
    }

    private static void unusedNorms(RulePack pack, Path folder, List<Remark> remarks) {
        Set<String> cited = new TreeSet<>();
        pack.rules().forEach(rule -> cited.addAll(rule.legalBasis()));
        pack.duties().values().forEach(duty -> cited.addAll(duty.norms()));
        for (String name : pack.parameters().names()) {
            pack.parameters().history(name).forEach(parameter -> cited.add(parameter.norm()));
        }
        pack.playbook().ifPresent(playbook -> {
            playbook.steps().forEach(step -> cited.addAll(step.basis()));
            playbook.terms()
                    .names()
                    .forEach(name -> playbook.terms().history(name).forEach(term -> cited.add(term.norm())));
        });
        List<String> lines = lines(folder.resolve("norms.yaml"));
        for (Norm norm : pack.norms().values()) {
            if (norm.pack().equals(pack.id()) && !cited.contains(norm.id())) {
                remarks.add(new Remark(
                        Remark.Check.NORM_UNUSED,
                        Problem.outside(
                                place(pack.id() + "/norms.yaml", lines, norm.id()),
                                "No rule, duty, parameter or step of the playbook cites %s. Write the rule that follows from it, or delete it."
                                        .formatted(norm.id()))));
            }
        }
    }

    private static void untriedDuties(RulePack pack, Path folder, List<Remark> remarks) {
        Path scenarios = folder.resolve(SCENARIOS);
        if (!Files.isDirectory(scenarios)) {
            return;
        }
        String all = text(scenarios);
        List<String> lines = lines(folder.resolve("duties.yaml"));
        for (Duty duty : pack.duties().values()) {
            Pattern word = Pattern.compile("(?<![A-Za-z0-9-])(%s|%s)(?![A-Za-z0-9-])"
                    .formatted(Pattern.quote(duty.code()), Pattern.quote(duty.id())));
            if (duty.pack().equals(pack.id()) && !word.matcher(all).find()) {
                remarks.add(new Remark(
                        Remark.Check.DUTY_UNTRIED,
                        Problem.outside(
                                place(pack.id() + "/duties.yaml", lines, duty.id()),
                                "No scenario in %s speaks of duty %s (%s). Write one in which it is breached."
                                        .formatted(SCENARIOS, duty.id(), duty.code()))));
            }
        }
    }

    /** Where an id stands in a list of YAML. */
    private static Position place(String file, List<String> lines, String id) {
        Pattern line = Pattern.compile("(.*\\bid: *[\"']?)%s(?![A-Za-z0-9._/()-]).*".formatted(Pattern.quote(id)));
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = line.matcher(lines.get(i));
            if (matcher.matches()) {
                return new Position(file, i + 1, matcher.group(1).length() + 1);
            }
        }
        return new Position(file, 1, 1);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private static String text(Path folder) {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                text.append(Files.readString(file, StandardCharsets.UTF_8)).append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + folder, e);
        }
        return text.toString();
    }
}
