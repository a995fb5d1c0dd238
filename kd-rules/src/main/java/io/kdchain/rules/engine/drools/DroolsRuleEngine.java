package io.kdchain.rules.engine.drools;

import io.kdchain.rules.engine.Conclusions;
import io.kdchain.rules.engine.Derivation;
import io.kdchain.rules.engine.Derivations;
import io.kdchain.rules.engine.JoinBound;
import io.kdchain.rules.engine.Justification;
import io.kdchain.rules.engine.Matcher;
import io.kdchain.rules.engine.Memory;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.engine.RuleEngineException;
import io.kdchain.rules.engine.Terms;
import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.Phase;
import io.kdchain.rules.fact.Term;
import io.kdchain.rules.language.Insertion;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.LawAsOf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.drools.kiesession.rulebase.SessionsAwareKnowledgeBase;
import org.kie.api.KieBase;
import org.kie.api.event.rule.AfterMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.event.rule.DefaultRuleRuntimeEventListener;
import org.kie.api.event.rule.ObjectInsertedEvent;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionsPool;
import org.kie.api.runtime.rule.Match;

/**
 * Drools, phase by phase. Compiled rules are kept by the digest of the law and used by all sessions; each derivation
 * has a session to itself, emptied before the next one. Safe for concurrent use.
 */
public final class DroolsRuleEngine implements RuleEngine {
    /** Compiled laws that are kept: days of change are few, packs fewer. */
    static final int KEPT = 16;

    /** Firings for each rule and fact; a stratified program without loops stays far below. */
    static final int FIRINGS_PER_RULE_AND_FACT = 64;

    /**
     * Partial matches that a phase may have by a bound before they are counted exactly: some hundreds of megabytes.
     * Once Drools joins, nothing can stop it.
     */
    static final long MATCHES = 1_000_000;

    private final Map<String, FutureTask<Compiled>> compiled = new LinkedHashMap<>(16, 0.75f, true);
    private final Function<List<Rule>, KieBase> compiler;

    /** An engine with nothing compiled yet. */
    public DroolsRuleEngine() {
        this(DroolsCompiler::compile);
    }

    DroolsRuleEngine(Function<List<Rule>, KieBase> compiler) {
        this.compiler = compiler;
    }

    @Override
    public Derivation derive(LawAsOf law, Collection<? extends Fact> facts) {
        List<Fact> sorted = Derivations.sorted(facts);
        if (law.rules().isEmpty()) {
            return Derivations.of(sorted, Map.of());
        }
        // the memories of a session cost more than what an incident puts into them: they are emptied and used again
        Compiled rules = compiled(law);
        KieSession session = rules.sessions().newKieSession();
        try {
            Recorder recorder = new Recorder(law.rules());
            session.addEventListener(recorder);
            Memory known = new Memory(sorted);
            ConclusionsKnown conclusions = new ConclusionsKnown(known);
            session.addEventListener(conclusions);
            sorted.forEach(session::insert);
            fire(session, law, rules.joins(), sorted, known);
            Derivation derivation = read(session, law, sorted, recorder.fired);
            session.removeEventListener(conclusions);
            session.dispose();
            return derivation;
        } catch (RuntimeException | Error e) {
            // nothing that failed half-way is used again
            forget(law);
            throw e;
        }
    }

    private void forget(LawAsOf law) {
        synchronized (compiled) {
            compiled.remove(law.digest());
        }
    }

    /**
     * The rules of a law, ready to be applied.
     *
     * @param sessions grow with the derivations that run at once
     * @param joins how much the rules of each phase may join
     */
    private record Compiled(KieSessionsPool sessions, Map<Phase, JoinBound> joins) {
        static Compiled of(KieBase rules, LawAsOf law) {
            Map<Phase, JoinBound> joins = new EnumMap<>(Phase.class);
            for (Phase phase : Phase.values()) {
                joins.put(
                        phase,
                        new JoinBound(law.rules().stream()
                                .filter(r -> r.phase() == phase)
                                .toList()));
            }
            return new Compiled(((SessionsAwareKnowledgeBase) rules).newKieSessionsPool(1), joins);
        }
    }

    private Compiled compiled(LawAsOf law) {
        FutureTask<Compiled> task;
        boolean mine = false;
        synchronized (compiled) {
            task = compiled.get(law.digest());
            if (task == null) {
                task = new FutureTask<>(() -> Compiled.of(compiler.apply(law.rules()), law));
                mine = true;
                compiled.put(law.digest(), task);
                if (compiled.size() > KEPT) {
                    compiled.remove(compiled.keySet().iterator().next());
                }
            }
        }
        if (mine) {
            task.run();
        }
        return result(task, law);
    }

