package io.kdchain.rules.derive;

import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CausalParts.Part;
import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Localisations of a defect: what each stage contributed to the wrong output, read as parts of parties. */
final class Localisations {
    private Localisations() {}

    /**
     * What one stage contributed.
     *
     * @param stage the stage
     * @param party its actor
     * @param weight the contribution with its range
     */
    record StagePart(String stage, String party, Weight weight) {}

    /** Admitted localisations of the incident or of its outputs. */
    static List<Entry> about(CaseFile file) {
        return file.record()
                .admitted("DefectLocalised")
                .filter(e ->
                        (e.body().has("output") && file.behind().holds(e.body().text("output")))
                                || (e.body().has("incident")
                                        && Entities.same(
                                                e.body().text("incident"),
                                                file.incident().id())))
                .toList();
    }

    /** What the localisations say of an item; empty where there is none, or none that names an actor of its stage. */
    static Optional<CausalParts> of(CaseFile file, DamageItem item) {
        // where an output went wrong says nothing about where data leaked
        if (LeakFacts.isAboutLeak(file, item)) {
            return Optional.empty();
        }
        List<Entry> governing = governing(file, item);
        return governing.isEmpty()
                ? Optional.empty()
                : Optional.of(Appraisals.agreed(
                        file,
                        governing,
                        alike -> read(file, item, alike),
                        (source, nth) -> question(item, source, nth)));
    }

