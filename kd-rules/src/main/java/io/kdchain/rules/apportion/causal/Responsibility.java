package io.kdchain.rules.apportion.causal;

import io.kdchain.rules.verdict.Fraction;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Degrees of responsibility: strengths between 0 and 1 that do not sum to 1. The two variants differ where facts must
 * be held fast to see a cause, as with pre-emption; a report names the variant.
 */
public final class Responsibility {
    private Responsibility() {}

    /**
     * Degree of responsibility by the modified definition of actual cause (Halpern, IJCAI 2015): 1/k, where k is the
     * least number of roles in a cause with this one, and of stages held at what they were; 0 for who is part of no
     * cause.
     */
    public static SortedMap<String, Fraction> modified(CausalModel model) {
        int sets = 1 << model.roles().size();
        int[] held = new int[sets];
        for (int set = 1; set < sets; set++) {
            held[set] = model.happened() ? leastHeld(model, set) : -1;
        }
        SortedMap<String, Fraction> degrees = new TreeMap<>();
        for (int role = 0; role < model.roles().size(); role++) {
            int least = Integer.MAX_VALUE;
            for (int set = 1; set < sets; set++) {
                if ((set & 1 << role) != 0 && held[set] >= 0 && isMinimal(held, set)) {
                    least = Math.min(least, Integer.bitCount(set) + held[set]);
                }
            }
            degrees.put(model.roles().get(role), least == Integer.MAX_VALUE ? Fraction.ZERO : Fraction.of(1, least));
        }
        return degrees;
    }

    /** The fewest stages to hold so that without this misconduct the harm does not happen; -1 if none will do. */
    private static int leastHeld(CausalModel model, int set) {
        for (int frozen : CausalSets.bySize((1 << model.stageCount()) - 1)) {
            if (!model.harm(model.actual() ^ set, frozen)) {
                return Integer.bitCount(frozen);
            }
        }
        return -1;
    }

    private static boolean isMinimal(int[] held, int set) {
        for (int part = (set - 1) & set; part > 0; part = (part - 1) & set) {
            if (held[part] >= 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Degree of responsibility of Chockler and Halpern (JAIR 22, 2004) by the updated definition of actual cause
     * (Halpern and Pearl 2005): 1/(k+1), where k is the least number of variables to change before the harm hangs on
     * the role.
     *
     * @throws IllegalArgumentException if the model has more than 8 variables, whose settings are too many to go
     *     through
     */
    public static SortedMap<String, Fraction> updated(CausalModel model) {
        int variables = model.roles().size() + model.stageCount();
        if (variables > MAX_UPDATED) {
            throw new IllegalArgumentException(
                    "%s has %d variables; the updated definition goes through all settings of at most %d. Use the modified one."
                            .formatted(model, variables, MAX_UPDATED));
        }
        SortedMap<String, Fraction> degrees = new TreeMap<>();
        for (int role = 0; role < model.roles().size(); role++) {
            int least = model.happened() ? leastChanged(model, 1 << role, (1 << variables) - 1) : -1;
            degrees.put(model.roles().get(role), least < 0 ? Fraction.ZERO : Fraction.of(1, least + 1L));
        }
        return degrees;
    }

    /** Most variables of a model for {@link #updated}. */
    public static final int MAX_UPDATED = 8;

    private static int leastChanged(CausalModel model, int cause, int all) {
        int inFact = model.inFact();
        int least = -1;
        int others = all & ~cause;
        for (int w : CausalSets.bySize(others)) {
            for (int changed : CausalSets.bySize(w)) {
                int count = Integer.bitCount(changed);
                if (least >= 0 && count >= least) {
                    break; // settings come with few changes first
                }
                if (isWitness(model, cause, w, inFact ^ changed, inFact, others)) {
                    least = count;
                }
            }
        }
        return least;
    }

    /**
     * Condition AC2: with W set so, the harm does not happen without the cause; with the cause it does, whatever part
     * of W is set so and whatever other variables are held at what they were.
     */
    private static boolean isWitness(CausalModel model, int cause, int w, int setting, int inFact, int others) {
        int without = (setting & ~cause) | (~inFact & cause);
        if (model.harmWith(w | cause, without)) {
            return false;
        }
        int rest = others & ~w;
        for (int part : CausalSets.bySize(w)) {
            for (int held : CausalSets.bySize(rest)) {
                int to = (setting & part) | (inFact & (held | cause));
                if (!model.harmWith(part | held | cause, to)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * A model and how probable it is.
     *
     * @param probability 0 to 1
     * @param degrees degrees of responsibility in it
     */
    public record Weighed(Fraction probability, SortedMap<String, Fraction> degrees) {}

    /**
     * The expectation of degrees over models. With what the tribunal believes it is the expected responsibility; with
     * what the role itself could foresee it is the degree of blame (Chockler and Halpern 2004).
     *
     * @throws IllegalArgumentException if the probabilities do not sum to 1
     */
    public static SortedMap<String, Fraction> expected(List<Weighed> models) {
        Fraction sum = models.stream().map(Weighed::probability).reduce(Fraction.ZERO, Fraction::plus);
        if (!sum.equals(Fraction.ONE)
                || models.stream().anyMatch(m -> m.probability().signum() < 0)) {
            throw new IllegalArgumentException(
                    "The probabilities of the models sum to %s; they must be 0 or more and sum to 1.".formatted(sum));
        }
        SortedMap<String, Fraction> expected = new TreeMap<>();
        models.forEach(m -> m.degrees()
                .forEach((role, degree) -> expected.merge(role, degree.times(m.probability()), Fraction::plus)));
        return expected;
    }
}
