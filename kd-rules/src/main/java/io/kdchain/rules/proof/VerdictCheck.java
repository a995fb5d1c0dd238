package io.kdchain.rules.proof;

import io.kdchain.rules.apportion.Apportioned;
import io.kdchain.rules.apportion.Apportionment;
import io.kdchain.rules.apportion.ByShare;
import io.kdchain.rules.apportion.Clauses;
import io.kdchain.rules.apportion.Clauses.Clause;
import io.kdchain.rules.apportion.GradeWeights;
import io.kdchain.rules.apportion.ItemCase;
import io.kdchain.rules.apportion.ItemCase.Side;
import io.kdchain.rules.apportion.ItemCase.StrictInner;
import io.kdchain.rules.apportion.LargestRemainder;
import io.kdchain.rules.apportion.LegalPersons;
import io.kdchain.rules.apportion.OtherWays;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.pack.Duty;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.EvidenceSummary;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Attribution.Measure;
import io.kdchain.rules.verdict.Attribution.PunitiveExposure;
import io.kdchain.rules.verdict.Attribution.Recourse;
import io.kdchain.rules.verdict.Attribution.Rejected;
import io.kdchain.rules.verdict.Attribution.SolidarityGroup;
import io.kdchain.rules.verdict.Attribution.Supplementary;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.FailedElement;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Regime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges the items anew from the conclusions that stand, and holds the verdict against that. */
final class VerdictCheck {
    private static final Set<String> USERS = Set.of("student-user", "consumer");
    private static final String PRODUCER = "producer";
    /** What is due at once comes first. */
    private static final Comparator<Measure> BY_DATE = Comparator.comparing(
                    (Measure m) -> m.due() == null ? Instant.MIN : m.due())
            .thenComparing(Measure::party)
            .thenComparing(Measure::measure)
            .thenComparing(Measure::trigger);

    private final Proof proof;
    private final RulePack pack;
    private final LawAsOf law;
    private final Apportionment way;
    private final Standing standing;
    private final Said said;
    private final Grounds grounds;
    private final LegalPersons persons;
    private final Map<String, Apportioned> byParty = new LinkedHashMap<>();
    private final Map<String, Apportioned> shared = new LinkedHashMap<>();
    private final List<Objection> objections = new ArrayList<>();

    VerdictCheck(Proof proof, RulePack pack, LawAsOf law, Apportionment way, Standing standing) {
        this.proof = proof;
        this.pack = pack;
        this.law = law;
        this.way = way;
        this.standing = standing;
        this.said = new Said(proof, standing);
        this.grounds = new Grounds(proof, standing);
        Map<String, String> numbers = new HashMap<>();
        proof.given().parties().forEach(p -> numbers.put(p.id(), p.legalId()));
        this.persons = LegalPersons.of(proof.given().incident().claimant(), numbers);
    }

    List<Objection> check() {
        same(
                ProofFault.ITEM,
                "verdict, incident",
                proof.given().incident().id(),
                proof.verdict().incident());
        List<DamageItem> items = proof.given().incident().items();
        if (!proof.verdict().items().stream()
                .map(ItemVerdict::item)
                .toList()
                .equals(items.stream().map(DamageItem::id).toList())) {
            object(ProofFault.ITEM, "verdict", "It judges other items than the incident has.");
            return List.copyOf(objections);
        }
        for (DamageItem item : items) {
            ItemCase itemCase;
            Apportioned parties;
            Apportioned result;
            try {
                itemCase = itemCase(item, inner(item));
                parties = way.apportion(itemCase);
                result = persons.merge(parties);
            } catch (IllegalArgumentException e) {
                // numbers and names that the proof gives, and that cannot be shared by
                object(ProofFault.ITEM, "item " + item.id(), "It cannot be shared: %s".formatted(e.getMessage()));
                return List.copyOf(objections);
            }
            byParty.put(item.id(), parties);
            shared.put(item.id(), result);
            ItemVerdict stated = proof.verdict().item(item.id());
            item(item, result, stated);
            same(
                    ProofFault.SHARE,
                    "item %s, other ways".formatted(item.id()),
                    persons.mergeEach(OtherWays.of(itemCase, parties)),
                    stated.otherWays());
        }
        whole();
        same(
                ProofFault.LIABLE,
                "verdict, persons",
                persons.told(byParty),
                proof.verdict().persons());
        liable();
        consequences();
        basis();
        objections.addAll(new OpenCheck(
                        proof,
                        said,
                        shared,
                        (item, inner) -> persons.merge(way.apportion(itemCase(item, StrictInner.valueOf(inner)))))
                .check());
        return List.copyOf(objections);
    }

