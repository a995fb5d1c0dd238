package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Regime;
import io.kdchain.rules.workbench.PackSource;
import io.kdchain.rules.workbench.Scenario;
import io.kdchain.rules.workbench.ScenarioReader;
import io.kdchain.rules.workbench.ScenarioResult;
import io.kdchain.rules.workbench.ScenarioRunner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd compare}: verdicts on one scenario side by side. */
@Command(name = "compare", description = "Shows the verdicts on a scenario by several regimes and packs side by side.")
final class CompareCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Mixin
    private Asked asked = new Asked();

    @Parameters(paramLabel = "SCENARIO", description = "A scenario file, YAML or JSON.")
    private Path scenario = Path.of("");

    @Option(
            names = "--regimes",
            paramLabel = "LIST",
            description = "Regimes to impose, such as fault,strict; by default fault,presumed-fault,strict.")
    private @Nullable String regimes;

    @Option(names = "--packs", paramLabel = "LIST", description = "Rule packs to apply one by one, such as cn,eu.")
    private @Nullable String packs;

    @Option(names = "--json", description = "Prints the verdicts as one line of JSON.")
    private boolean json;

    /**
     * One way to judge the scenario, and what comes of it.
     *
     * @param packs ids of the packs
     * @param regime regime that is imposed; null means what the law says
     * @param verdict the verdict
     */
    private record Column(List<String> packs, @Nullable Regime regime, Attribution verdict) {
        String title() {
            return String.join("+", packs) + (regime == null ? "" : " " + regime.code());
        }
    }

    @Override
    public Integer call() throws JsonProcessingException {
        PackSource source = asked.packs();
        Scenario read = ScenarioFiles.read(new ScenarioReader(source.ids()), scenario);
        List<Column> columns = columns(read, source);
        if (json) {
            spec.commandLine().getOut().println(JSON.writeValueAsString(json(read, columns)));
        } else {
            table(columns);
        }
        return CommandLine.ExitCode.OK;
    }

    private List<Column> columns(Scenario read, PackSource source) {
        ScenarioRunner runner = new ScenarioRunner(source).answering(asked.answers());
        if (asked.asOf().isPresent()) {
            runner = runner.asOf(asked.asOf().get());
        }
        List<Column> columns = new ArrayList<>();
        List<ScenarioResult> results = new ArrayList<>();
        for (List<String> ids : packLists(read)) {
            ScenarioRunner byPack = runner.packs(ids);
            // what the law says, first
            results.add(byPack.run(read));
            columns.add(new Column(ids, null, results.get(results.size() - 1).verdict()));
            for (Regime regime : regimesAsked()) {
                results.add(byPack.with(regime).run(read));
                columns.add(
                        new Column(ids, regime, results.get(results.size() - 1).verdict()));
            }
        }
        asked.requireAsked(results);
        return columns;
    }

    private List<List<String>> packLists(Scenario read) {
        if (packs == null) {
            return List.of(read.packs());
        }
        List<String> ids = Asked.words(packs);
        if (ids.isEmpty()) {
            throw new BadInputException("--packs is empty; name rule packs, such as cn,eu.");
        }
        return ids.stream().map(List::of).toList();
    }

    private List<Regime> regimesAsked() {
        if (regimes == null) {
            return packs == null ? List.of(Regime.values()) : List.of();
        }
        List<String> codes = Asked.words(regimes);
        if (codes.isEmpty()) {
            throw new BadInputException("--regimes is empty; name regimes, such as fault,strict.");
        }
        return codes.stream().map(Asked::regime).toList();
    }

    // ---- for people

    private void table(List<Column> columns) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(""));
        columns.forEach(c -> head.add(c.title()));
        rows.add(head);
        List<String> items =
                columns.get(0).verdict().items().stream().map(ItemVerdict::item).toList();
        for (String item : items) {
            List<String> applied = new ArrayList<>(List.of(item));
            columns.forEach(c -> applied.add(regime(c.verdict().item(item))));
            rows.add(applied);
            for (String party : parties(columns, item)) {
                List<String> row = new ArrayList<>(List.of("  " + party));
                columns.forEach(c -> row.add(share(c.verdict().item(item), party)));
                rows.add(row);
            }
        }
        print(rows);
        spec.commandLine()
                .getOut()
                .println(kd.say(
                        "Final share; in brackets what the claimant may demand, where it is another.",
                        "最终份额；括号内为请求权人可以向其主张的份额（与最终份额不同时）。"));
    }

    private String regime(ItemVerdict item) {
        Regime regime = item.regime();
        if (!item.established()) {
            return kd.say("not established", "不成立");
        }
        return regime == null ? "" : regime.code();
    }

    private static SortedSet<String> parties(List<Column> columns, String item) {
        SortedSet<String> parties = new TreeSet<>();
        for (Column column : columns) {
            ItemVerdict verdict = column.verdict().item(item);
            verdict.shares().forEach((p, s) -> addIf(!s.isZero(), p, parties));
            verdict.claimable().forEach((p, s) -> addIf(!s.isZero(), p, parties));
        }
        return parties;
    }

    private static void addIf(boolean counts, String party, SortedSet<String> parties) {
        if (counts) {
            parties.add(party);
        }
    }

    private String share(ItemVerdict item, String party) {
        Fraction share = item.shares().getOrDefault(party, Fraction.ZERO);
        Fraction claimable = item.claimable().getOrDefault(party, Fraction.ZERO);
        if (claimable.equals(share) || claimable.isZero()) {
            return share.toString();
        }
        String first = item.supplementary().stream()
                .filter(s -> s.party().equals(party))
                .map(Attribution.Supplementary::primary)
                .collect(Collectors.joining(", "));
        return "%s [%s%s]"
                .formatted(share, claimable, first.isEmpty() ? "" : kd.say(" after " + first, "，在" + first + "之后"));
    }

    private void print(List<List<String>> rows) {
        PrintWriter out = spec.commandLine().getOut();
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    // ---- for scripts

    private static ObjectNode json(Scenario read, List<Column> columns) throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode().put("format", 1).put("scenario", read.id());
        ArrayNode verdicts = root.putArray("verdicts");
        for (Column column : columns) {
            ObjectNode node = verdicts.addObject();
            ArrayNode ids = node.putArray("packs");
            column.packs().forEach(ids::add);
            Regime regime = column.regime();
            node.put("regime", regime == null ? null : regime.code());
            node.set("verdict", JSON.readTree(Report.json(column.verdict())));
        }
        return root;
    }
}
