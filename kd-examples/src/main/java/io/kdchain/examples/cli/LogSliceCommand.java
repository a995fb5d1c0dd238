package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.federation.FederatedEvidence;
import io.kdchain.provenance.federation.Federation;
import io.kdchain.provenance.federation.Member;
import io.kdchain.provenance.federation.Standing;
import io.kdchain.provenance.slice.Reach;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    @Option(
            names = "--log",
            required = true,
            paramLabel = "JDBC",
            description = "The log; several are read as one, and each event says in which it is proven.")
    private List<String> jdbcUrls = List.of();

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
        List<ChainLog> logs = new ArrayList<>();
        try {
            for (String url : jdbcUrls) {
                logs.add(Logs.open(url, trust));
            }
            tell(logs.size() == 1 ? ofOne(logs.get(0), about) : ofMany(logs, about));
        } finally {
            logs.forEach(ChainLog::close);
        }
        return CommandLine.ExitCode.OK;
    }

    /**
     * What was found.
     *
     * @param evidence what may be believed
     * @param reach what came of it; null means that this was not asked
     * @param checkpoints signed notes to which the proofs lead, by log
     * @param standings where each entry is proven, by its index
     */
    private record Found(
            Evidence evidence,
            @Nullable Reach reach,
            Map<String, String> checkpoints,
            Map<Long, List<Standing>> standings) {}

    private Found ofOne(ChainLog log, List<EntityId> about) {
        Reach reach = forward ? log.reach(about) : null;
        Evidence evidence = log.evidence(reach == null ? log.slice(about) : reach.slice());
        Map<Long, List<Standing>> standings = new TreeMap<>();
        Map<String, String> checkpoints = new TreeMap<>();
        log.prove(evidence.slice()).ifPresent(proven -> {
            String name = jdbcUrls.get(0);
            checkpoints.put(name, new String(proven.checkpoint().toBytes(), StandardCharsets.UTF_8));
            List<LogEntry> standing = new ArrayList<>(evidence.admitted());
            standing.addAll(evidence.notUnderstood());
            for (LogEntry entry : standing) {
                List<Bytes> proof = proven.proofs().get(entry.index());
                if (proof != null) {
                    standings.put(
                            entry.index(),
                            List.of(new Standing(
                                    name, entry.index(), entry.recordedAt(), entry.leafHash(), proven.size(), proof)));
                }
            }
        });
        return new Found(evidence, reach, checkpoints, standings);
    }

    private Found ofMany(List<ChainLog> logs, List<EntityId> about) {
        Trust trusted = trust == null ? Trust.NONE : Trust.read(trust);
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < logs.size(); i++) {
            // what follows may hold a password
            members.add(new Member(
                    jdbcUrls.get(i).replaceFirst("\\?.*", ""), logs.get(i).reader(), trusted));
        }
        Federation all = Federation.of(members);
        Reach reach = forward ? all.reach(about) : null;
        FederatedEvidence told = all.judge(reach == null ? all.slice(about) : reach.slice());
        Map<String, String> checkpoints = new TreeMap<>();
        told.checkpoints()
                .forEach((name, note) ->
                        checkpoints.put(name, new String(note.note().toArray(), StandardCharsets.UTF_8)));
        return new Found(told.evidence(), reach, checkpoints, told.standings());
    }

    private void tell(Found found) throws IOException {
        Evidence evidence = found.evidence();
        if (!evidence.slice().unknown().isEmpty()) {
            throw new BadInputException("The log knows nothing of %s. Maybe the id is misspelt."
                    .formatted(String.join(", ", evidence.slice().unknown())));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(json(found)));
        } else if (dot) {
            out.print(dot(evidence));
            out.flush();
        } else {
            table(out, found);
        }
    }

    private ObjectNode json(Found found) {
        Evidence evidence = found.evidence();
        Reach reach = found.reach();
        ObjectNode root = JSON.createObjectNode();
        root.put("direction", reach == null ? "backward" : "forward");
        ArrayNode about = root.putArray("about");
        evidence.about().forEach(e -> about.add(e.toString()));
        if (jdbcUrls.size() == 1) {
            found.checkpoints().values().forEach(note -> root.put("checkpoint", note));
        } else {
            ArrayNode logs = root.putArray("logs");
            found.checkpoints()
                    .forEach((name, note) -> logs.addObject().put("log", name).put("checkpoint", note));
        }
        ArrayNode events = root.putArray("events");
        for (EvidenceLine line : EvidenceLine.byIndex(evidence).values()) {
            ObjectNode node = events.addObject().put("index", line.index());
            node.put("causal", evidence.slice().causal().contains(line.index()));
            line.addTo(node);
            List<Standing> standings = found.standings().getOrDefault(line.index(), List.of());
            if (jdbcUrls.size() > 1) {
                ArrayNode provenIn = node.putArray("provenIn");
                standings.forEach(standing -> addProof(
                        provenIn.addObject()
                                .put("log", standing.log())
                                .put("index", standing.index())
                                .put("recordedAt", standing.recordedAt().toString())
                                .put("leafHash", standing.leafHash().toString())
                                .put("checkpointSize", standing.checkpointSize()),
                        standing));
            } else {
                standings.forEach(standing -> addProof(node, standing));
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

    private static void addProof(ObjectNode node, Standing standing) {
        ArrayNode proof = node.putArray("proof");
        standing.proof().forEach(hash -> proof.add(Base64.getEncoder().encodeToString(hash.toArray())));
    }

    private String place(Found found, long index) {
        return jdbcUrls.size() == 1
                ? Long.toString(index)
                : found.standings().getOrDefault(index, List.of()).stream()
                        .map(standing -> "%s %d".formatted(standing.log(), standing.index()))
                        .reduce((one, other) -> one + ", " + other)
                        .orElseGet(() -> "%s %d"
                                .formatted(
                                        jdbcUrls.get(Federation.memberOf(index)).replaceFirst("\\?.*", ""),
                                        Federation.placeOf(index)));
    }

    private void table(PrintWriter out, Found found) {
        Evidence evidence = found.evidence();
        Reach reach = found.reach();
        for (EvidenceLine line : EvidenceLine.byIndex(evidence).values()) {
            Event event = line.event();
            String causal = evidence.slice().causal().contains(line.index()) ? "*" : " ";
            if (event == null) {
                out.println("%6s %s %s".formatted(place(found, line.index()), causal, line.verdict()));
            } else {
                out.println("%6s %s %s  %-24s %-24s %s%s"
                        .formatted(
                                place(found, line.index()),
                                causal,
                                event.at(),
                                event.type(),
                                event.actor(),
                                event.generates().isEmpty() ? "" : "-> " + EvidenceLine.keys(event.generates()) + "  ",
                                line.verdict()));
            }
        }
        if (jdbcUrls.size() > 1) {
            evidence.findings().forEach(finding -> out.println("! " + finding.message()));
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
