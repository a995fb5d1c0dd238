package io.kdchain.provenance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.checkpoint.Growth.Outcome;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.merkle.NodeSource;
import io.kdchain.provenance.sign.Ed25519Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptCheckpointsTest {
    private static final Ed25519Signer SIGNER = LogFixture.signer("log");
    private static final Policy POLICY = new Policy(
            List.of(new Policy.Log(NoteKey.of(LogFixture.LOG_KEY.publicKey()), null)), Map.of(), List.of(), null);

    @TempDir
    private Path folder = Path.of("");

    /** A tree whose leaf i is the text of i, from {@code fork} on with another text. */
    static NodeSource tree(long fork) {
        return new NodeSource() {
            @Override
            public byte[] node(int level, long index) {
                return level == 0
                        ? MerkleHash.leaf(((index >= fork ? "other " : "") + index).getBytes(StandardCharsets.UTF_8))
                        : MerkleHash.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
            }
        };
    }

    static SignedNote note(long size, NodeSource tree) {
        return new Checkpoint("kd.example/log", size, Bytes.of(MerkleTree.root(size, tree)), List.of()).sign(SIGNER);
    }

    static ConsistencySource proofs(NodeSource tree) {
        return (oldSize, size) -> MerkleTree.consistencyProof(oldSize, size, tree).stream()
                .map(Bytes::of)
                .toList();
    }

    private Path file() {
        return folder.resolve("state.json");
    }

    @Test
    void aLogThatGrowsIsFollowedAcrossRestarts() {
        NodeSource tree = tree(Long.MAX_VALUE);
        for (int size : new int[] {0, 1, 3, 3, 8, 21}) {
            try (KeptCheckpoints kept = KeptCheckpoints.open(file())) {
                Growth growth = kept.advance(note(size, tree), POLICY, proofs(tree));

                assertThat(growth.ok()).as(growth.detail()).isTrue();
                assertThat(kept.last("kd.example/log")).contains(note(size, tree));
            }
        }
    }

    @Test
    void rollbackSplitViewAndForkAreRefusedAndTheOldCheckpointIsKept() {
        NodeSource honest = tree(Long.MAX_VALUE);
        NodeSource forked = tree(2);
        try (KeptCheckpoints kept = KeptCheckpoints.open(file())) {
            kept.advance(note(5, honest), POLICY, proofs(honest));

            Growth rollback = kept.advance(note(4, honest), POLICY, proofs(honest));
            Growth split = kept.advance(note(5, forked), POLICY, proofs(forked));
            Growth fork = kept.advance(note(9, forked), POLICY, proofs(forked));
            Growth unproven = kept.advance(note(9, honest), POLICY, ConsistencySource.NONE);
            Growth stranger = kept.advance(
                    new Checkpoint("kd.example/log", 9, Bytes.of(new byte[32]), List.of())
                            .sign(LogFixture.signer("thief")),
                    POLICY,
                    proofs(honest));

            assertThat(rollback.outcome()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(split.outcome()).isEqualTo(Outcome.SPLIT_VIEW);
            assertThat(fork.outcome()).isEqualTo(Outcome.NOT_CONSISTENT);
            assertThat(unproven.outcome()).isEqualTo(Outcome.NOT_CONSISTENT);
            assertThat(stranger.outcome()).isEqualTo(Outcome.NOT_TRUSTED);
            assertThat(split.exhibit())
                    .hasValueSatisfying(text -> assertThat(text.split("\u2014", -1))
                            .as("both signed by the log")
                            .hasSize(3));
            assertThat(kept.last("kd.example/log")).contains(note(5, honest));
        }
        try (KeptCheckpoints kept = KeptCheckpoints.open(file())) {
            assertThat(kept.last("kd.example/log")).contains(note(5, honest));
        }
    }

    @Test
    void aFileInUseOrDamagedIsNeverBegunAnew() throws IOException {
        NodeSource tree = tree(Long.MAX_VALUE);
        try (KeptCheckpoints kept = KeptCheckpoints.open(file())) {
            kept.advance(note(5, tree), POLICY, proofs(tree));
            assertThatExceptionOfType(StateFileException.class)
                    .isThrownBy(() -> KeptCheckpoints.open(file()))
                    .withMessageContaining("in use");
        }
        String good = Files.readString(file());
        for (String bad : List.of(
                "",
                "{}",
                "[]",
                good.substring(0, good.length() / 2),
                good.replace("kd-checkpoints/1", "kd-checkpoints/2"),
                good.replace("\"kd.example/log\"", "\"kd.example/lag\""),
                good.replace("\\n5\\n", "\\n05\\n"),
                good.replace("\"format\"", "\"format\" : \"x\", \"format\""))) {
            Files.writeString(file(), bad);
            assertThatExceptionOfType(StateFileException.class)
                    .as(bad)
                    .isThrownBy(() -> KeptCheckpoints.open(file()).close())
                    .withMessageContaining("state.json");
            assertThat(file()).hasContent(bad);
        }
        assertThatExceptionOfType(StateFileException.class)
                .isThrownBy(() -> KeptCheckpoints.open(folder.resolve("none/state")))
                .withMessageContaining("no folder");
    }

    @Test
    void whatCannotBeWrittenIsNotKnown() throws IOException {
        NodeSource tree = tree(Long.MAX_VALUE);
        try (KeptCheckpoints kept = KeptCheckpoints.open(file())) {
            kept.advance(note(5, tree), POLICY, proofs(tree));
            Files.delete(file());
            Files.createDirectories(file().resolve("in the way"));

            assertThatExceptionOfType(StateFileException.class)
                    .isThrownBy(() -> kept.advance(note(6, tree), POLICY, proofs(tree)));

            assertThat(kept.last("kd.example/log")).contains(note(5, tree));
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left)
                        .extracting(path -> String.valueOf(path.getFileName()))
                        .noneMatch(n -> n.endsWith("tmp"));
            }
        }
    }
}
