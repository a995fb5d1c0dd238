package io.kdchain.rules.apportion.causal;

import io.kdchain.rules.verdict.Fraction;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A cooperative game of harm: how much harm there is when exactly these players misconduct. Values are exact; all sets
 * of at most 12 players are gone through, none is sampled.
 */
public final class Game {
    private final List<String> players;
    private final Fraction[] values;

    private Game(List<String> players, Fraction[] values) {
        this.players = List.copyOf(players);
        this.values = values;
    }

    /**
     * The game of these players.
     *
     * @param players 1 to 12, in the order in which the chain goes on
     * @param harm of each set of players; 0 for none
     */
    public static Game of(List<String> players, Function<Set<String>, Fraction> harm) {
        if (players.isEmpty() || players.size() > CausalModel.MAX_ROLES) {
            throw new IllegalArgumentException(
                    "A game has 1 to %d players; these are %d. Join roles that one party holds, or judge the stages apart."
                            .formatted(CausalModel.MAX_ROLES, players.size()));
        }
        Fraction[] values = new Fraction[1 << players.size()];
        for (int set = 0; set < values.length; set++) {
            values[set] = harm.apply(names(players, set));
        }
        if (!values[0].isZero()) {
            throw new IllegalArgumentException(
                    "Without any misconduct there is harm of %s; it is no harm of these players.".formatted(values[0]));
        }
        return new Game(players, values);
    }

    /** 1 where the harm of a causal model happens, else 0, among the roles that misconducted in fact. */
    public static Game of(CausalModel model) {
        List<String> players = List.copyOf(model.names(model.actual()));
        return of(players, set -> {
            int bits = 0;
            for (int i = 0; i < model.roles().size(); i++) {
                bits |= set.contains(model.roles().get(i)) ? 1 << i : 0;
            }
            return model.harm(bits) ? Fraction.ONE : Fraction.ZERO;
        });
    }

    /** Independent causes, each of which brings the harm about with some probability (noisy or). */
    public static Game ofIndependent(SortedMap<String, Fraction> probabilities) {
        return of(List.copyOf(probabilities.keySet()), set -> {
            Fraction none = Fraction.ONE;
            for (String player : set) {
                none = none.times(Fraction.ONE.minus(probabilities.getOrDefault(player, Fraction.ZERO)));
            }
            return Fraction.ONE.minus(none);
        });
    }

    /**
     * A chain in which each step adds damage that cannot happen without those before it (Ferey and Dehez, J. Legal
     * Studies 45, 2016).
     */
    public static Game ofChain(List<String> players, List<Fraction> added) {
        return of(players, set -> {
            Fraction sum = Fraction.ZERO;
            for (int i = 0; i < players.size() && set.contains(players.get(i)); i++) {
                sum = sum.plus(added.get(i));
            }
            return sum;
        });
    }

    private static SortedSet<String> names(List<String> players, int set) {
        SortedSet<String> names = new TreeSet<>();
        for (int i = 0; i < players.size(); i++) {
            if ((set & 1 << i) != 0) {
                names.add(players.get(i));
            }
        }
        return names;
    }

    private SortedMap<String, Fraction> byPlayer(Fraction[] each) {
        SortedMap<String, Fraction> map = new TreeMap<>();
        for (int i = 0; i < players.size(); i++) {
            map.put(players.get(i), each[i]);
        }
        return map;
    }

    private Fraction[] zeros() {
        Fraction[] each = new Fraction[players.size()];
        Arrays.fill(each, Fraction.ZERO);
        return each;
    }

    /** The harm when all misconduct. */
    public Fraction total() {
        return values[values.length - 1];
    }

    /** What each adds, on average over all orders (Shapley 1953); sums to the total. */
    public SortedMap<String, Fraction> shapley() {
        int n = players.size();
        BigInteger orders = factorial(n);
        Fraction[] each = zeros();
        for (int set = 0; set < values.length; set++) {
            int size = Integer.bitCount(set);
            for (int i = 0; i < n; i++) {
                if ((set & 1 << i) == 0) {
                    Fraction weight = new Fraction(factorial(size).multiply(factorial(n - size - 1)), orders);
                    each[i] = each[i].plus(weight.times(added(set, i)));
                }
            }
        }
        return byPlayer(each);
    }

    /** What each adds, on average over all sets of the others (Banzhaf 1965); does not sum to the total. */
    public SortedMap<String, Fraction> banzhaf() {
        Fraction weight = Fraction.of(1, 1L << (players.size() - 1));
        Fraction[] each = zeros();
        for (int set = 0; set < values.length; set++) {
            for (int i = 0; i < players.size(); i++) {
                if ((set & 1 << i) == 0) {
                    each[i] = each[i].plus(weight.times(added(set, i)));
                }
            }
        }
        return byPlayer(each);
    }

