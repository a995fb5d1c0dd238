package io.kdchain.rules.apportion;

import io.kdchain.rules.apportion.causal.CausalModel;
import io.kdchain.rules.apportion.causal.Game;
import io.kdchain.rules.verdict.Fraction;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A way to share among parties at fault, beside that of the law. Implementations hold no state. */
public interface WayToShare {
    /** Stable name under which a report states it, such as {@code shapley}. */
    String id();

    /** Parts that sum to 1; empty where the way gives none, or must not be offered. */
    Optional<SortedMap<String, Fraction>> parts(Sharers sharers);

    /**
     * Who shares.
     *
     * @param chain the parties at fault, those upstream first
     * @param fault weight F of each, above 0
     * @param cause weight K of each, above 0
     * @param model how their causes worked together
     * @param game the same as a game: the harm of each set of them
     */
    record Sharers(
            List<String> chain,
            SortedMap<String, Fraction> fault,
            SortedMap<String, Fraction> cause,
            CausalModel model,
            Game game) {
        public Sharers {
            chain = List.copyOf(chain);
        }
    }
}
