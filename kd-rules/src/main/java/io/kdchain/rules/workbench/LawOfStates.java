package io.kdchain.rules.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Fraction;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a scenario needs that is judged by the law of a state: one state, and numbers of a court that can be shares. The
 * engine refuses or asks as well; here the place in the file is known.
 */
final class LawOfStates {
    /** Parameter of packs whose law is that of a state: its id, or that it is unstated. */
    private static final String STATE = "state";

    private static final String UNSTATED = "unstated";

    private LawOfStates() {}

    /**
     * Refuses what cannot be judged by these packs.
     *
     * @throws ScenarioException if they are of no state or of several, or numbers of a court are more than the whole
     */
    static void require(Scenario scenario, List<RulePack> applied) {
        LocalDate day = LocalDate.ofInstant(scenario.incident().occurredAt(), ZoneOffset.UTC);
        SortedMap<String, String> packOf = new TreeMap<>();
        for (RulePack pack : applied) {
            pack.parameters()
                    .find(STATE, day)
                    .map(Parameter::value)
                    .ifPresent(state -> packOf.putIfAbsent(state, pack.id()));
        }
        List<ScenarioProblem> problems = new ArrayList<>();
        String unstated = packOf.remove(UNSTATED);
        if (packOf.size() > 1) {
            problems.add(new ScenarioProblem(
                    scenario.packsAt(),
                    "packs names the law of several states, %s; one incident is judged by that of one. Keep the pack of the state whose law applies, such as [%s]."
                            .formatted(
                                    String.join(", ", packOf.keySet()),
                                    packOf.values().iterator().next())));
        } else if (packOf.isEmpty() && unstated != null) {
            problems.add(new ScenarioProblem(
                    scenario.packsAt(),
                    "pack %s says of no state on %s: its parameter state is unstated, and the law of a state says which share bars a claim and who answers for the whole. Name the pack of the state whose law applies (%s), or correct the date."
                            .formatted(
                                    unstated,
                                    day,
                                    RulePack.builtinIds().stream()
                                            .filter(id -> id.startsWith(unstated.split("-", -1)[0] + "-"))
                                            .sorted()
                                            .collect(Collectors.joining(", ")))));
        }
        if (!packOf.isEmpty()) {
            scenario.chain().forEach(event -> tooMuch(event).ifPresent(problems::add));
        }
        if (!problems.isEmpty()) {
            throw new ScenarioException(problems);
        }
    }

    /** Of what other causes did not do, persons may have been assigned the whole; nobody can be assigned more. */
    private static Optional<ScenarioProblem> tooMuch(ScenarioEvent event) {
        if (!event.type().equals("CausationAppraised")
                || !event.body().path("appointedBy").asText().equals("court")) {
            return Optional.empty();
        }
        Fraction persons = Fraction.ZERO;
        Fraction all = Fraction.ZERO;
        for (JsonNode part : event.body().path("parts")) {
            if (!part.has("share") || part.has("grade") || part.has("group")) {
                return Optional.empty();
            }
            Fraction share = Fraction.parse(part.path("share").asText());
            all = all.plus(share);
            if (!part.has("cause") || part.path("cause").asText().equals("third-party")) {
                persons = persons.plus(share);
            }
        }
        if (all.compareTo(Fraction.ONE) <= 0 || persons.equals(Fraction.ONE)) {
            return Optional.empty();
        }
        return Optional.of(new ScenarioProblem(
                event.place(),
                "the shares that the court assigned add up to %s, and they are the shares themselves: together at most 1. Correct them, or state grades if they are weights and no percentages."
                        .formatted(all)));
    }
}
