package io.kdchain.rules.derive;

import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.KnownDefect;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.Leak;
import io.kdchain.rules.fact.NoticedUser;
import io.kdchain.rules.fact.Promotion;
import io.kdchain.rules.fact.Rectification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What parties knew before the damage grew, and what they did about it: promotion, defects, unlawful content, leaks.
 */
final class KnowledgeFacts implements FactSource {
    private static final Set<String> UNLAWFUL = Set.of("copyright", "personality", "privacy", "falsehood");
    private static final Set<String> AGAINST_DEFECTS =
            Set.of("recall", "warn", "rectify-model", "takedown", "disconnect", "cease");
    private static final List<String> AFTER_A_LEAK = List.of("seal-data", "notify-users", "notify-authority");

    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        promotions(file, facts);
        defects(file, facts);
        rectifications(file, facts);
        responses(file, facts);
        return facts;
    }

    // ---- promotion

    private static void promotions(CaseFile file, List<KnownFact> facts) {
        file.record()
                .standing("OutputPromoted")
                .filter(p -> !p.at().isAfter(file.harmedAt()))
                .filter(p -> p.body().texts("about").stream()
                        .anyMatch(a -> file.behind().holds(a)))
                .forEach(p -> {
                    List<Entry> notices = NoticeFacts.substantiated(file)
                            .filter(n -> !file.isAnother(n.actor(), p.actor())
                                    && NoticeFacts.receivedAt(n).isBefore(p.at())
                                    && Entities.overlap(
                                            n.body().texts("about"), p.body().texts("about")))
                            .toList();
                    facts.add(KnownFact.shownBy(
                            new Promotion(p.id(), p.actor(), notices.isEmpty() ? "before-notice" : "after-notice"),
                            with(p, notices)));
                    NoticeFacts.users(file, p)
                            .forEach(u -> facts.add(KnownFact.shownBy(
                                    new NoticedUser(p.id(), u.actor()), List.of(p.index(), u.index()))));
                });
    }

    // ---- defects

    /** Known before the output, a defect is dealt with before it; known after it, before the harm. */
    private static void defects(CaseFile file, List<KnownFact> facts) {
        Instant served = file.behind()
                .acts("OutputServed")
                .map(Entry::at)
                .min(Comparator.naturalOrder())
                .orElse(file.harmedAt());
        file.record()
                .admitted("DefectAppraised")
                .filter(d -> d.body().flag("defective")
                        && file.behind().holds(d.body().text("subject")))
                .forEach(d -> d.body()
                        .moment("knownSince")
                        .filter(k -> k.isBefore(file.harmedAt()))
                        .ifPresent(since -> {
                            Instant limit = since.isBefore(served) ? served : file.harmedAt();
                            for (String party : knowing(file, d)) {
                                List<Entry> measures = measures(file, party, AGAINST_DEFECTS)
                                        .filter(m -> !m.recordedAt().isBefore(since)
                                                && !m.recordedAt().isAfter(limit)
                                                && concerns(file, m, d.body().text("subject")))
                                        .toList();
                                String waited = since.isBefore(served) ? "waited" : "waited-later";
                                facts.add(KnownFact.shownBy(
                                        new KnownDefect(
                                                d.body().text("subject"), party, measures.isEmpty() ? waited : "acted"),
                                        with(d, measures)));
                            }
                        }));
    }

    /** Who made it, by the appraisal; else who holds its registration, or put it into service. */
    private static SortedSet<String> knowing(CaseFile file, Entry appraisal) {
        SortedSet<String> knowing = new TreeSet<>(appraisal.body().texts("madeBy"));
        if (knowing.isEmpty()) {
            knowing.addAll(ProductFacts.holders(file));
        }
        if (knowing.isEmpty()) {
            knowing.addAll(file.actorsOf("deployment"));
        }
        return knowing;
    }

    private static boolean concerns(CaseFile file, Entry measure, String subject) {
        return measure.body().texts("about").stream()
                .anyMatch(a -> Entities.same(a, subject)
                        || file.behind()
                                .sourcesOf(a, Set.of("ModelAdapted", "ModelDeployed", "OutputServed"))
                                .contains(subject));
    }

    // ---- unlawful content

    private static void rectifications(CaseFile file, List<KnownFact> facts) {
        NoticeFacts.substantiated(file)
                .filter(n -> UNLAWFUL.contains(n.body().text("claim")))
                .forEach(n -> {
                    Instant received = NoticeFacts.receivedAt(n);
                    Optional<Instant> end = file.pack().findEnd("rectify.model", received);
                    if (end.isEmpty()) {
                        return;
                    }
                    Instant due = end.get();
                    List<Entry> made = measures(file, n.actor(), Set.of("rectify-model"))
                            .filter(m -> !m.recordedAt().isBefore(received))
                            .toList();
                    String state = file.rectification(due, made);
                    facts.add(KnownFact.shownBy(new Rectification(n.id(), n.actor(), state), with(n, made)));
                });
    }

    // ---- leaks

    /**
     * Whether who lost data secured the rest and told the persons and the authority, where harm came after the term.
     */
    private static void responses(CaseFile file, List<KnownFact> facts) {
        file.record().standing("ArtefactLeaked").forEach(leak -> {
            Instant due = file.pack()
                    .findTerm("inform.users", CaseFile.dayOf(leak.at()))
                    .map(t -> leak.at().plus(t))
                    .orElse(file.harmedAt());
            if (!due.isBefore(file.harmedAt())) {
                return;
            }
            for (String party : spheres(file, leak)) {
                List<Entry> taken = measures(file, party, Set.copyOf(AFTER_A_LEAK))
                        .filter(m -> !m.recordedAt().isBefore(leak.at())
                                && !m.recordedAt().isAfter(due))
                        .toList();
                boolean all = AFTER_A_LEAK.stream()
                        .allMatch(k -> taken.stream()
                                .anyMatch(m -> m.body().text("measure").equals(k)));
                facts.add(new KnownFact(
                        new Check(leak.id(), party, "incident-response", all ? "made" : "absent"),
                        with(leak, taken),
                        all ? "" : "A-INF"));
            }
        });
    }

    private static SortedSet<String> spheres(CaseFile file, Entry leak) {
        SortedSet<String> parties = new TreeSet<>();
        new LeakFacts()
                .derive(file).stream()
                        .flatMap(f -> f.fact() instanceof Leak l ? Stream.of(l) : Stream.empty())
                        .filter(l -> l.leak().equals(leak.id()))
                        .forEach(l -> parties.add(l.party()));
        return parties;
    }

    /** Measures of the party, or of another of the same legal person. */
    private static Stream<Entry> measures(CaseFile file, String party, Set<String> kinds) {
        return file.record()
                .admitted("MeasureTaken")
                .filter(m -> !file.isAnother(m.actor(), party)
                        && kinds.contains(m.body().text("measure")));
    }

    private static List<Long> with(Entry event, Collection<Entry> others) {
        List<Long> evidence = new ArrayList<>(CaseFile.indexes(others));
        evidence.add(event.index());
        return evidence;
    }
}
