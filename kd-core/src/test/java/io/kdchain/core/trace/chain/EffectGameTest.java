package io.kdchain.core.trace.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kdchain.core.trace.Stage;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EffectGameTest {

    private static boolean has(int coalition, Stage stage) {
        return (coalition & Exchange.bit(stage)) != 0;
    }

    @Test
    void whereStagesAddUpEachHasWhatItAdds() {
        var game = new EffectGame(c -> 0.1 + (has(c, Stage.DATA) ? 0.2 : 0) + (has(c, Stage.ADAPTATION) ? 0.05 : 0));

        Map<Stage, Double> parts = game.shapley();

        assertThat(parts.get(Stage.DATA)).isEqualTo(0.2, within(1e-12));
        assertThat(parts.get(Stage.ADAPTATION)).isEqualTo(0.05, within(1e-12));
        assertThat(parts.get(Stage.TEACHER)).isEqualTo(0, within(1e-12));
        assertThat(game.effect()).isEqualTo(0.25, within(1e-12));
        assertThat(game.interaction(Stage.DATA, Stage.ADAPTATION)).isEqualTo(0, within(1e-12));
        assertThat(game.repair(Stage.DATA)).isEqualTo(0.2, within(1e-12));
        assertThat(game.breaking(Stage.ADAPTATION)).isEqualTo(0.05, within(1e-12));
    }

    @Test
    void aDefectThatAnotherHidesShowsInRepairAndBreakApart() {
        // a student that ignores its teacher hides what the teacher does
        var game = new EffectGame(c -> has(c, Stage.DISTILLATION) ? 0.3 : has(c, Stage.TEACHER) ? 0.2 : 0);

        assertThat(game.breaking(Stage.TEACHER)).isEqualTo(0.2, within(1e-12));
        assertThat(game.repair(Stage.TEACHER)).isEqualTo(0, within(1e-12));
        assertThat(game.interaction(Stage.TEACHER, Stage.DISTILLATION)).isEqualTo(-0.2, within(1e-12));
        assertThat(game.shapley().get(Stage.TEACHER)).isEqualTo(0.1, within(1e-12));
        assertThat(game.minimalAbove(0.1)).containsExactly(2, 4);
        assertThat(game.minimalAbove(0.25)).containsExactly(4);
    }

    @Test
    void whatTakesTwoIsOneSetOfTwo() {
        var game = new EffectGame(c -> has(c, Stage.DATA) && has(c, Stage.DEPLOYMENT) ? 1 : 0);

        assertThat(game.minimalAbove(0.5)).containsExactly(1 | 16);
        assertThat(game.shapley().get(Stage.DATA)).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void nothingSufficesWhereTheGoodChainIsAboveAlready() {
        assertThat(new EffectGame(c -> 1).minimalAbove(0.5)).isEmpty();
    }

    @Property(tries = 100, seed = "5")
    void partsSumToTheEffectAndAGameOfMeansHasTheMeans(@ForAll long seed) {
        double[] one = new Random(seed).doubles(32).toArray();
        double[] other = new Random(seed + 1).doubles(32).toArray();
        var game = new EffectGame(c -> one[c]);
        var mean = EffectGame.mean(List.of(game, new EffectGame(c -> other[c])));

        assertThat(game.shapley().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isEqualTo(game.effect(), within(1e-12));
        assertThat(mean.value(7))
                .isEqualTo(DoubleStream.of(one[7], other[7]).average().orElseThrow(), within(1e-15));
    }

    @Test
    void aMeasureThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> new EffectGame(c -> Double.NaN)).hasMessageContaining("NaN");
    }
}
