package io.kdchain.rules.derive;

import io.kdchain.rules.fact.DataSource;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.PersonalData;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the data came from: whether each collection and use was authorised when it was done, and personal data. Of
 * personal data also who only received or processed it.
 */
final class DataFacts implements FactSource {
    private static final Set<String> PROCESSING = Set.of("DataProcessed");
    private static final List<String> KINDS = List.of("none", "ordinary", "sensitive");

    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        for (Entry act : file.behind().acts()) {
            boolean collects = act.is("DatasetCollected");
            for (String dataset : collects ? act.generates() : act.uses()) {
                if (Entities.kindOf(dataset).equals("dataset")) {
                    facts.add(source(file, act, dataset, collects));
                }
            }
        }
        for (String entity : file.behind().entities()) {
            if (Entities.kindOf(entity).equals("dataset")) {
                personal(file, entity).ifPresent(facts::add);
                if (!personalOf(file, entity).equals("none")) {
                    handlings(file, entity).forEach(h -> facts.add(source(file, h, entity, false)));
                }
            }
        }
        return facts;
    }

    // ---- receiving and processing

    /**
     * Events by which a party received or processed the data, each with that party as its actor. Who collects data or
     * builds a model on personal data is judged by that act; who processes for another stands on the ground of that
     * other.
     */
    private static List<Entry> handlings(CaseFile file, String dataset) {
        Stream<Entry> received = file.record()
                .admitted("ArtefactTransferred")
                .filter(t -> Entities.same(t.body().text("artefact"), dataset)
                        && !t.body().text("to").isEmpty()
                        && !t.body().text("to").equals(t.actor()))
                .map(t -> t.withActor(t.body().text("to")));
        Stream<Entry> confirmed = file.record()
                .standing("TransferConfirmed")
                .filter(t -> Entities.same(t.body().text("artefact"), dataset));
        Stream<Entry> processed = file.record()
                .standing("DataProcessed")
                .filter(p -> p.uses(dataset)
                        && (p.generates().isEmpty()
                                || p.generates().stream()
                                        .anyMatch(g -> file.behind().holds(g))));
        Set<String> seen = new TreeSet<>();
        return Stream.of(received, confirmed, processed)
                .flatMap(s -> s)
                .filter(h -> !buildsOnPersonalData(file, h.actor()) && !isEntrusted(file, h, dataset))
                .filter(h -> h.is("DataProcessed") || seen.add(h.actor()))
                .toList();
    }

    private static boolean buildsOnPersonalData(CaseFile file, String party) {
        return file.behind().acts().stream()
                .filter(a -> a.actor().equals(party))
                .flatMap(a -> (a.is("DatasetCollected") ? a.generates() : a.uses()).stream())
                .anyMatch(d -> Entities.kindOf(d).equals("dataset")
                        && !personalOf(file, d).equals("none"));
    }

    /** By an agreement in force with who handed the data over, or with who made them. */
    private static boolean isEntrusted(CaseFile file, Entry handling, String dataset) {
        Set<String> others = new TreeSet<>();
        file.behind().sourcesOf(dataset, PROCESSING).stream()
                .flatMap(o -> file.behind().makersOf(o).stream())
                .forEach(m -> others.add(m.actor()));
        file.record()
                .standing("ArtefactTransferred")
                .filter(t -> Entities.same(t.body().text("artefact"), dataset)
                        && t.body().text("to").equals(handling.actor()))
                .forEach(t -> others.add(t.actor()));
        others.remove(handling.actor());
        return file.record()
                .admitted("AgreementConcluded")
                .filter(a -> a.body().text("kind").equals("entrusted-processing")
                        && !a.at().isAfter(handling.at())
                        && a.body()
                                .deadline("until")
                                .filter(u -> handling.at().isAfter(u))
                                .isEmpty())
                .map(a -> a.body().texts("parties"))
                .anyMatch(p -> p.contains(handling.actor()) && p.stream().anyMatch(others::contains));
    }

    private static Optional<KnownFact> personal(CaseFile file, String dataset) {
        String kind = personalOf(file, dataset);
        List<Entry> makers = file.behind().makersOf(dataset);
        return kind.equals("none")
                ? Optional.empty()
                : Optional.of(KnownFact.shownBy(new PersonalData(dataset, kind), CaseFile.indexes(makers)));
    }

    /** Whether a data set of the lineage holds personal data. */
    static boolean holdsPersonalData(CaseFile file) {
        return file.behind().entities().stream()
                .filter(e -> Entities.kindOf(e).equals("dataset"))
                .anyMatch(e -> !personalOf(file, e).equals("none"));
    }

    /** The most sensitive kind that went into the data set; anonymised data is personal no more. */
    static String personalOf(CaseFile file, String dataset) {
        Set<String> seen = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(dataset));
        int worst = 0;
        while (!open.isEmpty()) {
            String entity = open.pop();
            if (!seen.add(entity)) {
                continue;
            }
            for (Entry maker : file.behind().makersOf(entity)) {
                if (maker.is("DatasetCollected")) {
                    worst = Math.max(worst, KINDS.indexOf(maker.body().text("personal")));
                } else if (maker.is("DataProcessed")
                        && !maker.body().text("operation").equals("anonymise")) {
                    maker.uses().forEach(open::push);
                }
            }
        }
        return KINDS.get(worst);
    }

    private static KnownFact source(CaseFile file, Entry act, String dataset, boolean collects) {
        Set<String> origins = file.behind().sourcesOf(dataset, PROCESSING);
        Instant limit = collects ? firstUse(file, act) : act.at();
        List<Grant> authorisations = Stream.concat(
                        file.timely("DataAuthorised")
                                .filter(a -> Entities.contains(origins, a.body().text("dataset")))
                                .map(a -> Grant.authorisation(file, a, origins)),
                        file.timely("AgreementConcluded")
                                .filter(a -> licenses(file, a, act.actor(), origins))
                                .map(Grant::licence))
                .filter(g -> !g.entry().at().isAfter(limit))
                .toList();
        String personal = personalOf(file, dataset);
        if (authorisations.isEmpty()) {
            return new KnownFact(
                    new DataSource(act.id(), act.actor(), dataset, personal, "unrecorded"),
                    List.of(act.index()),
                    personal.equals("none") ? "" : "A-DEF");
        }
        State best = authorisations.stream()
                .map(a -> state(file, act, a, collects))
                .max(Comparator.comparing((State s) -> s.name().equals("authorised"))
                        .thenComparing(s -> s.shownBy().get(0).at()))
                .orElseThrow();
        List<Long> evidence = new ArrayList<>(CaseFile.indexes(best.shownBy()));
        evidence.add(act.index());
        return KnownFact.shownBy(new DataSource(act.id(), act.actor(), dataset, personal, best.name()), evidence);
    }

    /** An authorisation may follow the collection, but must be there before another party builds on the data. */
    private static Instant firstUse(CaseFile file, Entry collection) {
        return file.behind().after(collection).stream()
                .filter(e -> !e.actor().equals(collection.actor()))
                .map(Entry::at)
                .min(Comparator.naturalOrder())
                .orElse(file.harmedAt());
    }

    private record State(String name, List<Entry> shownBy) {}

    /**
     * What permits the use of a data set.
     *
     * @param entry that says so
     * @param distillation whether it covers distillation; empty if it does not say
     * @param entitled whether who gave it was able to
     */
    private record Grant(Entry entry, Optional<Boolean> distillation, boolean entitled) {
        static Grant authorisation(CaseFile file, Entry entry, Set<String> origins) {
            return new Grant(entry, entry.body().truth("distillation"), isEntitled(file, entry, origins));
        }

        /** The parties of a licence bind each other; what the licensor had to give is for its own act. */
        static Grant licence(Entry entry) {
            return new Grant(entry, entry.body().truth("distillationAllowed"), true);
        }
    }

    /**
     * Nobody gives by contract what it does not have: who collected the data set itself must have been permitted to, by
     * another or by consent or statute. Personal data needs a ground; of other data silence says nothing. Who never
     * collected it may be its owner.
     */
    private static boolean isEntitled(CaseFile file, Entry authorisation, Set<String> origins) {
        if (!authorisation.body().text("basis").equals("contract")) {
            return true;
        }
        String giver = authorisation.source();
        List<Entry> collections = origins.stream()
                .flatMap(o -> file.behind().makersOf(o).stream())
                .filter(m -> m.is("DatasetCollected") && m.actor().equals(giver))
                .distinct()
                .toList();
        List<Grant> own = Stream.concat(
                        file.record()
                                .admitted("DataAuthorised")
                                .filter(a -> Entities.contains(origins, a.body().text("dataset")))
                                .filter(a -> !a.source().equals(giver)
                                        || !a.body().text("basis").equals("contract"))
                                .map(a -> new Grant(a, a.body().truth("distillation"), true)),
                        file.record()
                                .admitted("AgreementConcluded")
                                .filter(a -> licenses(file, a, giver, origins))
                                .map(Grant::licence))
                .toList();
        return collections.stream()
                .allMatch(c -> own.isEmpty()
                        ? origins.stream().allMatch(o -> personalOf(file, o).equals("none"))
                        : own.stream()
                                .anyMatch(g -> state(file, c, g, true).name().equals("authorised")));
    }

    /** A data licence to which the party belongs and that names the data set, or that the collection names. */
    private static boolean licenses(CaseFile file, Entry agreement, String party, Set<String> origins) {
        if (!agreement.body().text("kind").equals("data-licence")
                || !agreement.body().texts("parties").contains(party)) {
            return false;
        }
        List<String> names = new ArrayList<>(agreement.generates());
        names.add(agreement.body().text("agreement"));
        return agreement.uses().stream().anyMatch(u -> Entities.contains(origins, u))
                || origins.stream()
                        .flatMap(o -> file.behind().makersOf(o).stream())
                        .anyMatch(m -> !m.body().text("licence").isEmpty()
                                && Entities.contains(names, m.body().text("licence")));
    }

    private static State state(CaseFile file, Entry act, Grant grant, boolean collects) {
        Entry authorisation = grant.entry();
        Optional<Entry> revocation =
                authorisation.is("DataAuthorised") ? revocation(file, act, authorisation) : Optional.empty();
        if (revocation.isPresent()) {
            return new State("revoked", List.of(authorisation, revocation.get()));
        }
        Body body = authorisation.body();
        List<Entry> shown = List.of(authorisation);
        if (body.deadline("until").filter(u -> act.at().isAfter(u)).isPresent()) {
            return new State("expired", shown);
        }
        if (!grant.entitled()) {
            return new State("not-entitled", shown);
        }
        if (grant.distillation().filter(d -> !d).isPresent() && distils(file, act, collects)) {
            return new State("distillation-excluded", shown);
        }
        if (purposesMismatch(file, act, body.texts("purposes"))) {
            return new State("purpose-mismatch", shown);
        }
        List<String> territories = body.texts("territories");
        boolean elsewhere = !territories.isEmpty()
                && file.jurisdictionOf(act.actor())
                        .filter(j -> territories.stream().noneMatch(t -> t.equalsIgnoreCase(j)))
                        .isPresent();
        return new State(elsewhere ? "territory-mismatch" : "authorised", shown);
    }

    /** A withdrawal in force at the act; it ends what its own author gave, or all where its author gave nothing. */
    private static Optional<Entry> revocation(CaseFile file, Entry act, Entry authorisation) {
        String dataset = authorisation.body().text("dataset");
        Set<String> givers = file.record()
                .admitted("DataAuthorised")
                .filter(a -> Entities.same(a.body().text("dataset"), dataset))
                .map(Entry::source)
                .collect(Collectors.toSet());
        return file.record()
                .admitted("AuthorisationRevoked")
                .filter(r -> Entities.same(r.body().text("dataset"), dataset))
                .filter(r -> r.source().equals(authorisation.source()) || !givers.contains(r.source()))
                .filter(r -> !since(r).isAfter(act.at()) && !authorisation.at().isAfter(since(r)))
                .findFirst();
    }

    private static Instant since(Entry revocation) {
        return revocation.body().moment("since").orElse(revocation.at());
    }

    private static boolean distils(CaseFile file, Entry act, boolean collects) {
        return act.is("DistillationCompleted")
                || act.is("DistillationStarted")
                || (collects
                        && file.behind().after(act).stream()
                                .anyMatch(e -> e.is("DistillationCompleted") || e.is("DistillationStarted")));
    }

    /** Purposes are compared only where every word of both sides means a scene. */
    private static boolean purposesMismatch(CaseFile file, Entry act, List<String> purposes) {
        SortedSet<String> allowed = new TreeSet<>();
        for (String purpose : purposes) {
            Optional<String> scene = file.pack().scene(purpose);
            if (scene.isEmpty()) {
                return false;
            }
            allowed.add(scene.get());
        }
        return !allowed.isEmpty() && !allowed.containsAll(purposesOf(file, act));
    }

    private static SortedSet<String> purposesOf(CaseFile file, Entry act) {
        SortedSet<String> purposes = new TreeSet<>();
        boolean deployed = file.deployment().isPresent();
        if (deployed && !act.is("TeacherReleased")) {
            purposes.add(file.scene());
            return purposes;
        }
        List<Entry> teachers = act.is("TeacherReleased")
                ? List.of(act)
                : file.behind().acts("TeacherReleased").toList();
        for (Entry teacher : teachers) {
            for (String use : teacher.body().texts("intendedUses")) {
                file.pack().scene(use).ifPresent(s -> purposes.add(s));
            }
        }
        if (purposes.isEmpty() && deployed) {
            purposes.add(file.scene());
        }
        return purposes;
    }
}
