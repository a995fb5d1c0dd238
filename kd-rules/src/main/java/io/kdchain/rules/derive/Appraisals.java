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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Appraisals of causation: which one governs an item, and what those of equal rank say together. */
final class Appraisals {
    private static final String EACH_SUFFICIENT = "each-sufficient";
    private static final List<String> FAULTS = List.of("none", "slight", "ordinary", "gross", "intent");

    private Appraisals() {}

    /** What the governing appraisals of an item say; empty where there is none. */
    static Optional<CausalParts> of(CaseFile file, DamageItem item) {
        List<Entry> governing = governing(file, item);
        return governing.isEmpty()
                ? Optional.empty()
                : Optional.of(agreed(
                        file,
                        governing,
                        alike -> read(file, item, alike),
                        (source, nth) -> question(item, source, nth)));
    }

    /**
     * What shows that a court assigned the shares in numbers: its appraisals, if they govern the item, agree, and state
     * a share of each part that they name. Numbers that are more than the whole are shares only as the answer to a
     * question, of their sum.
     */
    static List<Long> assigningShares(CaseFile file, DamageItem item) {
        List<Entry> governing = governing(file, item);
        boolean inNumbers = !governing.isEmpty()
                && Authority.rank(file, governing.get(0)) == Authority.COURT
                && distinct(governing, alike -> read(file, item, alike)).size() == 1
                && !governing.get(0).body().objects("parts").isEmpty()
                && governing.get(0).body().objects("parts").stream()
                        .allMatch(p -> p.has("share") && !p.has("grade") && !p.has("group"));
        return inNumbers && isWhole(file, item, governing.get(0).body()) ? CaseFile.indexes(governing) : List.of();
    }

    private static boolean isWhole(CaseFile file, DamageItem item, Body appraisal) {
        Fraction persons = Fraction.ZERO;
        Fraction all = Fraction.ZERO;
        for (Body part : appraisal.objects("parts")) {
            Fraction share = part.number("share").orElse(Fraction.ZERO);
            all = all.plus(share);
            if (!part.has("cause") || part.text("cause").equals("third-party")) {
                persons = persons.plus(share);
            }
        }
        // of what nature did not do, persons may have been assigned the whole
        if (all.compareTo(Fraction.ONE) <= 0 || persons.equals(Fraction.ONE)) {
            return true;
        }
        // only where the law goes by the numbers of a court are they more than causal weights
        OpenIssue question = tooMuch(item, all);
        return file.pack()
                .choice("state", CaseFile.dayOf(file.harmedAt()))
                .flatMap(state -> file.ask(question))
                .orElse(false);
    }

    private static OpenIssue tooMuch(DamageItem item, Fraction sum) {
        return new OpenIssue(
                "percentages:" + item.id(),
                "The numbers that the court assigned for '%s' add up to %s, more than the whole: are they parts of that sum?"
                        .formatted(item.id(), sum),
                "法院就“%s”认定的比例合计为%s，超过全部：是否按其占合计的比例计算？".formatted(item.id(), sum),
                "");
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
        Comparator<Entry> authority = Comparator.comparingInt((Entry e) -> Authority.rank(file, e))
                .thenComparing(e -> e.body().has("item"))
                .thenComparing(e -> e.source().equals(e.recorder()));
        Optional<Entry> highest = all.stream().max(authority);
        return highest.map(h ->
                        all.stream().filter(e -> authority.compare(e, h) == 0).toList())
                .orElse(List.of());
    }

    /**
     * What findings of equal weight say: where they differ each is a question, and what the answers leave counts
     * together.
     *
     * @param findings at least one
     * @param reading what findings say that say the same
     * @param question whether to follow the one of this source that comes at this place among its own
     */
    static CausalParts agreed(
            CaseFile file,
            List<Entry> findings,
            Function<List<Entry>, CausalParts> reading,
            BiFunction<String, Integer, OpenIssue> question) {
        List<List<Entry>> alike = distinct(findings, reading);
        return (alike.size() > 1 ? chosen(file, alike, question) : alike)
                .stream().map(reading).reduce(Appraisals::together).orElseThrow();
    }

    /** Findings that say the same, whoever made them and in whichever order, are one. */
    private static List<List<Entry>> distinct(List<Entry> findings, Function<List<Entry>, CausalParts> reading) {
        SortedMap<String, List<Entry>> byContent = new TreeMap<>();
        for (Entry finding : findings) {
            byContent
                    .computeIfAbsent(content(reading.apply(List.of(finding))), k -> new ArrayList<>())
                    .add(finding);
        }
        return List.copyOf(byContent.values());
    }

    /** What a finding says, without where it stands in the log. */
    private static String content(CausalParts said) {
        return new CausalParts(
                        said.item(),
                        said.source(),
                        said.forms(),
                        said.parts().stream()
                                .map(p -> new Part(p.party(), p.weight(), p.side(), p.words(), p.fault(), List.of()))
                                .toList(),
                        said.others().stream()
                                .map(o -> new Other(o.cause(), o.weight(), List.of()))
                                .toList(),
                        said.unexplained(),
                        said.sufficient())
                .toString();
    }

