package io.kdchain.examples.cli;

import io.kdchain.provenance.ChainLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd log}: checks, reads and fills logs. */
@Command(
        name = "log",
        description = "Verifies, reads and fills logs.",
        subcommands = {
            LogVerifyCommand.class,
            LogListCommand.class,
            LogSliceCommand.class,
            LogCompleteCommand.class,
            CosignCommand.class,
            WitnessCommand.class,
            LogImportCommand.class,
            LogExportCommand.class
        })
final class LogCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing; 'kd log --help' lists them.");
    }

    /** A line for people, in their language. */
    String say(String english, String chinese) {
        return kd.say(english, chinese);
    }

    @Command(
            name = "append",
            description = "Appends signed envelopes (.intoto.jsonl) as they are: all of a file or none.")
    int append(
            @Option(names = "--log", required = true, paramLabel = "JDBC") String jdbcUrl,
            @Parameters(paramLabel = "FILE", description = "One canonical DSSE envelope a line.") Path file)
            throws IOException {
        List<byte[]> envelopes = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    envelopes.add(line.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        if (envelopes.isEmpty()) {
            throw new BadInputException("%s holds no envelope; one a line is expected.".formatted(file));
        }
        try (ChainLog log = Logs.open(jdbcUrl, null)) {
            log.appendAll(envelopes)
                    .forEach(entry -> out().println("%d %s"
                            .formatted(entry.index(), entry.event().id())));
        }
        return CommandLine.ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
