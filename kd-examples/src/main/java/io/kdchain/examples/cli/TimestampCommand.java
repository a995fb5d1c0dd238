package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.checkpoint.CheckpointStamp;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.sign.TimestampAuthority;
import io.kdchain.provenance.sign.TimestampException;
import io.kdchain.provenance.sign.TimestampRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd log timestamp}: time stamps after RFC 3161 on checkpoints. */
@Command(
        name = "timestamp",
        description = {
            "Has the time of the last checkpoint stamped by an authority of RFC 3161. Opens no connection: 'request'",
            "writes what goes to the authority, say with",
            "  curl -H 'Content-Type: application/timestamp-query' --data-binary @FILE URL > RESPONSE",
            "and 'add' keeps its answer with the checkpoint."
        })
final class TimestampCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private LogCommand parent = new LogCommand();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), parent.say("A command is missing: request or add.", "缺少子命令：request 或 add。"));
    }

    @Command(name = "request", description = "Writes a request for a stamp on the last checkpoint.")
    int request(
            @Output @Parameters(paramLabel = "FILE", description = "The request, usually named .tsq; 'add' needs it.")
                    Path file,
            @Option(names = "--log", required = true, paramLabel = "JDBC") String jdbcUrl,
            @Output
                    @Option(
                            names = "--text",
                            paramLabel = "FILE",
                            description = "What is stamped, for tools such as 'openssl ts -verify -data FILE'.")
                    @Nullable
                    Path text)
            throws IOException {
        try (ChainLog log = Logs.open(jdbcUrl, null)) {
            if (log.checkpoint().isEmpty()) {
                throw new BadInputException(
                        "The log has no checkpoint, so there is nothing to stamp. Append to it with --log-key.");
            }
            TimestampRequest request = log.timestampRequest();
            WholeFile.write(file, request.bytes().toArray());
            if (text != null) {
                WholeFile.write(text, log.checkpoint().get().text().getBytes(StandardCharsets.UTF_8));
            }
            spec.commandLine()
                    .getOut()
                    .println(parent.say("%s: request for a stamp on %s", "%s：对 %s 申请时间戳的请求")
                            .formatted(file, request.digest()));
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "add", description = "Keeps the answer of an authority with the checkpoint, if it verifies.")
    int add(
            @Parameters(paramLabel = "RESPONSE", description = "What the authority answered, usually named .tsr.")
                    Path response,
            @Option(names = "--log", required = true, paramLabel = "JDBC") String jdbcUrl,
            @Option(
                            names = "--request",
                            required = true,
                            paramLabel = "FILE",
                            description = "The request that it answers.")
                    Path request,
            @Option(
                            names = "--tsa",
                            required = true,
                            paramLabel = "CERT",
                            description = "Certificate of the authority (X.509, PEM or DER), got from elsewhere.")
                    Path certificate,
            @Option(names = "--json") boolean json)
            throws IOException {
        TimestampAuthority authority = authority(certificate);
        try (ChainLog log = Logs.open(jdbcUrl, null)) {
            CheckpointStamp stamp = log.timestamp(
                    new TimestampRequest(Bytes.of(Files.readAllBytes(request))),
                    Files.readAllBytes(response),
                    authority);
            if (json) {
                ObjectNode root = JSON.createObjectNode().put("ok", true);
                root.put("authority", authority.name()).put("at", stamp.at().toString());
                spec.commandLine().getOut().println(JSON.writeValueAsString(root));
            } else {
                spec.commandLine()
                        .getOut()
                        .println(parent.say("The checkpoint was stamped by ", "检查点已由以下机构加盖时间戳：") + stamp.told());
            }
        }
        return CommandLine.ExitCode.OK;
    }

    /** The authority with the certificate in a file. */
    static TimestampAuthority authority(Path certificate) throws IOException {
        try {
            return TimestampAuthority.read(Files.readAllBytes(certificate));
        } catch (TimestampException e) {
            throw new BadInputException("%s: %s".formatted(certificate, e.getMessage()));
        }
    }
}
