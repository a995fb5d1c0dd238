package io.kdchain.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitRecipeProperties {

    @Property(tries = 200, seed = "7")
    void eachRowIsInExactlyOnePartAndEachClassIsCutAlike(
            @ForAll @IntRange(min = 4, max = 60) int first,
            @ForAll @IntRange(min = 4, max = 60) int second,
            @ForAll @DoubleRange(min = 0.2, max = 0.8) double fraction,
            @ForAll long seed) {
        Dataset data = data(first, second);
        var recipe = new SplitRecipe(fraction, seed);

        Split split = recipe.apply(data);

        assertThat(Stream.concat(split.training().rows().stream(), split.test().rows().stream()))
                .containsExactlyInAnyOrderElementsOf(data.rows());
        assertThat(split.test().classCounts())
                .containsExactly((int) Math.round(first * fraction), (int) Math.round(second * fraction));
        assertThat(recipe.apply(data)).isEqualTo(split);
    }

    @Test
    void theSeedDecidesWhichRows() {
        Dataset data = data(30, 30);

        assertThat(new SplitRecipe(0.5, 1).apply(data).test())
                .isNotEqualTo(new SplitRecipe(0.5, 2).apply(data).test());
    }

    @Test
    void aFractionThatLeavesNothingIsRefused() {
        assertThatThrownBy(() -> new SplitRecipe(1, 0)).hasMessageContaining("testFraction is 1.0");
        assertThatThrownBy(() -> new SplitRecipe(Double.NaN, 0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new SplitRecipe(0.01, 0).apply(data(2, 2))).hasMessageContaining("a row");
    }

    private static Dataset data(int first, int second) {
        List<Row> rows = IntStream.range(0, first + second)
                .mapToObj(i -> new Row("r" + i, new double[] {i}, i < first ? 0 : 1))
                .toList();
        return new Dataset(List.of("a"), "y", List.of("0", "1"), rows);
    }
}