    private void object(ProofFault fault, String place, String message) {
        objections.add(new Objection(fault, place, message));
    }

    private void same(ProofFault fault, String place, Object follows, @Nullable Object stated) {
        if (!follows.equals(stated)) {
            object(fault, place, "%s follows, and %s is stated.".formatted(follows, stated));
        }
    }

    // ---- an item

    private List<Statement> ofItem(String word, String item) {
        return said.ofItem(word, item);
    }

    private StrictInner inner(DamageItem item) {
        return "K".equals(proof.numbers().strictInner().get(item.id())) ? StrictInner.K : StrictInner.KF;
    }

    private ItemCase itemCase(DamageItem item, StrictInner inner) {
        String id = item.id();
        CausalParts causes = proof.causesOf(id);
        ItemCase.Builder b = ItemCase.of(
                        id,
                        proof.given().incident().claimant(),
                        GradeWeights.of(proof.numbers().fault()))
                .proven(item.proven())
                .regime(regime(id))
                .medical(said.facts("Item").stream().anyMatch(f -> f.says("item", id) && f.says("scene", "medical"))
                        && parameter("strict.treatment").orElse("K").equals("K"))
                .equalParts(!ofItem("EqualParts", id).isEmpty())
                .causes(causes)
                .strictInner(inner)
                .strictClaimantFrom(proof.numbers().strictClaimantFrom())
                .strictFaultless(parameter("strict.faultless").orElse(ItemCase.Builder.DEFAULT_STRICT_FAULTLESS));
        Set<String> parties = new TreeSet<>();
        proof.given().parties().forEach(p -> parties.add(p.id()));
        causes.parts().stream()
                .map(CausalParts.Part::party)
                .filter(p -> !p.isEmpty())
                .forEach(parties::add);
        parties.forEach(b::party);
        Set<String> producers = new TreeSet<>();
        for (Statement s : ofItem("StrictlyLiable", id)) {
            b.strictDebtor(s.text("party"), s.text("capacity"));
            if (s.says("capacity", PRODUCER)) {
                producers.add(s.text("party"));
            }
        }
        ofItem("AtFault", id).forEach(f -> b.fault(f.text("party"), f.text("grade"), side(f)));
        said.breaches(item).forEach(s -> b.breach(s.text("party"), s.text("grade")));
        ofItem("Contributory", id).forEach(s -> b.contributory(s.text("grade")));
        ofItem("Solidarity", id).forEach(s -> b.joint(s.text("party"), s.text("other")));
        ofItem("WorkContract", id).forEach(s -> b.work(s.text("contractor"), s.text("customer")));
        supplementary(id).forEach(s -> b.supplement(s.text("party"), s.text("primary")));
        ofItem("CoverLimit", id).forEach(s -> b.cover(s.text("party"), s.text("cover"), item.amount()));
        ofItem("Defence", id).forEach(s -> b.defended(s.text("party")));
        proof.given().parties().forEach(p -> p.leadsTo().forEach(to -> b.leads(p.id(), to)));
        parties.stream()
                .filter(p -> stages(p).stream().allMatch(s -> s.equals("use")) && !producers.contains(p))
                .forEach(b::user);
        return b.byShare(ByShare.of(
                        id,
                        texts("Track", id, "track"),
                        texts("ClaimantBar", id, "bar"),
                        !ofItem("AsAssigned", id).isEmpty(),
                        this::threshold,
                        persons::keys))
                .build();
    }

