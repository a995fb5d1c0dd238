package io.kdchain.rules.judgment;

import io.kdchain.rules.apportion.Apportioned;
import io.kdchain.rules.apportion.Apportionment;
import io.kdchain.rules.apportion.Clauses;
import io.kdchain.rules.apportion.Clauses.Clause;
import io.kdchain.rules.apportion.ItemCase;
import io.kdchain.rules.apportion.LargestRemainder;
import io.kdchain.rules.apportion.LegalPersons;
import io.kdchain.rules.apportion.OtherWays;
import io.kdchain.rules.derive.ChainRecord;
import io.kdchain.rules.derive.Derivation;
import io.kdchain.rules.derive.Facts;
import io.kdchain.rules.derive.Inquiry;
import io.kdchain.rules.derive.Lineage;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.fact.AsAssigned;
import io.kdchain.rules.fact.AtFault;
import io.kdchain.rules.fact.Breach;
import io.kdchain.rules.fact.ClaimantBar;
import io.kdchain.rules.fact.ClauseVoid;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Contributory;
import io.kdchain.rules.fact.CoverLimit;
import io.kdchain.rules.fact.Defence;
import io.kdchain.rules.fact.DefenceOpen;
import io.kdchain.rules.fact.EqualParts;
import io.kdchain.rules.fact.HeldHarmless;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.MeasureDue;
import io.kdchain.rules.fact.Presumed;
import io.kdchain.rules.fact.Promise;
import io.kdchain.rules.fact.Punitive;
import io.kdchain.rules.fact.RecourseCapped;
import io.kdchain.rules.fact.SeveralParts;
import io.kdchain.rules.fact.Solidarity;
import io.kdchain.rules.fact.StrictApplies;
import io.kdchain.rules.fact.StrictlyLiable;
import io.kdchain.rules.fact.Supplementary;
import io.kdchain.rules.fact.Track;
import io.kdchain.rules.fact.WorkContract;
import io.kdchain.rules.judgment.OpenQuestions.Question;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.Bounds;
import io.kdchain.rules.verdict.Attribution.EvidenceSummary;
import io.kdchain.rules.verdict.Attribution.InsurancePayment;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Attribution.OpenQuestion;
import io.kdchain.rules.verdict.Attribution.PackRef;
import io.kdchain.rules.verdict.Attribution.PunitiveExposure;
import io.kdchain.rules.verdict.Attribution.Reason;
import io.kdchain.rules.verdict.Attribution.Recourse;
import io.kdchain.rules.verdict.Attribution.SolidarityGroup;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.FailedElement;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.NotLiable;
import io.kdchain.rules.verdict.VerdictDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges incidents by one rule pack. Immutable, safe for concurrent use; the same input gives the same verdict. */
public final class Judge {
    /** What a root of the reasons may be, in the order in which they are told. */
    private static final List<Class<? extends Conclusion>> TOLD = List.of(
            StrictApplies.class,
            StrictlyLiable.class,
            AtFault.class,
            Solidarity.class,
            WorkContract.class,
            Supplementary.class,
            CoverLimit.class,
            EqualParts.class,
            SeveralParts.class,
            AsAssigned.class,
            Track.class,
            Contributory.class,
            ClaimantBar.class,
            Defence.class,
            DefenceOpen.class,
            Presumed.class,
            HeldHarmless.class,
            RecourseCapped.class,
            ClauseVoid.class,
            Punitive.class,
            Breach.class,
            MeasureDue.class);

    /** Parameter with the state whose law a pack holds. */
    private static final String STATE = "state";

    private static final String STATE_UNSTATED = "unstated";

    private final RulePack pack;
    private final List<PackRef> packs;
    private final RuleEngine rules;
    private final Apportionment apportionment;
    private final PackNumbers numbers;
    private final ItemCases cases;
    private final OpenQuestions questions;
    private final @Nullable LocalDate asOf;