    private Fraction added(int set, int player) {
        return values[set | 1 << player].minus(values[set]);
    }

    private static BigInteger factorial(int n) {
        BigInteger product = BigInteger.ONE;
        for (int i = 2; i <= n; i++) {
            product = product.multiply(BigInteger.valueOf(i));
        }
        return product;
    }

    /**
     * Each minimal sufficient set equally likely, and split equally inside (Deegan and Packel 1978); sums to 1, or is 0
     * for all where no set suffices.
     */
    public static SortedMap<String, Fraction> deeganPackel(List<String> players, CausalSets sets) {
        SortedMap<String, Fraction> each = new TreeMap<>();
        players.forEach(p -> each.put(p, Fraction.ZERO));
        for (SortedSet<String> set : sets.sufficient()) {
            Fraction part = Fraction.of(1, (long) sets.sufficient().size() * set.size());
            set.forEach(p -> each.merge(p, part, Fraction::plus));
        }
        return each;
    }

    /** What each set adds beyond its parts (Harsanyi's dividends). */
    private Fraction[] dividends() {
        Fraction[] dividends = values.clone();
        for (int i = 0; i < players.size(); i++) {
            for (int set = 0; set < dividends.length; set++) {
                if ((set & 1 << i) != 0) {
                    dividends[set] = dividends[set].minus(dividends[set & ~(1 << i)]);
                }
            }
        }
        return dividends;
    }

    /**
     * Whether no set takes away from what its parts add. Only there a weighted Shapley value gives more to who has the
     * greater weight; among substitutes it turns the order around.
     */
    public boolean hasNoNegativeDividend() {
        return Arrays.stream(dividends()).allMatch(d -> d.signum() >= 0);
    }

    /**
     * What each set adds, shared inside by weight (Kalai and Samet 1987); sums to the total.
     *
     * @param weights of the players; above 0
     */
    public SortedMap<String, Fraction> weightedShapley(Map<String, Fraction> weights) {
        Fraction[] dividends = dividends();
        Fraction[] each = zeros();
        for (int set = 1; set < dividends.length; set++) {
            if (dividends[set].isZero()) {
                continue;
            }
            Fraction sum = Fraction.ZERO;
            for (int i = 0; i < players.size(); i++) {
                sum = (set & 1 << i) == 0 ? sum : sum.plus(weight(weights, i));
            }
            for (int i = 0; i < players.size(); i++) {
                if ((set & 1 << i) != 0) {
                    each[i] =
                            each[i].plus(dividends[set].times(weight(weights, i).dividedBy(sum)));
                }
            }
        }
        return byPlayer(each);
    }

    private Fraction weight(Map<String, Fraction> weights, int player) {
        Fraction weight = weights.getOrDefault(players.get(player), Fraction.ZERO);
        if (weight.signum() <= 0) {
            throw new IllegalArgumentException(
                    "%s has the weight %s; each weight is above 0.".formatted(players.get(player), weight));
        }
        return weight;
    }

    /**
     * The two steps of the law for a chain, by causation and then by fault, in closed form: the damage that a step adds
     * is shared by weight among it and those before it. Equals the weighted Shapley value of {@link #ofChain} (Ferey
     * and Dehez 2016).
     */
    public static SortedMap<String, Fraction> sequential(
            List<String> players, List<Fraction> added, Map<String, Fraction> weights) {
        SortedMap<String, Fraction> each = new TreeMap<>();
        players.forEach(p -> each.put(p, Fraction.ZERO));
        Fraction sum = Fraction.ZERO;
        for (int i = 0; i < players.size(); i++) {
            sum = sum.plus(weights.getOrDefault(players.get(i), Fraction.ZERO));
            for (int k = 0; k <= i && sum.signum() > 0; k++) {
                Fraction own = weights.getOrDefault(players.get(k), Fraction.ZERO);
                each.merge(players.get(k), added.get(i).times(own.dividedBy(sum)), Fraction::plus);
            }
        }
        return each;
    }

    /** Each over the sum; 0 for all where the sum is 0. */
    public static SortedMap<String, Fraction> normalised(Map<String, Fraction> weights) {
        Fraction sum = weights.values().stream().reduce(Fraction.ZERO, Fraction::plus);
        SortedMap<String, Fraction> parts = new TreeMap<>();
        weights.forEach((p, w) -> parts.put(p, sum.isZero() ? Fraction.ZERO : w.dividedBy(sum)));
        return parts;
    }

    /** Fault times cause, each over the sum. */
    public static SortedMap<String, Fraction> faultTimesCause(
            Map<String, Fraction> fault, Map<String, Fraction> cause) {
        SortedMap<String, Fraction> weights = new TreeMap<>();
        fault.forEach((p, f) -> weights.put(p, f.times(cause.getOrDefault(p, Fraction.ZERO))));
        return normalised(weights);
    }
}
