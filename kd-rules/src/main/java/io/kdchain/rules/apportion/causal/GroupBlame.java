package io.kdchain.rules.apportion.causal;

import io.kdchain.rules.verdict.Fraction;
import java.util.List;
import java.util.Set;

/**
 * Blameworthiness of groups (Friedenberg and Halpern, AAAI 2019): by how much a group could have lowered the
 * probability of the harm, less the more it would have cost. The individual is blamed by the Shapley value of its
 * groups: a formal test of care against cost.
 *
 * @param probability of the harm as everybody acted
 * @param costLimit N, above any cost; the greater it is the less cost excuses
 * @param alternatives what groups might have done instead
 */
public record GroupBlame(Fraction probability, Fraction costLimit, List<Alternative> alternatives) {
    public GroupBlame {
        alternatives = List.copyOf(alternatives);
        for (Alternative a : alternatives) {
            if (a.cost().signum() < 0 || a.cost().compareTo(costLimit) >= 0) {
                throw new IllegalArgumentException("An alternative of %s costs %s; it must be 0 or more and below %s."
                        .formatted(a.group(), a.cost(), costLimit));
            }
        }
    }

    /**
     * What a group might have done instead.
     *
     * @param group who would have had to act otherwise
     * @param probability of the harm then
     * @param cost of that
     */
    public record Alternative(Set<String> group, Fraction probability, Fraction cost) {
        public Alternative {
            group = Set.copyOf(group);
        }
    }

    /** How much a group is to blame: for the best that it, or a part of it, might have done. */
    public Fraction of(Set<String> group) {
        return alternatives.stream()
                .filter(a -> group.containsAll(a.group()))
                .map(a -> probability
                        .minus(a.probability())
                        .max(Fraction.ZERO)
                        .times(costLimit.minus(a.cost()).dividedBy(costLimit)))
                .reduce(Fraction.ZERO, Fraction::max);
    }

    /** The game whose Shapley value is the blame of each. */
    public Game game(List<String> players) {
        return Game.of(players, this::of);
    }
}
