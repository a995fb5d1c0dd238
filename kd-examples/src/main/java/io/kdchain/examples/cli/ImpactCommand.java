package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EntryPage;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.store.EntryQuery;
import io.kdchain.rules.HeardIncident;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.workbench.CounterExample;
import io.kdchain.rules.workbench.Impact;
import io.kdchain.rules.workbench.PackDifference;
import io.kdchain.rules.workbench.PackSource;
import io.kdchain.rules.workbench.Scenario;
import io.kdchain.rules.workbench.ScenarioReader;
import io.kdchain.rules.workbench.ScenarioRunner;
import io.kdchain.rules.workbench.VerdictDifference;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code kd impact}: what an edit of the rules changes. Ends with 1 if a verdict changes, as a comparison of files
 * does.
 */
@Command(
        name = "impact",
        description = {
            "Shows in what two versions of a rule pack differ, and which verdicts change by it.",
            "Ends with 0 if no verdict changes, with 1 if one does."
        })
final class ImpactCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** How long a counter-example is looked for. */
    private static final Duration SEARCH = Duration.ofMinutes(1);
    /** Entries of a log that are read at a time. */
    private static final int PAGE = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Option(
            names = "--old",
            required = true,
            paramLabel = "DIR",
            description = "The pack before, or a folder of packs.")
    private Path old = Path.of("");

    @Option(names = "--new", required = true, paramLabel = "DIR", description = "The pack after, or a folder of packs.")
    private Path now = Path.of("");

    @Option(
            names = "--scenarios",
            arity = "1..*",
            paramLabel = "DIR|FILE",
            description = "Scenarios whose verdicts are compared; what they expect does not matter.")
    private List<Path> scenarios = List.of();

    @Option(
            names = "--log",
            paramLabel = "JDBC",
            description = "Compares the verdicts on all incidents that a log reports.")
    private @Nullable String log;

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys of the log that are trusted.")
    private @Nullable Path trust;

    @Option(
            names = "--packs",
            paramLabel = "IDS",
            description = "Rule packs for a log; by default ${DEFAULT-VALUE}.",
            defaultValue = "cn")
    private String packs = "cn";

    @Option(
            names = "--search",
            paramLabel = "N",
            description = {
                "Where no verdict changes, changes the scenarios, those of the packs included, up to N",
                "times to find an incident on which the packs differ, for a minute at most;",
                "by default ${DEFAULT-VALUE}, 0 for none."
            },
            defaultValue = "300")
    private int search = 300;

    @Option(names = "--json", description = "Prints the result as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        if (!scenarios.isEmpty() && log != null) {
            throw new ParameterException(spec.commandLine(), "Name either --scenarios or --log.");
        }
        PackSource before = PackSource.of(old);
        PackSource after = PackSource.of(now);
        PackDifference edits = edits(before, after);
        List<Impact> impacts = log == null ? ofScenarios(before, after, edits) : ofLog(log, before, after, edits);
        List<Impact> changed = impacts.stream().filter(Impact::changes).toList();
        boolean asked = !scenarios.isEmpty() || log != null;
        CounterExample.Search searched = asked && search > 0 && changed.isEmpty() && !edits.isNone()
                ? search(before, after, edits)
                : new CounterExample.Search(null, 0);
        CounterExample found = searched.found();
        if (json) {
            ObjectNode root = json(edits, impacts.size(), changed);
            root.put("searched", searched.tried());
            if (found != null) {
                ObjectNode example = root.putObject("counterExample").put("scenario", found.scenario());
                write(found.impact(), example);
            }
            spec.commandLine().getOut().println(JSON.writeValueAsString(root));
        } else {
            tell(edits);
            tell(impacts.size(), changed);
            tell(searched);
        }
        return changed.isEmpty() && found == null ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    /** From the scenarios that are named and those of both packs. */
    private CounterExample.Search search(PackSource before, PackSource after, PackDifference edits) {
        SortedSet<String> ids = before.ids();
        ids.retainAll(after.ids());
        Set<Path> seeds = new LinkedHashSet<>(ScenarioFiles.find(scenarios));
        for (Path side : List.of(now, old)) {
            if (Files.isDirectory(side.resolve("scenarios"))) {
                seeds.addAll(ScenarioFiles.find(List.of(side.resolve("scenarios"))));
            }
        }
        long end = System.nanoTime() + SEARCH.toNanos();
        return new CounterExample.Packs(
                        new ScenarioReader(ids),
                        new ScenarioRunner(before).by(new DirectRuleEngine()),
                        before,
                        after,
                        edits)
                .search(seeds, search, () -> System.nanoTime() - end < 0);
    }

    private static PackDifference edits(PackSource before, PackSource after) {
        NavigableSet<String> ids = new TreeSet<>(before.own());
        ids.addAll(after.own());
        PackDifference edits = new PackDifference(List.of());
        for (String id : ids) {
            edits = edits.and(PackDifference.between(
                    before.own().contains(id) ? before.load(List.of(id)) : null,
                    after.own().contains(id) ? after.load(List.of(id)) : null));
        }
        return edits;
    }

    private List<Impact> ofScenarios(PackSource before, PackSource after, PackDifference edits) {
        List<Impact> impacts = new ArrayList<>();
        if (scenarios.isEmpty()) {
            return impacts;
        }
        SortedSet<String> ids = before.ids();
        ids.retainAll(after.ids());
        ScenarioRunner runner = new ScenarioRunner(before).by(new DirectRuleEngine());
        for (Scenario scenario : ScenarioFiles.readAll(new ScenarioReader(ids), ScenarioFiles.find(scenarios))) {
            impacts.addAll(Impact.of(
                    runner.hear(scenario), before.load(scenario.packs()), after.load(scenario.packs()), edits));
        }
        return impacts;
    }

    private List<Impact> ofLog(String jdbcUrl, PackSource before, PackSource after, PackDifference edits) {
        List<String> ids = Asked.words(packs);
        if (ids.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--packs is empty; name at least one rule pack.");
        }
        RulePack was = before.load(ids);
        RulePack is = after.load(ids);
        List<Impact> impacts = new ArrayList<>();
        try (ChainLog chain = Logs.open(jdbcUrl, trust)) {
            LiabilityEngine engine = LiabilityEngine.builder()
                    .evidence(chain)
                    .rules(new DirectRuleEngine())
                    .pack(was)
                    .build();
            for (String incident : incidents(chain)) {
                HeardIncident heard = engine.hear(engine.reported(incident));
                impacts.add(Impact.of(incident, pack -> heard.by(pack).verdict(), was, is, edits));
            }
        }
        return impacts;
    }

    /** The incidents that admitted events of the log report. */
    private static NavigableSet<String> incidents(ChainLog chain) {
        NavigableSet<String> incidents = new TreeSet<>();
        EntryQuery query = EntryQuery.all().types(Set.of("IncidentReported")).limit(PAGE);
        Long after = null;
        do {
            EntryPage page = chain.list(after == null ? query : query.after(after));
            page.evidence()
                    .admitted()
                    .forEach(e ->
                            e.event().generates().stream().map(EntityId::key).forEach(incidents::add));
            after = page.next();
        } while (after != null);
        return incidents;
    }

    // ---- for people

    private void tell(PackDifference edits) {
        PrintWriter out = spec.commandLine().getOut();
        if (edits.isNone()) {
            out.println(kd.say("The packs say the same.", "两个规则包内容相同。"));
        }
        for (PackDifference.Entry edit : edits.entries()) {
            out.println("%s %s: %s".formatted(sign(edit), kind(edit.kind()), edit.name()));
            if (!edit.added() && !edit.removed()) {
                edit.before().forEach(line -> out.println("    - " + line));
                edit.after().forEach(line -> out.println("    + " + line));
            }
        }
    }

    private static String sign(PackDifference.Entry edit) {
        return edit.added() ? "+" : edit.removed() ? "-" : "~";
    }

    private String kind(PackDifference.Kind kind) {
        return switch (kind) {
            case RULE -> kd.say("rule", "规则");
            case NORM -> kd.say("norm", "规范");
            case DUTY -> kd.say("duty", "义务");
            case PARAMETER -> kd.say("parameter", "参数");
            case STANDARD -> kd.say("standard", "标准");
        };
    }

    private void tell(int all, List<Impact> changed) {
        PrintWriter out = spec.commandLine().getOut();
        changed.forEach(impact -> tell(impact, out));
        if (!scenarios.isEmpty() || log != null) {
            out.println(kd.say(
                    "%d of %d verdicts change.".formatted(changed.size(), all),
                    "%2$d项判断中有%1$d项改变。".formatted(changed.size(), all)));
        }
    }

    private void tell(Impact impact, PrintWriter out) {
        out.println(impact.subject() + ":");
        VerdictDifference d = impact.difference();
        if (d == null) {
            out.println("  - " + (impact.before().isEmpty() ? kd.say("judged", "可判断") : impact.before()));
            out.println("  + " + (impact.after().isEmpty() ? kd.say("judged", "可判断") : impact.after()));
        } else {
            tell(d, out);
        }
        impact.by()
                .forEach(e ->
                        out.println("  %s %s %s: %s".formatted(kd.say("by", "原因"), sign(e), kind(e.kind()), e.name())));
    }

    private void tell(CounterExample.Search searched) {
        PrintWriter out = spec.commandLine().getOut();
        CounterExample found = searched.found();
        if (found != null) {
            out.println(kd.say(
                            "An incident on which the packs differ, the %s tried, made smaller:",
                            "两个规则包判断不同的事件（尝试的第%s个，已缩减）：")
                    .formatted(kd.say(ordinal(searched.tried()), String.valueOf(searched.tried()))));
            tell(found.impact(), out);
            out.println();
            out.print(found.scenario());
            out.flush();
        } else if (searched.tried() > 0) {
            out.println(kd.say(
                    "No incident on which the packs differ was found in %d tries; that is no proof that there is none."
                            .formatted(searched.tried()),
                    "尝试了%d次，没有找到两个规则包判断不同的事件；这不证明不存在这样的事件。".formatted(searched.tried())));
        }
    }

    private static String ordinal(int n) {
        boolean teen = n / 10 % 10 == 1;
        return n + (teen ? "th" : n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th");
    }

    private void tell(VerdictDifference d, PrintWriter out) {
        for (VerdictDifference.Item item : d.items()) {
            if (!item.before().equals(item.after())) {
                out.println("  %s: %s -> %s".formatted(item.item(), item.before(), item.after()));
            }
            tell(item, kd.say("share", "份额"), item.shares(), out);
            tell(item, kd.say("claimable", "可请求"), item.claimable(), out);
        }
        tell(kd.say("breach", "违反义务"), d.breaches(), out);
        tell(kd.say("measure", "措施"), d.measures(), out);
        tell(kd.say("question", "待定问题"), d.questions(), out);
        tell(kd.say("detail", "细节"), d.details(), out);
        tell(kd.say("norm", "规范"), d.norms(), out);
    }

    private static void tell(
            VerdictDifference.Item item, String what, Map<String, VerdictDifference.Shift> shifts, PrintWriter out) {
        shifts.forEach((party, shift) -> out.println("  %s: %s %s: %s -> %s (%s)"
                .formatted(item.item(), what, party, shift.before(), shift.after(), signed(shift.by()))));
    }

    private static String signed(Fraction by) {
        return by.signum() > 0 ? "+" + by : by.toString();
    }

    private static void tell(String what, VerdictDifference.Lists lists, PrintWriter out) {
        lists.gone().forEach(g -> out.println("  - %s: %s".formatted(what, g)));
        lists.added().forEach(a -> out.println("  + %s: %s".formatted(what, a)));
    }

    // ---- for scripts

    private static ObjectNode json(PackDifference edits, int all, List<Impact> changed) {
        ObjectNode root = JSON.createObjectNode().put("format", 1);
        ArrayNode differences = root.putArray("edits");
        for (PackDifference.Entry edit : edits.entries()) {
            ObjectNode node = differences.addObject();
            node.put("kind", edit.kind().name().toLowerCase(Locale.ROOT))
                    .put("name", edit.name())
                    .put("change", edit.added() ? "added" : edit.removed() ? "removed" : "changed");
            edit.before().forEach(node.putArray("before")::add);
            edit.after().forEach(node.putArray("after")::add);
        }
        root.put("verdicts", all).put("changed", changed.size());
        ArrayNode impacts = root.putArray("impacts");
        for (Impact impact : changed) {
            write(impact, impacts.addObject().put("subject", impact.subject()));
        }
        return root;
    }

    private static void write(Impact impact, ObjectNode node) {
        VerdictDifference d = impact.difference();
        if (d == null) {
            node.put("errorBefore", impact.before()).put("errorAfter", impact.after());
        } else {
            write(d, node);
        }
        ArrayNode by = node.putArray("by");
        impact.by()
                .forEach(e -> by.addObject()
                        .put("kind", e.kind().name().toLowerCase(Locale.ROOT))
                        .put("name", e.name()));
    }

    private static void write(VerdictDifference d, ObjectNode node) {
        ArrayNode items = node.putArray("items");
        for (VerdictDifference.Item item : d.items()) {
            ObjectNode one = items.addObject();
            one.put("item", item.item()).put("before", item.before()).put("after", item.after());
            write(item.shares(), one.putObject("shares"));
            write(item.claimable(), one.putObject("claimable"));
        }
        write(d.breaches(), node.putObject("breaches"));
        write(d.measures(), node.putObject("measures"));
        write(d.questions(), node.putObject("questions"));
        write(d.details(), node.putObject("details"));
        write(d.norms(), node.putObject("norms"));
    }

    private static void write(Map<String, VerdictDifference.Shift> shifts, ObjectNode node) {
        shifts.forEach((party, shift) -> node.putObject(party)
                .put("before", shift.before().toString())
                .put("after", shift.after().toString())
                .put("by", shift.by().toString()));
    }

    private static void write(VerdictDifference.Lists lists, ObjectNode node) {
        lists.gone().forEach(node.putArray("gone")::add);
        lists.added().forEach(node.putArray("added")::add);
    }
}
