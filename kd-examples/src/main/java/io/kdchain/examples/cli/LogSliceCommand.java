package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.ProvenSlice;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.slice.Reach;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd log slice}: what an output depends on, or what came of an entity. */
@Command(
        name = "slice",
        description =
                "Shows what an output depends on, or with --forward what came of an entity, with what of it may be"
                        + " believed; --json has an inclusion proof for each entry.")
final class LogSliceCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private LogCommand parent = new LogCommand();

    @Option(names = "--log", required = true, paramLabel = "JDBC", description = "The log.")
    private String jdbcUrl = "";

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.")
    private @Nullable Path trust;

    @Parameters(paramLabel = "ENTITY", arity = "1..*", description = "Such as output:4711.")
    private List<String> entities = List.of();

    @Option(
            names = "--forward",
            description =
                    "What came of it, such as every output that a data set reached, instead of what it depends on.")
    private boolean forward;

    @Option(names = "--json", description = "Prints one JSON document, with the checkpoint and the proofs.")
    private boolean json;

    @Option(names = "--dot", description = "As a graph for Graphviz.")
    private boolean dot;

    @Override
    public Integer call() throws IOException {
        if (json && dot) {
            throw new ParameterException(spec.commandLine(), "--json and --dot are two forms; name one.");
        }
        List<EntityId> about = entities.stream().map(EntityId::parse).toList();
        PrintWriter out = spec.commandLine().getOut();
        try (ChainLog log = Logs.open(jdbcUrl, trust)) {
            Reach reach = forward ? log.reach(about) : null;
            Evidence evidence = log.evidence(reach == null ? log.slice(about) : reach.slice());
            if (!evidence.slice().unknown().isEmpty()) {
                throw new BadInputException("The log knows nothing of %s. Maybe the id is misspelt."
                        .formatted(String.join(", ", evidence.slice().unknown())));
            }
            if (json) {
                out.println(JSON.writeValueAsString(
                        json(evidence, reach, log.prove(evidence.slice()).orElse(null))));
            } else if (dot) {
                out.print(dot(evidence));
                out.flush();
            } else {
                table(out, evidence, reach);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private static ObjectNode json(Evidence evidence, @Nullable Reach reach, @Nullable ProvenSlice proven) {
        ObjectNode root = JSON.createObjectNode();
        root.put("direction", reach == null ? "backward" : "forward");
        ArrayNode about = root.putArray("about");
        evidence.about().forEach(e -> about.add(e.toString()));
        if (proven != null) {
            root.put("checkpoint", new String(proven.checkpoint().toBytes(), StandardCharsets.UTF_8));
        }
        ArrayNode events = root.putArray("events");
        for (EvidenceLine line : EvidenceLine.byIndex(evidence).values()) {
            ObjectNode node = events.addObject().put("index", line.index());
            node.put("causal", evidence.slice().causal().contains(line.index()));
            line.addTo(node);
            if (proven != null && proven.proofs().containsKey(line.index())) {
                ArrayNode proof = node.putArray("proof");
                for (Bytes hash : proven.proofs().getOrDefault(line.index(), List.of())) {
                    proof.add(Base64.getEncoder().encodeToString(hash.toArray()));
                }
            }
        }
        if (reach != null) {
            ArrayNode reached = root.putArray("reached");
            reach.entities().forEach(reached::add);
        }
        ArrayNode external = root.putArray("external");
        evidence.external().forEach(external::add);
        ArrayNode gaps = root.putArray("gaps");
        evidence.gaps()
                .forEach(gap -> gaps.addObject()
                        .put("party", gap.party().toString())
                        .put("chain", gap.chain())
                        .put("firstMissing", gap.firstMissing())
                        .put("lastMissing", gap.lastMissing()));
        ArrayNode findings = root.putArray("findings");
        evidence.findings().forEach(finding -> findings.add(finding.message()));
        return root;
    }

    private void table(PrintWriter out, Evidence evidence, @Nullable Reach reach) {
        for (EvidenceLine line : EvidenceLine.byIndex(evidence).values()) {
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
                                event.generates().isEmpty() ? "" : "-> " + EvidenceLine.keys(event.generates()) + "  ",
                                line.verdict()));
            }
        }
        String about = EvidenceLine.keys(evidence.about());
        out.println(
                reach == null
                        ? parent.say(
                                "* reaches %s over what was used and generated; the others say something about these."
                                        .formatted(about),
                                "* 表示经由“使用”与“生成”关系导向 %s；其余条目是关于它们的陈述。".formatted(about))
                        : parent.say(
                                "* uses %s or what came of it; the others made it or say something about these."
                                        .formatted(about),
                                "* 表示使用了 %s 或由其产生之物；其余条目生成了它，或是关于它们的陈述。".formatted(about)));
        if (reach != null) {
            out.println(parent.say(
                    "Reached %d entities, %d outputs among them:"
                            .formatted(reach.entities().size(), reach.outputs().size()),
                    "共波及 %d 个实体，其中输出 %d 个："
                            .formatted(reach.entities().size(), reach.outputs().size())));
            reach.entities().forEach(entity -> out.println("  " + entity));
        }
        evidence.external()
                .forEach(e -> out.println(parent.say(
                        "%s was used and never generated in this log.".formatted(e),
                        "%s 被使用，但本日志中没有它的生成记录。".formatted(e))));
        evidence.gaps()
                .forEach(gap -> out.println(parent.say(
                        "%s counted events %d to %d, which are not in this log."
                                .formatted(gap.party(), gap.firstMissing(), gap.lastMissing()),
                        "%s 编号 %d 至 %d 的事件不在本日志中。".formatted(gap.party(), gap.firstMissing(), gap.lastMissing()))));
    }

    private static String dot(Evidence evidence) {
        StringBuilder graph = new StringBuilder("digraph slice {\n  rankdir=LR;\n  node [shape=box];\n");
        for (EvidenceLine line : EvidenceLine.byIndex(evidence).values()) {
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
}
