package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.merkle.MerkleProofs;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd merkle-vectors}: our proof verifier against published vectors. */
@Command(
        name = "merkle-vectors",
        description = "Judges published inclusion and consistency proofs (JSON, one a file) as our verifier does.")
final class MerkleVectorsCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final BigInteger LIMIT = BigInteger.TWO.pow(Long.SIZE);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Parameters(paramLabel = "DIR", description = "Folder of vectors; folders below it are searched.")
    private Path folder = Path.of("");

    @Option(names = "--json")
    private boolean json;

    private final List<String> failures = new ArrayList<>();
    private int passed;
    private int otherFiles;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new BadInputException("%s is no folder; name one that holds vectors.".formatted(folder));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> Files.isRegularFile(file) && file.toString().endsWith(".json"))
                    .sorted()
                    .forEach(this::judge);
        }
        if (passed == 0 && failures.isEmpty()) {
            throw new BadInputException(
                    "%s holds no vector: a JSON file with leafIdx and treeSize, or size1 and size2.".formatted(folder));
        }
        tell();
        return failures.isEmpty() ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    private void judge(Path file) {
        try {
            JsonNode vector = JSON.readTree(Files.readAllBytes(file));
            if (vector.has("leafIdx") && vector.has("treeSize")) {
                compare(file, vector, included(vector));
            } else if (vector.has("size1") && vector.has("size2")) {
                compare(file, vector, consistent(vector));
            } else {
                // proofs of subtrees, still a draft, and what is no vector
                otherFiles++;
            }
        } catch (JsonProcessingException e) {
            failures.add("%s is no JSON: %s".formatted(file, e.getOriginalMessage()));
        } catch (IOException e) {
            failures.add("%s cannot be read: %s".formatted(file, e));
        }
    }

    private void compare(Path file, JsonNode vector, boolean holds) {
        if (holds == vector.path("wantErr").asBoolean(false)) {
            failures.add(
                    holds
                            ? "%s: the proof holds, and must not".formatted(file)
                            : "%s: the proof does not hold, and must".formatted(file));
        } else {
            passed++;
        }
    }

    private static boolean included(JsonNode vector) {
        return isUnsigned(vector.get("leafIdx"))
                && isUnsigned(vector.get("treeSize"))
                && MerkleProofs.includes(
                        unsigned(vector.get("leafIdx")),
                        unsigned(vector.get("treeSize")),
                        hash(vector.path("leafHash")),
                        hashes(vector.path("proof")),
                        hash(vector.path("root")));
    }

    private static boolean consistent(JsonNode vector) {
        return isUnsigned(vector.get("size1"))
                && isUnsigned(vector.get("size2"))
                && MerkleProofs.consistent(
                        unsigned(vector.get("size1")),
                        unsigned(vector.get("size2")),
                        hash(vector.path("root1")),
                        hash(vector.path("root2")),
                        hashes(vector.path("proof")));
    }

    private static boolean isUnsigned(JsonNode number) {
        return number.isIntegralNumber()
                && number.bigIntegerValue().signum() >= 0
                && number.bigIntegerValue().compareTo(LIMIT) < 0;
    }

    private static long unsigned(JsonNode number) {
        return number.bigIntegerValue().longValue();
    }

    /** What is no hash becomes empty bytes, which no proof holds for. */
    private static byte[] hash(JsonNode base64) {
        try {
            return base64.isTextual() ? Base64.getDecoder().decode(base64.textValue()) : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static List<byte[]> hashes(JsonNode array) {
        List<byte[]> hashes = new ArrayList<>();
        array.forEach(hash -> hashes.add(hash(hash)));
        return hashes;
    }

    private void tell() throws IOException {
        CommandLine line = spec.commandLine();
        if (json) {
            ObjectNode root = JSON.createObjectNode();
            root.put("passed", passed).put("failed", failures.size());
            ArrayNode list = root.putArray("failures");
            failures.forEach(list::add);
            line.getOut().println(JSON.writeValueAsString(root));
            return;
        }
        failures.forEach(line.getErr()::println);
        if (otherFiles > 0) {
            line.getErr()
                    .println(kd.say(
                            "%d other JSON files were left out (subtree proofs, or no vectors)".formatted(otherFiles),
                            "另有 %d 个 JSON 文件未检查（子树证明，或非测试向量）".formatted(otherFiles)));
        }
        line.getOut().println("%d passed, %d failed".formatted(passed, failures.size()));
    }
}