    /**
     * With the rules of one pack, or of several joined to one.
     *
     * @param pack what is applied
     * @param packs the packs as a verdict names them
     * @param rules derives conclusions
     * @param apportionment shares the items
     */
    public Judge(RulePack pack, List<PackRef> packs, RuleEngine rules, Apportionment apportionment) {
        this(pack, packs, rules, apportionment, null);
    }

    private Judge(
            RulePack pack,
            List<PackRef> packs,
            RuleEngine rules,
            Apportionment apportionment,
            @Nullable LocalDate asOf) {
        this.asOf = asOf;
        this.pack = pack;
        this.packs = List.copyOf(packs);
        this.rules = rules;
        this.apportionment = apportionment;
        this.numbers = new PackNumbers(pack);
        this.cases = new ItemCases(pack, numbers);
        this.questions = new OpenQuestions(pack);
    }

    /** The same judge, who applies the law as of a day instead of that of the damage. */
    public Judge asOf(LocalDate day) {
        return new Judge(pack, packs, rules, apportionment, day);
    }

    /** A judge who applies another pack, and is else the same. */
    public Judge applying(RulePack other, PackRef named) {
        return new Judge(other, List.of(named), rules, apportionment, asOf);
    }

    /** A judge for whom another engine derives conclusions. */
    public Judge by(RuleEngine engine) {
        return new Judge(pack, packs, engine, apportionment, asOf);
    }

    /**
     * Judges an incident.
     *
     * @param record what was recorded of it
     * @param inquiry what is asked
     * @param policies insurance that the record shows
     * @param evidence what was admitted and what was not
     */
    public Attribution judge(ChainRecord record, Inquiry inquiry, List<Policy> policies, EvidenceSummary evidence) {
        return hear(record, policies, evidence).judge(inquiry);
    }

    /** Hears one record, to judge it under several suppositions. Arguments are those of a judgment. */
    public Hearing hear(ChainRecord record, List<Policy> policies, EvidenceSummary evidence) {
        return new Hearing(record, policies, evidence, new ConcurrentHashMap<>());
    }

    /**
     * One record under several suppositions: what they have in common is worked out once. Facts depend on what is
     * asked, conclusions on the facts and the rules in force, and a verdict besides on nothing but the time through
     * which the law stays the same. Not safe for concurrent use.
     */
    public final class Hearing {
        private final ChainRecord record;
        private final List<Policy> policies;
        private final EvidenceSummary evidence;
        private final Map<Inquiry, Facts> facts;
        private final Map<Supposed, io.kdchain.rules.engine.Derivation> derivations = new HashMap<>();
        private final Map<Supposed, Outcome> outcomes = new HashMap<>();
        private final Map<Supposed, Attribution> verdicts = new HashMap<>();

        private Hearing(
                ChainRecord record, List<Policy> policies, EvidenceSummary evidence, Map<Inquiry, Facts> facts) {
            this.record = record;
            this.policies = List.copyOf(policies);
            this.evidence = evidence;
            this.facts = facts;
        }

        /**
         * The same record heard by another judge: the facts are not derived again where those of this one are the same.
         * May be called while other hearings of the record are in use.
         */
        public Hearing before(Judge judge) {
            return judge
            .new Hearing(
                    record, policies, evidence, numbers.areThoseOf(judge.numbers) ? facts : new ConcurrentHashMap<>());
        }

        /** The judge who hears. */
        public Judge judge() {
            return Judge.this;
        }

        /** Judges by the law that the judge applies. */
        public Attribution judge(Inquiry inquiry) {
            return judge(inquiry, asOf);
        }

        /**
         * Judges by the law of a day; equal to what another judge would say who heard nothing before.
         *
         * @param inquiry what is asked
         * @param day whose law is applied; null for that of the damage
         */
        public Attribution judge(Inquiry inquiry, @Nullable LocalDate day) {
            LawAsOf law = law(inquiry.incident(), day);
            Attribution first = verdicts.computeIfAbsent(
                    new Supposed(inquiry, law.since().toString()), s -> verdict(this, inquiry, outcome(inquiry, law)));
            if (first.lawAsOf().equals(law.day())) {
                return first;
            }
            Attribution verdict = first.asOf(law.day());
            return verdict.withDigest(VerdictDigest.of(
                    verdict,
                    inquiry.incident(),
                    inquiry.answers(),
                    facts(inquiry).canonical()));
        }