    /**
     * The localisations of an item that name an actor of its stage. What one with an interest recorded of itself counts
     * only where nobody else recorded any.
     */
    static List<Entry> governing(CaseFile file, DamageItem item) {
        Map<Boolean, List<Entry>> independent = about(file).stream()
                .collect(Collectors.partitioningBy(l -> Authority.isIndependent(file, l.recorder())));
        return Stream.of(true, false)
                .map(of -> independent.getOrDefault(of, List.of()).stream()
                        .filter(l -> !validParts(file, item.id(), l).isEmpty())
                        .toList())
                .filter(of -> !of.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** As of an expert whom one side appointed; a claim where one with an interest recorded it. */
    static int rank(CaseFile file, Entry localisation) {
        return Authority.isIndependent(file, localisation.recorder())
                ? Authority.appointment(localisation)
                : Authority.CLAIM;
    }

    private static OpenIssue question(DamageItem item, String source, int nth) {
        String which = nth == 1 ? source : source + " (" + nth + ")";
        return new OpenIssue(
                "localised:" + item.id() + ":" + source + (nth == 1 ? "" : ":" + nth),
                "Localisations of equal standing differ on where the defect behind '%s' lay: is that of %s to be followed?"
                        .formatted(item.id(), which),
                "同等效力的缺陷定位对造成“%s”的缺陷所在不一致：是否采纳%s的定位？".formatted(item.id(), which),
                "");
    }

    /** Entries whose party is an actor of the stage; others are ignored, unless the reader says that it acted there. */
    static List<StagePart> validParts(CaseFile file, String item, Entry localisation) {
        List<StagePart> parts = new ArrayList<>();
        for (Body entry : localisation.body().objects("stages")) {
            String stage = entry.text("stage");
            String party = entry.text("party");
            Optional<Weight> weight = weight(entry);
            if (weight.isPresent() && (acted(file, stage, party) || confirmed(file, item, stage, party))) {
                parts.add(new StagePart(stage, party, weight.get()));
            }
        }
        return parts;
    }

    private static boolean acted(CaseFile file, String stage, String party) {
        return file.actorsOf(stage).contains(party);
    }

    private static boolean confirmed(CaseFile file, String item, String stage, String party) {
        return file.ask(new OpenIssue(
                        "localisation:" + item + ":" + stage + ":" + party,
                        "The localisation names %s at the stage '%s', where the record shows no act of it: did it act there?"
                                .formatted(party, stage),
                        "缺陷定位指认%s处于“%s”阶段，但记录中没有其在该阶段的行为：其是否在该阶段实施过行为？".formatted(party, stage),
                        party))
                .orElse(false);
    }

    private static Optional<Weight> weight(Body entry) {
        return entry.number("contribution")
                .filter(c -> c.signum() >= 0 && c.compareTo(Fraction.ONE) <= 0)
                .map(point -> new Weight(
                        entry.number("lower").orElse(point).max(Fraction.ZERO).min(point),
                        point,
                        entry.number("upper").orElse(point).min(Fraction.ONE).max(point)));
    }

    private static CausalParts read(CaseFile file, DamageItem item, List<Entry> alike) {
        Entry localisation = alike.get(0);
        List<Long> evidence = CaseFile.indexes(alike);
        List<StagePart> valid = validParts(file, item.id(), localisation);
        SortedMap<String, Weight> weights = new TreeMap<>();
        Fraction explained = Fraction.ZERO;
        for (StagePart part : valid) {
            weights.merge(part.party(), part.weight(), Appraisals::sum);
            explained = explained.plus(part.weight().point());
        }
        List<Part> parts = new ArrayList<>();
        weights.forEach((party, weight) ->
                parts.add(new Part(party, weight, "", weight.point().toString(), "unstated", evidence)));
        List<SortedSet<String>> sets = sufficient(localisation, valid);
        String form = form(file, item, sets, defective(valid));
        boolean takenForAlone = form.equals("each-sufficient") && !areSingle(sets);
        return new CausalParts(
                        item.id(),
                        "localised",
                        form,
                        parts,
                        List.of(),
                        Fraction.ONE.minus(explained).max(Fraction.ZERO))
                // where the reader takes each for enough alone it is not the sets that say who was
                .withSufficient(takenForAlone ? List.of() : sets);
    }

    private static SortedSet<String> defective(List<StagePart> valid) {
        return valid.stream()
                .filter(p -> p.weight().point().signum() > 0)
                .map(StagePart::party)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The sets of defective stages that the localisation finds enough, as the parties that acted there. */
    private static List<SortedSet<String>> sufficient(Entry localisation, List<StagePart> valid) {
        SortedMap<String, SortedSet<String>> partiesOf = new TreeMap<>();
        valid.stream()
                .filter(p -> p.weight().point().signum() > 0)
                .forEach(p -> partiesOf
                        .computeIfAbsent(p.stage(), k -> new TreeSet<>())
                        .add(p.party()));
        return localisation.body().textLists("sufficient").stream()
                .filter(stages -> !stages.isEmpty() && partiesOf.keySet().containsAll(stages))
                .<SortedSet<String>>map(stages -> stages.stream()
                        .flatMap(s -> partiesOf.getOrDefault(s, Collections.emptySortedSet()).stream())
                        .collect(Collectors.toCollection(TreeSet::new)))
                .distinct()
                .toList();
    }

    /** By parties: who acted at two stages of which each was enough is one who was enough. */
    private static String form(
            CaseFile file, DamageItem item, List<SortedSet<String>> sets, SortedSet<String> defective) {
        if (sets.isEmpty()) {
            return "";
        }
        if (areSingle(sets)) {
            return "each-sufficient";
        }
        if (sets.equals(List.of(defective))) {
            return "together";
        }
        return file.ask(mixed(item))
                .map(each -> each ? "each-sufficient" : "together")
                .orElse("mixed");
    }

    private static boolean areSingle(List<SortedSet<String>> sets) {
        return sets.size() > 1 && sets.stream().allMatch(s -> s.size() == 1);
    }

    private static OpenIssue mixed(DamageItem item) {
        return new OpenIssue(
                "mixed:" + item.id(),
                "Some of the causes of '%s' were enough alone, others only together: is each to count as enough alone?"
                        .formatted(item.id()),
                "“%s”的部分原因单独足以造成损害，部分仅在结合时才足以造成：是否视为每个原因均足以造成全部损害？".formatted(item.id()),
                "");
    }
}
