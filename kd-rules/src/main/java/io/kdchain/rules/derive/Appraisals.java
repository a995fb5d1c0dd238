package io.kdchain.rules.derive;

import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CausalParts.Other;
import io.kdchain.rules.fact.CausalParts.Part;
import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Appraisals of causation: which one governs an item, and what those of equal rank say together. */
final class Appraisals {
    private static final List<String> RANKS = List.of("party", "joint", "court");
    private static final List<String> FAULTS = List.of("none", "slight", "ordinary", "gross", "intent");

    private Appraisals() {}

    /** 2 where a court appointed the expert, 1 where both sides did, else 0. */
    static int rank(Entry appraisal) {
        return Math.max(0, RANKS.indexOf(appraisal.body().text("appointedBy")));
    }

    /** What the governing appraisals of an item say; empty where there is none. */
    static Optional<CausalParts> of(CaseFile file, DamageItem item) {
        List<Entry> governing = governing(file, item);
        if (governing.isEmpty()) {
            return Optional.empty();
        }
        List<List<Entry>> alike = new ArrayList<>(distinct(governing).values());
        if (alike.size() > 1) {
            alike = chosen(file, item, alike);
        }
        List<CausalParts> read = alike.stream().map(a -> read(file, item, a)).toList();
        return read.stream().reduce(Appraisals::together);
    }

    /**
     * What shows that a court assigned the shares in numbers: its appraisals, if they govern the item, agree, and state
     * a share of each part that they name.
     */
    static List<Long> assigningShares(CaseFile file, DamageItem item) {
        List<Entry> governing = governing(file, item);
        boolean inNumbers = !governing.isEmpty()
                && rank(governing.get(0)) == RANKS.indexOf("court")
                && distinct(governing).size() == 1
                && !governing.get(0).body().objects("parts").isEmpty()
                && governing.get(0).body().objects("parts").stream()
                        .allMatch(p -> p.has("share") && !p.has("grade") && !p.has("group"));
        return inNumbers ? CaseFile.indexes(governing) : List.of();
    }

    /**
     * Court before joint before party, then one for the item before one for the incident, then the source's own record.
     */
    private static List<Entry> governing(CaseFile file, DamageItem item) {
        List<Entry> all = file.record()
                .admitted("CausationAppraised")
                .filter(e ->
                        Entities.same(e.body().text("incident"), file.incident().id()))
                .filter(e -> !e.body().has("item") || e.body().text("item").equals(item.id()))
                .toList();
        Comparator<Entry> authority = Comparator.comparingInt(Appraisals::rank)
                .thenComparing(e -> e.body().has("item"))
                .thenComparing(e -> e.source().equals(e.recorder()));
        Optional<Entry> highest = all.stream().max(authority);
        return highest.map(h ->
                        all.stream().filter(e -> authority.compare(e, h) == 0).toList())
                .orElse(List.of());
    }

    /** Appraisals that find the same, whoever made them, are one. */
    private static SortedMap<String, List<Entry>> distinct(List<Entry> governing) {
        SortedMap<String, List<Entry>> byContent = new TreeMap<>();
        for (Entry appraisal : governing) {
            Map<String, Object> finding = new TreeMap<>(appraisal.body().tree());
            finding.keySet().removeAll(List.of("by", "note", "appointedBy", "incident", "item"));
            byContent
                    .computeIfAbsent(JsonText.of(finding), k -> new ArrayList<>())
                    .add(appraisal);
        }
        return byContent;
    }

    /** Appraisals of equal rank that differ: one question for each, and those that the answers leave. */
    private static List<List<Entry>> chosen(CaseFile file, DamageItem item, List<List<Entry>> alike) {
        Map<String, Integer> used = new HashMap<>();
        List<List<Entry>> confirmed = new ArrayList<>();
        List<List<Entry>> left = new ArrayList<>();
        for (List<Entry> finding : alike) {
            String source = finding.get(0).source();
            int nth = used.merge(source, 1, Integer::sum);
            Optional<Boolean> answer = file.ask(question(item, source, nth));
            if (answer.filter(a -> a).isPresent()) {
                confirmed.add(finding);
            }
            if (answer.isEmpty()) {
                left.add(finding);
            }
        }
        if (!confirmed.isEmpty()) {
            return confirmed;
        }
        return left.isEmpty() ? alike : left;
    }

    private static OpenIssue question(DamageItem item, String source, int nth) {
        String which = nth == 1 ? source : source + " (" + nth + ")";
        return new OpenIssue(
                "appraisal:" + item.id() + ":" + source + (nth == 1 ? "" : ":" + nth),
                "Appraisals of equal rank differ on what caused '%s': is that of %s to be followed?"
                        .formatted(item.id(), which),
                "同等效力的鉴定意见对“%s”的原因认定不一致：是否采纳%s的意见？".formatted(item.id(), which),
                "");
    }