        private Outcome outcome(Inquiry inquiry) {
            return outcome(inquiry, law(inquiry.incident(), asOf));
        }

        private Attribution insuring(Attribution verdict, Inquiry inquiry, List<InsurancePayment> payments) {
            if (payments.equals(verdict.insurance())) {
                return verdict;
            }
            Attribution shared = verdict.withInsurance(payments);
            return shared.withDigest(VerdictDigest.of(
                    shared,
                    inquiry.incident(),
                    inquiry.answers(),
                    facts(inquiry).canonical()));
        }

        private Outcome outcome(Inquiry inquiry, LawAsOf law) {
            return outcomes.computeIfAbsent(
                    new Supposed(inquiry, law.since().toString()),
                    s -> Judge.this.outcome(inquiry, law, facts(inquiry), derivation(inquiry, law)));
        }

        private Facts facts(Inquiry inquiry) {
            return facts.computeIfAbsent(inquiry, i -> Derivation.derive(record, i, numbers));
        }

        private io.kdchain.rules.engine.Derivation derivation(Inquiry inquiry, LawAsOf law) {
            return derivations.computeIfAbsent(
                    new Supposed(inquiry, law.digest()),
                    s -> rules.derive(
                            law,
                            facts(inquiry).known().stream().map(KnownFact::fact).toList()));
        }
    }

    /** What one of several claimants of an event asks, and who hears it. */
    public record Claim(Hearing hearing, Inquiry inquiry) {}

    /**
     * Judges the claims of several claimants that one event gave rise to. Each is judged by itself, as no claim of one
     * depends on that of another; what insurers pay is found for all of them together.
     *
     * @return the verdicts, in the order of the claims
     */
    public static List<Attribution> together(List<Claim> claims) {
        List<Attribution> alone = new ArrayList<>();
        List<Insurance.Claim> covered = new ArrayList<>();
        for (Claim claim : claims) {
            Hearing hearing = claim.hearing();
            Attribution verdict = hearing.judge(claim.inquiry());
            alone.add(verdict);
            Outcome outcome = hearing.outcome(claim.inquiry());
            covered.add(new Insurance.Claim(
                    claim.inquiry().incident(),
                    Policy.shown(hearing.policies, outcome.facts().reportedAt()),
                    verdict.liable(),
                    verdict.items(),
                    outcome.persons()));
        }
        List<List<InsurancePayment>> payments = Insurance.of(covered);
        List<Attribution> verdicts = new ArrayList<>();
        for (int i = 0; i < alone.size(); i++) {
            Claim claim = claims.get(i);
            verdicts.add(claim.hearing().insuring(alone.get(i), claim.inquiry(), payments.get(i)));
        }
        return verdicts;
    }

    /** What is asked, and by which law: its digest, or the first day of its time. */
    private record Supposed(Inquiry inquiry, String law) {}

    /** Judges an incident, and writes down how: the verdict is part of the proof. Arguments are those of a judgment. */
    public Proof prove(ChainRecord record, Inquiry inquiry, List<Policy> policies, EvidenceSummary evidence) {
        Hearing hearing = hear(record, policies, evidence);
        Outcome outcome = hearing.outcome(inquiry);
        return ProofOfOutcome.of(outcome, inquiry, hearing.judge(inquiry), pack, apportionment.id());
    }

    /** Says of each party that is not liable what was lacking. Arguments are those of a judgment. */
    public List<NotLiable> whyNot(
            ChainRecord record, Inquiry inquiry, List<Policy> policies, EvidenceSummary evidence) {
        Outcome outcome = hear(record, policies, evidence).outcome(inquiry);
        return new WhyNot(outcome, new Reasons(pack, outcome.facts(), outcome.reasoned())).all();
    }

