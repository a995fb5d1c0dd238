package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.proof.MalformedProofException;
import io.kdchain.rules.proof.Objection;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.proof.ProofCheck;
import io.kdchain.rules.verdict.Attribution.PackRef;
import io.kdchain.rules.workbench.PackSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
        List<Objection> objections = new ProofCheck(pack).check(proof);
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
            out.println(kd.say(
                    "That the facts follow from the evidence is not proven here; each names its log entries.",
                    "事实是否由证据得出不在此证明之列；每项事实均注明其日志条目。"));
        } else {
            out.println(kd.say(
                    "The proof does not hold; %d objections:".formatted(objections.size()),
                    "证明不成立，共有%d项异议：".formatted(objections.size())));
            objections.forEach(o -> out.println("  " + o));
        }
        return objections.isEmpty() ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    private static String document(Proof proof, List<Objection> objections) throws JsonProcessingException {
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
        return JSON.writeValueAsString(root);
    }
}