    private List<String> texts(String word, String item, String field) {
        return ofItem(word, item).stream().map(s -> s.text(field)).toList();
    }

    private Fraction threshold(String name) {
        return Fraction.parse(parameter(name)
                .orElseThrow(() -> new IllegalStateException("The pack has no parameter %s.".formatted(name))));
    }

    /** What the pack says on the day of the damage. */
    private Optional<String> parameter(String name) {
        LocalDate day = LocalDate.ofInstant(proof.given().incident().occurredAt(), ZoneOffset.UTC);
        return pack.parameters().find(name, day).map(Parameter::value);
    }

    private Regime regime(String item) {
        if (!ofItem("StrictApplies", item).isEmpty()) {
            return Regime.STRICT;
        }
        boolean open = ofItem("RegimeOpen", item).stream().anyMatch(r -> r.says("regime", "presumed-fault"));
        return open && !ofItem("Presumed", item).isEmpty() ? Regime.PRESUMED_FAULT : Regime.FAULT;
    }

    private SortedSet<String> stages(String party) {
        return proof.given().parties().stream()
                .filter(p -> p.id().equals(party))
                .findFirst()
                .map(Proof.OnRecord::stages)
                .orElse(Collections.emptySortedSet());
    }

    /** A duty that only users owe lies on the side of the treatment; so does any breach of who only used. */
    private Side side(Statement fault) {
        Duty duty = pack.duties().get(fault.text("duty"));
        boolean ofUsers = duty != null && !duty.roles().isEmpty() && USERS.containsAll(duty.roles());
        boolean usedOnly = stages(fault.text("party")).equals(new TreeSet<>(Set.of("use")));
        return ofUsers || usedOnly ? Side.TREATMENT : Side.PRODUCT;
    }

    private void item(DamageItem item, Apportioned follows, ItemVerdict stated) {
        String place = "item " + item.id();
        same(ProofFault.ITEM, place + ", established", follows.established(), stated.established());
        same(
                ProofFault.ITEM,
                place + ", failed",
                follows.failedElement().map(FailedElement::en).orElse(""),
                stated.failed());
        same(
                ProofFault.ITEM,
                place + ", regime",
                Optional.ofNullable(follows.regime()),
                Optional.ofNullable(stated.regime()));
        same(ProofFault.ITEM, place + ", imposed", proof.given().regime() != null, stated.imposed());
        same(ProofFault.ITEM, place + ", lawAsOf", law.day(), stated.lawAsOf());
        same(ProofFault.SHARE, place + ", shares", follows.shares(), stated.shares());
        same(ProofFault.OUTSIDE, place + ", claimable", follows.claimable(), stated.claimable());
        Money amount = item.amount();
        same(
                ProofFault.AMOUNT,
                place + ", amounts",
                amount == null || !follows.established()
                        ? Collections.emptySortedMap()
                        : LargestRemainder.split(amount, follows.shares()),
                stated.amounts());
        same(
                ProofFault.OUTSIDE,
                place + ", solidarity",
                follows.groups().stream()
                        .map(g -> new SolidarityGroup(List.copyOf(g), group(item.id(), g)))
                        .toList(),
                stated.solidarity());
        same(
                ProofFault.OUTSIDE,
                place + ", recourse",
                follows.recourse().stream()
                        .map(e -> new Recourse(e.from(), e.to(), e.share(), recourse(item.id(), follows, e)))
                        .toList(),
                stated.recourse());
        List<Supplementary> supplementary = new ArrayList<>();
        follows.supplementary()
                .forEach((party, first) -> first.forEach(primary -> supplementary.add(
                        new Supplementary(party, primary, standing.cites(ordering(item.id(), party, primary))))));
        same(ProofFault.OUTSIDE, place + ", supplementary", supplementary, stated.supplementary());
        List<Statement> basis = new ArrayList<>();
        for (String word : List.of(
                "StrictApplies",
                "StrictlyLiable",
                "AtFault",
                "Solidarity",
                "WorkContract",
                "Supplementary",
                "EqualParts",
                "SeveralParts",
                "Contributory",
                "AsAssigned",
                "Track",
                "ClaimantBar")) {
            ofItem(word, item.id()).stream()
                    .filter(s -> !bindsToItself(s) && (!word.equals("Supplementary") || orders(item.id(), s)))
                    .forEach(basis::add);
        }
        same(
                ProofFault.NORM,
                place + ", cites",
                follows.established() ? standing.cites(basis) : List.of(),
                stated.cites());
    }

