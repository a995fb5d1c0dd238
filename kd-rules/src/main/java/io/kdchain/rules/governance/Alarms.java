package io.kdchain.rules.governance;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.FindingRectified;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.MonitoringAlarm;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.SafeguardChanged;
import io.kdchain.rules.governance.Register.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Alarms about a model or a deployment: to be answered by whoever made it and knows of the alarm, because he recorded
 * it or an event of his refers to it. A measure, a safeguard or a rectification answers.
 */
final class Alarms {
    private final Register register;

    Alarms(Register register) {
        this.register = register;
    }

    List<Obligation> obligations() {
        List<Said<?>> answers = Stream.of(
                        // a drill answers nothing in earnest
                        register.all(MeasureTaken.class).stream()
                                .filter(measure -> measure.body().measure() != MeasureTaken.Measure.DRILL)
                                .toList(),
                        register.all(SafeguardChanged.class),
                        register.all(FindingRectified.class))
                .<Said<?>>flatMap(List::stream)
                .toList();
        List<Obligation> obligations = new ArrayList<>();
        for (Said<MonitoringAlarm> alarm : register.all(MonitoringAlarm.class)) {
            subject(alarm.body())
                    .ifPresent(subject -> register.term("alarm.grace", alarm.knownAt())
                            .ifPresent(grace -> informed(alarm, subject, answers)
                                    .forEach(party -> obligations.add(Settlement.firstOf(answers.stream()
                                                    .filter(answer ->
                                                            answer.actor().equals(party)
                                                                    && answers(answer, alarm, subject)))
                                            .obligation(
                                                    Obligation.Kind.ANSWER_ALARM,
                                                    party,
                                                    alarm.body().metric() + " " + subject.key(),
                                                    alarm.entry(),
                                                    alarm.knownAt(),
                                                    alarm.knownAt().plus(grace.duration()),
                                                    grace)))));
        }
        return obligations;
    }

    /** What serves; alarms of a run or about data are for those who train. */
    private static Optional<EntityId> subject(MonitoringAlarm alarm) {
        return Fields.entity(alarm.subject()).filter(subject -> switch (subject.kind()) {
            case MODEL, DEPLOYMENT -> true;
            default -> false;
        });
    }

    private SortedSet<PartyId> informed(Said<MonitoringAlarm> alarm, EntityId subject, List<Said<?>> answers) {
        SortedSet<PartyId> informed = new TreeSet<>();
        register.makersOf(subject).forEach(maker -> {
            PartyId party = maker.event().actor();
            if (alarm.actor().equals(party)
                    || answers.stream()
                            .anyMatch(answer ->
                                    answer.actor().equals(party) && Register.refersTo(answer.entry(), alarm.entry()))) {
                informed.add(party);
            }
        });
        return informed;
    }

    private static boolean answers(Said<?> answer, Said<MonitoringAlarm> alarm, EntityId subject) {
        if (answer.entry().index() < alarm.entry().index()) {
            return false;
        }
        if (Register.refersTo(answer.entry(), alarm.entry())) {
            return true;
        }
        if (answer.body() instanceof MeasureTaken measure) {
            return Register.names(measure.about(), subject);
        }
        return answer.body() instanceof SafeguardChanged changed
                && changed.enabled()
                && changed.deployment().matches(subject);
    }
}
