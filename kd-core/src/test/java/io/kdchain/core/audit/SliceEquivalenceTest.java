package io.kdchain.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SliceEquivalenceTest {

    private static final double[][] BEFORE = {{0, 0}, {3, 0}, {0, 3}, {0, 0.1}};
    private static final double[][] AFTER = {{0, 0}, {3, 0}, {0, 3}, {0.1, 0}};

    @Test
    void aSliceThatChangedIsNamedWhileTheOthersPass() {
        SliceEquivalence found = SliceEquivalence.check(BEFORE, AFTER, List.of("old", "old", "young", "young"), 0.01);

        assertThat(found.passed()).isFalse();
        assertThat(found.failed()).containsExactly("young");
        assertThat(found.all().agreement()).isEqualTo(0.75);
        assertThat(found.slices().get("old")).isEqualTo(new Equivalence(1, 0, 0.01, true, 2));
        // softmax of (0, 0.1) and (0.1, 0)
        assertThat(Objects.requireNonNull(found.slices().get("young")).maxDivergence())
                .isEqualTo(2 / (1 + Math.exp(-0.1)) - 1, within(1e-12));
    }

    @Test
    void withinTheToleranceAllPass() {
        SliceEquivalence found = SliceEquivalence.check(BEFORE, AFTER, List.of("a", "b", "a", "b"), 0.06);

        assertThat(found.passed()).isTrue();
        assertThat(found.failed()).isEmpty();
    }

    @Test
    void eachRowNeedsASlice() {
        assertThatThrownBy(() -> SliceEquivalence.check(BEFORE, AFTER, List.of("a"), 0.1))
                .hasMessageContaining("4 rows have 1 names");
    }
}