    /** Findings of equal weight that differ: one question for each, and those that the answers leave. */
    private static List<List<Entry>> chosen(
            CaseFile file, List<List<Entry>> alike, BiFunction<String, Integer, OpenIssue> question) {
        Map<String, Integer> used = new HashMap<>();
        List<List<Entry>> confirmed = new ArrayList<>();
        List<List<Entry>> left = new ArrayList<>();
        for (List<Entry> finding : alike) {
            String source = finding.stream()
                    .map(Entry::source)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            int nth = used.merge(source, 1, Integer::sum);
            Optional<Boolean> answer = file.ask(question.apply(source, nth));
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
        return new CausalParts(
                item.id(), "appraised", forms(body), parts, List.copyOf(others.values()), Fraction.ZERO, List.of());
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

    /** What is said of one does not unsay another: sizes may be untold of joint acts as of separate ones. */
    private static SortedSet<String> forms(Body body) {
        SortedSet<String> forms = new TreeSet<>();
        if (body.flag("joint")) {
            forms.add("joint");
        }
        if (body.flag("sufficient")) {
            forms.add(EACH_SUFFICIENT);
        }
        if (body.truth("determinable").filter(d -> !d).isPresent()) {
            forms.add("undeterminable");
        }
        return forms;
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
     * Two that differ at equal rank: the lower part of who is in both, that of who is in one, the higher of no party,
     * and the forms that both find.
     */
    private static CausalParts together(CausalParts a, CausalParts b) {
        SortedSet<String> forms = new TreeSet<>(a.forms());
        forms.retainAll(b.forms());
        List<Part> parts = lower(a.parts(), b.parts());
        List<SortedSet<String>> sufficient = List.of();
        if (a.sufficient().equals(b.sufficient())) {
            sufficient = a.sufficient();
        } else if (forms.contains(EACH_SUFFICIENT)) {
            sufficient = enoughAlone(a, b, parts);
            if (sufficient.size() < 2) {
                forms.remove(EACH_SUFFICIENT);
            }
        }
        return new CausalParts(
                a.item(),
                a.source(),
                forms,
                parts,
                higher(a.others(), b.others()),
                a.unexplained().max(b.unexplained()),
                sufficient);
    }

    /** Who was enough alone by each of two findings that names it. */
    private static List<SortedSet<String>> enoughAlone(CausalParts a, CausalParts b, List<Part> parts) {
        return parts.stream()
                .map(Part::party)
                .distinct()
                .filter(p -> Stream.of(a, b).allMatch(c -> c.of(p).isEmpty() || c.isEnoughAlone(p)))
                .<SortedSet<String>>map(p -> new TreeSet<>(List.of(p)))
                .toList();
    }

    private static List<Part> lower(List<Part> a, List<Part> b) {
        List<Part> parts = new ArrayList<>();
        List<Part> inOne = new ArrayList<>(b);
        for (Part part : a) {
            Optional<Part> same = inOne.stream()
                    .filter(p -> isSame(p, part))
                    .min(Comparator.comparing(p -> !p.side().equals(part.side())));
            same.ifPresent(inOne::remove);
            parts.add(same.map(p -> lower(part, p)).orElse(part));
        }
        parts.addAll(inOne);
        return parts.stream()
                .sorted(Comparator.comparing(Part::side).thenComparing(Part::party))
                .toList();
    }

    /** One part of one party, be it named itself by one finding and by its side only in the other. */
    private static boolean isSame(Part a, Part b) {
        return a.party().equals(b.party())
                && (a.side().equals(b.side())
                        || (!a.party().isEmpty()
                                && (a.side().isEmpty() || b.side().isEmpty())));
    }

    private static Part lower(Part a, Part b) {
        boolean first = a.weight().point().compareTo(b.weight().point()) <= 0;
        return new Part(
                a.party(),
                new Weight(
                        a.weight().low().min(b.weight().low()),
                        a.weight().point().min(b.weight().point()),
                        a.weight().high().max(b.weight().high())),
                a.side().isEmpty() ? a.side() : b.side(),
                first ? a.words() : b.words(),
                stated(a.fault(), b.fault(), false),
                evidence(a.evidence(), b.evidence()));
    }

    /** The causes of the finding that leaves more to no party, in the range of both. */
    private static List<Other> higher(List<Other> a, List<Other> b) {
        Weight inA = sum(a);
        Weight inB = sum(b);
        boolean first =
                Comparator.comparing(Weight::point).thenComparing(Weight::high).compare(inA, inB) >= 0;
        Weight own = first ? inA : inB;
        Fraction low = inA.low().min(inB.low());
        Fraction high = inA.high().max(inB.high());
        return (first ? a : b)
                .stream()
                        .map(o -> new Other(
                                o.cause(),
                                new Weight(
                                        scaled(o.weight().low(), own.low(), low),
                                        o.weight().point(),
                                        scaled(o.weight().high(), own.high(), high)
                                                .min(Fraction.ONE)),
                                o.evidence()))
                        .toList();
    }

    private static Weight sum(List<Other> others) {
        return others.stream().map(Other::weight).reduce(Weight.exactly(Fraction.ZERO), Appraisals::sum);
    }

    /** A part of a sum, where the sum is to become another. */
    private static Fraction scaled(Fraction part, Fraction sum, Fraction other) {
        return sum.isZero() ? part : part.times(other.dividedBy(sum));
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
