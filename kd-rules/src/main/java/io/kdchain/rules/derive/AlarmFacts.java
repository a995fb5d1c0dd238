package io.kdchain.rules.derive;

import io.kdchain.rules.fact.Alarm;
import io.kdchain.rules.fact.KnownFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Alarms about the model or deployment behind the output, and whether who knew of them answered in time. */
final class AlarmFacts implements FactSource {
    private static final Set<String> SERVING = Set.of("model", "deployment");

    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        Instant served = file.behind()
                .acts("OutputServed")
                .map(Entry::at)
                .max(Comparator.naturalOrder())
                .orElse(file.harmedAt());
        file.record()
                .standing("MonitoringAlarm")
                .filter(a -> !a.at().isAfter(served))
                .filter(a -> SERVING.contains(Entities.kindOf(a.body().text("subject")))
                        && file.behind().holds(a.body().text("subject")))
                .forEach(alarm -> {
                    Instant raised = alarm.at().isBefore(alarm.recordedAt()) ? alarm.at() : alarm.recordedAt();
                    file.pack().findTerm("alarm.grace", CaseFile.dayOf(raised)).ifPresent(grace -> {
                        for (String party : informed(file, alarm, served)) {
                            facts.add(state(file, alarm, party, raised.plus(grace), served));
                        }
                    });
                });
        return facts;
    }

    /**
     * Who made the subject and recorded the alarm, or refers to it by an event of its own before the output; what one
     * party of a legal person knows, each of them knows.
     */
    private static SortedSet<String> informed(CaseFile file, Entry alarm, Instant served) {
        SortedSet<String> informed = new TreeSet<>();
        for (Entry maker : file.behind().makersOf(alarm.body().text("subject"))) {
            String party = maker.actor();
            boolean knew = !file.isAnother(alarm.actor(), party)
                    || file.record()
                            .all()
                            .anyMatch(e -> !e.isRejected()
                                    && !file.isAnother(e.actor(), party)
                                    && !e.recordedAt().isAfter(served)
                                    && file.record().refersTo(e, alarm));
            if (knew) {
                informed.add(party);
            }
        }
        return informed;
    }

    private static KnownFact state(CaseFile file, Entry alarm, String party, Instant due, Instant served) {
        Instant limit = due.isBefore(served) ? due : served;
        // whoever answers it: what counts is that something was done about the subject
        List<Entry> answers = file.record()
                .all()
                .filter(Entry::isAdmitted)
                .filter(e ->
                        !e.recordedAt().isBefore(alarm.at()) && !e.recordedAt().isAfter(limit))
                .filter(e -> answers(file, e, alarm))
                .toList();
        String state = !answers.isEmpty() ? "answered" : due.isBefore(served) ? "ignored" : "pending";
        List<Long> evidence = new ArrayList<>(CaseFile.indexes(answers));
        evidence.add(alarm.index());
        return KnownFact.shownBy(new Alarm(alarm.id(), party, state), evidence);
    }

    /** A measure or a safeguard about the subject. */
    private static boolean answers(CaseFile file, Entry event, Entry alarm) {
        String subject = alarm.body().text("subject");
        // a drill answers nothing in earnest
        return (event.is("MeasureTaken")
                        && !event.body().text("measure").equals("drill")
                        && (file.record().refersTo(event, alarm)
                                || Entities.contains(event.body().texts("about"), subject)))
                || (event.is("SafeguardChanged")
                        && event.body().flag("enabled")
                        && Entities.same(event.body().text("deployment"), subject))
                || (event.is("FindingRectified") && file.record().refersTo(event, alarm));
    }
}