    private List<Statement> within(String item, Collection<String> group) {
        return ofItem("Solidarity", item).stream()
                .filter(s -> !bindsToItself(s)
                        && group.contains(persons.keyOf(s.text("party")))
                        && group.contains(persons.keyOf(s.text("other"))))
                .toList();
    }

    /** What would bind a legal person to itself says nothing. */
    private boolean bindsToItself(Statement s) {
        return switch (s.word()) {
            case "Solidarity" -> persons.areOne(s.text("party"), s.text("other"));
            case "Supplementary" -> persons.areOne(s.text("party"), s.text("primary"));
            case "WorkContract" -> persons.areOne(s.text("contractor"), s.text("customer"));
            default -> false;
        };
    }

    private List<Statement> ordering(String item, String party, String primary) {
        return ofItem("Supplementary", item).stream()
                .filter(s -> is(party, s) && persons.keyOf(s.text("primary")).equals(primary) && orders(item, s))
                .toList();
    }

    /** No order with the claimant's person, nor of a person that made the harm under another name. */
    private List<Statement> supplementary(String item) {
        List<Statement> behind = ofItem("Supplementary", item);
        String claimant = proof.given().incident().claimant();
        Set<String> second = behind.stream().map(s -> s.text("party")).collect(Collectors.toSet());
        return behind.stream()
                .filter(s -> !persons.areOne(s.text("party"), claimant) && !persons.areOne(s.text("primary"), claimant))
                .filter(s -> ofItem("AtFault", item).stream()
                        .noneMatch(f ->
                                !second.contains(f.text("party")) && persons.areOne(f.text("party"), s.text("party"))))
                .toList();
    }

    /** Whether the order stands after solidarity, works and persons were seen to. */
    private boolean orders(String item, Statement s) {
        Apportioned parties = byParty.get(item);
        return parties != null
                && parties.supplementary()
                        .getOrDefault(s.text("party"), Collections.emptySortedSet())
                        .contains(s.text("primary"))
                && of(item).supplementary()
                        .getOrDefault(persons.keyOf(s.text("party")), Collections.emptySortedSet())
                        .contains(persons.keyOf(s.text("primary")));
    }

    private boolean is(String person, Statement s) {
        return persons.keyOf(s.text("party")).equals(person);
    }

    private List<String> group(String item, Collection<String> group) {
        List<Statement> grounds = new ArrayList<>(within(item, group));
        grounds.addAll(ofItem("Track", item));
        return standing.cites(grounds);
    }

    private List<String> recourse(String item, Apportioned follows, Apportioned.Edge edge) {
        String from = edge.from();
        List<Statement> grounds = new ArrayList<>();
        ofItem("WorkContract", item).stream()
                .filter(w -> Set.of(from, edge.to())
                        .equals(new TreeSet<>(
                                List.of(persons.keyOf(w.text("contractor")), persons.keyOf(w.text("customer"))))))
                .forEach(grounds::add);
        grounds.addAll(ordering(item, from, edge.to()));
        follows.groups().stream().filter(g -> g.contains(from)).forEach(g -> grounds.addAll(within(item, g)));
        ofItem("StrictlyLiable", item).stream().filter(s -> is(from, s)).forEach(grounds::add);
        grounds.addAll(ofItem("Track", item));
        return standing.cites(grounds);
    }

