package io.kdchain.examples.cli;

import io.kdchain.provenance.ChainLog;
import io.kdchain.rules.HeardIncident;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.apportion.Settling;
import io.kdchain.rules.report.ChainView.LogView;
import io.kdchain.rules.report.LegalSources;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.report.ReportFormat;
import io.kdchain.rules.report.ReportInput;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.NotLiable;
import io.kdchain.rules.verdict.Settlement;
import io.kdchain.rules.workbench.ChainViews;
import io.kdchain.rules.workbench.PackSource;
import io.kdchain.rules.workbench.Scenario;
import io.kdchain.rules.workbench.ScenarioReader;
import io.kdchain.rules.workbench.ScenarioResult;
import io.kdchain.rules.workbench.ScenarioRunner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd attribute}: a verdict for scenario files, or for an incident on a recorded chain. */
@Command(
        name = "attribute",
        description = "Says who is liable for how much, and why: for scenario files, or on a recorded chain.")
final class AttributeCommand implements Callable<Integer> {
    /** Pack that a recorded incident is judged by if nothing else is asked for. */
    private static final String DEFAULT_PACKS = "cn";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Mixin
    private Asked asked = new Asked();

    @Parameters(paramLabel = "SCENARIO", description = "Scenario files, YAML or JSON.")
    private List<Path> scenarios = List.of();

    @Option(
            names = "--regime",
            paramLabel = "REGIME",
            description = "Imposes fault, presumed-fault or strict as a what-if.")
    private @Nullable String regime;

    @Option(names = "--json", description = "Prints each verdict as one line of JSON.")
    private boolean json;

    @Option(
            names = "--as",
            paramLabel = "FORMAT",
            description = "Prints each verdict in a format of the class path, such as csv.")
    private @Nullable String format;

    @Output
    @Option(names = "--html", paramLabel = "FILE", description = "Writes the report of one verdict as one HTML file.")
    private @Nullable Path html;

    @Output
    @Option(
            names = "--prove",
            paramLabel = "FILE",
            description = "Writes how one verdict was reached, as 'kd check' verifies it without the rule engine.")
    private @Nullable Path prove;

    @Option(names = "--log", paramLabel = "JDBC", description = "Judges on this log instead of scenario files.")
    private @Nullable String log;

    @Option(
            names = "--evidence",
            paramLabel = "FILE",
            description = "Judges on an evidence bundle instead, without the log that it was taken from.")
    private @Nullable Path bundle;

    @Option(
            names = "--incident",
            paramLabel = "ID",
            description = "An incident that the log reports; several are claims of one event by several claimants.")
    private List<String> incidents = List.of();

    @Option(names = "--output", paramLabel = "ID", description = "What harmed, such as output:4711.")
    private List<String> outputs = List.of();

    @Option(
            names = "--claimant",
            paramLabel = "ID",
            description = "Who was harmed; of a scenario with several claims the one to tell.")
    private @Nullable String claimant;

    @Option(names = "--at", paramLabel = "TIME", description = "When the damage arose.")
    private @Nullable String at;

    @Option(
            names = "--item",
            paramLabel = "KIND[=AMOUNT CUR]",
            description = "A damage item, such as 'property=1200 CNY'.")
    private List<String> items = List.of();

    @Option(
            names = "--packs",
            paramLabel = "IDS",
            description = "Rule packs for a log; by default cn.",
            defaultValue = DEFAULT_PACKS)
    private String packs = DEFAULT_PACKS;

    @Option(
            names = "--paid",
            paramLabel = "PARTY[@ITEM]=AMOUNT CUR",
            description =
                    "What a party has paid or gave in a settlement, such as 'cloudco=30000 CNY'; tells what is owed after that.")
    private List<String> paid = List.of();

    @Option(
            names = "--insolvent",
            paramLabel = "PARTY",
            description = "A party from which nothing can be got; tells who bears its part.")
    private List<String> insolvent = List.of();

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.")
    private @Nullable Path trust;

    /**
     * A verdict and how it is shown.
     *
     * @param verdict for scripts: evidence as the input counts it
     * @param notLiable what was lacking for who is not liable, evidence as the input counts it
     * @param report for people: evidence as leaf indexes
     * @param paid what the scenario says was paid
     * @param insolvent from whom, by the scenario, nothing can be got
     * @param proof how it was reached; empty if nobody asks
     */
    private record Told(
            Attribution verdict,
            List<NotLiable> notLiable,
            ReportInput report,
            List<Settlement.Payment> paid,
            Set<String> insolvent,
            String proof) {}

