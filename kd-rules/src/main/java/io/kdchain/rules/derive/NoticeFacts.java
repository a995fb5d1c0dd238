package io.kdchain.rules.derive;

import io.kdchain.rules.fact.CounterNotice;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.Notice;
import io.kdchain.rules.fact.NoticedUser;
import io.kdchain.rules.fact.Notifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Substantiated notices about the outputs, what was done about them in time, and the user behind the content. */
final class NoticeFacts implements FactSource {
    /** They meet every notice, and one that comes while they stand; anything else is done because of the notice. */
    private static final Set<String> REMOVALS = Set.of("takedown", "disconnect");

    private static final Set<String> REPAIRS = Set.of("takedown", "disconnect", "rectify-model", "warn", "explain");
    private static final Map<String, Set<String>> MET_BY = Map.of(
            "accuracy", REPAIRS,
            "discrimination", REPAIRS,
            "safety", REPAIRS,
            "explanation", Set.of("explain"));

    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        substantiated(file).forEach(notice -> {
            String claim = notice.body().text("claim");
            if (claim.isEmpty()) {
                return;
            }
            Answered answered = answer(file, notice, claim);
            List<Long> evidence = new ArrayList<>(CaseFile.indexes(answered.shownBy()));
            evidence.add(notice.index());
            facts.add(KnownFact.shownBy(
                    new Notice(
                            notice.id(),
                            notice.actor(),
                            claim,
                            answered.state(),
                            notice.body().flag("obvious")),
                    evidence));
            String from = notice.body().text("from");
            if (!from.isEmpty()) {
                facts.add(KnownFact.shownBy(new Notifier(notice.id(), from), List.of(notice.index())));
            }
            users(file, notice)
                    .forEach(use -> facts.add(KnownFact.shownBy(
                            new NoticedUser(notice.id(), use.actor()), List.of(notice.index(), use.index()))));
        });
        counterNotices(file).forEach(declared -> {
            facts.add(counter(file, declared));
            declarants(file, declared)
                    .forEach(user -> facts.add(
                            KnownFact.shownBy(new NoticedUser(declared.id(), user), List.of(declared.index()))));
        });
        return facts;
    }

    /**
     * Declarations of users that their content does not infringe, with prima facie evidence of it, against a notice
     * that the platform had received: without one there is nobody to whom it could be passed on.
     */
    static Stream<Entry> counterNotices(CaseFile file) {
        return file.record()
                .standing("NoticeReceived")
                .filter(e -> e.body().flag("substantiated") && e.body().flag("counter"))
                .filter(e -> e.body().texts("about").stream()
                        .anyMatch(a -> file.behind().holds(a)))
                .filter(e -> answersANotice(file, e));
    }

    private static boolean answersANotice(CaseFile file, Entry declared) {
        return file.record()
                .standing("NoticeReceived")
                .filter(n -> !n.body().flag("counter") && !file.isAnother(n.actor(), declared.actor()))
                .filter(n -> !receivedAt(n).isAfter(receivedAt(declared)))
                .anyMatch(n -> n.body().texts("about").stream()
                        .anyMatch(a -> declared.body().texts("about").stream()
                                .anyMatch(b -> isPartOf(file, a, b) || isPartOf(file, b, a))));
    }

    /** The same content, or one that came of the other. */
    private static boolean isPartOf(CaseFile file, String entity, String whole) {
        return Entities.same(entity, whole)
                || Entities.contains(file.behind().sourcesOf(entity, Set.of("OutputServed", "ModelDeployed")), whole);
    }

    /** Who declared; where that is a party of the claimant's legal person, the claimant too. */
    private static SortedSet<String> declarants(CaseFile file, Entry declared) {
        SortedSet<String> declarants = new TreeSet<>();
        String from = declared.body().text("from");
        if (!from.isEmpty()) {
            declarants.add(from);
            if (!file.isAnother(from, file.incident().claimant())) {
                declarants.add(file.incident().claimant());
            }
        }
        return declarants;
    }

    /** A declaration is passed on to who gave the notice, in the time of other notices. */
    private static KnownFact counter(CaseFile file, Entry declared) {
        Instant received = receivedAt(declared);
        Instant due = endOf(file, "notice.other", received);
        List<Entry> forwarded = measures(file, declared)
                .filter(m -> m.body().text("measure").equals("forward-notice"))
                .filter(m ->
                        !m.recordedAt().isBefore(received) && !m.recordedAt().isAfter(due))
                .toList();
        String state = "met";
        if (forwarded.isEmpty()) {
            state = due.isBefore(file.harmedAt()) ? "ignored" : "pending";
        }
        List<Long> evidence = new ArrayList<>(CaseFile.indexes(forwarded));
        evidence.add(declared.index());
        return KnownFact.shownBy(new CounterNotice(declared.id(), declared.actor(), state), evidence);
    }

    /** Substantiated notices about what lies behind the incident; counter-notices are none. */
    static Stream<Entry> substantiated(CaseFile file) {
        return file.record()
                .standing("NoticeReceived")
                .filter(e -> e.body().flag("substantiated") && !e.body().flag("counter"))
                .filter(e -> e.body().texts("about").stream()
                        .anyMatch(a -> file.behind().holds(a)));
    }

    /** When the term of a notice starts: on receipt, whatever the receiver says later. */
    static Instant receivedAt(Entry notice) {
        return notice.at().isBefore(notice.recordedAt()) ? notice.at() : notice.recordedAt();
    }

    private static Instant dueAt(CaseFile file, Entry notice, String claim) {
        String term = claim.equals("explanation")
                ? "notice.explanation"
                : notice.body().flag("obvious") ? "notice.obvious" : "notice.other";
        return endOf(file, term, receivedAt(notice));
    }

    /** A term of days includes its last day. */
    private static Instant endOf(CaseFile file, String term, Instant begin) {
        return file.pack()
                .findEnd(term, begin)
                .orElseGet(() -> begin.plus(file.pack().term(term, CaseFile.dayOf(begin))));
    }

    private record Answered(String state, List<Entry> shownBy) {}

    private static Answered answer(CaseFile file, Entry notice, String claim) {
        Instant due = dueAt(file, notice, claim);
        Set<String> fitting = MET_BY.getOrDefault(claim, REMOVALS);
        List<Entry> inTime = covering(file, notice, fitting, due);
        if (!inTime.isEmpty()) {
            boolean forwarded = claim.equals("explanation")
                    || measures(file, notice)
                            .anyMatch(m -> m.body().text("measure").equals("forward-notice")
                                    && !m.recordedAt().isBefore(receivedAt(notice))
                                    && !m.recordedAt().isAfter(due));
            return new Answered(forwarded ? "met" : "forward-missing", inTime);
        }
        if (!due.isBefore(file.harmedAt())) {
            return new Answered("pending", List.of());
        }
        List<Entry> late = covering(file, notice, fitting, file.harmedAt());
        return new Answered(late.isEmpty() ? "ignored" : "late", late);
    }

    /** Measures recorded by a time that together cover all that the notice is about; empty if they do not. */
    private static List<Entry> covering(CaseFile file, Entry notice, Set<String> fitting, Instant by) {
        List<Entry> taken = measures(file, notice)
                .filter(m -> fitting.contains(m.body().text("measure")))
                .filter(m -> REMOVALS.contains(m.body().text("measure"))
                        || !m.recordedAt().isBefore(receivedAt(notice)))
                .filter(m -> !m.recordedAt().isAfter(by))
                .toList();
        boolean all = notice.body().texts("about").stream()
                .filter(a -> file.behind().holds(a))
                .allMatch(a -> taken.stream().anyMatch(m -> covers(file, m, notice, a)));
        return all ? taken : List.of();
    }

    /**
     * Measures of the receiver, whichever of its parties took them, that answer the notice, or concern what it is
     * about.
     */
    private static Stream<Entry> measures(CaseFile file, Entry notice) {
        return file.record()
                .admitted("MeasureTaken")
                .filter(m -> !file.isAnother(m.actor(), notice.actor()))
                .filter(m -> answers(file, m, notice)
                        || notice.body().texts("about").stream().anyMatch(a -> touches(file, m, a)));
    }

    private static boolean answers(CaseFile file, Entry measure, Entry notice) {
        return file.record().refersTo(measure, notice)
                || Entities.overlap(measure.body().texts("about"), notice.generates());
    }

    private static boolean covers(CaseFile file, Entry measure, Entry notice, String entity) {
        List<String> about = measure.body().texts("about");
        boolean asAWhole = answers(file, measure, notice)
                && about.stream().allMatch(a -> Entities.contains(notice.generates(), a));
        return asAWhole || touches(file, measure, entity);
    }

    /** What is done to a deployment or model is done to all outputs that come of it. */
    private static boolean touches(CaseFile file, Entry measure, String entity) {
        List<String> about = measure.body().texts("about");
        return Entities.contains(about, entity)
                || file.behind().sourcesOf(entity, Set.of("OutputServed", "ModelDeployed")).stream()
                        .anyMatch(s -> Entities.contains(about, s));
    }

    /** Who used the noticed or promoted content, else who made it last before the platform, if that is a user. */
    static List<Entry> users(CaseFile file, Entry notice) {
        List<String> about = notice.body().texts("about");
        String platform = notice.actor();
        Set<String> outputs = new LinkedHashSet<>(about);
        file.behind()
                .acts("OutputServed")
                .filter(s -> Entities.overlap(s.uses(), about))
                .forEach(s -> outputs.addAll(s.generates()));
        List<Entry> uses = file.behind()
                .acts("OutputUsed")
                .filter(u -> Behind.outputsOf(u).anyMatch(o -> Entities.contains(outputs, o)))
                .filter(u -> !u.actor().equals(platform)
                        && !u.actor().equals(file.incident().claimant()))
                .toList();
        return uses.isEmpty() ? makersBefore(file, about, platform) : uses;
    }

    private static List<Entry> makersBefore(CaseFile file, List<String> about, String platform) {
        SortedSet<String> seen = new TreeSet<>();
        List<String> open = new ArrayList<>(about);
        List<Entry> result = new ArrayList<>();
        while (!open.isEmpty()) {
            String entity = open.remove(0);
            if (!seen.add(entity)) {
                continue;
            }
            for (Entry maker : file.behind().makersOf(entity)) {
                if (maker.actor().equals(platform)) {
                    open.addAll(maker.uses());
                } else if (file.isUser(maker.actor())
                        && !maker.actor().equals(file.incident().claimant())) {
                    result.add(maker);
                }
            }
        }
        return result;
    }
}