    // ---- the whole

    private void whole() {
        same(
                ProofFault.ITEM,
                "verdict, established",
                shared.values().stream().anyMatch(Apportioned::established),
                proof.verdict().established());
        same(
                ProofFault.SHARE,
                "verdict, shares",
                shares(),
                Optional.ofNullable(proof.verdict().shares()));
    }

    private Optional<SortedMap<String, Fraction>> shares() {
        return Total.of(proof.given().incident(), shared);
    }

    private Apportioned of(String item) {
        Apportioned found = shared.get(item);
        if (found == null) {
            throw new IllegalStateException("Item %s was not shared.".formatted(item));
        }
        return found;
    }

    private Fraction claimable(String item, String party) {
        return of(item).claimable().getOrDefault(persons.keyOf(party), Fraction.ZERO);
    }

    // ---- who is liable

    private void liable() {
        Set<String> parties = new TreeSet<>();
        shared.forEach((item, result) -> result.claimable().forEach((party, part) -> {
            if (part.signum() > 0) {
                parties.add(party);
            }
        }));
        same(
                ProofFault.LIABLE,
                "verdict, liable",
                parties.stream()
                        .sorted(Comparator.comparing(this::highestShare)
                                .reversed()
                                .thenComparing(Comparator.naturalOrder()))
                        .toList(),
                proof.verdict().liable().stream().map(LiableParty::party).toList());
        proof.verdict().liable().forEach(this::liable);
    }

    /** Of the whole, or in the item where it is highest. */
    private Fraction highestShare(String party) {
        return shares().map(whole -> whole.getOrDefault(party, Fraction.ZERO))
                .orElseGet(() -> shared.values().stream()
                        .map(i -> i.shares().getOrDefault(party, Fraction.ZERO))
                        .reduce(Fraction.ZERO, Fraction::max));
    }

    private void liable(LiableParty stated) {
        String party = stated.party();
        String place = "liable " + party;
        List<Statement> faults = standing.of("AtFault").stream()
                .filter(f -> is(party, f)
                        && of(f.text("item")).established()
                        && claimable(f.text("item"), party).signum() > 0)
                .toList();
        List<Statement> grounds = new ArrayList<>(faults);
        standing.of("StrictlyLiable").stream().filter(s -> is(party, s)).forEach(grounds::add);
        standing.of("Solidarity").stream()
                .filter(s -> is(party, s) != persons.keyOf(s.text("other")).equals(party))
                .forEach(grounds::add);
        same(
                ProofFault.LIABLE,
                place + ", share",
                shares().map(s -> s.getOrDefault(party, Fraction.ZERO)),
                Optional.ofNullable(stated.share()));
        same(ProofFault.LIABLE, place + ", roles", roles(party), stated.roles());
        same(ProofFault.LIABLE, place + ", fault", highest(faults), stated.fault());
        same(ProofFault.LIABLE, place + ", causation", causation(party), stated.causation());
        same(ProofFault.NORM, place + ", cites", standing.cites(grounds), stated.cites());
        same(
                ProofFault.LIABLE,
                place + ", defences",
                standing.of("Defence").stream()
                        .filter(d -> is(party, d))
                        .map(d -> d.text("kind"))
                        .distinct()
                        .sorted()
                        .toList(),
                stated.defences());
        breaches(place, party, faults, stated.breaches());
    }

    /** Those in which its parties acted in the chain; of a party that did not act those in which it is registered. */
    private List<String> roles(String person) {
        return persons.partiesOf(person).stream()
                .flatMap(party -> {
                    List<String> acted = roles("Act", party);
                    return (acted.isEmpty() ? roles("Party", party) : acted).stream();
                })
                .distinct()
                .sorted()
                .toList();
    }

