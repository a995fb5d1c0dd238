package io.kdchain.rules.workbench;

import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.Tampering;
import io.kdchain.rules.HeardIncident;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.derive.Alteration;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.engine.drools.DroolsRuleEngine;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.report.ChainView;
import io.kdchain.rules.verdict.NotLiable;
import io.kdchain.rules.verdict.Regime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges scenarios: makes the log that each describes, judges its incident, compares the verdict with what is expected.
 * Immutable, safe for concurrent use; the same scenario and packs give the same result.
 */
public final class ScenarioRunner {
    private final PackSource packs;
    private final RuleEngine rules;
    private final List<String> packIds;
    private final @Nullable Regime regime;
    private final @Nullable LocalDate asOf;
    private final SortedMap<String, Boolean> answers;

    /** A runner that takes rule packs from here. */
    public ScenarioRunner(PackSource packs) {
        this(packs, new DroolsRuleEngine(), List.of(), null, null, Collections.emptySortedMap());
    }

    private ScenarioRunner(
            PackSource packs,
            RuleEngine rules,
            List<String> packIds,
            @Nullable Regime regime,
            @Nullable LocalDate asOf,
            SortedMap<String, Boolean> answers) {
        this.packs = packs;
        this.rules = rules;
        this.packIds = packIds;
        this.regime = regime;
        this.asOf = asOf;
        this.answers = answers;
    }

    /** The same runner with a regime imposed on every scenario as a what-if. */
    public ScenarioRunner with(Regime imposed) {
        return new ScenarioRunner(packs, rules, packIds, imposed, asOf, answers);
    }

    /** The same runner with another rule engine; by default Drools. */
    public ScenarioRunner by(RuleEngine engine) {
        return new ScenarioRunner(packs, engine, packIds, regime, asOf, answers);
    }

    /** The same runner with these packs instead of those that a scenario names. */
    public ScenarioRunner packs(List<String> ids) {
        return new ScenarioRunner(packs, rules, List.copyOf(ids), regime, asOf, answers);
    }

    /** The same runner with the law as of a day. */
    public ScenarioRunner asOf(LocalDate day) {
        return new ScenarioRunner(packs, rules, packIds, regime, day, answers);
    }

    /**
     * The same runner with open questions answered, whatever a scenario answers to them. A verdict takes the answers to
     * what it asks, and {@link ScenarioResult#answered()} says which these are.
     */
    public ScenarioRunner answering(Map<String, Boolean> more) {
        SortedMap<String, Boolean> all = new TreeMap<>(answers);
        all.putAll(more);
        return new ScenarioRunner(packs, rules, packIds, regime, asOf, Collections.unmodifiableSortedMap(all));
    }

    /** Judges a scenario. */
    public ScenarioResult run(Scenario scenario) {
        return hear(scenario).result();
    }

    /** Makes the log of a scenario and reads it, to judge it by one pack after another. */
    public HeardScenario hear(Scenario scenario) {
        try (ScenarioLog log = new ScenarioLog(scenario)) {
            LiabilityEngine engine = engine(scenario, log);
            return new HeardScenario(
                    scenario,
                    engine.hear(scenario.incident()),
                    scenario.claims().stream()
                            .map(c -> engine.hear(c.incident()))
                            .toList(),
                    answers,
                    place(log),
                    log.positions());
        }
    }

    /** What was lacking for each party that is not liable; evidence by leaf indexes of the log that is made of it. */
    public List<NotLiable> whyNot(Scenario scenario) {
        try (ScenarioLog log = new ScenarioLog(scenario)) {
            return answering(scenario, engine(scenario, log)).whyNot(scenario.incident());
        }
    }

    /** The same with evidence as positions in the scenario's chain, as {@link ScenarioResult#verdict()} has it. */
    public List<NotLiable> whyNotByPosition(Scenario scenario) {
        try (ScenarioLog log = new ScenarioLog(scenario)) {
            return Placed.of(answering(scenario, engine(scenario, log)).whyNot(scenario.incident()), place(log));
        }
    }

