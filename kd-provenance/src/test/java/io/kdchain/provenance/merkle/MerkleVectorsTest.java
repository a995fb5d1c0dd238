package io.kdchain.provenance.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The published vectors of transparency-dev, and trees grown by an independent implementation. */
class MerkleVectorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void inclusionProofsAreJudgedAsPublished() throws IOException {
        List<Path> cases = cases("inclusion");

        for (Path file : cases) {
            JsonNode vector = JSON.readTree(file.toFile());
            assertThat(MerkleProofs.includes(
                            unsigned(vector.get("leafIdx")),
                            unsigned(vector.get("treeSize")),
                            hash(vector.get("leafHash")),
                            hashes(vector.get("proof")),
                            hash(vector.get("root"))))
                    .as(file.toString())
                    .isEqualTo(!vector.get("wantErr").booleanValue());
        }
        assertThat(cases).hasSizeGreaterThan(50);
    }

    @Test
    void consistencyProofsAreJudgedAsPublished() throws IOException {
        List<Path> cases = cases("consistency");

        for (Path file : cases) {
            JsonNode vector = JSON.readTree(file.toFile());
            assertThat(MerkleProofs.consistent(
                            unsigned(vector.get("size1")),
                            unsigned(vector.get("size2")),
                            hash(vector.get("root1")),
                            hash(vector.get("root2")),
                            hashes(vector.get("proof"))))
                    .as(file.toString())
                    .isEqualTo(!vector.get("wantErr").booleanValue());
        }
        assertThat(cases).hasSizeGreaterThan(40);
    }

    @Test
    void rootsAndProofsEqualThoseOfAnotherImplementation() throws IOException {
        JsonNode vectors = JSON.readTree(RequiredTool.require("vectors")
                .resolve("generated/tree-decimal-leaves.json")
                .toFile());
        NodeSource tree = decimalTree();

        vectors.get("roots")
                .properties()
                .forEach(root -> assertThat(MerkleTree.root(Long.parseLong(root.getKey()), tree))
                        .as("root of %s", root.getKey())
                        .isEqualTo(hash(root.getValue())));
        for (JsonNode vector : vectors.get("inclusion")) {
            assertThat(MerkleTree.inclusionProof(
                            vector.get("leafIdx").longValue(),
                            vector.get("treeSize").longValue(),
                            tree))
                    .usingElementComparator(Arrays::compare)
                    .containsExactlyElementsOf(hashes(vector.get("proof")));
        }
        for (JsonNode vector : vectors.get("consistency")) {
            assertThat(MerkleTree.consistencyProof(
                            vector.get("size1").longValue(), vector.get("size2").longValue(), tree))
                    .usingElementComparator(Arrays::compare)
                    .containsExactlyElementsOf(hashes(vector.get("proof")));
        }
    }

    private static List<Path> cases(String group) throws IOException {
        Path folder = RequiredTool.require("vectors").resolve("merkle-transparency-dev/testdata/" + group);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    private static NodeSource decimalTree() {
        Map<String, byte[]> known = new HashMap<>();
        return new NodeSource() {
            @Override
            public byte[] node(int level, long index) {
                String key = level + ":" + index;
                byte[] hash = known.get(key);
                if (hash == null) {
                    hash = level == 0
                            ? MerkleHash.leaf(Long.toString(index).getBytes(StandardCharsets.US_ASCII))
                            : MerkleHash.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
                    known.put(key, hash);
                }
                return hash;
            }
        };
    }

    private static long unsigned(JsonNode number) {
        return new BigInteger(number.asText()).longValue();
    }

    private static byte[] hash(JsonNode base64) {
        return base64.isNull() ? new byte[0] : Base64.getDecoder().decode(base64.asText());
    }

    private static List<byte[]> hashes(JsonNode array) {
        List<byte[]> hashes = new ArrayList<>();
        array.forEach(hash -> hashes.add(hash(hash)));
        return hashes;
    }
}
