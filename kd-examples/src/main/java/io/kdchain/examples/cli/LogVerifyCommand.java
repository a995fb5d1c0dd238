package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.checkpoint.KeptCheckpoints;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.TlogProof;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.evidence.VerificationReport;
import io.kdchain.provenance.evidence.VerificationReport.Problem;
import io.kdchain.provenance.exchange.EvidenceBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd log verify}: the whole log against its checkpoints. */
@Command(name = "verify", description = "Checks the whole log against its checkpoints; names the first bad entry.")
final class LogVerifyCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A log that is checked within a second or two needs no progress. */
    private static final long LONG_LOG = 50_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private LogCommand parent = new LogCommand();

    @Option(names = "--log", required = true, paramLabel = "JDBC", description = "The log.")
    private String jdbcUrl = "";

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.")
    private @Nullable Path trust;

    @Option(
            names = "--since",
            paramLabel = "CHECKPOINT",
            description = "A checkpoint kept from before, by itself, in a proof (.tlog-proof) or in an evidence bundle,"
                    + " which this log must have signed and must have grown from.")
    private @Nullable Path since;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "What was seen of the log before; made if missing, and kept up when all holds.")
    private @Nullable Path state;

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        SignedNote before = since == null ? null : note(since);
        try (ChainLog log = Logs.open(jdbcUrl, trust)) {
            Trust trusted = trust == null ? Trust.NONE : Trust.read(trust);
            long size = log.size();
            VerificationReport report = log.verify(trusted, before, checked -> progress(checked, size));
            if (state != null) {
                try (KeptCheckpoints kept = KeptCheckpoints.open(state)) {
                    report = log.compare(report, trusted, kept);
                }
            }
            if (json) {
                spec.commandLine().getOut().println(JSON.writeValueAsString(json(report)));
            } else {
                tell(report);
            }
            return report.ok() ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
        }
    }

    /** The signed checkpoint in a file: by itself, in a proof, or in a bundle. */
    private static SignedNote note(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.startsWith("{")) {
            return EvidenceBundle.read(bytes).checkpoint();
        }
        boolean proof = text.startsWith(TlogProof.HEAD + "\n");
        return proof ? TlogProof.parse(bytes).checkpoint() : SignedNote.parse(bytes);
    }

    private void progress(long checked, long size) {
        if (size > LONG_LOG) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(parent.say(
                    "%,d of %,d entries checked".formatted(checked, size), "已核对 %,d / %,d 条".formatted(checked, size)));
            err.flush();
        }
    }

    private static ObjectNode json(VerificationReport report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("ok", report.ok()).put("size", report.size());
        report.firstBadEntry().ifPresent(index -> root.put("firstBad", index));
        ArrayNode problems = root.putArray("problems");
        for (Problem problem : report.problems()) {
            ObjectNode node = problems.addObject();
            if (problem.index() != null) {
                node.put("index", problem.index());
            }
            node.put("where", problem.where()).put("message", problem.message());
        }
        ArrayNode notes = root.putArray("notes");
        report.notes().forEach(notes::add);
        return root;
    }

    private void tell(VerificationReport report) {
        PrintWriter out = spec.commandLine().getOut();
        report.notes().forEach(note -> out.println("note: " + note));
        for (Problem problem : report.problems()) {
            out.println(
                    problem.index() == null
                            ? "%s: %s".formatted(problem.where(), problem.message())
                            : "entry %d (%s): %s".formatted(problem.index(), problem.where(), problem.message()));
        }
        if (report.ok()) {
            out.println(
                    parent.say("%d entries verify.".formatted(report.size()), "%d 条全部核验通过。".formatted(report.size())));
        } else {
            out.println(report.firstBadEntry()
                    .map(index -> parent.say(
                            "The log does not verify; the first bad entry is %d of %d.".formatted(index, report.size()),
                            "日志核验未通过；第一处有问题的条目是 %d（共 %d 条）。".formatted(index, report.size())))
                    .orElse(parent.say("The log does not verify.", "日志核验未通过。")));
        }
    }
}