    private Attribution verdict(Hearing hearing, Inquiry inquiry, Outcome outcome) {
        List<Answered> open = open(hearing, inquiry, outcome);
        List<ItemVerdict> items = new ArrayList<>();
        for (DamageItem item : inquiry.incident().items()) {
            items.add(item(item, inquiry, outcome, open));
        }
        Reasons reasons = new Reasons(pack, outcome.facts(), outcome.reasoned());
        List<LiableParty> liable = new LiableParties(outcome, reasons, numbers).all();
        Attribution verdict = new Attribution(
                inquiry.incident().id(),
                outcome.established(),
                outcome.reasoned().law().day(),
                packs,
                List.copyOf(items),
                outcome.shares().orElse(null),
                liable,
                Insurance.of(new Insurance.Claim(
                        inquiry.incident(),
                        Policy.shown(hearing.policies, outcome.facts().reportedAt()),
                        liable,
                        items,
                        outcome.persons())),
                punitive(outcome),
                Measures.of(outcome),
                open.stream().map(a -> a.told(outcome)).toList(),
                hearing.evidence,
                told(outcome, reasons),
                outcome.persons().told(outcome.byParty()),
                Clauses.effects(outcome.persons(), outcome.items(), clauses(outcome.reasoned())),
                Jurisdictions.elsewhere(outcome.facts(), inquiry.incident().claimant(), liable, pack.jurisdictions()),
                "");
        return verdict.withDigest(VerdictDigest.of(
                verdict, inquiry.incident(), inquiry.answers(), outcome.facts().canonical()));
    }

    // ---- one judgment

    private LawAsOf law(Incident incident, @Nullable LocalDate day) {
        LocalDate damage = dayOf(incident.occurredAt());
        requireLaw(incident, "its damage arose on", damage);
        if (day != null) {
            requireLaw(incident, "it is to be judged as of", day);
        }
        requireState(incident, damage);
        return pack.at(day == null ? damage : day);
    }

    private Outcome outcome(Inquiry inquiry, LawAsOf law, Facts facts, io.kdchain.rules.engine.Derivation derivation) {
        Incident incident = inquiry.incident();
        Reasoned reasoned = new Reasoned(pack, law, derivation, actDays(facts), facts.of(Promise.class));
        Map<String, ItemCase> itemCases = new LinkedHashMap<>();
        Map<String, Apportioned> shared = new LinkedHashMap<>();
        for (DamageItem item : incident.items()) {
            ItemCase itemCase = cases.of(incident, item, facts, reasoned, inquiry.answers());
            itemCases.put(item.id(), itemCase);
            shared.put(item.id(), apportionment.apportion(itemCase));
        }
        return Outcome.of(incident, facts, reasoned, itemCases, shared);
    }

    /** The days of acts, notices and other events, by their ids. */
    static Map<String, LocalDate> actDays(Facts facts) {
        Map<String, LocalDate> actDays = new HashMap<>();
        facts.lineage().acts().forEach((Lineage.ActOnChain a) -> actDays.put(a.id(), dayOf(a.at())));
        facts.triggers().forEach((id, at) -> actDays.putIfAbsent(id, dayOf(at)));
        facts.events().forEach((id, event) -> actDays.putIfAbsent(id, dayOf(event.at())));
        return actDays;
    }

    /** Before its first day a pack has neither rules nor numbers: what it does not know it must not decide. */
    private void requireLaw(Incident incident, String what, LocalDate day) {
        LocalDate first = numbers.since();
        if (day.isBefore(first)) {
            throw new IllegalArgumentException(
                    "%s cannot be judged by %s: %s %s, and the law held there begins on %s. Name a pack with the law of that day, or correct the date."
                            .formatted(
                                    incident.id(),
                                    packs.stream().map(PackRef::id).collect(Collectors.joining(", ", "pack ", "")),
                                    what,
                                    day,
                                    first));
        }
    }

