package io.kdchain.rules.workbench;

import io.kdchain.rules.HeardIncident;
import io.kdchain.rules.apportion.Settling;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Settlement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Set<String> answered;
    private final LongUnaryOperator place;
    private final Map<String, Integer> events;

    /**
     * Over what was heard.
     *
     * @param scenario whose it is
     * @param incident its incident, before the scenario's own answers
     * @param claims those of the other claims, in their order
     * @param answered questions that somebody answered before, whatever the scenario answers to them
     * @param place from leaf index to position in the chain; negative for entries that have none
     * @param events positions in the chain by id of the event
     */
    HeardScenario(
            Scenario scenario,
            HeardIncident incident,
            List<HeardIncident> claims,
            Set<String> answered,
            LongUnaryOperator place,
            Map<String, Integer> events) {
        this.scenario = scenario;
        this.incident = incident;
        this.claims = List.copyOf(claims);
        this.answered = Set.copyOf(answered);
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
                answered,
                place,
                events);
    }

    /** The same scenario with conclusions derived by another engine. */
    public HeardScenario by(RuleEngine rules) {
        return new HeardScenario(
                scenario,
                incident.by(rules),
                claims.stream().map(c -> c.by(rules)).toList(),
                answered,
                place,
                events);
    }

    /**
     * Judges it.
     *
     * @throws ScenarioException if it answers a question that is not asked, or pays what cannot be paid
     */
    public ScenarioResult result() {
        List<Attribution> verdicts = logged();
        List<ScenarioResult> others = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            others.add(result(scenario.claims().get(i), verdicts.get(i + 1), List.of()));
        }
        return result(scenario, verdicts.get(0), others);
    }

    /**
     * The verdicts alone, on the incident and on each other claim, whatever was paid and is expected; evidence as
     * positions in the chain.
     *
     * @throws ScenarioException if the scenario answers a question that is not asked
     */
    List<Attribution> verdicts() {
        return logged().stream().map(v -> Placed.of(v, place)).toList();
    }

    private List<Attribution> logged() {
        HeardIncident own = answering(scenario, incident);
        if (claims.isEmpty()) {
            return List.of(own.verdict());
        }
        List<HeardIncident> all = new ArrayList<>();
        all.add(own);
        for (int i = 0; i < claims.size(); i++) {
            all.add(answering(scenario.claims().get(i), claims.get(i)));
        }
        return HeardIncident.together(all);
    }

    private ScenarioResult result(Scenario claim, Attribution logged, List<ScenarioResult> others) {
        Attribution verdict = Placed.of(logged, place);
        Judged judged = new Judged(claim.incident(), verdict, triggers(claim), settled(claim, verdict), events);
        List<Unmet> unmet = new ArrayList<>();
        claim.expectations().forEach(e -> e.against(judged).ifPresent(unmet::add));
        others.forEach(o -> unmet.addAll(o.unmet()));
        return new ScenarioResult(claim, verdict, logged, unmet, others);
    }

    private HeardIncident answering(Scenario claim, HeardIncident unanswered) {
        HeardIncident heard = unanswered;
        for (Scenario.Answer answer : answersInTurn(claim, unanswered, answered)) {
            heard = heard.answering(answer.question(), answer.yes());
        }
        return heard;
    }

    /** The answers of a scenario, in an order in which each is to a question that is open; one may open the next. */
    static List<Scenario.Answer> answersInTurn(Scenario scenario, HeardIncident unanswered, Set<String> answered) {
        List<Scenario.Answer> left = new ArrayList<>(scenario.answers());
        left.removeIf(a -> answered.contains(a.question()));
        List<Scenario.Answer> given = new ArrayList<>();
        HeardIncident heard = unanswered;
        while (!left.isEmpty()) {
            List<String> open = heard.verdict().open().stream()
                    .map(Attribution.OpenQuestion::id)
                    .toList();
            List<Scenario.Answer> now =
                    left.stream().filter(a -> open.contains(a.question())).toList();
            if (now.isEmpty()) {
                throw new ScenarioException(
                        left.stream().map(a -> notOpen(a, open)).toList());
            }
            for (Scenario.Answer answer : now) {
                heard = heard.answering(answer.question(), answer.yes());
            }
            left.removeAll(now);
            given.addAll(now);
        }
        return given;
    }

    private static ScenarioProblem notOpen(Scenario.Answer answer, List<String> open) {
        return new ScenarioProblem(
                answer.at(),
                open.isEmpty()
                        ? "'%s' is answered, and the verdict has no open question; remove the answer."
                                .formatted(answer.question())
                        : "'%s' is no open question of the verdict; open are %s%s"
                                .formatted(
                                        answer.question(),
                                        String.join(", ", open),
                                        Nearest.to(answer.question(), open)
                                                .map(n -> "; did you mean '" + n + "'?")
                                                .orElse(".")));
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
