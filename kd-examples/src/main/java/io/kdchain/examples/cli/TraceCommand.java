package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.core.trace.Stage;
import io.kdchain.core.trace.StageContribution;
import io.kdchain.core.trace.chain.ChainFinding;
import io.kdchain.core.trace.chain.StageEvidence;
import io.kdchain.core.trace.chain.Wording;
import io.kdchain.examples.distillation.TracingJob;
import io.kdchain.examples.engine.EngineSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd trace}: which stage of a chain makes its answers worse. */
@Command(
        name = "trace",
        description =
                "Finds the stages of a chain that make its answers worse, held against a good chain, or names none.")
final class TraceCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Parameters(
            paramLabel = "CONFIG",
            description =
                    "A YAML file: suspect, reference (each with distillation, adaptation, adapted, servedStandardisation), audit, bands, cleanChains, repetitions.")
    private Path config = Path.of("");

    @Option(names = "--json", description = "Prints the finding as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        EngineSettings.apply();
        TracingJob job = TracingJob.read(config);
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