    /** Judges a scenario and writes down how; evidence by leaf indexes of the log that is made of it. */
    public Proof prove(Scenario scenario) {
        try (ScenarioLog log = new ScenarioLog(scenario)) {
            return answering(scenario, engine(scenario, log)).prove(scenario.incident());
        }
    }

    /** The engine with the answers of the scenario. */
    private LiabilityEngine answering(Scenario scenario, LiabilityEngine unanswered) {
        HeardIncident heard = unanswered.hear(scenario.incident());
        LiabilityEngine engine = unanswered;
        for (Map.Entry<String, Boolean> answer :
                HeardScenario.given(scenario, heard, answers).entrySet()) {
            engine = engine.answering(answer.getKey(), answer.getValue());
        }
        return engine;
    }

    /** What a report shows of the chain that a scenario describes, by leaf indexes. */
    public ChainView chain(Scenario scenario) {
        try (ScenarioLog log = new ScenarioLog(scenario)) {
            return ChainViews.of(engine(scenario, log).evidence(scenario.incident()), null);
        }
    }

    /** The packs by which a scenario is judged, joined to one. */
    public RulePack pack(Scenario scenario) {
        return packs.load(packIds.isEmpty() ? scenario.packs() : packIds);
    }

    private LiabilityEngine engine(Scenario scenario, ScenarioLog log) {
        LiabilityEngine.Builder builder =
                LiabilityEngine.builder().evidence(log.log()).rules(rules);
        List<RulePack> applied = (packIds.isEmpty() ? scenario.packs() : packIds)
                .stream().map(id -> packs.load(List.of(id))).toList();
        if (packIds.isEmpty()) {
            requireKnown(scenario, applied);
            LawOfStates.require(scenario, applied);
        }
        applied.forEach(builder::pack);
        LiabilityEngine engine = builder.build().knowing(tampering(log));
        Regime imposed = regime == null ? scenario.regime().orElse(null) : regime;
        if (imposed != null) {
            engine = engine.with(imposed);
        }
        if (asOf != null) {
            engine = engine.asOf(asOf);
        }
        return engine;
    }

    /**
     * A duty or norm that none of the packs has, and that one letter or two make one of theirs, is a slip: nothing
     * would come of its appraisal, and every verdict would be without a breach of it, or would not cite it. Those of
     * other packs may be named.
     */
    private static void requireKnown(Scenario scenario, List<RulePack> applied) {
        Set<String> duties = new TreeSet<>();
        Set<String> norms = new TreeSet<>();
        applied.forEach(pack -> {
            duties.addAll(pack.duties().keySet());
            norms.addAll(pack.norms().keySet());
        });
        List<ScenarioProblem> problems = new ArrayList<>();
        for (ScenarioEvent event : scenario.chain()) {
            if (event.type().equals("DutyAppraised")) {
                require("duty", event.place(), event.body().path("duty").asText(), duties, problems);
            }
        }
        Stream.concat(Stream.of(scenario), scenario.claims().stream())
                .flatMap(s -> s.expectations().stream())
                .forEach(e -> {
                    e.duty().ifPresent(duty -> require("duty", e.at(), duty, duties, problems));
                    e.notCited()
                            .filter(norm -> !ExpectReader.cited(norm, norms))
                            .ifPresent(norm -> require("norm", e.at(), norm, norms, problems));
                });
        if (!problems.isEmpty()) {
            throw new ScenarioException(problems);
        }
    }

    private static void require(String what, Place at, String word, Set<String> known, List<ScenarioProblem> problems) {
        if (!known.contains(word)) {
            Nearest.close(word, known)
                    .ifPresent(n -> problems.add(new ScenarioProblem(
                            at, "'%s' is no %s of the packs; did you mean '%s'?".formatted(word, what, n))));
        }
    }

    private static Map<Long, Tampering> tampering(ScenarioLog log) {
        SortedMap<Long, Tampering> known = new TreeMap<>();
        for (Alteration alteration : log.alterations()) {
            known.put(alteration.index(), new Tampering(new PartyId(alteration.by()), alteration.paths()));
        }
        return known;
    }

    /** Position in the chain, or -1 for what the runner added. */
    private static LongUnaryOperator place(ScenarioLog log) {
        return index -> log.position(index).orElse(-1);
    }
}
