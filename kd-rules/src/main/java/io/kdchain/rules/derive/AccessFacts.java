package io.kdchain.rules.derive;

import io.kdchain.rules.fact.Access;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.TeacherTerms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** How data was fetched from the systems of others, and what the makers of teachers allow. */
final class AccessFacts implements FactSource {
    private static final Set<String> FROM_OTHERS = Set.of("crawl", "api-output");

    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        for (Entry act : file.behind().acts()) {
            if (act.is("DatasetCollected")) {
                for (String dataset : act.generates()) {
                    states(act.body())
                            .forEach(s -> facts.add(KnownFact.shownBy(
                                    new Access(act.id(), act.actor(), dataset, s), List.of(act.index()))));
                }
            }
            if (act.is("DatasetCollected") || act.is("DistillationStarted") || act.is("DistillationCompleted")) {
                teachers(file, act).forEach(t -> facts.add(terms(file, act, t)));
            }
        }
        return facts;
    }

    private static SortedSet<String> states(Body body) {
        SortedSet<String> states = new TreeSet<>();
        Body robots = body.object("robots");
        if (body.text("accounts").equals("fraudulent")) {
            states.add("fraudulent");
        }
        if (robots.flag("bypassed")) {
            states.add("bypassed");
        } else if (robots.text("policy").equals("disallowed")) {
            states.add("disallowed");
        }
        if (states.isEmpty() && FROM_OTHERS.contains(body.text("method"))) {
            states.add("open");
        }
        return states;
    }

    /** Releases by others of the models that an act used; what was asked of a teacher counts as its use. */
    private static Set<Entry> teachers(CaseFile file, Entry act) {
        Set<Entry> teachers = new LinkedHashSet<>();
        for (String model : act.uses()) {
            file.behind().makersOf(model).stream()
                    .filter(m -> m.is("TeacherReleased") && !m.actor().equals(act.actor()))
                    .forEach(teachers::add);
        }
        return teachers;
    }

    /** The last agreement of the two that speaks of distillation, else what the release says to everybody. */
    private static KnownFact terms(CaseFile file, Entry act, Entry teacher) {
        Optional<Entry> agreed = file.record()
                .admitted("AgreementConcluded")
                .filter(a -> a.body().texts("parties").containsAll(List.of(act.actor(), teacher.actor())))
                .filter(a -> !a.at().isAfter(act.at()))
                .filter(a -> a.body()
                        .truth("distillationAllowed")
                        .filter(allowed -> !allowed || !file.isLate(a))
                        .isPresent())
                .max(Comparator.comparing(Entry::at));
        Entry speaking = agreed.orElse(teacher);
        boolean over = agreed.flatMap(a -> a.body().deadline("until"))
                .filter(u -> act.at().isAfter(u))
                .isPresent();
        String state = speaking.body()
                .truth("distillationAllowed")
                .map(allowed -> allowed && !over ? "permitted" : "forbidden")
                .orElse("unstated");
        return KnownFact.shownBy(
                new TeacherTerms(act.id(), act.actor(), teacher.actor(), state),
                CaseFile.indexes(List.of(act, teacher, speaking)));
    }
}
