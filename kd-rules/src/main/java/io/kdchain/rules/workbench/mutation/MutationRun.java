package io.kdchain.rules.workbench.mutation;

import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.pack.RulePackException;
import io.kdchain.rules.workbench.HeardScenario;
import io.kdchain.rules.workbench.Scenario;
import io.kdchain.rules.workbench.ScenarioException;
import io.kdchain.rules.workbench.ScenarioRunner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Tries all changes of packs on scenarios. A scenario notices a change if one of its expectations no longer holds, or
 * if it can no longer be judged, as where it answers a question that is not asked any more. Conclusions are derived by
 * {@link DirectRuleEngine}, which compiles nothing. A scenario is heard once; a changed rule is tried only on scenarios
 * in which it makes a difference (see {@link Difference}), first on those in which something else follows.
 */
public final class MutationRun {
    private final List<Case> cases;
    private final List<Mutant> mutants;

    /** A scenario that holds, the pack by which it is judged, and what was derived for it. */
    private record Case(HeardScenario heard, RulePack pack, List<Watching.Observed> seen) {}

    private MutationRun(List<Case> cases) {
        this.cases = cases;
        this.mutants = mutants(cases);
    }

    /**
     * Hears scenarios.
     *
     * @param runner knows the packs
     * @param scenarios that hold
     * @throws IllegalArgumentException if one of them does not: nothing could be told from it
     */
    public static MutationRun of(ScenarioRunner runner, Collection<Scenario> scenarios) {
        List<Case> cases = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            Watching watching = new Watching(new DirectRuleEngine());
            RulePack pack = runner.pack(scenario);
            HeardScenario heard = runner.by(watching).hear(scenario).by(pack);
            if (!heard.result().passed()) {
                throw new IllegalArgumentException(
                        "Scenario '%s' does not hold, so that it notices no change; put it right first."
                                .formatted(scenario.id()));
            }
            cases.add(new Case(heard.by(new DirectRuleEngine()), pack, watching.seen()));
        }
        return new MutationRun(List.copyOf(cases));
    }

    /** All mutants of the packs that the scenarios apply. */
    public List<Mutant> mutants() {
        return mutants;
    }

    private static List<Mutant> mutants(List<Case> cases) {
        Map<String, RulePack> packs = new LinkedHashMap<>();
        cases.forEach(c -> packs.putIfAbsent(c.pack().digest(), c.pack()));
        Map<List<Object>, Mutant> distinct = new LinkedHashMap<>();
        for (RulePack pack : packs.values()) {
            Mutants.of(pack)
                    .forEach(m ->
                            distinct.putIfAbsent(List.of(m.at(), m.subject(), m.operator(), m.before(), m.after()), m));
        }
        return List.copyOf(distinct.values());
    }

    /**
     * Tries every mutant.
     *
     * @param threads that work at the same time; at least one. The scores do not depend on it
     * @param tried is told how many mutants are done, now and then, by any of the threads
     * @return one score for each pack that scenarios apply, by its id
     */
    public Map<String, MutationScore> run(int threads, IntConsumer tried) {
        Tried[] results = new Tried[mutants.size()];
        AtomicInteger next = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(() -> {
                    Worker worker = new Worker();
                    for (int m = next.getAndIncrement(); m < results.length; m = next.getAndIncrement()) {
                        results[m] = worker.attempt(mutants.get(m));
                        tried.accept(m + 1);
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A mutant could not be tried: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Trying mutants was interrupted; nothing is known of the rest.", e);
        } finally {
            pool.shutdownNow();
        }
        Map<String, List<Tried>> byPack = new TreeMap<>();
        for (Tried one : results) {
            byPack.computeIfAbsent(one.mutant().pack(), p -> new ArrayList<>()).add(one);
        }
        Map<String, MutationScore> scores = new TreeMap<>();
        byPack.forEach((pack, all) -> scores.put(pack, new MutationScore(pack, all)));
        return scores;
    }

    /** One thread at work: what it looks things up in is its own. */
    private final class Worker {
        private final IdentityHashMap<Case, List<Difference>> differences = new IdentityHashMap<>();

        Tried attempt(Mutant mutant) {
            Map<String, Optional<RulePack>> changed = new HashMap<>();
            for (Case one : cases) {
                if (has(one.pack(), mutant)
                        && changed.computeIfAbsent(one.pack().digest(), d -> changed(mutant, one.pack()))
                                .isEmpty()) {
                    return new Tried(mutant, Tried.Fate.STILLBORN, "");
                }
            }
            for (Case one : promising(mutant)) {
                Optional<RulePack> pack = changed.getOrDefault(one.pack().digest(), Optional.empty());
                Tried.Fate fate = pack.map(p -> fate(one, p)).orElse(Tried.Fate.SURVIVED);
                if (fate != Tried.Fate.SURVIVED) {
                    return new Tried(
                            mutant,
                            fate,
                            fate == Tried.Fate.KILLED ? one.heard().scenario().id() : "");
                }
            }
            return new Tried(mutant, Tried.Fate.SURVIVED, "");
        }

        /** The scenarios that could notice, best first. */
        private List<Case> promising(Mutant mutant) {
            List<Case> first = new ArrayList<>();
            List<Case> then = new ArrayList<>();
            for (Case one : cases) {
                if (!has(one.pack(), mutant)) {
                    continue;
                }
                if (!(mutant.change() instanceof Mutant.Change.OfRule changed)) {
                    first.add(one);
                    continue;
                }
                Difference.Reach reach = Difference.Reach.NONE;
                for (Difference difference : differences.computeIfAbsent(one, Worker::differences)) {
                    Difference.Reach here = difference.of(changed.rule());
                    reach = here.compareTo(reach) > 0 ? here : reach;
                }
                switch (reach) {
                    case CONCLUSIONS -> first.add(one);
                    case REASONS -> then.add(one);
                    case NONE -> {}
                }
            }
            first.addAll(then);
            return first;
        }

        private static List<Difference> differences(Case one) {
            return one.seen().stream()
                    .map(o -> new Difference(o.law(), o.derivation()))
                    .toList();
        }
    }

    private static boolean has(RulePack pack, Mutant mutant) {
        return pack.ids().contains(mutant.pack());
    }

    private static Optional<RulePack> changed(Mutant mutant, RulePack pack) {
        try {
            return Optional.of(mutant.of(pack));
        } catch (RulePackException e) {
            return Optional.empty(); // the checker refuses it: that is what it is for
        }
    }

    private static Tried.Fate fate(Case one, RulePack changed) {
        try {
            return one.heard().by(changed).result().passed() ? Tried.Fate.SURVIVED : Tried.Fate.KILLED;
        } catch (ScenarioException e) {
            return Tried.Fate.KILLED; // it answers or pays what is no longer asked or owed
        } catch (IllegalArgumentException e) {
            return Tried.Fate.STILLBORN; // numbers that contradict each other are refused when they are first used
        }
    }
}
