package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventLines;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.KeyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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

/** {@code kd log append}: a file of events into a log, whole or not at all. */
@Command(
        name = "append",
        description =
                "Appends a file of JSON lines, all of it or nothing: signed envelopes (.intoto.jsonl) as they are,"
                        + " unsigned events as what the holder of --key saw.")
final class AppendCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LogToWrite log = new LogToWrite();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Key of whoever records unsigned lines in its own name, as their observer.")
    private @Nullable Path key;

    @Option(names = "--party", paramLabel = "ID", description = "Whose key it is; by default whom the log says.")
    private @Nullable String party;

    @Option(
            names = "--chain",
            paramLabel = "NAME",
            description =
                    "Chain of unsigned lines that name none; by default the one in which the observer registered.")
    private @Nullable String chain;

    @Option(names = "--json", description = "Prints the entries as one line of JSON.")
    private boolean json;

    @Parameters(paramLabel = "FILE", description = "One envelope or event a line.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Kd kd = (Kd) spec.root().userObject();
        try (ChainLog opened = log.open(kd, spec.commandLine().getErr())) {
            List<LogEntry> entries = EventLines.append(opened, file, observer(opened));
            if (json) {
                ObjectNode root = JSON.createObjectNode();
                ArrayNode appended = root.putArray("appended");
                entries.forEach(entry -> appended.addObject()
                        .put("index", entry.index())
                        .put("id", entry.event().id().toString()));
                out.println(JSON.writeValueAsString(root));
            } else {
                entries.forEach(entry -> out.println(
                        "%d %s".formatted(entry.index(), entry.event().id())));
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private EventLines.@Nullable Observer observer(ChainLog opened) {
        if (key == null) {
            return null;
        }
        Ed25519Signer signer = KeyFile.read(key);
        PartyId observer = LogToWrite.holder(opened, signer.publicKey(), party, key);
        return new EventLines.Observer(observer, signer, chain == null ? LogToWrite.chainOf(opened, observer) : chain);
    }
}
