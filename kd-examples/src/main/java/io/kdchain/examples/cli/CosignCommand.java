package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.checkpoint.CosignatureRequest;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.checkpoint.witness.HttpWitness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kd log cosign}: collects cosignatures on the last checkpoint of a log. */
@Command(
        name = "cosign",
        description = "Asks witnesses to cosign the last checkpoint, and keeps what verifies with it.")
final class CosignCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--log", required = true, paramLabel = "JDBC")
    private String jdbcUrl = "";

    @Option(
            names = "--trust",
            required = true,
            paramLabel = "FILE",
            description = "A tlog-policy: 'witness NAME VKEY URL' for each witness, and 'quorum'.")
    private Path trust = Path.of("");

    @Option(
            names = "--witness",
            paramLabel = "NAME|URL",
            description = "Asks only this one; may be repeated. By default every witness that has a URL.")
    private List<String> only = List.of();

    @Option(names = "--json")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Policy policy = Trust.read(trust).policy();
        Map<String, Policy.Witness> asked = asked(policy);
        Map<String, CosignatureRequest.Result> results = new LinkedHashMap<>();
        Set<String> cosigned = new LinkedHashSet<>();
        try (ChainLog log = Logs.open(jdbcUrl, trust)) {
            asked.forEach((name, witness) -> {
                CosignatureRequest.Result result =
                        log.cosign(witness.key(), HttpWitness.at(String.valueOf(witness.url())));
                results.put(name, result);
                if (result.line() != null) {
                    cosigned.add(name);
                }
            });
        }
        tell(results);
        return cosigned.size() == asked.size() ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    private Map<String, Policy.Witness> asked(Policy policy) {
        Map<String, Policy.Witness> asked = new LinkedHashMap<>();
        policy.witnesses().forEach((name, witness) -> {
            if (witness.url() != null && (only.isEmpty() || only.contains(name) || only.contains(witness.url()))) {
                asked.put(name, witness);
            }
        });
        for (String wanted : only) {
            if (asked.entrySet().stream()
                    .noneMatch(entry -> entry.getKey().equals(wanted)
                            || wanted.equals(entry.getValue().url()))) {
                throw new BadInputException(
                        "%s has no witness '%s' with a URL; without its key no cosignature can be checked. Add 'witness NAME VKEY URL'."
                                .formatted(trust, wanted));
            }
        }
        if (asked.isEmpty()) {
            throw new BadInputException(
                    "%s names no witness with a URL. Add 'witness NAME VKEY URL' for each.".formatted(trust));
        }
        return asked;
    }

    private void tell(Map<String, CosignatureRequest.Result> results) throws IOException {
        if (json) {
            ObjectNode root = JSON.createObjectNode();
            ArrayNode list = root.putArray("witnesses");
            results.forEach((name, result) -> list.addObject()
                    .put("name", name)
                    .put("outcome", result.outcome().name().toLowerCase(java.util.Locale.ROOT))
                    .put("detail", result.detail()));
            spec.commandLine().getOut().println(JSON.writeValueAsString(root));
        } else {
            results.values().forEach(result -> spec.commandLine().getOut().println(result.detail()));
        }
    }
}