    private List<String> roles(String word, String party) {
        return said.facts(word).stream()
                .filter(s -> s.says("party", party))
                .map(s -> s.text("role"))
                .toList();
    }

    /** The words of the highest part over the items; {@code inferred} without evidence on causation. */
    private String causation(String person) {
        String words = "none";
        Fraction highest = Fraction.ZERO;
        for (Map.Entry<String, Apportioned> item : shared.entrySet()) {
            for (String party : persons.partiesOf(person)) {
                Fraction weight = item.getValue().causalWeights().getOrDefault(party, Fraction.ZERO);
                if (weight.compareTo(highest) > 0) {
                    highest = weight;
                    words = words(proof.causesOf(item.getKey()), party, weight);
                }
            }
        }
        return words;
    }

    private String words(CausalParts causes, String party, Fraction weight) {
        if (causes.source().equals("none")) {
            return "inferred";
        }
        String stated = causes.of(party).map(CausalParts.Part::words).orElse("");
        boolean number = stated.isEmpty() || Character.isDigit(stated.charAt(0));
        return number ? gradeOf(weight).orElse(weight.toString()) : stated;
    }

    /** The causal grade of this weight, if the pack has one. */
    private Optional<String> gradeOf(Fraction weight) {
        String prefix = "cause.";
        return pack.parameters().names().stream()
                .filter(n -> n.startsWith(prefix) && n.indexOf('.', prefix.length()) < 0)
                .filter(n -> Fraction.parse(pack.parameters().get(n, law.day()).value())
                        .equals(weight))
                .map(n -> n.substring(prefix.length()))
                .findFirst();
    }

    private static String highest(Collection<Statement> graded) {
        return graded.stream().map(s -> s.text("grade")).reduce("none", GradeWeights::higher);
    }

    private void breaches(String place, String party, List<Statement> faults, List<BreachFound> stated) {
        SortedMap<String, List<Statement>> byDuty = new TreeMap<>();
        standing.of("Breach").stream()
                .filter(b -> is(party, b))
                .forEach(b -> byDuty.computeIfAbsent(b.text("duty"), d -> new ArrayList<>())
                        .add(b));
        same(
                ProofFault.LIABLE,
                place + ", breaches",
                List.copyOf(byDuty.keySet()),
                stated.stream().map(BreachFound::duty).toList());
        for (BreachFound one : stated) {
            List<Statement> breaches = byDuty.getOrDefault(one.duty(), List.of());
            List<Statement> rests = new ArrayList<>(breaches);
            breaches.forEach(b -> rests.addAll(standing.premisesOf(b, "OwesDuty")));
            boolean causal = faults.stream().anyMatch(f -> f.says("duty", one.duty()))
                    || standing.of("Causal").stream()
                            .anyMatch(c -> is(party, c)
                                    && c.says("duty", one.duty())
                                    && of(c.text("item")).established());
            String breach = place + ", breach of " + one.duty();
            same(ProofFault.LIABLE, breach + ", grade", highest(breaches), one.grade());
            same(ProofFault.LIABLE, breach + ", causal", causal, one.causal());
            same(ProofFault.NORM, breach + ", cites", standing.cites(rests), one.cites());
            same(ProofFault.BASIS, breach + ", evidence", grounds.evidence(breaches), one.evidence());
            same(ProofFault.BASIS, breach + ", silence", grounds.silence(breaches), one.silence());
        }
    }

    // ---- what else follows

    private List<Clause> clauses() {
        List<Clause> clauses = new ArrayList<>();
        standing.of("HeldHarmless")
                .forEach(s -> clauses.add(clause(Clauses.Form.INDEMNITY, s, "indemnitee", "indemnitor", "")));
        standing.of("RecourseCapped")
                .forEach(s -> clauses.add(clause(Clauses.Form.CAP, s, "party", "other", s.text("sum"))));
        return clauses;
    }

