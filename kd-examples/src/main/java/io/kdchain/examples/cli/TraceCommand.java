package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.core.record.TraceEvents;
import io.kdchain.core.trace.DefectTracer;
import io.kdchain.core.trace.Localisation;
import io.kdchain.core.trace.Stage;
import io.kdchain.core.trace.StageContribution;
import io.kdchain.core.trace.chain.ChainFinding;
import io.kdchain.core.trace.chain.StageEvidence;
import io.kdchain.core.trace.chain.Wording;
import io.kdchain.examples.distillation.LoggedTracing;
import io.kdchain.examples.distillation.TracingJob;
import io.kdchain.examples.engine.EngineSettings;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.VerificationReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd trace}: which stage of a chain makes its answers worse. */
@Command(
        name = "trace",
        description =
                "Finds the stage of a chain that made an output wrong, or names none: of an output in a log (--log --output"
                        + " --artefacts), by carrying its chain out again; or of a chain that a file describes (CONFIG).")
final class TraceCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Parameters(
            paramLabel = "CONFIG",
            arity = "0..1",
            description =
                    "A YAML file: suspect, reference (each with distillation, adaptation, adapted, servedStandardisation), audit, bands, cleanChains, repetitions.")
    private @Nullable Path config;

    @Option(names = "--log", paramLabel = "JDBC", description = "The log with the chain behind the output.")
    private @Nullable String jdbcUrl;

    @Option(names = "--output", paramLabel = "ID", description = "The wrong output, such as output:4711.")
    private @Nullable String output;

    @Option(
            names = "--artefacts",
            paramLabel = "DIR",
            description = "The chain's artefacts; each is found by its recorded digest, whatever its name.")
    private @Nullable Path artefacts;

    @Option(
            names = "--reference",
            paramLabel = "DIR",
            description = "Recipes (.properties) of a good chain, and its collected.csv if its rows are others.")
    private @Nullable Path reference;

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.")
    private @Nullable Path trust;

    @Option(
            names = "--asked",
            paramLabel = "CSV",
            description =
                    "Rows as they were asked, with the right classes; by default the collected rows that the recorded"
                            + " split leaves out of training.")
    private @Nullable Path asked;

    @Option(
            names = "--row",
            paramLabel = "ID",
            description = "The row that was asked; by default the one after whose id the output is named.")
    private @Nullable String row;

    @Option(
            names = "--served",
            paramLabel = "CLASS",
            description = "The class that was served; by default what the recorded artefacts answer.")
    private @Nullable String served;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description = "Repetitions of the replay with other seeds. Default: ${DEFAULT-VALUE}.")
    private int repetitions = DefectTracer.DEFAULT_REFERENCES;

    @Option(
            names = "--clean-chains",
            paramLabel = "N",
            description = "Runs of the recipes that fix what chance does, where the replay finds nothing. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int cleanChains = LoggedTracing.DEFAULT_CLEAN_CHAINS;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Records what is found as DefectLocalised in the name of the holder of this key.")
    private @Nullable Path key;

    @Option(names = "--party", paramLabel = "ID", description = "Whose key it is; by default whom the log says.")
    private @Nullable String party;

    @Option(names = "--incident", paramLabel = "ID", description = "The incident that the record is to name.")
    private @Nullable String incident;

    @Option(
            names = "--log-key",
            paramLabel = "FILE",
            description = "The log's own key, with which it signs a checkpoint over what is recorded.")
    private @Nullable Path logKey;

    @Option(names = "--json", description = "Prints the finding as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        if (config != null && jdbcUrl == null) {
            onlyWith(
                    "--log",
                    Arrays.asList(
                            "--output",
                            output,
                            "--artefacts",
                            artefacts,
                            "--reference",
                            reference,
                            "--trust",
                            trust,
                            "--asked",
                            asked,
                            "--row",
                            row,
                            "--served",
                            served,
                            "--key",
                            key));
            return described(config);
        }
        if (config == null && jdbcUrl != null && output != null && artefacts != null) {
            if (key == null) {
                onlyWith("--key", Arrays.asList("--party", party, "--incident", incident, "--log-key", logKey));
            }
            return recorded(jdbcUrl, EntityId.parse(output), artefacts);
        }
        throw new ParameterException(
                spec.commandLine(),
                kd.say(
                        "Give either a CONFIG file, or --log, --output and --artefacts.",
                        "请给出 CONFIG 文件，或者同时给出 --log、--output 与 --artefacts。"));
    }

    /** Refuses options that would have no effect, given as name and value in turn. */
    private void onlyWith(String needed, List<@Nullable Object> options) {
        for (int i = 0; i < options.size(); i += 2) {
            if (options.get(i + 1) != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        kd.say("%s needs %s.", "%s 须与 %s 一同给出。").formatted(options.get(i), needed));
            }
        }
    }

    private Integer recorded(String url, EntityId about, Path folder) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        LogOptions options = LogOptions.defaults().mustExist();
        if (trust != null) {
            options = options.trust(Trust.read(trust));
        }
        try (ChainLog log =
                key == null ? ChainLog.open(url, options) : LogToWrite.open(url, logKey, kd, err, options, null)) {
            VerificationReport report = log.verify();
            if (!report.ok()) {
                report.problems().stream()
                        .limit(1)
                        .forEach(problem -> err.println(kd.say(
                                "The log does not verify, so that nothing is traced in it: %s Run 'kd log verify'."
                                        .formatted(problem.message()),
                                "日志核验未通过，故不予追查：%s 请运行“kd log verify”。".formatted(problem.message()))));
                return Kd.DOES_NOT_HOLD;
            }
            // before hours of training: a key that may not record
            Recorder recorder = key == null ? null : LogToWrite.recorder(log, key, party, null);
            EngineSettings.apply();
            LoggedTracing tracing = LoggedTracing.of(log.evidence(List.of(about)), about, folder, asked, row, served);
            LoggedTracing.Result result = tracing.run(
                    reference,
                    repetitions,
                    cleanChains,
                    (stage, repetition, all) -> err.println(kd.say(
                            "%s carried out again, repetition %d of %d".formatted(stage.label(), repetition, all),
                            "重新执行 %s，第 %d 次，共 %d 次".formatted(stage.label(), repetition, all))),
                    done -> err.println(
                            kd.say("clean chain %d of %d", "无缺陷链条 %d，共 %d 条").formatted(done, cleanChains)));
            OptionalLong index = recorder == null ? OptionalLong.empty() : record(recorder, about, result);
            if (json) {
                out.println(JSON.writeValueAsString(node(about, result, index)));
                return CommandLine.ExitCode.OK;
            }
            new TraceWords(kd, out).tell(result);
            if (index.isPresent()) {
                out.println(kd.say("Recorded as entry %d.", "已记录为第 %d 条。").formatted(index.getAsLong()));
            } else if (recorder != null) {
                out.println(kd.say(
                        "Nothing is recorded: who names no stage has localised nothing.", "未作记录：未指认任何环节，即未定位缺陷。"));
            }
            return CommandLine.ExitCode.OK;
        }
    }

    private OptionalLong record(Recorder recorder, EntityId about, LoggedTracing.Result result) {
        if (result.abstained()) {
            return OptionalLong.empty();
        }
        DefectLocalised found = TraceEvents.localised(
                incident == null ? null : EntityId.parse(incident), about, result.localisation(), result.parties());
        return OptionalLong.of(recorder.record(found, Clock.systemUTC().instant(), List.of(about), List.of(), List.of())
                .index());
    }

    private ObjectNode node(EntityId about, LoggedTracing.Result result, OptionalLong index) {
        ObjectNode node = JSON.createObjectNode();
        node.put("output", about.toString());
        node.put("row", result.row());
        node.put("served", result.served());
        node.put("right", result.right());
        node.put("abstained", result.abstained());
        Localisation found = result.localisation();
        node.put("method", found.method());
        ArrayNode stages = node.putArray("stages");
        for (Stage stage : Stage.values()) {
            ObjectNode one = stages.addObject();
            one.put("stage", stage.label());
            one.put("party", String.valueOf(result.parties().get(stage)));
            result.replay().replays().stream()
                    .filter(replay -> replay.stage() == stage)
                    .forEach(replay -> {
                        one.put("reproduced", replay.reproduced());
                        one.put("recorded", replay.recorded().toString());
                        one.put("replayed", replay.replayed().toString());
                        one.put("note", replay.note());
                    });
            StageContribution part = found.of(stage);
            one.put("contribution", part.contribution());
            one.put("lower", part.lower());
            one.put("upper", part.upper());
        }
        ArrayNode sufficient = node.putArray("sufficient");
        found.sufficient().forEach(set -> {
            ArrayNode names = sufficient.addArray();
            set.forEach(stage -> names.add(stage.label()));
        });
        node.put("unexplained", found.unexplained());
        node.put("reproduction", found.reproduction().toString());
        ChainFinding search = result.search();
        if (search != null) {
            node.set("search", node(search));
        }
        index.ifPresent(entry -> node.put("recordedAs", entry));
        StringWriter words = new StringWriter();
        PrintWriter text = new PrintWriter(words);
        new TraceWords(kd, text).tell(result);
        text.flush();
        node.put("account", words.toString());
        return node;
    }

    private Integer described(Path file) throws JsonProcessingException {
        EngineSettings.apply();
        TracingJob job = TracingJob.read(file);
        PrintWriter err = spec.commandLine().getErr();
        TracingJob.Result result = job.run(done ->
                err.println(kd.say("clean chain %d of %d", "无缺陷链条 %d，共 %d 条").formatted(done, job.cleanChains())));
        PrintWriter out = spec.commandLine().getOut();
        ChainFinding finding = result.finding();
        if (json) {
            out.println(JSON.writeValueAsString(node(finding)));
            return CommandLine.ExitCode.OK;
        }
        out.print(finding.account(kd.locale()));
        out.println(
                result.cleanChains() == 0
                        ? kd.say("Bands: as kept in %s.", "判断界限：取自 %s。").formatted(result.bands())
                        : kd.say("Bands: fixed on %d clean chains, kept in %s.", "判断界限：由 %d 条无缺陷链条确定，保存于 %s。")
                                .formatted(result.cleanChains(), result.bands()));
        return CommandLine.ExitCode.OK;
    }

    private ObjectNode node(ChainFinding finding) {
        ObjectNode node = JSON.createObjectNode();
        node.put("verdict", finding.verdict().name());
        ArrayNode named = node.putArray("named");
        finding.named().forEach(stage -> named.add(stage.label()));
        node.put("measure", finding.measure().label());
        node.put("effect", finding.effect());
        node.put("limit", finding.limit());
        node.put("sureness", finding.sureness());
        ArrayNode stages = node.putArray("stages");
        for (Stage stage : finding.ranking()) {
            StageEvidence evidence = finding.of(stage);
            StageContribution part = finding.localisation().of(stage);
            ObjectNode one = stages.addObject();
            one.put("stage", stage.label());
            one.put("score", evidence.score());
            one.put("signal", evidence.signal());
            ArrayNode contradictions = one.putArray("contradictions");
            for (Wording contradiction : evidence.contradictions()) {
                contradictions.add(contradiction.in(kd.locale()));
            }
            one.put("contribution", part.contribution());
            one.put("lower", part.lower());
            one.put("upper", part.upper());
        }
        node.put("trainings", finding.executions());
        node.put("reproduction", finding.localisation().reproduction().toString());
        node.put("account", finding.account(kd.locale()));
        return node;
    }
}
