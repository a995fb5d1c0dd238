package io.kdchain.rules.workbench.mutation;

import java.util.List;

/**
 * How well scenarios guard a pack: of the changes with which the pack could still be used, the part that some scenario
 * notices. (DeMillo, Lipton, Sayward 1978: "Hints on test data selection".) Changes that alter no verdict at all count
 * as not noticed: which these are is nobody's to decide but a person's.
 *
 * @param pack id of the pack that was changed
 * @param tried each mutant, by file and line
 */
public record MutationScore(String pack, List<Tried> tried) {
    public MutationScore {
        tried = List.copyOf(tried);
    }

    /** Number of mutants of one fate. */
    public long count(Tried.Fate fate) {
        return tried.stream().filter(t -> t.fate() == fate).count();
    }

    /** From 0 to 1; 1 where there is nothing to change. */
    public double scoreFraction() {
        long killed = count(Tried.Fate.KILLED);
        long all = killed + count(Tried.Fate.SURVIVED);
        return all == 0 ? 1 : (double) killed / all;
    }

    /** The changes that nobody noticed, by file and line. */
    public List<Mutant> survivors() {
        return tried.stream()
                .filter(t -> t.fate() == Tried.Fate.SURVIVED)
                .map(Tried::mutant)
                .toList();
    }
}
