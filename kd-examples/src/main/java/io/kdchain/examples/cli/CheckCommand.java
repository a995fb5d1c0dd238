package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.rules.ProofOnEvidence;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.proof.MalformedProofException;
import io.kdchain.rules.proof.Objection;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.proof.ProofCheck;
import io.kdchain.rules.verdict.Attribution.PackRef;
import io.kdchain.rules.verdict.Regime;
import io.kdchain.rules.workbench.PackSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

/** {@code kd check}: verifies a proof without a rule engine. */
@Command(
        name = "check",
        description = "Verifies the proof that 'kd attribute --prove' wrote, without the rule engine that made it.")
final class CheckCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Parameters(paramLabel = "FILE", description = "A proof.")
    private Path file = Path.of("");

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description = "A rule pack, or a folder of packs; they go before those of the library.")
    private @Nullable Path rules;

    @Option(
            names = "--log",
            paramLabel = "JDBC",
            description = "The log that the proof rests on: its facts are derived again and compared.")
    private @Nullable String log;

    @Option(
            names = "--evidence",
            paramLabel = "FILE",
            description = "The evidence bundle that the proof rests on, instead of a log.")
    private @Nullable Path bundle;

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.")
    private @Nullable Path trust;

    @Option(names = "--json", description = "Prints the result as one line of JSON.")
    private boolean json;

    private Proof proof() throws IOException {
        try {
            return Proof.read(Files.readAllBytes(file));
        } catch (MalformedProofException e) {
            throw new BadInputException("%s is no proof. %s".formatted(file, e.getMessage()));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("There is no file %s; 'kd attribute --prove FILE' writes one.".formatted(file));
        }
        Proof proof = proof();
        PackSource source = rules == null ? PackSource.builtin() : PackSource.of(rules);
        RulePack pack =
                source.load(proof.verdict().packs().stream().map(PackRef::id).toList());
        List<Objection> objections = new ArrayList<>(new ProofCheck(pack).check(proof));
        objections.addAll(onEvidence(proof, pack));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(document(proof, objections));
        } else if (objections.isEmpty()) {
            out.println(kd.say(
                    "The proof holds: by %d facts and %d steps of the law of %s, verdict %s."
                            .formatted(
                                    proof.given().facts().size(),
                                    proof.steps().size(),
                                    proof.law().day(),
                                    proof.verdict().digest()),
                    "证明成立：依据%3$s的法律，由%1$d项事实经%2$d个推理步骤得出，结论摘要%4$s。"
                            .formatted(
                                    proof.given().facts().size(),
                                    proof.steps().size(),
                                    proof.law().day(),
                                    proof.verdict().digest())));
            if (isOnEvidence()) {
                out.println(kd.say(
                        "The facts follow from the log entries that each of them names; none is left out.",
                        "每项事实均由其所注明的日志条目得出，且无遗漏。"));
            }
            supposed(proof).forEach(out::println);
            NotProven.of(proof, isOnEvidence()).forEach(n -> out.println(kd.say(n.en(), n.zh())));
        } else {
            out.println(kd.say(
                    "The proof does not hold; %d objections:".formatted(objections.size()),
                    "证明不成立，共有%d项异议：".formatted(objections.size())));
            objections.forEach(o -> out.println("  " + o));
        }
        return objections.isEmpty() ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    /** What the verdict supposes, beside the law of the day of the damage and what the record says. */
    private List<String> supposed(Proof proof) {
        List<String> supposed = new ArrayList<>();
        LocalDate law = proof.law().day();
        LocalDate damage = LocalDate.ofInstant(proof.given().incident().occurredAt(), ZoneOffset.UTC);
        if (!law.equals(damage)) {
            supposed.add(kd.say(
                    "A what-if: by the law of %s, and the damage is of %s.".formatted(law, damage),
                    "假设性结论：适用%s的法律，而损害发生于%s。".formatted(law, damage)));
        }
        Regime regime = proof.given().regime();
        if (regime != null) {
            supposed.add(kd.say(
                    "A what-if: the regime %s is imposed.".formatted(regime.code()),
                    "假设性结论：指定适用%s归责原则。".formatted(regime.code())));
        }
        proof.given()
                .answers()
                .forEach((question, yes) -> supposed.add(kd.say(
                        "Supposed: %s is answered %s.".formatted(question, yes ? "yes" : "no"),
                        "假定：问题%s的回答为“%s”。".formatted(question, yes ? "是" : "否"))));
        return supposed;
    }

    private boolean isOnEvidence() {
        return log != null || bundle != null;
    }

    private List<Objection> onEvidence(Proof proof, RulePack pack) throws IOException {
        if (log != null && bundle != null) {
            throw new ParameterException(
                    spec.commandLine(), "--log and --evidence both name what the proof rests on; name one.");
        }
        if (log != null) {
            try (ChainLog chain = Logs.open(log, trust)) {
                return new ProofOnEvidence(chain, pack).check(proof);
            }
        }
        if (bundle != null) {
            return new ProofOnEvidence(Bundles.verified(bundle, trust), pack).check(proof);
        }
        if (trust != null) {
            throw new ParameterException(
                    spec.commandLine(), "--trust belongs to --log or --evidence; a proof alone has no signatures.");
        }
        return List.of();
    }

    private String document(Proof proof, List<Objection> objections) throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode().put("format", 1);
        root.put("holds", objections.isEmpty());
        root.put("incident", proof.verdict().incident());
        root.put("digest", proof.verdict().digest());
        root.put("facts", proof.given().facts().size());
        root.put("steps", proof.steps().size());
        ArrayNode list = root.putArray("objections");
        objections.forEach(o -> list.addObject()
                .put("fault", o.fault().code())
                .put("place", o.place())
                .put("message", o.message()));
        if (objections.isEmpty()) {
            ArrayNode left = root.putArray("notProven");
            NotProven.of(proof, isOnEvidence()).forEach(n -> left.add(n.code()));
        }
        return JSON.writeValueAsString(root);
    }
}
