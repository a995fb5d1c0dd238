package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Commitment;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.privacy.FileValueKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kd log keep}: a personal value, for which a commitment stands in an event. */
@Command(
        name = "keep",
        description = "Keeps a personal value beside the log, sealed under a key of its own, and prints the commitment"
                + " that stands for it in an event. Do so before the event is appended; 'kd log erase' forgets it.")
final class LogKeepCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            description = "The value as JSON, such as {\"patient\":\"P-4\"}; '-' reads it from standard input.")
    private String file = "";

    @Option(names = "--log", required = true, paramLabel = "JDBC", description = "The log that keeps it.")
    private String jdbcUrl = "";

    @Option(
            names = "--value-keys",
            required = true,
            paramLabel = "FILE",
            description = "Keys under which values are sealed; made if missing. Keep them apart from the log and its"
                    + " backups.")
    private Path valueKeys = Path.of("");

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        JsonNode value = value();
        try (ChainLog log = Logs.open(jdbcUrl, null)) {
            Commitment commitment =
                    log.personalValues(FileValueKeys.openOrCreate(valueKeys)).commit(value);
            spec.commandLine()
                    .getOut()
                    .println(
                            json
                                    ? JSON.writeValueAsString(
                                            JSON.createObjectNode().put("commitment", commitment.toString()))
                                    : commitment);
        }
        return CommandLine.ExitCode.OK;
    }

    private JsonNode value() throws IOException {
        byte[] bytes = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        try {
            return StrictJson.read(bytes);
        } catch (MalformedEventException e) {
            // the message of the reader may quote the value
            throw new BadInputException(
                    "%s holds no JSON value (I-JSON, RFC 7493). A text needs its quotation marks.".formatted(file));
        }
    }
}
