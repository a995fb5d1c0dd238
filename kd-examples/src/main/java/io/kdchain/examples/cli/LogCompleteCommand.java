package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.Completeness;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd log complete}: whether every event that a party counted is in the log. */
@Command(
        name = "complete",
        description = "Says whether the log holds every event that a party counted, chain by chain, and what follows"
                + " from that.")
final class LogCompleteCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private LogCommand parent = new LogCommand();

    @Option(names = "--log", required = true, paramLabel = "JDBC", description = "The log.")
    private String jdbcUrl = "";

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.")
    private @Nullable Path trust;

    @Parameters(paramLabel = "PARTY", description = "Whose events.")
    private String party = "";

    @Option(names = "--chain", paramLabel = "ID", description = "Only those of this chain.")
    private @Nullable String chain;

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (ChainLog log = Logs.open(jdbcUrl, trust)) {
            List<Completeness> chains = log.completeness(new PartyId(party), chain);
            if (chains.isEmpty()) {
                throw new BadInputException(
                        "The log has no event that '%s' recorded%s. Maybe the id is misspelt; 'kd log list' shows who did."
                                .formatted(party, chain == null ? "" : " in chain '" + chain + "'"));
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(JSON.writeValueAsString(json(chains)));
            } else {
                chains.forEach(told -> tell(out, told));
                conclude(out, chains.stream().allMatch(Completeness::holds));
            }
            return chains.stream().allMatch(Completeness::holds) ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
        }
    }

    private ObjectNode json(List<Completeness> chains) {
        ObjectNode root = JSON.createObjectNode();
        root.put("party", party).put("complete", chains.stream().allMatch(Completeness::holds));
        ArrayNode array = root.putArray("chains");
        for (Completeness told : chains) {
            ObjectNode node = array.addObject()
                    .put("chain", told.chain())
                    .put("complete", told.holds())
                    .put("standing", told.standing());
            if (told.checkpointSize() != null) {
                node.put("checkpointSize", told.checkpointSize());
            }
            ArrayNode runs = node.putArray("runs");
            told.runs()
                    .forEach(run -> runs.addObject()
                            .put("firstSeq", run.firstSeq())
                            .put("lastSeq", run.lastSeq())
                            .put("firstIndex", run.firstIndex())
                            .put("lastIndex", run.lastIndex()));
            ArrayNode missing = node.putArray("missing");
            told.missing()
                    .forEach(gap -> missing.addObject()
                            .put("firstSeq", gap.firstMissing())
                            .put("lastSeq", gap.lastMissing()));
            ArrayNode rejected = node.putArray("rejected");
            told.rejected()
                    .forEach(entry -> rejected.addObject()
                            .put("index", entry.index())
                            .put("reason", entry.reason().code())
                            .put("detail", entry.detail()));
            ArrayNode findings = node.putArray("findings");
            told.findings().forEach(finding -> findings.add(finding.message()));
        }
        return root;
    }

    private void tell(PrintWriter out, Completeness told) {
        out.println(parent.say(
                "Chain %s: %d events of %s stand.".formatted(told.chain(), told.standing(), told.party()),
                "链 %s：%s 共有 %d 个事件成立。".formatted(told.chain(), told.party(), told.standing())));
        told.runs()
                .forEach(run -> out.println(parent.say(
                        "  numbers %d to %d, at entries %d to %d"
                                .formatted(run.firstSeq(), run.lastSeq(), run.firstIndex(), run.lastIndex()),
                        "  编号 %d 至 %d，位于条目 %d 至 %d"
                                .formatted(run.firstSeq(), run.lastSeq(), run.firstIndex(), run.lastIndex()))));
        told.missing()
                .forEach(gap -> out.println(parent.say(
                        "  missing: numbers %d to %d".formatted(gap.firstMissing(), gap.lastMissing()),
                        "  缺失：编号 %d 至 %d".formatted(gap.firstMissing(), gap.lastMissing()))));
        told.rejected()
                .forEach(entry -> out.println(parent.say(
                        "  entry %d proves nothing (%s): %s"
                                .formatted(entry.index(), entry.reason().code(), entry.detail()),
                        "  条目 %d 不能作为证据（%s）：%s"
                                .formatted(entry.index(), entry.reason().code(), entry.detail()))));
        told.findings().forEach(finding -> out.println("  " + finding.message()));
        Long size = told.checkpointSize();
        out.println(
                size == null
                        ? parent.say(
                                "  No checkpoint covers them: nothing proves that later ones were not cut off.",
                                "  没有检查点覆盖这些事件：不能证明之后的事件未被截去。")
                        : parent.say(
                                "  Proven under the log's checkpoint of %d entries.".formatted(size),
                                "  已由日志的检查点（%d 条）证明。".formatted(size)));
    }

    private void conclude(PrintWriter out, boolean complete) {
        out.println(
                complete
                        ? parent.say(
                                "Complete up to the last event: the party numbered and linked its events itself, and none"
                                        + " from the first to the last is missing or replaced.",
                                "截至最后一个事件为止是完整的：该主体自行编号并链接其事件，从第一个到最后一个无一缺失或被替换。")
                        : parent.say(
                                "Not complete: an event that its party numbered is missing or proves nothing. Who kept it"
                                        + " back, the party or the log's operator, this does not tell.",
                                "不完整：有该主体已编号的事件缺失或不能作为证据。由此不能判断是该主体还是日志运营者扣留。"));
        out.println(parent.say(
                "This never shows what came after the last event, what the party did without recording it, or a second"
                        + " counter kept for other eyes; comparing with another party's log may.",
                "由此永远看不出：最后一个事件之后的事、该主体未记录的行为，以及另行示人的第二套编号；与其他主体的日志比对或可发现。"));
    }
}
