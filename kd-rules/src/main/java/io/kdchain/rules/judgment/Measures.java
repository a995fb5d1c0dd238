package io.kdchain.rules.judgment;

import io.kdchain.rules.derive.Facts;
import io.kdchain.rules.derive.Facts.PartyProfile;
import io.kdchain.rules.fact.MeasureDue;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.verdict.Attribution.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Says by when which measure is due, and whether it was taken. */
final class Measures {
    /** Either ends access to the content, so either is the measure. */
    private static final Set<String> ENDS_ACCESS = Set.of("takedown", "disconnect");

    private Measures() {}

    /** By date, then by party, measure and trigger; what is due at once comes first. */
    static List<Measure> of(Outcome outcome) {
        Facts facts = outcome.facts();
        List<Measure> measures = new ArrayList<>();
        for (MeasureDue due : outcome.reasoned().of(MeasureDue.class)) {
            Instant start = start(facts, due.trigger());
            Parameter term = outcome.reasoned().law().parameter(due.term());
            Duration within = term.duration();
            measures.add(new Measure(
                    due.party(),
                    due.measure(),
                    due.trigger(),
                    within.isZero() ? null : start.plus(within),
                    term.fixedByLaw(),
                    isTaken(facts, due.party(), due.measure(), due.trigger()),
                    outcome.reasoned().cites(List.of(due))));
        }
        measures.sort(Comparator.comparing((Measure m) -> m.due() == null ? Instant.MIN : m.due())
                .thenComparing(Measure::party)
                .thenComparing(Measure::measure)
                .thenComparing(Measure::trigger));
        return measures;
    }

    private static Instant start(Facts facts, String trigger) {
        return facts.triggers().getOrDefault(trigger, facts.reportedAt());
    }

    /** Whether the record shows a measure taken by the party, or by another of the same legal person. */
    static boolean isTaken(Facts facts, String party, String measure, String trigger) {
        return facts.measures().stream()
                .filter(taken -> taken.measure().equals(measure)
                        || (ENDS_ACCESS.contains(taken.measure()) && ENDS_ACCESS.contains(measure)))
                .filter(taken -> isOfOnePerson(facts, taken.party(), party))
                .anyMatch(taken ->
                        taken.answers().contains(trigger) || !taken.recordedAt().isBefore(start(facts, trigger)));
    }

    private static boolean isOfOnePerson(Facts facts, String party, String other) {
        String number = numberOf(facts, party);
        return party.equals(other) || (!number.isEmpty() && number.equals(numberOf(facts, other)));
    }

    private static String numberOf(Facts facts, String party) {
        return facts.parties().stream()
                .filter(p -> p.id().equals(party))
                .map(PartyProfile::legalId)
                .findFirst()
                .orElse("");
    }
}
