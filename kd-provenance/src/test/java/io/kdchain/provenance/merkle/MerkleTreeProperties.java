package io.kdchain.provenance.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MerkleTreeProperties {
    private static final NodeSource TREE = new NodeSource() {
        @Override
        public byte[] node(int level, long index) {
            return level == 0
                    ? MerkleHash.leaf(ByteBuffer.allocate(8).putLong(index).array())
                    : MerkleHash.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
        }
    };

    @Property(tries = 300, seed = "1")
    void everyLeafIsIncludedAndNoOtherPassesForIt(
            @ForAll @IntRange(min = 1, max = 200) int size, @ForAll @IntRange(max = 199) int any) {
        long index = any % size;
        byte[] root = MerkleTree.root(size, TREE);
        List<byte[]> proof = MerkleTree.inclusionProof(index, size, TREE);
        byte[] leaf = TREE.node(0, index);

        assertThat(MerkleProofs.includes(index, size, leaf, proof, root)).isTrue();
        assertThat(MerkleProofs.includes(index, size, TREE.node(0, index + 1), proof, root))
                .isFalse();
        assertThat(MerkleProofs.includes((index + 1) % size, size, leaf, proof, root))
                .isEqualTo(size == 1);
        assertThat(MerkleProofs.includes(index, size + 1L, leaf, proof, MerkleTree.root(size + 1L, TREE)))
                .isFalse();
        for (int i = 0; i < proof.size(); i++) {
            List<byte[]> changed = new ArrayList<>(proof);
            changed.set(i, MerkleHash.leaf(proof.get(i)));
            assertThat(MerkleProofs.includes(index, size, leaf, changed, root)).isFalse();
            changed.remove(i);
            assertThat(MerkleProofs.includes(index, size, leaf, changed, root)).isFalse();
        }
    }

    @Property(tries = 300, seed = "2")
    void everyTreeGrewFromEachSmallerOneAndFromNoOther(
            @ForAll @IntRange(min = 1, max = 200) int size, @ForAll @IntRange(max = 199) int any) {
        long old = any % size + 1L;
        byte[] oldRoot = MerkleTree.root(old, TREE);
        byte[] root = MerkleTree.root(size, TREE);
        List<byte[]> proof = MerkleTree.consistencyProof(old, size, TREE);

        assertThat(MerkleProofs.consistent(old, size, oldRoot, root, proof)).isTrue();
        assertThat(MerkleProofs.consistent(old, size, MerkleHash.leaf(oldRoot), root, proof))
                .isFalse();
        assertThat(MerkleProofs.consistent(old, size, oldRoot, MerkleHash.leaf(root), proof))
                .isFalse();
        for (int i = 0; i < proof.size(); i++) {
            List<byte[]> changed = new ArrayList<>(proof);
            changed.set(i, MerkleHash.leaf(proof.get(i)));
            assertThat(MerkleProofs.consistent(old, size, oldRoot, root, changed))
                    .isFalse();
        }
    }

    @Example
    void theEmptyTreeHasTheHashOfNothing() {
        assertThat(MerkleTree.root(0, TREE)).isEqualTo(MerkleHash.empty()).startsWith(0xe3, 0xb0, 0xc4, 0x42);
    }

    @Example
    void whatIsNotInTheTreeHasNoProof() {
        assertThatThrownBy(() -> MerkleTree.inclusionProof(3, 3, TREE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MerkleTree.consistencyProof(4, 3, TREE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MerkleTree.consistencyProof(0, 3, TREE)).isInstanceOf(IllegalArgumentException.class);
    }
}
