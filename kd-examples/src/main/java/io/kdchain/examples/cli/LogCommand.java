package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.evidence.VerificationReport;
import io.kdchain.provenance.evidence.VerificationReport.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kd log}: checks, reads and fills logs. */
@Command(name = "log", description = "Verifies, reads and fills logs.")
final class LogCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing: verify, slice or append.");
    }

    @Command(name = "verify", description = "Checks the whole log against its checkpoints; names the first bad entry.")
    int verify(
            @Option(names = "--log", required = true, paramLabel = "JDBC") String jdbcUrl,
            @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.") @Nullable
                    Path trust,
            @Option(
                            names = "--since",
                            paramLabel = "CHECKPOINT",
                            description = "A checkpoint seen before, from which the log must have grown.")
                    @Nullable
                    Path since,
            @Option(names = "--json") boolean json)
            throws IOException {
        try (ChainLog log = Logs.open(jdbcUrl, trust)) {
            Trust trusted = trust == null ? Trust.NONE : Trust.read(trust);
            Checkpoint before = since == null
                    ? null
                    : Checkpoint.parse(
                            SignedNote.parse(Files.readAllBytes(since)).text());
            VerificationReport report = log.verify(trusted, before);
            if (json) {
                out().println(JSON.writeValueAsString(verification(report)));
            } else {
                tell(report);
            }
            return report.ok() ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
        }
    }

    private static ObjectNode verification(VerificationReport report) {
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
        PrintWriter out = out();
        report.notes().forEach(note -> out.println("note: " + note));
        for (Problem problem : report.problems()) {
            out.println(
                    problem.index() == null
                            ? "%s: %s".formatted(problem.where(), problem.message())
                            : "entry %d (%s): %s".formatted(problem.index(), problem.where(), problem.message()));
        }
        if (report.ok()) {
            out.println("%d entries verify.".formatted(report.size()));
        } else {
            out.println(report.firstBadEntry()
                    .map(index ->
                            "The log does not verify; the first bad entry is %d of %d.".formatted(index, report.size()))
                    .orElse("The log does not verify."));
        }
    }

    @Command(name = "slice", description = "Shows the causal slice behind an output, with what of it may be believed.")
    int slice(
            @Option(names = "--log", required = true, paramLabel = "JDBC") String jdbcUrl,
            @Option(names = "--trust", paramLabel = "FILE") @Nullable Path trust,
            @Parameters(paramLabel = "OUTPUT", description = "Such as output:4711.") String output,
            @Option(names = "--json") boolean json,
            @Option(names = "--dot", description = "As a graph for Graphviz.") boolean dot)
            throws IOException {
        try (ChainLog log = Logs.open(jdbcUrl, trust)) {
            Evidence evidence = log.evidence(List.of(EntityId.parse(output)));
            if (!evidence.slice().unknown().isEmpty()) {
                throw new BadInputException("The log knows nothing of %s. Maybe the id is misspelt.".formatted(output));
            }
            if (json) {
                out().println(JSON.writeValueAsString(sliceJson(evidence)));
            } else if (dot) {
                out().print(dot(evidence));
                out().flush();
            } else {
                table(evidence);
            }
            return CommandLine.ExitCode.OK;
        }
    }

    /** An entry of a slice; the event is null where it cannot be read. */
    private record Line(long index, @Nullable Event event, String verdict) {}

    private static List<Line> lines(Evidence evidence) {
        Map<Long, Line> lines = new TreeMap<>();
        for (LogEntry entry : evidence.admitted()) {
            lines.put(entry.index(), new Line(entry.index(), entry.event(), "admitted"));
        }
        for (LogEntry entry : evidence.notUnderstood()) {
            lines.put(entry.index(), new Line(entry.index(), entry.event(), "not understood"));
        }
        for (RejectedEntry entry : evidence.rejected()) {
            lines.put(
                    entry.index(),
                    new Line(
                            entry.index(),
                            entry.untrusted(),
                            "rejected: " + entry.reason().code()));
        }
        return new ArrayList<>(lines.values());
    }

    private static ObjectNode sliceJson(Evidence evidence) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode about = root.putArray("about");
        evidence.about().forEach(e -> about.add(e.toString()));
        ArrayNode events = root.putArray("events");
        for (Line line : lines(evidence)) {
            ObjectNode node = events.addObject().put("index", line.index());
            node.put("causal", evidence.slice().causal().contains(line.index()));
            node.put("evidence", line.verdict());
            Event event = line.event();
            if (event != null) {
                node.put("id", event.id().toString())
                        .put("type", event.type())
                        .put("actor", event.actor().toString())
                        .put("at", event.at().toString());
                ArrayNode uses = node.putArray("uses");
                event.uses().forEach(e -> uses.add(e.toString()));
                ArrayNode generates = node.putArray("generates");
                event.generates().forEach(e -> generates.add(e.toString()));
            }
        }
        ArrayNode external = root.putArray("external");
        evidence.external().forEach(external::add);
        ArrayNode gaps = root.putArray("gaps");
        evidence.gaps()
                .forEach(gap -> gaps.addObject()
                        .put("party", gap.party().toString())
                        .put("firstMissing", gap.firstMissing())
                        .put("lastMissing", gap.lastMissing()));
        ArrayNode findings = root.putArray("findings");
        evidence.findings().forEach(finding -> findings.add(finding.message()));
        return root;
    }

    private void table(Evidence evidence) {
        PrintWriter out = out();
        for (Line line : lines(evidence)) {
            Event event = line.event();
            String causal = evidence.slice().causal().contains(line.index()) ? "*" : " ";
            if (event == null) {
                out.println("%6d %s %s".formatted(line.index(), causal, line.verdict()));
            } else {
                out.println("%6d %s %s  %-24s %-24s %s%s"
                        .formatted(
                                line.index(),
                                causal,
                                event.at(),
                                event.type(),
                                event.actor(),
                                event.generates().isEmpty() ? "" : "-> " + names(event.generates()) + "  ",
                                line.verdict()));
            }
        }
        out.println("* reaches %s over what was used and generated; the others say something about these."
                .formatted(names(evidence.about())));
        evidence.external().forEach(e -> out.println("%s was used and never generated in this log.".formatted(e)));
        evidence.gaps()
                .forEach(gap -> out.println("%s counted events %d to %d, which are not in this log."
                        .formatted(gap.party(), gap.firstMissing(), gap.lastMissing())));
    }

    private static String names(List<EntityId> entities) {
        return String.join(", ", entities.stream().map(EntityId::key).toList());
    }

    private static String dot(Evidence evidence) {
        StringBuilder graph = new StringBuilder("digraph slice {\n  rankdir=LR;\n  node [shape=box];\n");
        for (Line line : lines(evidence)) {
            Event event = line.event();
            if (event == null || !evidence.slice().causal().contains(line.index())) {
                continue;
            }
            String act = "event " + line.index();
            graph.append("  %s [label=%s];\n"
                    .formatted(quoted(act), quoted(event.type() + "\n" + event.actor() + "\n" + line.verdict())));
            for (EntityId used : event.uses()) {
                graph.append("  %s -> %s;\n".formatted(quoted(used.key()), quoted(act)));
            }
            for (EntityId generated : event.generates()) {
                graph.append("  %s -> %s;\n".formatted(quoted(act), quoted(generated.key())));
            }
        }
        return graph.append("}\n").toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
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
