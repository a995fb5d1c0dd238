package io.kdchain.core.monitor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Capital of bets against a claim. Each round multiplies the stake of each way to bet by what that way returns, which
 * is 1 or less in the mean while the claim holds. So the capital is a supermartingale that begins at 1, and by the
 * inequality of Ville (1939) it ever reaches 1/α with chance α at most, whenever one looks.
 *
 * <p>A change may come late, when whoever bet from the beginning has lost all. So a part of the capital is kept for
 * bettors who begin in later rounds: the bettor of round k begins with 1/(k(k+1)), which sums to 1. How much a change
 * in round k must show beyond the threshold grows with the logarithm of k only.
 */
final class Wealth {
    /** Bettors who are kept; the poorest gives way, which only lowers the capital and so raises no alarm. */
    private static final int MAX_BETTORS = 64;

    /** More than this no way returns in a round, so that numbers stay finite; it only lowers the capital. */
    private static final double MOST = 1e9;

    private final int ways;
    private final double threshold;
    private final List<double[]> bettors = new ArrayList<>();
    private long rounds;

    /**
     * A capital of 1.
     *
     * @param ways among which each bettor divides its stake evenly
     * @param falseAlarmRate α
     */
    Wealth(int ways, double falseAlarmRate) {
        if (!(falseAlarmRate > 0 && falseAlarmRate < 1)) {
            throw new IllegalArgumentException(
                    "The rate of false alarms is %s; it must be above 0 and below 1, such as 0.01."
                            .formatted(falseAlarmRate));
        }
        this.ways = ways;
        this.threshold = 1 / falseAlarmRate;
    }

    /** A round, with what each way to bet returns: 0 or more. */
    void round(double[] returns) {
        rounds++;
        double[] stakes = new double[ways];
        Arrays.fill(stakes, 1.0 / (rounds * (rounds + 1.0)) / ways);
        bettors.add(stakes);
        for (double[] bettor : bettors) {
            for (int way = 0; way < ways; way++) {
                bettor[way] *= Math.min(returns[way], MOST);
            }
        }
        if (bettors.size() > MAX_BETTORS) {
            double[] poorest = bettors.get(0);
            for (double[] bettor : bettors) {
                poorest = sum(bettor) < sum(poorest) ? bettor : poorest;
            }
            bettors.remove(poorest);
        }
    }

    /** The whole capital, with what is kept for later bettors. */
    double value() {
        double value = 1.0 / (rounds + 1.0);
        for (double[] bettor : bettors) {
            value += sum(bettor);
        }
        return value;
    }

    /** The way to bet that holds most of the capital. */
    int best() {
        double[] byWay = new double[ways];
        for (double[] bettor : bettors) {
            for (int way = 0; way < ways; way++) {
                byWay[way] += bettor[way];
            }
        }
        int best = 0;
        for (int way = 1; way < ways; way++) {
            best = byWay[way] > byWay[best] ? way : best;
        }
        return best;
    }

    double threshold() {
        return threshold;
    }

    boolean isReached() {
        return value() >= threshold;
    }

    private static double sum(double[] stakes) {
        double sum = 0;
        for (double stake : stakes) {
            sum += stake;
        }
        return sum;
    }
}
