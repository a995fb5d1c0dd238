package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.label.Label;
import io.kdchain.provenance.label.aigc.AigcFile;
import io.kdchain.provenance.label.aigc.AigcLabel;
import io.kdchain.provenance.label.aigc.AigcReading;
import io.kdchain.provenance.label.aigc.AigcVerdict;
import io.kdchain.provenance.label.aigc.AigcVerdict.Conclusion;
import io.kdchain.provenance.label.aigc.Carrier;
import io.kdchain.provenance.label.aigc.ExplicitLabel;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd label aigc}: the labels of GB 45438-2025 in PNG, JPEG, PDF, Markdown, HTML and JSON. */
@Command(name = "aigc", description = "Writes, reads and checks the label of generated content after GB 45438-2025.")
final class AigcCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private LabelCommand parent = new LabelCommand();

    /** What the label says of the content. */
    enum Said {
        generated(AigcLabel.Kind.GENERATED),
        possible(AigcLabel.Kind.POSSIBLE),
        suspected(AigcLabel.Kind.SUSPECTED);

        private final AigcLabel.Kind kind;

        Said(AigcLabel.Kind kind) {
            this.kind = kind;
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                kd().say(
                                "A command is missing: write, propagate, read, check or mark.",
                                "缺少子命令：write、propagate、read、check 或 mark。"));
    }

    @Command(name = "write", description = "Puts the implicit label into a file, in the place of the one it bears.")
    int write(
            @Parameters(
                            paramLabel = "FILE",
                            description = "png, jpeg, pdf, markdown, html, json, wav, webp, mp3 or docx.")
                    Path file,
            @Option(
                            names = "--producer",
                            required = true,
                            paramLabel = "CODE",
                            description = "Provider code of 27 characters, or a name in printable ASCII.")
                    String producer,
            @Option(
                            names = "--id",
                            paramLabel = "ID",
                            description = "Unique id of the content; by default that of the traceability label.")
                    @Nullable
                    String id,
            @Option(
                            names = "--label",
                            paramLabel = "LABEL",
                            description = "Traceability label of the same output; its digest and signature go with it.")
                    @Nullable
                    Path trace,
            @Option(
                            names = "--kind",
                            defaultValue = "generated",
                            paramLabel = "generated|possible|suspected",
                            description = "What the label says (1, 2 or 3).")
                    Said said,
            @Option(names = "--replace", description = "Replaces the label of another producer as well.")
                    boolean replace,
            @Option(
                            names = {"-o", "--out"},
                            paramLabel = "OUT",
                            description = "Where to write; by default the file itself.")
                    @Nullable
                    Path out)
            throws IOException {
        AigcFile before = AigcFile.read(file);
        AigcLabel label;
        if (trace == null) {
            if (id == null) {
                throw new ParameterException(spec.commandLine(), "Give --id or --label.");
            }
            label = AigcLabel.of(producer, id);
        } else {
            Label traced = Label.parse(Files.readAllBytes(trace));
            String output = traced.content().path("output").asText();
            String content = traced.content().path("content").asText();
            if (!content.equals(before.payload().toString())) {
                throw new BadInputException(
                        "%s is a label of %s, and %s without its labels is %s. Write the traceability label of this file first: kd label write --file."
                                .formatted(trace, content, file, before.payload()));
            }
            label = AigcLabel.of(
                    producer, id == null ? output : id, traced.traceCode().text());
        }
        return keep(
                before.labelled(
                        label.withKind(said.kind), replace ? AigcFile.Foreign.REPLACE : AigcFile.Foreign.REFUSE),
                out == null ? file : out);
    }

    @Command(
            name = "propagate",
            description = "Names who spreads a labelled file; what its producer says in the label stays.")
    int propagate(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--propagator", required = true, paramLabel = "CODE") String propagator,
            @Option(names = "--id", required = true, paramLabel = "ID", description = "Id at the propagator.")
                    String id,
            @Option(names = "--reserved", defaultValue = "", paramLabel = "CODE") String reserved,
            @Option(
                            names = {"-o", "--out"},
                            paramLabel = "OUT")
                    @Nullable
                    Path out)
            throws IOException {
        AigcFile before = AigcFile.read(file);
        AigcVerdict verdict = before.verdict();
        AigcLabel label = verdict.label();
        if (label == null) {
            throw new BadInputException("%s bears no label that can be carried on: %s. See 'kd label aigc check'."
                    .formatted(file, verdict.conclusion().code()));
        }
        return keep(
                before.labelled(label.propagatedBy(propagator, id, reserved), AigcFile.Foreign.REFUSE),
                out == null ? file : out);
    }

    private int keep(AigcFile labelled, Path out) throws IOException {
        labelled.write(out);
        AigcFile again = AigcFile.read(out);
        out().println(kd().say("%s: one label, read back; %s", "%s：写入一个标识并已读回；%s")
                .formatted(out, again.reading().file()));
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "read", description = "Prints which labels a file bears and where; judges nothing.")
    int read(@Parameters(paramLabel = "FILE") Path file, @Option(names = "--json") boolean json) throws IOException {
        AigcReading reading = AigcFile.read(file).reading();
        if (json) {
            out().println(JSON.writeValueAsString(toJson(reading)));
            return CommandLine.ExitCode.OK;
        }
        reading.labels()
                .forEach(found -> out().println(LabelCommand.plain("%s: %s".formatted(found.place(), found.text()))));
        reading.unread()
                .forEach(unread -> out().println(LabelCommand.plain(
                        kd().say("unread, ", "未能读取，") + unread.place() + ": " + unread.why())));
        if (reading.sourceType() != null) {
            out().println(LabelCommand.plain("IPTC DigitalSourceType: " + reading.sourceType()));
        }
        if (reading.labels().isEmpty()) {
            out().println(kd().say("No label was found.", "未发现标识。"));
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "check",
            description = "Says whether a file bears one label as the standard has it: exit 0 compliant,"
                    + " 1 noncompliant or not found, 2 inconclusive.")
    int check(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--label",
                            paramLabel = "LABEL",
                            description = "Traceability label to which the label in the file must lead.")
                    @Nullable
                    Path trace,
            @Option(names = "--trust", paramLabel = "FILE", description = "Keys, as for 'kd label verify'.") @Nullable
                    Path trust,
            @Option(
                            names = "--log",
                            paramLabel = "JDBC",
                            description = "Log in which the content id must be an output that stands.")
                    @Nullable
                    String log,
            @Option(names = "--json") boolean json)
            throws IOException {
        AigcFile checked = AigcFile.read(file);
        AigcReading reading = checked.reading();
        AigcVerdict verdict = AigcVerdict.of(reading);
        List<Label.Fault> faults = trace == null ? List.of() : trace(checked, verdict, trace, trust);
        Boolean logged = log == null ? null : isServed(log, trust, verdict);
        if (json) {
            ObjectNode root = JSON.createObjectNode();
            root.put("conclusion", verdict.conclusion().code());
            root.put("explicit", checked.explicit().code());
            remarks(root.putArray("remarks"), verdict);
            root.set("evidence", toJson(reading));
            if (trace != null) {
                ArrayNode told = root.putArray("trace");
                faults.forEach(fault ->
                        told.addObject().put("code", fault.code().code()).put("message", fault.message()));
            }
            if (logged != null) {
                root.put("inLog", logged);
            }
            out().println(JSON.writeValueAsString(root));
        } else {
            tell(verdict, checked.explicit(), faults, logged);
        }
        if (verdict.conclusion() == Conclusion.INCONCLUSIVE) {
            return Kd.BAD_INPUT;
        }
        boolean holds =
                verdict.conclusion() == Conclusion.COMPLIANT && faults.isEmpty() && !Boolean.FALSE.equals(logged);
        return holds ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    private static List<Label.Fault> trace(AigcFile file, AigcVerdict verdict, Path trace, @Nullable Path trust)
            throws IOException {
        Label label = Label.parse(Files.readAllBytes(trace));
        AigcLabel aigc = verdict.label();
        List<Label.Fault> faults =
                new ArrayList<>(label.verify(trust == null ? Trust.NONE : Trust.read(trust), file.payload()));
        if (aigc == null) {
            faults.add(new Label.Fault(
                    Label.Fault.Code.OTHER_AIGC_LABEL, "", "The file bears no AIGC label that leads anywhere."));
        } else {
            faults.addAll(label.compare(aigc));
        }
        return faults;
    }

    /** Whether the content id is an output that the log has evidence of. */
    private static boolean isServed(String jdbcUrl, @Nullable Path trust, AigcVerdict verdict) {
        AigcLabel label = verdict.label();
        if (label == null) {
            return false;
        }
        EntityId output;
        try {
            output = EntityId.parse(label.produceId());
        } catch (IllegalArgumentException e) {
            return false;
        }
        try (ChainLog log = Logs.open(jdbcUrl, trust)) {
            return log.evidence(List.of(output)).admitted().stream()
                    .filter(entry -> entry.event().body() instanceof OutputServed)
                    .flatMap(entry -> entry.event().generates().stream())
                    .anyMatch(made -> made.key().equals(output.key()));
        }
    }

    private void tell(
            AigcVerdict verdict, ExplicitLabel.Presence explicit, List<Label.Fault> faults, @Nullable Boolean logged) {
        for (AigcVerdict.Remark remark : verdict.remarks()) {
            out().println(LabelCommand.plain("%s %s [%s]: %s"
                    .formatted(
                            remark.code().code(),
                            remark.place(),
                            remark.clause(),
                            kd().say(remark.message(), AigcWords.chinese(remark)))));
        }
        for (Label.Fault fault : faults) {
            out().println(LabelCommand.plain("%s %s: %s"
                    .formatted(
                            fault.code().code(),
                            fault.pointer(),
                            kd().say(fault.message(), LabelWords.chinese(fault)))));
        }
        if (logged != null) {
            out().println(
                            logged
                                    ? kd().say("The log has evidence of this output.", "日志中有该输出的证据。")
                                    : kd().say("The log has no evidence of this output.", "日志中没有该输出的证据。"));
        }
        out().println(kd().say("explicit label: %s", "显式标识：%s").formatted(AigcWords.explicit(explicit, isChinese())));
        out().println(kd().say("implicit label: %s", "隐式标识：%s")
                .formatted(AigcWords.conclusion(verdict.conclusion(), isChinese())));
    }

    @Command(
            name = "mark",
            description = "Puts the explicit label on Markdown, PNG or JPEG. An image is encoded anew and loses its"
                    + " metadata: mark first, then 'write'.")
    int mark(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = {"-o", "--out"},
                            required = true,
                            paramLabel = "OUT")
                    Path target,
            @Option(names = "--words", paramLabel = "TEXT", description = "By default those of the language.") @Nullable
                    String words,
            @Option(
                            names = "--font",
                            paramLabel = "FILE",
                            description = "TrueType or OpenType; by default the machine's.")
                    @Nullable
                    Path font)
            throws IOException {
        AigcFile marked = AigcFile.read(file);
        byte[] bytes = switch (marked.carrier()) {
            case MARKDOWN -> markdown(marked.bytes());
            case PNG -> image(marked.bytes(), "png", words == null ? words() : words, font);
            case JPEG -> image(marked.bytes(), "jpg", words == null ? words() : words, font);
            case WAV, MP3 ->
                throw new BadInputException(
                        "%s: a mark is put on markdown, png and jpeg; in sound it is spoken, or a rhythm, and belongs to whoever records it."
                                .formatted(file));
            case WEBP ->
                throw new BadInputException(
                        "%s: a mark is put on markdown, png and jpeg; draw it before the picture becomes webp."
                                .formatted(file));
            case DOCX ->
                throw new BadInputException(
                        "%s: a mark is put on markdown, png and jpeg; write it into the text of the document."
                                .formatted(file));
            case PDF, HTML, JSON ->
                throw new BadInputException(
                        "%s: a mark is put on markdown, png and jpeg; in %s it belongs to the page around the content."
                                .formatted(file, marked.carrier().code()));
        };
        AigcFile.of(marked.carrier(), bytes).write(target);
        out().println(kd().say("%s: marked", "%s：已添加显式标识").formatted(target));
        return CommandLine.ExitCode.OK;
    }

    private String words() {
        return ExplicitLabel.words(Locale.CHINESE);
    }

    /** After the front matter, which is not shown. */
    private byte[] markdown(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int from = text.startsWith("---\n") ? text.indexOf("\n---\n", 3) + 5 : 0;
        String head = from < 5 ? "" : text.substring(0, from);
        return (head + ExplicitLabel.mark(text.substring(head.length()), kd().locale()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] image(byte[] bytes, String format, String words, @Nullable Path fontFile) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
        if (image == null) {
            throw new BadInputException("The image cannot be read.");
        }
        ExplicitLabel.draw(image, words, font(fontFile));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new BadInputException(
                    "This Java runtime cannot write %s with the colours of the image.".formatted(format));
        }
        return out.toByteArray();
    }

    private static Font font(@Nullable Path file) throws IOException {
        if (file == null) {
            return new Font(Font.SANS_SERIF, Font.BOLD, 12);
        }
        try {
            return Font.createFont(Font.TRUETYPE_FONT, file.toFile());
        } catch (FontFormatException e) {
            throw new BadInputException("%s is no font: %s.".formatted(file, e.getMessage()));
        }
    }

    private static ObjectNode toJson(AigcReading reading) {
        ObjectNode root = JSON.createObjectNode();
        root.put("carrier", reading.carrier().code());
        root.put("file", reading.file().toString());
        ArrayNode labels = root.putArray("labels");
        reading.labels()
                .forEach(found -> labels.addObject()
                        .put("place", found.place())
                        .put("key", found.key())
                        .put("text", found.text()));
        ArrayNode unread = root.putArray("unread");
        reading.unread()
                .forEach(part -> unread.addObject().put("place", part.place()).put("why", part.why()));
        if (reading.sourceType() != null) {
            root.put("digitalSourceType", reading.sourceType());
        }
        return root;
    }

    private static void remarks(ArrayNode array, AigcVerdict verdict) {
        verdict.remarks()
                .forEach(remark -> array.addObject()
                        .put("code", remark.code().code())
                        .put("violation", remark.code().isViolation())
                        .put("place", remark.place())
                        .put("clause", remark.clause())
                        .put("message", remark.message()));
    }

    /** The digest by which a traceability label names this file: that of its payload, so that it may bear a label. */
    static Digest payload(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return Carrier.of(bytes, String.valueOf(file.getFileName()))
                .map(carrier -> AigcFile.of(carrier, bytes))
                .filter(carried -> carried.reading().unread().isEmpty())
                .map(AigcFile::payload)
                .orElseGet(() -> Sha256.of(bytes));
    }

    /** The same for a check: a label may also name all bytes of the file. */
    static Digest payload(Path file, Label label) throws IOException {
        Digest whole = Sha256.of(Files.readAllBytes(file));
        return whole.toString().equals(label.content().path("content").asText()) ? whole : payload(file);
    }

    private boolean isChinese() {
        return kd().locale().getLanguage().equals(Locale.CHINESE.getLanguage());
    }

    private Kd kd() {
        return parent.kd();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