    /** What packs of several states have in common says not yet who answers for how much. */
    private void requireState(Incident incident, LocalDate damage) {
        if (numbers.choice(STATE, damage, "").equals(STATE_UNSTATED)) {
            throw new IllegalArgumentException(
                    "%s cannot be judged by %s alone on %s: its parameter state is unstated, and the law of a state says which share bars a claim and who answers for the whole. Name the pack of the state whose law applies (the library has: %s), or write one that says extends: [%s]."
                            .formatted(
                                    incident.id(),
                                    packs.stream().map(PackRef::id).collect(Collectors.joining(", ", "pack ", "")),
                                    damage,
                                    statesBuiltOn(pack.id()),
                                    pack.id()));
        }
    }

    private static String statesBuiltOn(String base) {
        return RulePack.builtinIds().stream()
                .filter(id -> id.startsWith(base + "-"))
                .sorted()
                .collect(Collectors.collectingAndThen(Collectors.joining(", "), s -> s.isEmpty() ? "none" : s));
    }

    private static LocalDate dayOf(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    // ---- what is open

    /** A question and the judgments that its two answers give. */
    private record Answered(Question question, Outcome yes, Outcome no) {
        OpenQuestion told(Outcome now) {
            String item = question.item().isEmpty() ? itemMoved(now) : question.item();
            return new OpenQuestion(
                    question.id(),
                    question.en(),
                    question.zh(),
                    question.party(),
                    yes.sharesFor(item),
                    no.sharesFor(item),
                    yes.shares().isEmpty() && no.shares().isEmpty() ? item : "",
                    OpenQuestions.beside(now, yes),
                    OpenQuestions.beside(now, no));
        }

        private String itemMoved(Outcome now) {
            return now.items().keySet().stream()
                    .max(Comparator.comparing((String i) -> OpenQuestions.distance(
                                    yes.item(i).shares(), no.item(i).shares()))
                            .thenComparing(Comparator.reverseOrder()))
                    .orElseThrow();
        }

        Fraction moves() {
            return yes.items().keySet().stream()
                    .map(i -> OpenQuestions.distance(
                            yes.item(i).shares(), no.item(i).shares()))
                    .reduce(Fraction.ZERO, Fraction::max);
        }
    }

    private List<Answered> open(Hearing hearing, Inquiry inquiry, Outcome now) {
        LawAsOf law = now.reasoned().law();
        List<Answered> open = new ArrayList<>();
        for (Question question : questions.of(now, inquiry.answers())) {
            boolean strictInner = question.id().startsWith(OpenQuestion.STRICT_INNER);
            Outcome yes = strictInner && !question.noIsDefault()
                    ? now
                    : hearing.outcome(inquiry.answering(OpenQuestions.answer(question.id(), true)), law);
            Outcome no = question.noIsDefault()
                    ? now
                    : hearing.outcome(inquiry.answering(OpenQuestions.answer(question.id(), false)), law);
            open.add(new Answered(question, yes, no));
        }
        open.sort(Comparator.comparing(Answered::moves)
                .reversed()
                .thenComparing(a -> a.question().id()));
        return open;
    }

    /** Bounds over the ranges of the grades and over the answers to open questions. */
    private static SortedMap<String, Bounds> bounds(String item, Outcome now, List<Answered> open) {
        SortedMap<String, Bounds> bounds = new TreeMap<>(now.item(item).bounds());
        for (Answered answered : open) {
            widen(bounds, answered.yes().item(item).bounds());
            widen(bounds, answered.no().item(item).bounds());
        }
        return bounds;
    }

    private static void widen(SortedMap<String, Bounds> bounds, SortedMap<String, Bounds> by) {
        by.forEach((key, other) -> bounds.merge(
                key, other, (a, b) -> new Bounds(a.low().min(b.low()), a.high().max(b.high()))));
    }

    // ---- the verdict

    private ItemVerdict item(DamageItem item, Inquiry inquiry, Outcome outcome, List<Answered> open) {
        Apportioned shared = outcome.item(item.id());
        Money amount = item.amount();
        List<SolidarityGroup> groups = new ArrayList<>();
        for (SortedSet<String> group : shared.groups()) {
            groups.add(new SolidarityGroup(List.copyOf(group), citesOfGroup(item.id(), group, outcome)));
        }
        List<Recourse> recourse = new ArrayList<>();
        for (Apportioned.Edge edge : shared.recourse()) {
            recourse.add(new Recourse(edge.from(), edge.to(), edge.share(), citesOfRecourse(item.id(), edge, outcome)));
        }
        List<Attribution.Supplementary> supplementary = new ArrayList<>();
        shared.supplementary()
                .forEach((party, first) -> first.forEach(primary -> supplementary.add(new Attribution.Supplementary(
                        party, primary, outcome.reasoned().cites(ordering(item.id(), party, primary, outcome))))));
        return new ItemVerdict(
                item.id(),
                shared.established(),
                shared.failedElement().map(FailedElement::en).orElse(""),
                shared.regime(),
                inquiry.override() != null,
                outcome.reasoned().law().day(),
                shared.shares(),
                bounds(item.id(), outcome, open),
                shared.claimable(),
                amount == null || !shared.established()
                        ? Collections.emptySortedMap()
                        : LargestRemainder.split(amount, shared.shares()),
                groups,
                recourse,
                supplementary,
                shared.established() ? outcome.reasoned().cites(basis(item.id(), outcome)) : List.of(),
                outcome.persons().mergeEach(OtherWays.of(outcome.itemCase(item.id()), outcome.byParty(item.id()))));
    }

    /** The conclusions on the outside relation and on the way of sharing. */
    private static List<Conclusion> basis(String item, Outcome outcome) {
        Reasoned r = outcome.reasoned();
        List<Conclusion> basis = new ArrayList<>();
        r.of(StrictApplies.class).stream().filter(c -> c.item().equals(item)).forEach(basis::add);
        r.of(StrictlyLiable.class).stream().filter(c -> c.item().equals(item)).forEach(basis::add);
        r.of(AtFault.class).stream().filter(c -> c.item().equals(item)).forEach(basis::add);
        r.of(Solidarity.class).stream()
                .filter(c -> c.item().equals(item) && !outcome.persons().areOne(c.party(), c.other()))
                .forEach(basis::add);
        r.of(WorkContract.class).stream()
                .filter(c -> c.item().equals(item) && !outcome.persons().areOne(c.contractor(), c.customer()))
                .forEach(basis::add);
        r.of(Supplementary.class).stream()
                .filter(c -> c.item().equals(item) && orders(c, outcome))
                .forEach(basis::add);
        r.of(EqualParts.class).stream().filter(c -> c.item().equals(item)).forEach(basis::add);
        r.of(SeveralParts.class).stream().filter(c -> c.item().equals(item)).forEach(basis::add);
        r.of(Contributory.class).stream().filter(c -> c.item().equals(item)).forEach(basis::add);
        r.of(AsAssigned.class).stream().filter(c -> c.item().equals(item)).forEach(basis::add);
        basis.addAll(tracks(item, outcome));
        r.of(ClaimantBar.class).stream().filter(c -> c.item().equals(item)).forEach(basis::add);
        return basis;
    }

    private static List<String> citesOfGroup(String item, Set<String> group, Outcome outcome) {
        List<Conclusion> grounds = new ArrayList<>(within(item, group, outcome));
        grounds.addAll(tracks(item, outcome));
        return outcome.reasoned().cites(grounds);
    }

    /** Where the law goes by the share of each, it says who answers for the whole. */
    private static List<Track> tracks(String item, Outcome outcome) {
        return outcome.reasoned().of(Track.class).stream()
                .filter(t -> t.item().equals(item))
                .toList();
    }

    /** What binds the persons of a group to one another. */
    private static List<Solidarity> within(String item, Set<String> group, Outcome outcome) {
        LegalPersons persons = outcome.persons();
        return outcome.reasoned().of(Solidarity.class).stream()
                .filter(s -> s.item().equals(item)
                        && !persons.areOne(s.party(), s.other())
                        && group.contains(persons.keyOf(s.party()))
                        && group.contains(persons.keyOf(s.other())))
                .toList();
    }

    /** What puts one person behind another. */
    private static List<Supplementary> ordering(String item, String party, String primary, Outcome outcome) {
        LegalPersons persons = outcome.persons();
        return outcome.reasoned().of(Supplementary.class).stream()
                .filter(s -> s.item().equals(item)
                        && persons.keyOf(s.party()).equals(party)
                        && persons.keyOf(s.primary()).equals(primary)
                        && orders(s, outcome))
                .toList();
    }

    /** Whether the order stands after solidarity, works and persons were seen to. */
    private static boolean orders(Supplementary s, Outcome outcome) {
        LegalPersons persons = outcome.persons();
        return outcome.byParty(s.item())
                        .supplementary()
                        .getOrDefault(s.party(), Collections.emptySortedSet())
                        .contains(s.primary())
                && outcome.item(s.item())
                        .supplementary()
                        .getOrDefault(persons.keyOf(s.party()), Collections.emptySortedSet())
                        .contains(persons.keyOf(s.primary()));
    }

    /** The norms by which who pays is bound to pay for the other. */
    private static List<String> citesOfRecourse(String item, Apportioned.Edge edge, Outcome outcome) {
        List<Conclusion> grounds = new ArrayList<>();
        outcome.item(item).groups().stream()
                .filter(g -> g.contains(edge.from()))
                .forEach(g -> grounds.addAll(within(item, g, outcome)));
        LegalPersons persons = outcome.persons();
        Set<String> both = Set.of(edge.from(), edge.to());
        outcome.reasoned().of(WorkContract.class).stream()
                .filter(w -> w.item().equals(item)
                        && both.equals(
                                new TreeSet<>(List.of(persons.keyOf(w.contractor()), persons.keyOf(w.customer())))))
                .forEach(grounds::add);
        grounds.addAll(ordering(item, edge.from(), edge.to(), outcome));
        outcome.reasoned().of(StrictlyLiable.class).stream()
                .filter(s -> s.item().equals(item) && persons.keyOf(s.party()).equals(edge.from()))
                .forEach(grounds::add);
        grounds.addAll(tracks(item, outcome));
        return outcome.reasoned().cites(grounds);
    }

    private static List<Clause> clauses(Reasoned reasoned) {
        List<Clause> clauses = new ArrayList<>();
        reasoned.of(HeldHarmless.class)
                .forEach(c -> clauses.add(new Clause(
                        Clauses.Form.INDEMNITY,
                        c.item(),
                        c.agreement(),
                        c.indemnitee(),
                        c.indemnitor(),
                        "",
                        reasoned.cites(List.of(c)))));
        reasoned.of(RecourseCapped.class)
                .forEach(c -> clauses.add(new Clause(
                        Clauses.Form.CAP,
                        c.item(),
                        c.agreement(),
                        c.party(),
                        c.other(),
                        c.sum(),
                        reasoned.cites(List.of(c)))));
        return clauses;
    }

    private static List<PunitiveExposure> punitive(Outcome outcome) {
        return outcome.reasoned().of(Punitive.class).stream()
                .filter(p -> outcome.item(p.item()).established()
                        && outcome.claimable(p.item(), p.party()).signum() > 0)
                .map(p -> new PunitiveExposure(
                        outcome.persons().keyOf(p.party()),
                        p.item(),
                        outcome.reasoned().cites(List.of(p))))
                .distinct()
                .sorted(Comparator.comparing(PunitiveExposure::party).thenComparing(PunitiveExposure::item))
                .toList();
    }

    private static List<Reason> told(Outcome outcome, Reasons reasons) {
        List<Reason> told = new ArrayList<>();
        for (Class<? extends Conclusion> type : TOLD) {
            outcome.reasoned().of(type).stream()
                    .filter(c -> !(c instanceof Supplementary s) || orders(s, outcome))
                    .forEach(c -> told.add(reasons.of(c)));
        }
        return told;
    }
}