    private static Compiled result(Future<Compiled> task, LawAsOf law) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // compiling cannot be broken off; the caller sees the interrupt afterwards
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new RuleEngineException(
                            "The rules of %s were not compiled: %s"
                                    .formatted(
                                            law,
                                            e.getCause() == null
                                                    ? e
                                                    : e.getCause().getMessage()),
                            e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void fire(
            KieSession session, LawAsOf law, Map<Phase, JoinBound> joins, List<Fact> sorted, Memory known) {
        int facts = sorted.size();
        boolean counted = false;
        long wide = (long) FIRINGS_PER_RULE_AND_FACT * law.rules().size() * (facts + 1L);
        int limit = (int) Math.min(Integer.MAX_VALUE, wide);
        for (Map.Entry<Phase, JoinBound> join : joins.entrySet()) {
            Phase phase = join.getKey();
            if (!counted && join.getValue().mayExceed(MATCHES, known)) {
                // the bound may be far too high; this counts, and gives up where it is not
                new DirectRuleEngine().derive(law, sorted);
                counted = true;
            }
            session.getAgenda().getAgendaGroup(phase.code()).setFocus();
            if (session.fireAllRules(limit) >= limit) {
                throw new RuleEngineException(
                        "Phase %s of %s did not end within %d firings for %d facts. The facts are too many for one incident, or a rule joins too much: narrow its patterns."
                                .formatted(phase.code(), law, limit, facts));
            }
        }
    }

    /** Adds each conclusion to what is known; one that is taken back later stays, which is too much and never wrong. */
    private static final class ConclusionsKnown extends DefaultRuleRuntimeEventListener {
        private final Memory known;

        ConclusionsKnown(Memory known) {
            this.known = known;
        }

        @Override
        public void objectInserted(ObjectInsertedEvent event) {
            if (event.getObject() instanceof Conclusion c) {
                known.add(c);
            }
        }
    }

    /**
     * Keeps the matches that still hold at the end: some were withdrawn after they fired, of which Drools tells no
     * listener. Each is held against the tree of its rule, and both together against the conclusions that Drools kept.
     */
    private static Derivation read(KieSession session, LawAsOf law, List<Fact> facts, Set<Fired> fired) {
        Memory memory = new Memory(facts);
        Set<Conclusion> kept = new HashSet<>();
        for (Object o : session.getObjects(o -> o instanceof Conclusion)) {
            kept.add((Conclusion) o);
        }
        kept.stream().sorted(Terms.ORDER).forEach(memory::add);
        Map<Conclusion, Set<Justification>> found = new HashMap<>();
        Matcher matcher = new Matcher(memory);
        for (Fired f : fired) {
            for (Justification j : matcher.matches(f.rule(), f.premises())) {
                for (Insertion i : f.rule().insertions()) {
                    found.computeIfAbsent(
                                    Conclusions.make(law.pack().vocabulary(), i, j.bindings()),
                                    c -> new LinkedHashSet<>())
                            .add(j);
                }
            }
        }
        if (!found.keySet().equals(kept)) {
            Set<Conclusion> odd = new TreeSet<>(Terms.ORDER);
            odd.addAll(kept);
            odd.removeAll(found.keySet());
            found.keySet().stream().filter(c -> !kept.contains(c)).forEach(odd::add);
            throw new RuleEngineException(
                    "Drools and the text of the rules disagree about %s under %s. Please report this with the pack; no verdict is given."
                            .formatted(odd.stream().map(Terms::text).toList(), law));
        }
        return Derivations.of(facts, found);
    }

    /** A rule that was applied, and to what. */
    private record Fired(Rule rule, List<Term> premises) {}

    private static final class Recorder extends DefaultAgendaEventListener {
        private final List<Rule> rules;
        private final Set<Fired> fired = new LinkedHashSet<>();

        Recorder(List<Rule> rules) {
            this.rules = rules;
        }

        @Override
        public void afterMatchFired(AfterMatchFiredEvent event) {
            Match match = event.getMatch();
            List<Term> premises = new ArrayList<>();
            for (Object o : match.getObjects()) {
                if (o instanceof Term t) {
                    premises.add(t);
                }
            }
            fired.add(new Fired(DroolsCompiler.rule(rules, match.getRule().getName()), List.copyOf(premises)));
        }
    }
}
