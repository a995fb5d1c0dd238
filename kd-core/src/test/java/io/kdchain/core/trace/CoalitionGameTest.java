package io.kdchain.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CoalitionGameTest {

    @Test
    void oneWhoAloneDoesItHasItAll() {
        var game = new CoalitionGame(3, coalition -> (coalition & 2) != 0);

        assertThat(game.contributions()).containsExactly(Ratio.ZERO, Ratio.of(1, 1), Ratio.ZERO);
        assertThat(game.minimalWrong()).containsExactly(2);
    }

    @Test
    void twoWhoAreBothNeededShareAlike() {
        var game = new CoalitionGame(2, coalition -> coalition == 3);

        assertThat(game.contributions()).containsExactly(Ratio.of(1, 2), Ratio.of(1, 2));
        assertThat(game.minimalWrong()).containsExactly(3);
    }

    @Test
    void twoOfWhomEachIsEnoughShareAlikeAndEachIsSufficient() {
        var game = new CoalitionGame(2, coalition -> coalition != 0);

        assertThat(game.contributions()).containsExactly(Ratio.of(1, 2), Ratio.of(1, 2));
        assertThat(game.minimalWrong()).containsExactly(1, 2);
    }

    @Test
    void twoOfThreeGiveTheValuesOfTheMajorityGame() {
        var game = new CoalitionGame(3, coalition -> Integer.bitCount(coalition) >= 2);

        assertThat(game.contributions()).containsExactly(Ratio.of(1, 3), Ratio.of(1, 3), Ratio.of(1, 3));
        assertThat(game.minimalWrong()).containsExactly(3, 5, 6);
    }

    @Test
    void theUnequalGameHasItsKnownValues() {
        // a with b or c: 2/3, 1/6, 1/6
        var game = new CoalitionGame(3, coalition -> (coalition & 1) != 0 && coalition != 1);

        assertThat(game.contributions()).containsExactly(Ratio.of(2, 3), Ratio.of(1, 6), Ratio.of(1, 6));
    }

    @Test
    void nobodyIsBlamedWhereTheChainIsWrongWithoutThem() {
        var game = new CoalitionGame(2, coalition -> true);

        assertThat(game.contributions()).containsOnly(Ratio.ZERO);
        assertThat(game.minimalWrong()).isEmpty();
    }

    @Test
    void oneWhoOnlyRepairsGetsNothing() {
        // a or b is wrong, but c undoes what a does alone
        var game = new CoalitionGame(3, coalition -> (coalition & 2) != 0 || coalition == 1);

        assertThat(game.contributions().get(2)).isEqualTo(Ratio.ZERO);
        assertThat(game.contributions().stream().reduce(Ratio.ZERO, Ratio::plus))
                .isEqualTo(Ratio.of(1, 1));
    }

    @Property(tries = 300, seed = "11")
    void partsSumToOneWhereAllTogetherAreWrongAndNobodyIs(
            @ForAll @IntRange(min = 1, max = 5) int players, @ForAll long table) {
        BitSet wrong = BitSet.valueOf(new long[] {table});
        int all = (1 << players) - 1;
        wrong.clear(0);
        wrong.set(all);
        var game = new CoalitionGame(players, wrong::get);

        List<Ratio> parts = game.contributions();

        assertThat(parts.stream().reduce(Ratio.ZERO, Ratio::plus)).isEqualTo(Ratio.of(1, 1));
        assertThat(parts).allSatisfy(part -> assertThat(part).isGreaterThanOrEqualTo(Ratio.ZERO));
        assertThat(game.minimalWrong()).isNotEmpty().allSatisfy(coalition -> {
            assertThat(wrong.get(coalition)).isTrue();
            for (int part = (coalition - 1) & coalition; part > 0; part = (part - 1) & coalition) {
                assertThat(wrong.get(part)).isFalse();
            }
        });
    }

    @Property(tries = 200, seed = "11")
    void oneWhoNeverChangesAnythingGetsNothing(@ForAll long table) {
        BitSet wrong = BitSet.valueOf(new long[] {table});
        wrong.clear(0);
        var game = new CoalitionGame(4, coalition -> wrong.get(coalition & ~4));

        assertThat(game.contributions().get(2)).isEqualTo(Ratio.ZERO);
    }

    @Test
    void fourDigitsAreCutSoThatASumNeverExceedsOne() {
        assertThat(Ratio.of(2, 3).fourDigits()).isEqualByComparingTo("0.6666");
        assertThat(Ratio.of(1, 1).fourDigits()).hasToString("1.0000");
        assertThat(Ratio.of(2, 4)).isEqualTo(Ratio.of(1, 2));
    }
}