    private static CausalParts read(CaseFile file, DamageItem item, List<Entry> alike) {
        Body body = alike.get(0).body();
        List<Long> evidence = CaseFile.indexes(alike);
        SortedMap<String, Part> named = new TreeMap<>();
        SortedMap<String, Weight> groups = new TreeMap<>();
        Map<String, Body> groupBodies = new HashMap<>();
        SortedMap<String, Other> others = new TreeMap<>();
        for (Body part : body.objects("parts")) {
            Optional<Weight> weight = weight(file, part);
            if (weight.isEmpty()) {
                continue;
            }
            if (part.has("party")) {
                String party = party(file, part.text("party"));
                named.merge(
                        party, new Part(party, weight.get(), "", words(part), fault(part), evidence), Appraisals::sum);
            } else if (part.has("group")) {
                groups.merge(part.text("group"), weight.get(), Appraisals::sum);
                groupBodies.putIfAbsent(part.text("group"), part);
            } else if (part.has("cause")) {
                String cause = part.text("cause");
                others.merge(
                        cause,
                        new Other(cause, weight.get(), evidence),
                        (a, b) -> new Other(cause, sum(a.weight(), b.weight()), evidence));
            }
        }
        List<Part> parts = new ArrayList<>(named.values());
        groups.forEach((group, weight) -> {
            Body part = groupBodies.getOrDefault(group, Body.EMPTY);
            for (String party : sideOf(file, group, named.keySet())) {
                parts.add(new Part(party, weight, group, words(part), fault(part), evidence));
            }
        });
        return new CausalParts(item.id(), "appraised", form(body), parts, List.copyOf(others.values()), Fraction.ZERO);
    }

    /**
     * The parties for whom a side stands; where one of them is named itself, the side stands for no other: empty id.
     */
    private static SortedSet<String> sideOf(CaseFile file, String group, Set<String> named) {
        SortedSet<String> side = new TreeSet<>();
        for (Entry act : file.behind().acts()) {
            boolean user = act.is("OutputUsed");
            if (group.equals("treatment") ? user && file.roleOf(act).equals("student-user") : !user) {
                side.add(act.actor());
            }
        }
        if (side.isEmpty() || side.stream().anyMatch(named::contains)) {
            return new TreeSet<>(List.of(""));
        }
        return side;
    }

    private static String party(CaseFile file, String named) {
        boolean alias = named.equals("claimant") && file.rolesOf(named).isEmpty();
        return alias ? file.incident().claimant() : named;
    }

    private static Optional<Weight> weight(CaseFile file, Body part) {
        if (part.has("share")) {
            return part.number("share")
                    .filter(s -> s.signum() >= 0 && s.compareTo(Fraction.ONE) <= 0)
                    .map(Weight::exactly);
        }
        return part.has("grade")
                ? Optional.of(file.pack().causalGrade(part.text("grade"), CaseFile.dayOf(file.harmedAt())))
                // named without a size: named like every other
                : Optional.of(Weight.exactly(Fraction.ONE));
    }

    private static String words(Body part) {
        if (part.has("grade")) {
            return part.text("grade");
        }
        return part.number("share").map(Fraction::toString).orElse("");
    }

    private static String fault(Body part) {
        return part.has("fault") ? part.text("fault") : "unstated";
    }

    private static String form(Body body) {
        if (body.flag("joint")) {
            return "joint";
        }
        if (body.flag("sufficient")) {
            return "each-sufficient";
        }
        return body.truth("determinable").filter(d -> !d).isPresent() ? "undeterminable" : "";
    }

    static Weight sum(Weight a, Weight b) {
        return new Weight(
                a.low().plus(b.low()).min(Fraction.ONE),
                a.point().plus(b.point()).min(Fraction.ONE),
                a.high().plus(b.high()).min(Fraction.ONE));
    }

    private static Part sum(Part a, Part b) {
        return new Part(
                a.party(),
                sum(a.weight(), b.weight()),
                a.side(),
                a.words() + " + " + b.words(),
                stated(a.fault(), b.fault(), true),
                evidence(a.evidence(), b.evidence()));
    }

    /**
     * Two that differ at equal rank: the lower part of who is in both, that of who is in one, the higher of no party.
     */
    static CausalParts together(CausalParts a, CausalParts b) {
        Map<String, Part> parts = new LinkedHashMap<>();
        a.parts().forEach(p -> parts.put(p.party() + " " + p.side(), p));
        b.parts().forEach(p -> parts.merge(p.party() + " " + p.side(), p, Appraisals::lower));
        SortedMap<String, Other> others = new TreeMap<>();
        a.others().forEach(o -> others.put(o.cause(), o));
        b.others().forEach(o -> others.merge(o.cause(), o, Appraisals::higher));
        return new CausalParts(
                a.item(),
                a.source(),
                a.form().equals(b.form()) ? a.form() : "",
                parts.values().stream()
                        .sorted(Comparator.comparing(Part::side).thenComparing(Part::party))
                        .toList(),
                List.copyOf(others.values()),
                a.unexplained().max(b.unexplained()),
                a.sufficient().equals(b.sufficient()) ? a.sufficient() : List.of());
    }

    private static Part lower(Part a, Part b) {
        boolean first = a.weight().point().compareTo(b.weight().point()) <= 0;
        return new Part(
                a.party(),
                new Weight(
                        a.weight().low().min(b.weight().low()),
                        a.weight().point().min(b.weight().point()),
                        a.weight().high().max(b.weight().high())),
                a.side(),
                first ? a.words() : b.words(),
                stated(a.fault(), b.fault(), false),
                evidence(a.evidence(), b.evidence()));
    }

    private static Other higher(Other a, Other b) {
        return new Other(
                a.cause(),
                new Weight(
                        a.weight().low().min(b.weight().low()),
                        a.weight().point().max(b.weight().point()),
                        a.weight().high().max(b.weight().high())),
                evidence(a.evidence(), b.evidence()));
    }

    /** The fault that one of two states; where both do, the higher or the lower. */
    private static String stated(String a, String b, boolean higher) {
        int gradeA = FAULTS.indexOf(a);
        int gradeB = FAULTS.indexOf(b);
        if (gradeA < 0 || gradeB < 0) {
            return gradeA < 0 ? b : a;
        }
        return higher == (gradeA >= gradeB) ? a : b;
    }

    private static List<Long> evidence(List<Long> a, List<Long> b) {
        return Stream.concat(a.stream(), b.stream()).sorted().distinct().toList();
    }
}