    @Override
    public Integer call() {
        if ((scenarios.isEmpty() ? 0 : 1) + (log == null ? 0 : 1) + (bundle == null ? 0 : 1) != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Name either scenario files, or a log with --log JDBC and --incident ID, or a bundle with --evidence FILE and --incident ID.");
        }
        if ((html != null || prove != null || !paid.isEmpty() || !insolvent.isEmpty())
                && (scenarios.size() > 1 || incidents.size() > 1)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--html, --prove, --paid and --insolvent take one verdict; name one scenario or incident.");
        }
        if (json && format != null) {
            throw new ParameterException(spec.commandLine(), "--json is --as json; name one of them.");
        }
        ReportFormat written = written();
        List<Told> told;
        if (log != null) {
            told = ofLog(log);
        } else {
            told = bundle != null ? ofBundle(bundle) : ofScenarios();
        }
        if (prove != null) {
            WholeFile.write(prove, told.get(0).proof());
        }
        if (html != null) {
            ReportInput report = told.get(0).report();
            WholeFile.write(html, Report.html(report.settled(settled(told.get(0))), kd.locale()));
        }
        PrintWriter out = spec.commandLine().getOut();
        for (Told one : told) {
            ReportInput report = one.report();
            List<Settlement> settled = settled(one);
            if (json) {
                out.println(Report.json(
                        ReportInput.of(one.verdict()).settled(settled).notLiable(one.notLiable())));
            } else if (written != null) {
                out.println(written.write(report.settled(settled), kd.locale()));
            } else {
                out.println(Report.text(report, kd.locale()));
                if (!settled.isEmpty()) {
                    out.println(Report.settled(report.settled(settled), kd.locale()));
                }
            }
        }
        return CommandLine.ExitCode.OK;
    }

