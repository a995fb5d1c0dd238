package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.ImportReport;
import io.kdchain.provenance.LogImport;
import io.kdchain.provenance.LogKey;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.evidence.LogKeys;
import io.kdchain.provenance.evidence.RejectReason;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.KeyFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd log import}: another party's envelopes. */
@Command(
        name = "import",
        description = "Takes over signed envelopes of other logs as they are; tells what is refused, and skips what is"
                + " there already.")
final class LogImportCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JDBC = "jdbc:";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private LogCommand parent = new LogCommand();

    @Option(names = "--log", required = true, paramLabel = "JDBC", description = "The log that takes them over.")
    private String jdbcUrl = "";

    @Option(
            names = "--log-key",
            paramLabel = "FILE",
            description = "The log's own key, with which it signs a checkpoint over what is appended.")
    private @Nullable Path logKey;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description =
                    "Keys of registrars of other logs whose registrations are taken over; whoever verifies the log"
                            + " must trust them too.")
    private @Nullable Path trust;

    @Parameters(
            paramLabel = "FROM",
            arity = "1..*",
            description = "Another log as JDBC URL, or a file with one envelope a line (.intoto.jsonl).")
    private List<String> sources = List.of();

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Map<String, ImportReport> reports = new LinkedHashMap<>();
        try (ChainLog opened = open()) {
            for (String source : sources) {
                reports.put(source, from(opened, source));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(json(reports)));
        } else {
            reports.forEach((source, report) -> tell(out, source, report));
        }
        return reports.values().stream().allMatch(ImportReport::isWhole) ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    private ChainLog open() {
        if (logKey == null) {
            spec.commandLine()
                    .getErr()
                    .println(parent.say(
                            "note: what is appended without --log-key is under no checkpoint until the log signs one.",
                            "注意：未给出 --log-key 时，所追加的内容在日志签署检查点之前不受任何检查点保护。"));
            return Logs.open(jdbcUrl, trust);
        }
        Ed25519Signer signer = KeyFile.read(logKey);
        String origin;
        try (ChainLog stated = Logs.open(jdbcUrl, null)) {
            origin = stated.reader()
                    .setting(LogKeys.ORIGIN)
                    .orElseThrow(() -> new BadInputException(
                            "The log states no name, so it has no key of its own. Leave out --log-key."));
        }
        LogOptions options = LogOptions.defaults().mustExist().key(new LogKey(origin, signer));
        return ChainLog.open(jdbcUrl, trust == null ? options : options.trust(Trust.read(trust)));
    }

    private static ImportReport from(ChainLog opened, String source) throws IOException {
        if (source.startsWith(JDBC)) {
            try (ChainLog other = Logs.open(source, null)) {
                return LogImport.into(
                        opened,
                        LongStream.range(0, other.size())
                                .mapToObj(index -> other.read(index)
                                        .map(entry -> entry.envelope().toArray())
                                        .orElse(new byte[0]))
                                .iterator());
            }
        }
        if (!Files.isReadable(Path.of(source)) || Files.isDirectory(Path.of(source))) {
            throw new BadInputException(
                    "%s is no file that can be read, and no log, which would begin with %s.".formatted(source, JDBC));
        }
        try (BufferedReader lines = Files.newBufferedReader(Path.of(source), StandardCharsets.UTF_8)) {
            Iterator<byte[]> envelopes = lines.lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .iterator();
            if (!envelopes.hasNext()) {
                throw new BadInputException("%s holds no envelope; one a line is expected.".formatted(source));
            }
            return LogImport.into(opened, envelopes);
        }
    }

    private static ObjectNode json(Map<String, ImportReport> reports) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode array = root.putArray("sources");
        reports.forEach((source, report) -> {
            ObjectNode node = array.addObject()
                    .put("from", source)
                    .put("read", report.read())
                    .put("appended", report.appended())
                    .put("known", report.known());
            ArrayNode refused = node.putArray("refused");
            report.refused()
                    .forEach(one -> refused.addObject()
                            .put("position", one.position())
                            .put("event", one.event())
                            .put("reason", one.reason().code())
                            .put("detail", one.detail()));
        });
        return root;
    }

    private void tell(PrintWriter out, String source, ImportReport report) {
        out.println(parent.say(
                "%s: %d envelopes, %d appended, %d there already, %d refused."
                        .formatted(
                                source,
                                report.read(),
                                report.appended(),
                                report.known(),
                                report.refused().size()),
                "%s：共 %d 个信封，追加 %d 个，已存在 %d 个，拒绝 %d 个。"
                        .formatted(
                                source,
                                report.read(),
                                report.appended(),
                                report.known(),
                                report.refused().size())));
        report.refused()
                .forEach(one -> out.println(
                        "  %d %s: %s".formatted(one.position(), one.reason().code(), one.detail())));
        if (report.refused().stream().anyMatch(one -> one.reason() == RejectReason.NO_REGISTRAR)) {
            out.println(parent.say(
                    "If you vouch for the registrar of the other log, name its key with --trust, or have a registrar of this log"
                            + " register it; then import again.",
                    "若您认可另一日志的登记方，请用 --trust 给出其公钥，或由本日志的登记方登记它，然后重新导入。"));
        }
    }
}
