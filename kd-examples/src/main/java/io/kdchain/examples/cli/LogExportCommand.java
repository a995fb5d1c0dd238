package io.kdchain.examples.cli;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.exchange.ExchangeFormat;
import io.kdchain.provenance.exchange.ExportSource;
import io.kdchain.provenance.exchange.ExportedFile;
import io.kdchain.provenance.exchange.tiles.StoreTiles;
import io.kdchain.provenance.exchange.tiles.TilesWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd log export}: a log, or what is behind outputs, in the formats of other tools. */
@Command(
        name = "export",
        description = {
            "Writes a log, or what is behind outputs, in a format of other tools:",
            "prov-json, cyclonedx (1.6 ML-BOM), openlineage (one event a line), intoto (signed envelopes, one a line),",
            "tiles (the whole log as C2SP tlog-tiles, in a folder; again into the same folder adds what is new)."
        })
final class LogExportCommand implements Callable<Integer> {
    private static final String TILES = "tiles";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private LogCommand log = new LogCommand();

    @Option(names = "--log", required = true, paramLabel = "JDBC")
    private String jdbcUrl = "";

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "One of the formats above.")
    private String format = "";

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.")
    private @Nullable Path trust;

    @Option(
            names = "--output",
            paramLabel = "ID",
            description = "Only what is behind this output, such as output:4711; may be given more than once.")
    private List<String> outputs = List.of();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        if (format.equals(TILES)) {
            return tiles();
        }
        ExchangeFormat chosen = Coded.find(ExchangeFormat.class, format)
                .orElseThrow(() -> new BadInputException("--format is '%s'; it must be one of %s."
                        .formatted(format, String.join(", ", Coded.codes(ExchangeFormat.class)) + ", " + TILES)));
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (ChainLog chain = Logs.open(jdbcUrl, trust)) {
            Trust trusted = trust == null ? Trust.NONE : Trust.read(trust);
            ExportSource source = outputs.isEmpty()
                    ? ExportSource.all(chain.reader(), trusted)
                    : ExportSource.about(
                            chain.reader(),
                            trusted,
                            outputs.stream().map(EntityId::parse).toList());
            for (ExportedFile exported : chosen.export(source)) {
                Path place = Path.of(file + exported.suffix());
                WholeFile.write(place, new String(exported.content().toArray(), StandardCharsets.UTF_8));
                out.println(place);
            }
            if (source.rejected() > 0) {
                err.println(log.say(
                                "kd: %d entries prove nothing and were left out; 'kd log verify' says why.",
                                "kd: %d 个条目不能证明任何事项，已略去；原因见 kd log verify。")
                        .formatted(source.rejected()));
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private int tiles() {
        if (!outputs.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Tiles hold the whole log; leave --output out, or choose another format.");
        }
        try (ChainLog chain = Logs.open(jdbcUrl, trust)) {
            TilesWriter.Written written = TilesWriter.write(StoreTiles.of(chain.reader()), file);
            spec.commandLine()
                    .getOut()
                    .println(log.say("%s: %d entries, %d of them new, in %d files", "%s：%d 个条目，其中新增 %d 个，写入 %d 个文件")
                            .formatted(file, written.size(), written.size() - written.before(), written.files()));
        }
        return CommandLine.ExitCode.OK;
    }
}
