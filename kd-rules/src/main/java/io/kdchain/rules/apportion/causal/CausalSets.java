package io.kdchain.rules.apportion.causal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;

/**
 * Which misconduct suffices for the harm, and which must end so that it does not happen: the bridge from causal facts
 * to the form of liability.
 *
 * @param sufficient minimal sets of roles whose misconduct brings the harm about alone
 * @param cuts minimal sets of roles without whose misconduct it does not happen
 */
public record CausalSets(List<SortedSet<String>> sufficient, List<SortedSet<String>> cuts) {
    private static final Comparator<SortedSet<String>> ORDER =
            Comparator.<SortedSet<String>>comparingInt(s -> s.size()).thenComparing(s -> s.toString());

    public CausalSets {
        sufficient = sufficient.stream().sorted(ORDER).toList();
        cuts = cuts.stream().sorted(ORDER).toList();
    }

    /** Of a model, among the roles that misconducted in fact; both empty where the harm did not happen. */
    public static CausalSets of(CausalModel model) {
        int all = model.actual();
        List<Integer> sufficient = new ArrayList<>();
        List<Integer> cuts = new ArrayList<>();
        if (model.happened()) {
            for (int set : bySize(all)) {
                if (model.harm(set) && sufficient.stream().noneMatch(s -> (s & set) == s.intValue())) {
                    sufficient.add(set);
                }
                if (!model.harm(all & ~set) && cuts.stream().noneMatch(s -> (s & set) == s.intValue())) {
                    cuts.add(set);
                }
            }
        }
        return new CausalSets(
                sufficient.stream().map(model::names).toList(),
                cuts.stream().map(model::names).toList());
    }

    /** All subsets, small ones first. */
    static List<Integer> bySize(int all) {
        List<Integer> subsets = new ArrayList<>();
        for (int set = all; ; set = (set - 1) & all) {
            subsets.add(set);
            if (set == 0) {
                break;
            }
        }
        subsets.sort(Comparator.comparingInt((Integer s) -> Integer.bitCount(s)).thenComparing(s -> s));
        return subsets;
    }

    /** How causes worked together, and the article of the Civil Code that it leads to. */
    public enum Form {
        /** No misconduct brought it about. */
        NONE,
        /** One role did it alone (Articles 1165, 1166). */
        SOLE,
        /** Each alone would have done it (Article 1171). */
        EACH_SUFFICIENT,
        /** Only all together did it (Article 1172). */
        COMBINED,
        /** Partly enough alone, partly only together: no article says it, which is an open question. */
        MIXED
    }

    /** How the causes worked together. */
    public Form form() {
        if (sufficient.isEmpty() || sufficient.get(0).isEmpty()) {
            return Form.NONE;
        }
        if (sufficient.size() == 1) {
            return sufficient.get(0).size() == 1 ? Form.SOLE : Form.COMBINED;
        }
        return sufficient.stream().allMatch(s -> s.size() == 1) ? Form.EACH_SUFFICIENT : Form.MIXED;
    }
}