    private Clause clause(Clauses.Form form, Statement says, String spared, String other, String sum) {
        return new Clause(
                form,
                says.text("item"),
                says.text("agreement"),
                says.text(spared),
                says.text(other),
                sum,
                standing.cites(List.of(says)));
    }

    private void consequences() {
        same(
                ProofFault.CONSEQUENCE,
                "verdict, contracts",
                Clauses.effects(persons, shared, clauses()),
                proof.verdict().contracts());
        same(
                ProofFault.CONSEQUENCE,
                "verdict, punitive",
                standing.of("Punitive").stream()
                        .filter(p -> of(p.text("item")).established()
                                && claimable(p.text("item"), p.text("party")).signum() > 0)
                        .map(p -> new PunitiveExposure(
                                persons.keyOf(p.text("party")), p.text("item"), standing.cites(List.of(p))))
                        .distinct()
                        .sorted(Comparator.comparing(PunitiveExposure::party).thenComparing(PunitiveExposure::item))
                        .toList(),
                proof.verdict().punitive());
        same(
                ProofFault.CONSEQUENCE,
                "verdict, measures",
                standing.of("MeasureDue").stream()
                        .map(this::due)
                        .sorted(BY_DATE)
                        .toList(),
                proof.verdict().measures().stream().map(VerdictCheck::undone).toList());
    }

    private Measure due(Statement due) {
        Instant start = proof.given()
                .triggers()
                .getOrDefault(due.text("trigger"), proof.given().reportedAt());
        Parameter term = law.parameter(due.text("term"));
        Duration within = term.duration();
        return new Measure(
                due.text("party"),
                due.text("measure"),
                due.text("trigger"),
                within.isZero() ? null : start.plus(within),
                term.fixedByLaw(),
                false,
                standing.cites(List.of(due)));
    }

    /** Whether it was taken is for the evidence to show. */
    private static Measure undone(Measure m) {
        return new Measure(m.party(), m.measure(), m.trigger(), m.due(), m.fixedByLaw(), false, m.cites());
    }

    // ---- what it says to rest on

    /** Each entry that facts and causes name is one of those that the verdict rests on or rejects; each stands once. */
    private void basis() {
        EvidenceSummary evidence = proof.verdict().evidence();
        List<Long> rejected = evidence.rejected().stream().map(Rejected::event).toList();
        ascending("admitted", evidence.admitted());
        ascending("rejected", rejected);
        ascending("notUnderstood", evidence.notUnderstood());
        Set<Long> known = new TreeSet<>(evidence.admitted());
        for (long event : rejected) {
            if (!known.add(event)) {
                object(
                        ProofFault.BASIS,
                        "verdict, evidence",
                        "Entry %d is both admitted and rejected.".formatted(event));
            }
        }
        // who knows more types of events may find facts in those that stand and are not understood here
        known.addAll(evidence.notUnderstood());
        proof.given().facts().forEach(f -> named(f.id(), f.evidence(), known));
        proof.given().causes().forEach(c -> {
            c.parts().forEach(p -> named("causes of %s, %s".formatted(c.item(), p.party()), p.evidence(), known));
            c.others().forEach(o -> named("causes of %s, %s".formatted(c.item(), o.cause()), o.evidence(), known));
        });
    }

    private void ascending(String member, List<Long> entries) {
        if (!List.copyOf(new TreeSet<>(entries)).equals(entries)) {
            object(
                    ProofFault.BASIS,
                    "verdict, evidence, " + member,
                    "%s are not entries in ascending order, each once.".formatted(entries));
        }
    }

    private void named(String place, List<Long> entries, Set<Long> known) {
        if (!known.containsAll(entries)) {
            object(
                    ProofFault.BASIS,
                    place,
                    "It names entries %s, and the verdict does not know all of them.".formatted(entries));
        }
    }
}
