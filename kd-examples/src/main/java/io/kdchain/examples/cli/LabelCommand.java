package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.evidence.LogKeys;
import io.kdchain.provenance.label.Label;
import io.kdchain.provenance.label.LabelWriter;
import io.kdchain.provenance.label.ShortLabel;
import io.kdchain.provenance.label.Shortcoming;
import io.kdchain.provenance.sign.KeyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd label}: traceability labels of outputs, which are checked without the log. */
@Command(
        name = "label",
        description = "Writes, shows and checks the traceability labels of outputs, and those of GB 45438-2025.",
        subcommands = AigcCommand.class)
final class LabelCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                kd.say(
                        "A command is missing: aigc, batch, write, show, short or verify.",
                        "缺少子命令：aigc、batch、write、show、short 或 verify。"));
    }

    @Command(
            name = "batch",
            description =
                    "Prints number and tree root of many outputs, as the one event states them that serves them all.")
    int batch(
            @Parameters(
                            paramLabel = "MEMBERS",
                            description = "All outputs of the batch, one a line in their order: ID, a space, sha256:…")
                    Path members)
            throws IOException {
        OutputServed.Batch batch = BatchMembers.read(members).batch();
        out().println(JSON.writeValueAsString(JSON.createObjectNode()
                .put("count", batch.count())
                .put("merkleRoot", batch.merkleRoot().toString())));
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "write",
            description =
                    "Writes the label of an output that has an event of its own in the log, or is one of a batch.")
    int write(
            @Output @Parameters(paramLabel = "OUT", description = "File of the label.") Path file,
            @Option(names = "--log", required = true, paramLabel = "JDBC") String jdbcUrl,
            @Option(names = "--output", required = true, paramLabel = "ID", description = "Such as output:4711.")
                    String output,
            @Option(
                            names = "--key",
                            required = true,
                            paramLabel = "FILE",
                            description = "Key of the party that served the output.")
                    Path key,
            @Option(
                            names = "--file",
                            paramLabel = "OUTPUT",
                            description = "The output's bytes; by default those whose digest the log states.")
                    @Nullable
                    Path bytes,
            @Option(
                            names = "--batch",
                            paramLabel = "ID",
                            description = "The output that stands for the batch in the log, if it is one of many.")
                    @Nullable
                    String batch,
            @Option(
                            names = "--members",
                            paramLabel = "FILE",
                            description = "All outputs of the batch, one a line in their order: ID, a space, sha256:…")
                    @Nullable
                    Path members,
            @Option(
                            names = "--trust",
                            paramLabel = "FILE",
                            description = "Keys that are trusted; by default the log is taken at its word.")
                    @Nullable
                    Path trust)
            throws IOException {
        EntityId id = EntityId.parse(output);
        if ((batch == null) != (members == null)) {
            throw new ParameterException(
                    spec.commandLine(), "An output of a batch needs both --batch and --members; others need neither.");
        }
        BatchMembers all = members == null ? null : BatchMembers.read(members);
        try (ChainLog log = Logs.open(jdbcUrl, trust)) {
            LabelWriter writer = new LabelWriter(log.reader(), trust == null ? itsWord(log) : Trust.read(trust));
            Label label;
            if (all == null || batch == null) {
                Digest content = bytes == null ? stated(log, id) : AigcCommand.payload(bytes);
                label = writer.write(id, content, KeyFile.read(key));
            } else {
                Digest content = bytes == null ? all.digest(id) : AigcCommand.payload(bytes);
                label = writer.write(id, EntityId.parse(batch), all.proof(id), content, KeyFile.read(key));
            }
            WholeFile.write(file, new String(label.toBytes(), StandardCharsets.UTF_8));
            label.shortcomings().forEach(lack -> spec.commandLine().getErr().println(told(lack)));
        }
        out().println(kd.say("%s: label of %s", "%s：%s 的标识").formatted(file, id.key()));
        return CommandLine.ExitCode.OK;
    }

    private static Digest stated(ChainLog log, EntityId output) {
        Digest given = output.digest();
        return given != null
                ? given
                : log.evidence(List.of(output)).admitted().stream()
                        .flatMap(entry -> entry.event().generates().stream())
                        .filter(made -> made.key().equals(output.key()))
                        .map(EntityId::digest)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseThrow(() -> new BadInputException(
                                "The log states no digest of %s. Give its bytes with --file.".formatted(output.key())));
    }

    private static Trust itsWord(ChainLog log) {
        return LogKeys.of(log.reader(), Trust.NONE)
                .map(keys -> new Trust(keys.keys()))
                .orElse(Trust.NONE);
    }

    @Command(name = "show", description = "Prints what a label says; checks nothing.")
    int show(@Parameters(paramLabel = "FILE") Path file, @Option(names = "--json") boolean json) throws IOException {
        JsonNode label = Label.parse(Files.readAllBytes(file)).content();
        if (json) {
            out().println(JSON.writeValueAsString(label));
            return CommandLine.ExitCode.OK;
        }
        line("Output", "输出", text(label, "output"));
        line("Digest", "摘要", text(label, "content"));
        line("Served by", "提供者", text(label, "server"));
        line("Served at", "提供时间", text(label, "servedAt"));
        rows(label, "teachers", "Teacher", "教师模型");
        rows(label, "authorisations", "Data authorisation", "数据授权");
        rows(label, "participants", "Participant", "参与方");
        rows(label, "models", "Model", "模型");
        rows(label, "dataAudits", "Data compliance report", "数据合规报告");
        rows(label, "deployments", "Deployment", "部署");
        line("Log", "日志", text(label.path("log"), "origin"));
        out().println(kd.say(
                "Nothing was checked; 'kd label verify' says whether it holds.", "以上内容未经核验；请以 kd label verify 核验。"));
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "short", description = "Prints what of a label fits into a QR code; checks nothing.")
    int shortForm(
            @Parameters(paramLabel = "FILE") Path file,
            @Output
                    @Option(
                            names = "--qr",
                            paramLabel = "PICTURE",
                            description = "Writes the QR code as well, as .png or .svg by the ending of this file.")
                    @Nullable
                    Path picture)
            throws IOException {
        String text = Label.parse(Files.readAllBytes(file)).shortForm().text();
        if (picture != null) {
            QrPicture.write(picture, text);
        }
        out().println(text);
        return CommandLine.ExitCode.OK;
    }

    private void rows(JsonNode label, String name, String english, String chinese) {
        for (JsonNode row : label.path(name)) {
            line(
                    english,
                    chinese,
                    String.join(
                            ", ",
                            row.properties().stream()
                                    .map(field -> plain(field.getKey()) + " "
                                            + plain(field.getValue().asText()))
                                    .toList()));
        }
    }

    private void line(String english, String chinese, String value) {
        out().println(kd.say(english + ": ", chinese + "：") + value);
    }

    private static String text(JsonNode node, String name) {
        return plain(node.path(name).asText());
    }

    /** A label comes from a stranger: nothing in it may steer the terminal. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}]", "\ufffd");
    }

    @Command(name = "verify", description = "Checks a label offline, and says of each fault what and where.")
    int verify(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--trust",
                            paramLabel = "FILE",
                            description = "Keys of the log and its first registrar, got from elsewhere.")
                    @Nullable
                    Path trust,
            @Option(
                            names = "--file",
                            paramLabel = "OUTPUT",
                            description = "The output's bytes; without them only the label is checked.")
                    @Nullable
                    Path bytes,
            @Option(
                            names = "--short",
                            paramLabel = "TEXT",
                            description = "What a QR code said that came with the output.")
                    @Nullable
                    String scanned,
            @Option(
                            names = "--strict",
                            description = "Takes it for a fault that, by the label itself, the output lacked a"
                                    + " qualification, an authorisation or a report when it was served.")
                    boolean strict,
            @Option(names = "--json") boolean json)
            throws IOException {
        Label label = Label.parse(Files.readAllBytes(file));
        List<Label.Fault> faults = new ArrayList<>(label.verify(
                trust == null ? Trust.NONE : Trust.read(trust),
                bytes == null ? claimed(label, file) : AigcCommand.payload(bytes, label)));
        if (scanned != null) {
            faults.addAll(label.compare(ShortLabel.parse(scanned)));
        }
        if (json) {
            out().println(JSON.writeValueAsString(toJson(label, faults, bytes != null)));
        } else {
            tell(label, faults, bytes != null);
        }
        boolean lacking = strict && !label.shortcomings().isEmpty();
        return faults.isEmpty() && !lacking ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    /** The digest that the label states, or, if that was taken out, the one that was signed. */
    private static Digest claimed(Label label, Path file) {
        return Stream.of(label.content(), signed(label))
                .flatMap(node -> digest(node.path("content").asText()).stream())
                .findFirst()
                .orElseThrow(() -> new BadInputException(
                        "%s states no digest of its output. Give the output's bytes with --file.".formatted(file)));
    }

    private static JsonNode signed(Label label) {
        try {
            return StrictJson.read(label.signature().payload().toArray());
        } catch (MalformedEventException e) {
            return JSON.missingNode();
        }
    }

    private static Optional<Digest> digest(String text) {
        try {
            return Optional.of(Digest.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode toJson(Label label, List<Label.Fault> faults, boolean bytesChecked) {
        ObjectNode root = JSON.createObjectNode();
        root.put("ok", faults.isEmpty())
                .put("output", label.content().path("output").asText())
                .put("bytesChecked", bytesChecked);
        ArrayNode told = root.putArray("faults");
        faults.forEach(fault -> told.addObject()
                .put("code", fault.code().code())
                .put("pointer", fault.pointer())
                .put("message", fault.message()));
        ArrayNode lacks = root.putArray("shortcomings");
        label.shortcomings()
                .forEach(lack -> lacks.addObject()
                        .put("code", lack.code().code())
                        .put("pointer", lack.pointer())
                        .put("message", lack.message()));
        return root;
    }

    private void tell(Label label, List<Label.Fault> faults, boolean bytesChecked) {
        PrintWriter out = out();
        faults.forEach(fault -> out.println("%s %s: %s"
                .formatted(
                        fault.code().code(),
                        plain(fault.pointer()),
                        plain(kd.say(fault.message(), LabelWords.chinese(fault))))));
        label.shortcomings().forEach(lack -> out.println(told(lack)));
        if (!bytesChecked) {
            out.println(kd.say(
                    "note: the output's bytes were not compared; give them with --file.", "说明：未比对输出的内容；请以 --file 给出。"));
        }
        out.println(
                faults.isEmpty()
                        ? kd.say("The label of %s holds.", "%s 的标识核验通过。").formatted(text(label.content(), "output"))
                        : kd.say("The label does not hold: %d faults.", "标识未通过核验：共 %d 处不符。")
                                .formatted(faults.size()));
    }

    private String told(Shortcoming lack) {
        return plain("%s %s: %s"
                .formatted(lack.code().code(), lack.pointer(), kd.say(lack.message(), LabelWords.chinese(lack))));
    }

    Kd kd() {
        return kd;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
