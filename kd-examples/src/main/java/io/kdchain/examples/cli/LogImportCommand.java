package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.ImportReport;
import io.kdchain.provenance.LogImport;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.evidence.RejectReason;
import io.kdchain.provenance.exchange.tiles.TileFolder;
import io.kdchain.provenance.sign.VerifierKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd log import}: another party's envelopes, or its log in tiles. */
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

    @Mixin
    private LogToWrite log = new LogToWrite();

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description =
                    "Keys of registrars of other logs whose registrations are taken over; whoever verifies the log"
                            + " must trust them too. A folder of tiles is held to the keys and the quorum that it has for"
                            + " its log.")
    private @Nullable Path trust;

    @Parameters(
            paramLabel = "FROM",
            arity = "1..*",
            description = "Another log as JDBC URL, its tiles in a folder (C2SP tlog-tiles, as 'kd log export' writes"
                    + " them), or a file with one envelope a line (.intoto.jsonl).")
    private List<String> sources = List.of();

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Trust trusted = trust == null ? Trust.NONE : Trust.read(trust);
        Map<String, TileFolder> folders = new LinkedHashMap<>();
        for (String source : sources) {
            if (!source.startsWith(JDBC) && Files.isDirectory(Path.of(source))) {
                folders.put(source, TileFolder.open(Path.of(source)));
            }
        }
        // nothing is written before every entry of every folder is found to be under its checkpoint
        if (!verify(folders, trusted)) {
            return Kd.DOES_NOT_HOLD;
        }
        Map<String, ImportReport> reports = new LinkedHashMap<>();
        try (ChainLog opened =
                log.open((Kd) spec.root().userObject(), spec.commandLine().getErr(), trusted)) {
            for (String source : sources) {
                TileFolder tiles = folders.get(source);
                reports.put(source, tiles == null ? from(opened, source) : from(opened, tiles));
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

    /** Whether folders of tiles hold; says what does not. */
    private boolean verify(Map<String, TileFolder> folders, Trust trusted) throws IOException {
        Map<String, List<String>> problems = new LinkedHashMap<>();
        folders.forEach((source, tiles) -> {
            List<String> found = tiles.verify(policy(source, tiles, trusted));
            if (!found.isEmpty()) {
                problems.put(source, found);
            }
        });
        if (problems.isEmpty()) {
            return true;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode root = JSON.createObjectNode().put("ok", false);
            ArrayNode all = root.putArray("problems");
            problems.forEach((source, found) ->
                    found.forEach(one -> all.addObject().put("from", source).put("message", one)));
            out.println(JSON.writeValueAsString(root));
        } else {
            problems.forEach((source, found) -> found.forEach(one -> out.println(source + ": " + one)));
            out.println(parent.say("Nothing was imported.", "未导入任何内容。"));
        }
        return false;
    }

    private @Nullable Policy policy(String source, TileFolder tiles, Trust trusted) {
        List<VerifierKey> keys = trusted.named(tiles.origin());
        if (!keys.isEmpty() || !trusted.policy().equals(Policy.NONE)) {
            return trusted.policyFor(keys);
        }
        spec.commandLine()
                .getErr()
                .println(parent.say(
                        "note: %s: no key of log '%s' is trusted, so its tiles are shown to agree with themselves only."
                                .formatted(source, tiles.origin()),
                        "注意：%s：未信任日志“%s”的任何公钥，仅表明其瓦片自身一致。".formatted(source, tiles.origin())));
        return null;
    }

    /** An entry of the tree is the envelope, a line feed and the time at which that log took it. */
    private static ImportReport from(ChainLog opened, TileFolder tiles) {
        return LogImport.into(
                opened,
                LongStream.range(0, tiles.size())
                        .mapToObj(index -> envelope(tiles.entry(index)))
                        .iterator());
    }

    private static byte[] envelope(byte[] entry) {
        int end = entry.length - 1;
        while (end >= 0 && entry[end] != '\n') {
            end--;
        }
        return Arrays.copyOf(entry, Math.max(end, 0));
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
        if (!Files.isReadable(Path.of(source))) {
            throw new BadInputException(
                    "%s is no file or folder that can be read, and no log, which would begin with %s."
                            .formatted(source, JDBC));
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
