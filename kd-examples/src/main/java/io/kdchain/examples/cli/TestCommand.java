package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.event.KdException;
import io.kdchain.rules.engine.drools.DroolsRuleEngine;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.workbench.ConditionsSeen;
import io.kdchain.rules.workbench.Coverage;
import io.kdchain.rules.workbench.PackSource;
import io.kdchain.rules.workbench.Scenario;
import io.kdchain.rules.workbench.ScenarioReader;
import io.kdchain.rules.workbench.ScenarioResult;
import io.kdchain.rules.workbench.ScenarioRunner;
import io.kdchain.rules.workbench.Unmet;
import io.kdchain.rules.workbench.mutation.MutationRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd test}: runs scenario files against their own expectations. */
@Command(name = "test", description = "Runs scenario files against what they expect.")
final class TestCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** How often is told how far changes were tried. */
    private static final int PROGRESS_LINES = 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Mixin
    private Asked asked = new Asked();

    @Parameters(arity = "1..*", paramLabel = "DIR|FILE", description = "Scenario files, and folders of them.")
    private List<Path> places = List.of();

    @Option(
            names = "--coverage",
            description = {
                "Lists the rules and norms that no scenario used,",
                "and the conditions that were not seen both to hold and to fail."
            })
    private boolean coverage;

    @Option(
            names = "--mutants",
            description = {
                "Changes the rules and parameters in one place after another, and lists",
                "the changes that no scenario notices. Takes minutes for a large pack."
            })
    private boolean mutants;

    @Output
    @Option(names = "--junit-xml", paramLabel = "FILE", description = "Writes the results as build servers read them.")
    private @Nullable Path junitXml;

    @Option(names = "--json", description = "Prints the results as one line of JSON.")
    private boolean json;

    private final Set<String> told = new HashSet<>();

    @Override
    public Integer call() throws IOException {
        PackSource source = asked.packs();
        ConditionsSeen conditions = new ConditionsSeen(new DroolsRuleEngine());
        ScenarioRunner runner = new ScenarioRunner(source).answering(asked.answers());
        if (coverage) {
            runner = runner.by(conditions);
        }
        if (asked.asOf().isPresent()) {
            runner = runner.asOf(asked.asOf().get());
        }
        ScenarioReader reader = new ScenarioReader(source.ids());
        List<TestRun> runs = new ArrayList<>();
        List<ScenarioResult> results = new ArrayList<>();
        Map<String, RulePack> applied = new LinkedHashMap<>();
        Map<String, Path> ids = new HashMap<>();
        for (Path file : ScenarioFiles.find(places)) {
            TestRun run = run(reader, runner, file, ids, applied, results);
            runs.add(run);
            if (!json) {
                tell(run);
            }
        }
        asked.requireAsked(results);
        if (junitXml != null) {
            WholeFile.write(junitXml, JUnitXml.of(runs));
        }
        Coverage covered = coverage ? coverage(runs, applied) : null;
        boolean passed = runs.stream().allMatch(TestRun::passed);
        MutationReport noticed = mutants && passed ? mutation(runner, reader, runs) : null;
        if (json) {
            ObjectNode root = json(runs, covered, conditions);
            if (noticed != null) {
                noticed.write(root);
            }
            spec.commandLine().getOut().println(JSON.writeValueAsString(root));
        } else {
            summary(runs);
            if (covered != null) {
                tell(covered);
                tell(conditions);
            }
            if (noticed != null) {
                noticed.tell(kd, spec.commandLine().getOut());
            }
        }
        if (mutants && !passed) {
            spec.commandLine()
                    .getErr()
                    .println(kd.say(
                            "No change was tried: scenarios that do not hold notice nothing. Put them right first.",
                            "未尝试任何改动：未通过的情景无法发现改动，请先改正。"));
        }
        if (runs.stream().anyMatch(r -> r.error() != null)) {
            return Kd.BAD_INPUT;
        }
        return passed ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    private static TestRun run(
            ScenarioReader reader,
            ScenarioRunner runner,
            Path file,
            Map<String, Path> ids,
            Map<String, RulePack> applied,
            List<ScenarioResult> results) {
        try {
            Scenario scenario = ScenarioFiles.read(reader, file);
            Path other = ids.putIfAbsent(scenario.id(), file);
            if (other != null) {
                return error(
                        file,
                        "%s: scenario '%s' has the id of %s; ids must differ.".formatted(file, scenario.id(), other));
            }
            RulePack pack = runner.pack(scenario);
            ScenarioResult result = runner.run(scenario);
            results.add(result);
            applied.putIfAbsent(pack.digest(), pack);
            return new TestRun(
                    file, scenario.id(), scenario.expectationCount(), result.unmet(), null, result.verdict());
        } catch (KdException | BadInputException | IllegalArgumentException e) {
            return error(file, String.valueOf(e.getMessage()));
        }
    }

    private MutationReport mutation(ScenarioRunner runner, ScenarioReader reader, List<TestRun> runs) {
        PrintWriter err = spec.commandLine().getErr();
        List<Path> files = runs.stream().map(TestRun::file).toList();
        MutationRun run = MutationRun.of(runner, ScenarioFiles.readAll(reader, files));
        int all = run.mutants().size();
        int step = Math.max(1, all / PROGRESS_LINES);
        return MutationReport.of(
                run.run(Runtime.getRuntime().availableProcessors(), tried -> {
                    if (tried % step == 0) {
                        err.println(kd.say(
                                "%d of %d changes tried".formatted(tried, all),
                                "已尝试%2$d处改动中的%1$d处".formatted(tried, all)));
                    }
                }),
                files);
    }

    private static TestRun error(Path file, String message) {
        return new TestRun(file, String.valueOf(file.getFileName()), 0, List.of(), message, null);
    }

    private static Coverage coverage(List<TestRun> runs, Map<String, RulePack> applied) {
        List<Attribution> verdicts =
                runs.stream().map(TestRun::verdict).filter(Objects::nonNull).toList();
        return Coverage.of(applied.values(), verdicts);
    }

    // ---- for people

    private void tell(TestRun run) {
        PrintWriter out = spec.commandLine().getOut();
        String error = run.error();
        if (error != null) {
            // what is wrong with a pack is wrong for each of its scenarios
            if (told.add(error)) {
                spec.commandLine().getErr().println(error);
            }
        } else {
            run.unmet().forEach(out::println);
            if (run.expectations() == 0) {
                out.println(kd.say(
                        "%s: expects nothing, so nothing was checked.".formatted(run.file()),
                        "%s：未写预期，未检查任何内容。".formatted(run.file())));
            }
        }
    }

    private void summary(List<TestRun> runs) {
        long passed = runs.stream().filter(TestRun::passed).count();
        long errors = runs.stream().filter(r -> r.error() != null).count();
        long failed = runs.size() - passed - errors;
        spec.commandLine()
                .getOut()
                .println(kd.say(
                        "%d scenarios: %d passed, %d failed, %d could not be judged."
                                .formatted(runs.size(), passed, failed, errors),
                        "共%d个情景：通过%d个，未通过%d个，无法判断%d个。".formatted(runs.size(), passed, failed, errors)));
    }

    private void tell(Coverage covered) {
        Collection<String> idle = covered.rulesNotFired();
        int used = covered.rules() - idle.size();
        tell(
                kd.say(
                        "%d of %d rules were used".formatted(used, covered.rules()),
                        "%2$d条规则中有%1$d条被适用".formatted(used, covered.rules())),
                kd.say(". Not used:", "。未适用："),
                idle);
        Collection<String> uncited = covered.normsNotCited();
        int cited = covered.norms() - uncited.size();
        tell(
                kd.say(
                        "%d of %d norms were cited".formatted(cited, covered.norms()),
                        "%2$d条规范中有%1$d条被引用".formatted(cited, covered.norms())),
                kd.say(". Not cited:", "。未引用："),
                uncited);
    }

    private void tell(ConditionsSeen conditions) {
        int all = conditions.conditions();
        List<ConditionsSeen.Unseen> unseen = conditions.unseen();
        int both = all - unseen.size();
        tell(
                kd.say(
                        "%d of %d conditions were seen to hold and to fail".formatted(both, all),
                        "%2$d项条件中有%1$d项既成立过也不成立过".formatted(both, all)),
                kd.say(". Not so:", "。其余："),
                unseen.stream().map(this::told).toList());
    }

    private String told(ConditionsSeen.Unseen unseen) {
        String missing = unseen.held()
                ? kd.say("never failed", "从未不成立")
                : unseen.failed() ? kd.say("never held", "从未成立") : kd.say("never reached", "从未判断到");
        return "%s: %s (%s)".formatted(unseen.rule(), unseen.condition(), missing);
    }

    private void tell(String counted, String without, Collection<String> missing) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(counted + (missing.isEmpty() ? kd.say(".", "。") : without));
        missing.forEach(one -> out.println("  " + one));
    }

    // ---- for scripts

    private static ObjectNode json(List<TestRun> runs, @Nullable Coverage covered, ConditionsSeen conditions) {
        ObjectNode root = JSON.createObjectNode().put("format", 1);
        root.put("scenarios", runs.size());
        root.put("passed", runs.stream().filter(TestRun::passed).count());
        ArrayNode results = root.putArray("results");
        for (TestRun run : runs) {
            ObjectNode node = results.addObject();
            node.put("file", run.file().toString());
            node.put("scenario", run.scenario());
            node.put("passed", run.passed());
            node.put("expectations", run.expectations());
            ArrayNode unmet = node.putArray("unmet");
            for (Unmet one : run.unmet()) {
                unmet.addObject()
                        .put("line", one.at().line())
                        .put("column", one.at().column())
                        .put("key", one.key())
                        .put("expected", one.expected())
                        .put("got", one.got());
            }
            if (run.error() != null) {
                node.put("error", run.error());
            }
        }
        if (covered != null) {
            ObjectNode node = root.putObject("coverage");
            node.put("rules", covered.rules()).put("norms", covered.norms());
            ArrayNode rules = node.putArray("rulesNotFired");
            covered.rulesNotFired().forEach(rules::add);
            ArrayNode norms = node.putArray("normsNotCited");
            covered.normsNotCited().forEach(norms::add);
            node.put("conditions", conditions.conditions());
            ArrayNode unseen = node.putArray("conditionsNotSeenBothWays");
            for (ConditionsSeen.Unseen one : conditions.unseen()) {
                unseen.addObject()
                        .put("rule", one.rule())
                        .put("condition", one.condition())
                        .put("held", one.held())
                        .put("failed", one.failed());
            }
        }
        return root;
    }
}
