package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.Erasure;
import io.kdchain.provenance.event.Commitment;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.privacy.FileValueKeys;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kd log erase}: personal values behind commitments, with a receipt in the log. */
@Command(
        name = "erase",
        description = "Erases the personal values behind commitments, all or none, and records a receipt. Events and"
                + " proofs stay as they are; what is under a legal hold is refused.")
final class LogEraseCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LogToWrite log = new LogToWrite();

    @Parameters(paramLabel = "COMMITMENT", arity = "1..*", description = "As it stands in an event.")
    private List<String> commitments = List.of();

    @Option(
            names = "--basis",
            required = true,
            paramLabel = "TEXT",
            description = "Why, such as 'consent withdrawn'; it stays in the log and must hold no personal data.")
    private String basis = "";

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "Key of the party that kept them.")
    private Path key = Path.of("");

    @Option(
            names = "--value-keys",
            required = true,
            paramLabel = "FILE",
            description = "Keys under which the values are sealed.")
    private Path valueKeys = Path.of("");

    @Option(names = "--requested-by", paramLabel = "ID", description = "Party that asked for it.")
    private @Nullable String requestedBy;

    @Option(names = "--party", paramLabel = "ID", description = "Whose key it is; by default whom the log says.")
    private @Nullable String party;

    @Option(
            names = "--chain",
            paramLabel = "NAME",
            description = "Chain of the receipt; by default where the party registered.")
    private @Nullable String chain;

    @Option(names = "--json", description = "Prints the receipts as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Kd kd = (Kd) spec.root().userObject();
        List<Commitment> chosen = commitments.stream().map(Commitment::parse).toList();
        FileValueKeys keys = FileValueKeys.open(valueKeys);
        try (ChainLog opened = log.open(kd, spec.commandLine().getErr())) {
            Erasure.Erased erased = new Erasure(
                            opened, opened.personalValues(keys), LogToWrite.recorder(opened, key, party, chain))
                    .erase(
                            chosen,
                            basis,
                            requestedBy == null ? null : new PartyId(requestedBy),
                            Clock.systemUTC().instant());
            LogEntry recorded = erased.recorded();
            if (json) {
                ObjectNode root = JSON.createObjectNode();
                root.put("recorded", recorded == null ? null : recorded.index());
                ObjectNode receipts = root.putObject("receipts");
                erased.receipts().forEach((commitment, index) -> receipts.put(commitment.toString(), index));
                out.println(JSON.writeValueAsString(root));
            } else {
                erased.receipts()
                        .forEach((commitment, index) ->
                                out.println(kd.say("%s: erased, receipt in entry %d", "%s：已删除，回执见条目 %d")
                                        .formatted(commitment, index)));
                if (recorded == null) {
                    out.println(kd.say("All were erased before; nothing was recorded.", "均已于此前删除；未作新的记录。"));
                }
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
