package io.kdchain.rules.workbench;

import io.kdchain.rules.HeardIncident;
import io.kdchain.rules.apportion.Settling;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Settlement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/**
 * A scenario whose log was made and read, so that it can be judged by one pack after another. Comes from
 * {@link ScenarioRunner#hear}. One object is not safe for concurrent use; those that {@link #by} gives may be used
 * beside one another.
 */
public final class HeardScenario {
    private final Scenario scenario;
    private final HeardIncident incident;
    private final List<HeardIncident> claims;
    private final SortedMap<String, Boolean> answers;
    private final LongUnaryOperator place;
    private final Map<String, Integer> events;

    /**
     * Over what was heard.
     *
     * @param scenario whose it is
     * @param incident its incident, before the scenario's own answers
     * @param claims those of the other claims, in their order
     * @param answers of the reader, which go before the scenario's own
     * @param place from leaf index to position in the chain; negative for entries that have none
     * @param events positions in the chain by id of the event
     */
    HeardScenario(
            Scenario scenario,
            HeardIncident incident,
            List<HeardIncident> claims,
            Map<String, Boolean> answers,
            LongUnaryOperator place,
            Map<String, Integer> events) {
        this.scenario = scenario;
        this.incident = incident;
        this.claims = List.copyOf(claims);
        this.answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
        this.place = place;
        this.events = Map.copyOf(events);
    }

    /** Whose it is. */
    public Scenario scenario() {
        return scenario;
    }

    /** The same scenario before another pack, whichever the scenario names. */
    public HeardScenario by(RulePack pack) {
        return new HeardScenario(
                scenario,
                incident.by(pack),
                claims.stream().map(c -> c.by(pack)).toList(),
                answers,
                place,
                events);
    }

    /** The same scenario with conclusions derived by another engine. */
    public HeardScenario by(RuleEngine rules) {
        return new HeardScenario(
                scenario,
                incident.by(rules),
                claims.stream().map(c -> c.by(rules)).toList(),
                answers,
                place,
                events);
    }

    /**
     * Judges it.
     *
     * @throws ScenarioException if it answers a question that is not asked, or pays what cannot be paid
     */
    public ScenarioResult result() {
        List<SortedMap<String, Boolean>> given = given();
        List<Attribution> verdicts = logged(given);
        List<ScenarioResult> others = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            others.add(result(scenario.claims().get(i), verdicts.get(i + 1), given.get(i + 1), List.of()));
        }
        return result(scenario, verdicts.get(0), given.get(0), others);
    }

    /**
     * The verdicts alone, on the incident and on each other claim, whatever was paid and is expected; evidence as
     * positions in the chain.
     *
     * @throws ScenarioException if the scenario answers a question that is not asked
     */
    List<Attribution> verdicts() {
        return logged(given()).stream().map(v -> Placed.of(v, place)).toList();
    }

    /** The answers that each claim takes. */
    private List<SortedMap<String, Boolean>> given() {
        List<SortedMap<String, Boolean>> given = new ArrayList<>();
        given.add(given(scenario, incident, answers));
        for (int i = 0; i < claims.size(); i++) {
            given.add(given(scenario.claims().get(i), claims.get(i), answers));
        }
        return given;
    }

    private List<Attribution> logged(List<SortedMap<String, Boolean>> given) {
        HeardIncident own = incident.answering(given.get(0));
        if (claims.isEmpty()) {
            return List.of(own.verdict());
        }
        List<HeardIncident> all = new ArrayList<>();
        all.add(own);
        for (int i = 0; i < claims.size(); i++) {
            all.add(claims.get(i).answering(given.get(i + 1)));
        }
        return HeardIncident.together(all);
    }

    private ScenarioResult result(
            Scenario claim, Attribution logged, SortedMap<String, Boolean> given, List<ScenarioResult> others) {
        Attribution verdict = Placed.of(logged, place);
        Judged judged = new Judged(claim.incident(), verdict, triggers(claim), settled(claim, verdict), events);
        List<Unmet> unmet = new ArrayList<>();
        claim.expectations().forEach(e -> e.against(judged).ifPresent(unmet::add));
        others.forEach(o -> unmet.addAll(o.unmet()));
        return new ScenarioResult(claim, verdict, logged, given.keySet(), unmet, others);
    }

    /**
     * The answers that a verdict takes: those of the reader before those of the scenario, each to a question that is
     * open; one may open the next.
     *
     * @param answers of the reader; those to what is not asked are left out
     * @throws ScenarioException if the scenario answers what is not asked
     */
    static SortedMap<String, Boolean> given(Scenario claim, HeardIncident unanswered, Map<String, Boolean> answers) {
        SortedMap<String, Boolean> all = new TreeMap<>();
        claim.answers().forEach(a -> all.put(a.question(), a.yes()));
        all.putAll(answers);
        SortedMap<String, Boolean> given = unanswered.asked(all);
        List<Scenario.Answer> idle = claim.answers().stream()
                .filter(a -> !given.containsKey(a.question()) && !answers.containsKey(a.question()))
                .toList();
        if (!idle.isEmpty()) {
            List<String> open = unanswered.answering(given).verdict().open().stream()
                    .map(Attribution.OpenQuestion::id)
                    .toList();
            throw new ScenarioException(idle.stream()
                    .map(a -> new ScenarioProblem(a.at(), UnaskedAnswer.message(a.question(), open)))
                    .toList());
        }
        return given;
    }

    /** What is owed after the payments. */
    private static List<Settlement> settled(Scenario claim, Attribution verdict) {
        Optional<Scenario.Payments> payments = claim.payments();
        if (payments.isEmpty()) {
            return List.of();
        }
        Scenario.Payments made = payments.get();
        try {
            return Settling.all(verdict, claim.incident(), made.paid(), made.insolvent());
        } catch (IllegalArgumentException e) {
            throw new ScenarioException(List.of(new ScenarioProblem(made.at(), String.valueOf(e.getMessage()))));
        }
    }

    /** When terms of measures may begin: with a notice, with the damage, or with its report. */
    private static List<Instant> triggers(Scenario claim) {
        List<Instant> triggers = new ArrayList<>();
        triggers.add(claim.incident().occurredAt());
        triggers.add(claim.incident().reportedAt());
        for (ScenarioEvent event : claim.chain()) {
            if (event.type().equals("NoticeReceived") || event.type().equals("IncidentReported")) {
                triggers.add(event.at());
                triggers.add(event.recordedAt());
            }
        }
        return triggers;
    }
}
