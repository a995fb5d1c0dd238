package io.kdchain.core.trace.chain;

import io.kdchain.core.trace.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * A measure for every set of stages on trial while the others are known to be good: what each stage, and each pair,
 * makes of the whole effect.
 */
final class EffectGame {

    private static final int STAGES = Stage.values().length;
    private static final int ALL = (1 << STAGES) - 1;

    private final double[] values = new double[ALL + 1];

    /** Evaluates every set once; sets are bit masks over the order of the stages. */
    EffectGame(IntToDoubleFunction measure) {
        for (int coalition = 0; coalition <= ALL; coalition++) {
            values[coalition] = measure.applyAsDouble(coalition);
            if (!Double.isFinite(values[coalition])) {
                throw new IllegalArgumentException(
                        "the measure is %s for the set %d; it must be finite".formatted(values[coalition], coalition));
            }
        }
    }

    double value(int coalition) {
        return values[coalition];
    }

    /** What all stages on trial together make worse. */
    double effect() {
        return values[ALL] - values[0];
    }

    /** What the chain on trial gains if this stage alone is exchanged. */
    double repair(Stage stage) {
        return values[ALL] - values[ALL & ~Exchange.bit(stage)];
    }

    /** What the good chain loses if this stage alone is exchanged. */
    double breaking(Stage stage) {
        return values[Exchange.bit(stage)] - values[0];
    }

    /** The part of the effect beyond what both do alone (of the good chain): v(ij) - v(i) - v(j) + v(0). */
    double interaction(Stage one, Stage other) {
        return values[Exchange.bit(one) | Exchange.bit(other)]
                - values[Exchange.bit(one)]
                - values[Exchange.bit(other)]
                + values[0];
    }

    /** Shapley values (Shapley 1953): they sum to the effect. */
    Map<Stage, Double> shapley() {
        Map<Stage, Double> all = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            double sum = 0;
            for (int coalition = 0; coalition <= ALL; coalition++) {
                if ((coalition & Exchange.bit(stage)) == 0) {
                    int size = Integer.bitCount(coalition);
                    double weight = (double) factorial(size) * factorial(STAGES - size - 1) / factorial(STAGES);
                    sum += weight * (values[coalition | Exchange.bit(stage)] - values[coalition]);
                }
            }
            all.put(stage, sum);
        }
        return all;
    }

    /** Sets whose value exceeds this while that of no part of them does. */
    List<Integer> minimalAbove(double threshold) {
        List<Integer> minimal = new ArrayList<>();
        if (values[0] > threshold) {
            return minimal;
        }
        for (int coalition = 1; coalition <= ALL; coalition++) {
            if (values[coalition] > threshold && !partAbove(coalition, threshold)) {
                minimal.add(coalition);
            }
        }
        return minimal;
    }

    private boolean partAbove(int coalition, double threshold) {
        for (int part = (coalition - 1) & coalition; part != 0; part = (part - 1) & coalition) {
            if (values[part] > threshold) {
                return true;
            }
        }
        return false;
    }

    /** The mean of several games, set by set. */
    static EffectGame mean(List<EffectGame> games) {
        return new EffectGame(coalition -> games.stream()
                .mapToDouble(game -> game.value(coalition))
                .average()
                .orElseThrow());
    }

    private static int factorial(int n) {
        return n <= 1 ? 1 : n * factorial(n - 1);
    }
}