    /** The format that was asked for; null if none was. */
    private @Nullable ReportFormat written() {
        if (format == null) {
            return null;
        }
        SortedMap<String, ReportFormat> formats = Report.formats();
        ReportFormat found = formats.get(format);
        if (found == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--as is '%s'; the class path has the formats %s."
                            .formatted(format, String.join(", ", formats.keySet())));
        }
        return found;
    }

    /** What is owed after the payments, those of the scenario and those named beside it; nothing if nobody asks. */
    private List<Settlement> settled(Told told) {
        ReportInput report = told.report();
        Incident judged = report.incident();
        List<Settlement.Payment> payments = new ArrayList<>(told.paid());
        payments.addAll(PaidSum.all(paid));
        Set<String> without = new TreeSet<>(told.insolvent());
        without.addAll(insolvent);
        if ((payments.isEmpty() && without.isEmpty()) || judged == null) {
            return List.of();
        }
        try {
            return Settling.all(report.verdict(), judged, payments, without);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }

    // ---- scenario files

    private List<Told> ofScenarios() {
        refuseOptionsOfLog();
        PackSource source = asked.packs();
        List<Scenario> read = ScenarioFiles.readAll(new ScenarioReader(source.ids()), scenarios);
        ScenarioRunner runner = new ScenarioRunner(source).answering(asked.answers());
        if (regime != null) {
            runner = runner.with(Asked.regime(regime));
        }
        if (asked.asOf().isPresent()) {
            runner = runner.asOf(asked.asOf().get());
        }
        List<ScenarioResult> results = new ArrayList<>();
        for (Scenario scenario : read) {
            results.add(runner.run(scenario));
        }
        asked.requireAsked(results);
        List<Told> told = new ArrayList<>();
        for (ScenarioResult whole : results) {
            for (ScenarioResult result : asked(whole)) {
                told.add(told(runner, result));
            }
        }
        return told;
    }

    /** Of several claims the one of the claimant that was named. */
    private List<ScenarioResult> asked(ScenarioResult result) {
        List<ScenarioResult> all = result.all();
        List<String> claimants =
                all.stream().map(r -> r.scenario().incident().claimant()).toList();
        List<ScenarioResult> named = all.stream()
                .filter(r ->
                        claimant == null || r.scenario().incident().claimant().equals(claimant))
                .toList();
        if (named.isEmpty()) {
            throw new BadInputException("'%s' claims nothing in %s; claimants there are %s."
                    .formatted(claimant, result.scenario().file(), String.join(", ", claimants)));
        }
        if (prove != null && all.size() > 1) {
            throw new BadInputException(
                    "%s holds the claims of %s, and covers are shared among them; --prove takes a scenario with one claim. Leave out 'claims'."
                            .formatted(result.scenario().file(), String.join(", ", claimants)));
        }
        if ((html != null || !paid.isEmpty() || !insolvent.isEmpty()) && named.size() > 1) {
            throw new BadInputException(
                    "%s holds the claims of %s; --html, --paid and --insolvent take one verdict. Name one with --claimant."
                            .formatted(result.scenario().file(), String.join(", ", claimants)));
        }
        return named;
    }

    private Told told(ScenarioRunner runner, ScenarioResult result) {
        Scenario scenario = result.scenario();
        ReportInput report = ReportInput.of(result.logged())
                .incident(scenario.incident())
                .sources(LegalSources.of(runner.pack(scenario)))
                .notLiable(json && html == null ? List.of() : runner.whyNot(scenario));
        return new Told(
                result.verdict(),
                json ? runner.whyNotByPosition(scenario) : List.of(),
                json && html == null ? report : report.chain(runner.chain(scenario)),
                scenario.paid(),
                scenario.insolvent(),
                prove == null ? "" : runner.prove(scenario).text());
    }

    private void refuseOptionsOfLog() {
        if (!incidents.isEmpty() || !outputs.isEmpty() || at != null || !items.isEmpty() || trust != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--incident, --output, --at, --item and --trust belong to --log and --evidence; a scenario says these itself.");
        }
    }

    // ---- a recorded chain

    private List<Told> ofLog(String jdbcUrl) {
        try (ChainLog chain = Logs.open(jdbcUrl, trust)) {
            return told(
                    LiabilityEngine.builder().evidence(chain),
                    ChainViews.describe(chain, jdbcUrl, trust == null ? "" : trust.toString()));
        }
    }

    private List<Told> ofBundle(Path file) {
        return told(LiabilityEngine.builder().evidence(Bundles.verified(file, trust)), null);
    }

    private List<Told> told(LiabilityEngine.Builder builder, @Nullable LogView recordedIn) {
        PackSource source = asked.packs();
        LiabilityEngine engine = engine(builder, source);
        List<Incident> claims = claims(engine);
        List<SortedMap<String, Boolean>> given = new ArrayList<>();
        List<HeardIncident> heard = new ArrayList<>();
        for (Incident claim : claims) {
            HeardIncident unanswered = engine.hear(claim);
            given.add(unanswered.asked(asked.answers()));
            heard.add(unanswered.answering(given.get(given.size() - 1)));
        }
        List<Attribution> verdicts = HeardIncident.together(heard);
        asked.requireAsked(given.stream().flatMap(g -> g.keySet().stream()).collect(Collectors.toSet()), verdicts);
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            Incident judged = claims.get(i);
            LiabilityEngine answered = answering(engine, given.get(i));
            ReportInput report = ReportInput.of(verdicts.get(i))
                    .incident(judged)
                    .sources(LegalSources.of(source.load(Asked.words(packs))))
                    .chain(ChainViews.of(engine.evidence(judged), recordedIn))
                    .notLiable(answered.whyNot(judged));
            told.add(new Told(
                    verdicts.get(i),
                    report.notLiable(),
                    report,
                    List.of(),
                    Set.of(),
                    prove == null ? "" : answered.prove(judged).text()));
        }
        return told;
    }

    private LiabilityEngine engine(LiabilityEngine.Builder builder, PackSource source) {
        List<String> ids = Asked.words(packs);
        if (ids.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--packs is empty; name at least one rule pack.");
        }
        ids.forEach(id -> builder.pack(source.load(List.of(id))));
        LiabilityEngine engine = builder.build();
        if (regime != null) {
            engine = engine.with(Asked.regime(regime));
        }
        if (asked.asOf().isPresent()) {
            engine = engine.asOf(asked.asOf().get());
        }
        return engine;
    }

    private static LiabilityEngine answering(LiabilityEngine unanswered, Map<String, Boolean> answers) {
        LiabilityEngine engine = unanswered;
        for (Map.Entry<String, Boolean> answer : answers.entrySet()) {
            engine = engine.answering(answer.getKey(), answer.getValue());
        }
        return engine;
    }

    private List<Incident> claims(LiabilityEngine engine) {
        if (!incidents.isEmpty()) {
            if (!outputs.isEmpty() || claimant != null || at != null || !items.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--incident names what the log reports; leave out --output, --claimant, --at and --item.");
            }
            return incidents.stream().map(engine::reported).toList();
        }
        if (outputs.isEmpty() || claimant == null || at == null || items.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Say what is claimed: --incident ID, or all of --output ID, --claimant ID, --at TIME and --item KIND.");
        }
        Incident.Builder builder =
                Incident.about(outputs.get(0)).claimant(claimant).occurredAt(Asked.moment("--at", at));
        outputs.stream().skip(1).forEach(builder::andAbout);
        ClaimedItem.all(items).forEach(builder::item);
        return List.of(builder.build());
    }
}
