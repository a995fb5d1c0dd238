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
    private final Set<String> answered;
    private final LongUnaryOperator place;

    /**
     * Over what was heard.
     *
     * @param scenario whose it is
     * @param incident its incident, before the scenario's own answers
     * @param answered questions that somebody answered before, whatever the scenario answers to them
     * @param place from leaf index to position in the chain; negative for entries that have none
     */
    HeardScenario(Scenario scenario, HeardIncident incident, Set<String> answered, LongUnaryOperator place) {
        this.scenario = scenario;
        this.incident = incident;
        this.answered = Set.copyOf(answered);
        this.place = place;
    }

    /** Whose it is. */
    public Scenario scenario() {
        return scenario;
    }

    /** The same scenario before another pack, whichever the scenario names. */
    public HeardScenario by(RulePack pack) {
        return new HeardScenario(scenario, incident.by(pack), answered, place);
    }

    /** The same scenario with conclusions derived by another engine. */
    public HeardScenario by(RuleEngine rules) {
        return new HeardScenario(scenario, incident.by(rules), answered, place);
    }

    /**
     * Judges it.
     *
     * @throws ScenarioException if it answers a question that is not asked, or pays what cannot be paid
     */
    public ScenarioResult result() {
        Attribution logged = answeredIncident().verdict();
        Attribution verdict = Placed.of(logged, place);
        Judged judged = new Judged(scenario.incident(), verdict, triggers(), settled(verdict));
        List<Unmet> unmet = new ArrayList<>();
        scenario.expectations().forEach(e -> e.against(judged).ifPresent(unmet::add));
        return new ScenarioResult(scenario, verdict, logged, unmet);
    }

    private HeardIncident answeredIncident() {
        HeardIncident heard = incident;
        for (Scenario.Answer answer : answersInTurn(scenario, incident, answered)) {
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
    private List<Settlement> settled(Attribution verdict) {
        Optional<Scenario.Payments> payments = scenario.payments();
        if (payments.isEmpty()) {
            return List.of();
        }
        Scenario.Payments made = payments.get();
        try {
            return Settling.all(verdict, scenario.incident(), made.paid(), made.insolvent());
        } catch (IllegalArgumentException e) {
            throw new ScenarioException(List.of(new ScenarioProblem(made.at(), String.valueOf(e.getMessage()))));
        }
    }

    /** When terms of measures may begin: with a notice, with the damage, or with its report. */
    private List<Instant> triggers() {
        List<Instant> triggers = new ArrayList<>();
        triggers.add(scenario.incident().occurredAt());
        triggers.add(scenario.incident().reportedAt());
        for (ScenarioEvent event : scenario.chain()) {
            if (event.type().equals("NoticeReceived") || event.type().equals("IncidentReported")) {
                triggers.add(event.at());
                triggers.add(event.recordedAt());
            }
        }
        return triggers;
    }
}
