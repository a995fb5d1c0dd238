package io.kdchain.rules.workbench;

import io.kdchain.rules.fact.Act;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CausePart;
import io.kdchain.rules.fact.CauseSource;
import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.Claim;
import io.kdchain.rules.fact.Deployer;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.Item;
import io.kdchain.rules.fact.Party;
import io.kdchain.rules.fact.ProfessionalUser;
import io.kdchain.rules.fact.Purpose;
import io.kdchain.rules.fact.Reliance;
import io.kdchain.rules.fact.TeacherTerms;
import io.kdchain.rules.fact.Use;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a programmer writes who knows the law of pack {@code cn} on 2026-05-10 by heart and needs no rules: one pass
 * over the facts into hash maps, then the law as code. Attribution is measured against it.
 *
 * <p>It holds all that the pack can find of duties, breaches, causes, defences, fault and forms of liability where an
 * incident has no other kinds of facts than {@code e1-two-insufficient-causes}: acts from the teacher to the use, the
 * eight checks there in any state, uses, terms of teachers, causes that are appraised, localised or not known, faults
 * that an appraisal states, and a claimant that contributed. What other kinds of facts would bring in (a what-if of
 * another regime, personal data, products, notices, appraised duties, agreements) is not there. All acts are taken to
 * be later than 2025-09-01, from when the norms here are in force. It gives no reasons beyond the norms, no bounds, no
 * questions and no digest.
 */
final class AttributionByHand {
    /** What is found for one item. */
    record Found(
            SortedMap<String, Fraction> shares,
            SortedMap<String, Fraction> claimable,
            Set<String> norms,
            List<Breach> breaches,
            Set<String> measures) {}

    /**
     * A duty breached.
     *
     * @param norms of the duty and of the breach
     */
    record Breach(String party, String duty, String act, int grade, String tie, Set<String> norms) {
        /** As the rules conclude it. */
        io.kdchain.rules.fact.Breach asConcluded() {
            return new io.kdchain.rules.fact.Breach(party, duty, act, GRADES.get(grade), tie);
        }
    }

    private record Owed(String party, Set<String> norms) {}

    private static final List<String> GRADES = List.of("none", "slight", "ordinary", "gross", "intent");
    /** Parameters {@code fault.*}, by the grades above. */
    private static final List<Fraction> WEIGHTS =
            List.of(Fraction.ZERO, Fraction.ONE, Fraction.of(2), Fraction.of(4), Fraction.of(8));

    private static final int SLIGHT = 1;
    private static final int ORDINARY = 2;
    private static final int GROSS = 3;
    private static final int INTENT = 4;
    private static final Set<String> OF_A_MODEL = Set.of("examine-bias", "measure-fidelity", "verify-equivalence");

    private Claim claim = new Claim("", "", "none");
    private final List<Item> items = new ArrayList<>();
    private final SortedSet<String> parties = new TreeSet<>();
    private final List<Act> acts = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<TeacherTerms> terms = new ArrayList<>();
    private final Set<String> unreviewed = new HashSet<>();
    private final Map<String, String> sources = new HashMap<>();
    private final Map<String, Map<String, String>> causes = new HashMap<>();
    private final Map<String, List<String>> deployers = new HashMap<>();
    private final Map<String, Set<String>> professionals = new HashMap<>();
    private final Map<String, Set<String>> purposes = new HashMap<>();
    private final Map<String, Map<String, Owed>> owed = new HashMap<>();
    private final List<Breach> breaches = new ArrayList<>();

    private AttributionByHand() {}

    /**
     * Judges the items of an incident.
     *
     * @param facts as the rules get them
     * @param numbers on causation, by item
     * @param downstream from a party to those to whom its acts lead
     * @return what is found, by item
     */
    static Map<String, Found> of(
            List<? extends Fact> facts,
            Map<String, CausalParts> numbers,
            Map<String, ? extends Set<String>> downstream) {
        AttributionByHand hand = new AttributionByHand();
        facts.forEach(hand::sort);
        hand.duties();
        hand.breaches();
        Map<String, Found> found = new HashMap<>();
        for (Item item : hand.items) {
            CausalParts parts = numbers.getOrDefault(item.item(), CausalParts.none(item.item()));
            found.put(item.item(), hand.judge(item, parts, downstream));
        }
        return found;
    }

    private void sort(Fact fact) {
        if (fact instanceof Act act) {
            acts.add(act);
        } else if (fact instanceof Check check) {
            checks.add(check);
        } else if (fact instanceof Purpose p) {
            purposes.computeIfAbsent(p.item(), k -> new HashSet<>()).add(p.duty());
        } else if (fact instanceof Party party) {
            parties.add(party.party());
        } else if (fact instanceof CausePart p) {
            causes.computeIfAbsent(p.item(), k -> new HashMap<>()).put(p.party(), p.fault());
        } else if (fact instanceof CauseSource s) {
            sources.put(s.item(), s.source());
        } else if (fact instanceof Use use) {
            uses.add(use);
        } else if (fact instanceof TeacherTerms t) {
            terms.add(t);
        } else if (fact instanceof Reliance r) {
            if (r.how().equals("unreviewed") || r.how().equals("unrecorded")) {
                unreviewed.add(r.act());
            }
        } else if (fact instanceof Item item) {
            items.add(item);
        } else if (fact instanceof Claim c) {
            claim = c;
        } else if (fact instanceof Deployer d) {
            deployers.computeIfAbsent(d.item(), k -> new ArrayList<>()).add(d.party());
        } else if (fact instanceof ProfessionalUser u) {
            professionals.computeIfAbsent(u.item(), k -> new HashSet<>()).add(u.party());
        }
    }

    // ---- who owed what

    private void duties() {
        for (Act act : acts) {
            owes(act, "keep-logs", "CN-AlgoRec-28", "CN-CSL2016-21-3", "CN-PIPL-56");
            if (!act.stage().equals("use")) {
                owes(act, "traceability-label", "CN-AIGCLabel-2025-10", "CN-CivilCode-1165-1");
                owes(act, "train-staff", "CN-DSL-27", "CN-PIPL-51");
            }
            switch (act.stage()) {
                case "teacher" -> {
                    owes(act, "examine-bias", "CN-AlgoRec-8", "CN-GenAI-4");
                    owes(act, "disclose-limitations", "CN-CivilCode-1206", "CN-ProductQuality-26");
                }
                case "distillation" -> {
                    owes(act, "measure-fidelity", "CN-AlgoRec-8", "CN-GenAI-4", "CN-CivilCode-1165-1");
                    owes(act, "review-algorithm", "CN-DeepSyn-15");
                }
                case "adaptation" -> {
                    owes(
                            act,
                            "verify-equivalence",
                            "CN-ProductQuality-26",
                            "CN-ProductQuality-41-2",
                            "CN-CivilCode-1203-2",
                            "CN-CivilCode-1204");
                    owes(act, "report-changed-performance", "CN-ProductQuality-26", "CN-CivilCode-1206");
                }
                case "deployment" -> {
                    owes(act, "act-on-knowledge", "CN-CivilCode-1197", "CN-InfoNetInterp-9");
                    owes(act, "warn-of-risk", "CN-GenAI-10");
                    owes(act, "file-before-launch", "CN-GenAI-17", "CN-AlgoRec-27");
                    owes(act, "vet-upstream", "CN-ProductQuality-33", "CN-ECommerce-38-2");
                }
                default -> {}
            }
            if (act.role().equals("student-user")) {
                owes(act, "professional-review", "CN-CivilCode-1191-1", "CN-CivilCode-1165-1");
                for (Item item : items) {
                    if (professionals.getOrDefault(item.item(), Set.of()).contains(act.party())) {
                        if (item.scene().equals("medical")) {
                            owes(act, "professional-review", "CN-CivilCode-1221", "CN-CivilCode-1218");
                        } else if (item.scene().equals("news")) {
                            owes(act, "professional-review", "CN-CivilCode-1026", "CN-CivilCode-1025");
                        }
                    }
                }
            }
        }
        for (Check check : checks) {
            if (check.duty().equals("label-aigc")) {
                owes(check.act(), check.party(), "label-aigc", "CN-AIGCLabel-2025-4", "CN-AIGCLabel-2025-5");
            } else if (check.duty().equals("complaint-channel")) {
                owes(check.act(), check.party(), "complaint-channel", "CN-GenAI-15", "CN-AlgoRec-22");
            }
        }
        uses.forEach(u -> owes(u.act(), u.party(), "use-within-purpose", "CN-CivilCode-1194", "CN-GenAI-4"));
        terms.forEach(t -> owes(t.act(), t.party(), "honour-teacher-licence", "CN-GenAI-7"));
        items.forEach(i -> owes(i.item(), claim.claimant(), "mitigate", "CN-CivilCode-1173"));
    }

    private void owes(Act act, String duty, String... norms) {
        owes(act.act(), act.party(), duty, norms);
    }

    private void owes(String act, String party, String duty, String... norms) {
        owed.computeIfAbsent(act, k -> new HashMap<>())
                .computeIfAbsent(duty, k -> new Owed(party, new TreeSet<>()))
                .norms()
                .addAll(List.of(norms));
    }

    // ---- who breached what

    private void breaches() {
        for (Check check : checks) {
            switch (check.duty()) {
                case "examine-bias" -> own(check, false, "CN-AlgoRec-8", "CN-GenAI-4");
                case "measure-fidelity" -> own(check, true, "CN-AlgoRec-8", "CN-CivilCode-1165-1");
                case "verify-equivalence" -> own(check, true, "CN-ProductQuality-26", "CN-ProductQuality-41-2");
                case "professional-review" -> {
                    switch (check.state()) {
                        case "formal" -> breach(check, GROSS, "tied", "CN-CivilCode-1191-1", "CN-CivilCode-1165-1");
                        case "absent" -> breach(check, ORDINARY, "tied", "CN-CivilCode-1191-1", "CN-CivilCode-1165-1");
                        default -> {}
                    }
                }
                case "label-aigc" -> {
                    switch (check.state()) {
                        case "absent" ->
                            breach(check, SLIGHT, "organisational", "CN-AIGCLabel-2025-4", "CN-AIGCLabel-2025-5");
                        case "switched-off" ->
                            breach(check, ORDINARY, "organisational", "CN-AIGCLabel-2025-4", "CN-AIGCLabel-2025-5");
                        default -> {}
                    }
                }
                case "warn-of-risk" -> {
                    switch (check.state()) {
                        case "switched-off" -> byOwner(check, "tied", "CN-GenAI-10");
                        case "shipped-disclosed-fault" -> breach(check, GROSS, "tied", "CN-GenAI-10");
                        case "absent" ->
                            breach(
                                    check,
                                    ORDINARY,
                                    unreviewed.contains(check.act()) ? "tied" : "untied",
                                    "CN-GenAI-10");
                        default -> {}
                    }
                }
                case "complaint-channel" -> {
                    switch (check.state()) {
                        case "absent" -> breach(check, ORDINARY, "organisational", "CN-GenAI-15", "CN-AlgoRec-22");
                        case "switched-off" -> byOwner(check, "organisational", "CN-GenAI-15", "CN-AlgoRec-22");
                        default -> {}
                    }
                }
                default -> {}
            }
        }
        for (Use use : uses) {
            switch (use.use()) {
                case "off-label" ->
                    breach(
                            use.act(),
                            "use-within-purpose",
                            use.role().equals("student-user") ? GROSS : ORDINARY,
                            "tied",
                            "CN-CivilCode-1194",
                            "CN-CivilCode-1165-1");
                case "altered", "malicious-prompt", "label-removed" ->
                    breach(
                            use.act(),
                            "use-within-purpose",
                            INTENT,
                            "tied",
                            "CN-CivilCode-1194",
                            "CN-CivilCode-1165-1",
                            "CN-AIGCLabel-2025-10");
                case "ignored-warning" ->
                    breach(use.act(), "use-within-purpose", GROSS, "tied", "CN-CivilCode-1194", "CN-CivilCode-1165-1");
                default -> {}
            }
        }
        for (TeacherTerms t : terms) {
            if (t.state().equals("forbidden")) {
                breach(t.act(), "honour-teacher-licence", ORDINARY, "tied", "CN-GenAI-7");
            }
        }
    }

    /** A test of the own model: not made, failed, failed and told, made up for, or passed over. */
    private void own(Check check, boolean takesFaultsOver, String... norms) {
        switch (check.state()) {
            case "absent" -> breach(check, ORDINARY, "untied", norms);
            case "failed" -> breach(check, GROSS, "tied", norms);
            case "failed-disclosed" -> breach(check, ORDINARY, "tied", norms);
            case "corrected" -> breach(check, SLIGHT, "untied", norms);
            case "shipped-disclosed-fault" -> {
                if (takesFaultsOver) {
                    breach(check, GROSS, "tied", norms);
                }
            }
            default -> {}
        }
    }

    /** A safeguard that the party switched off which owed it. */
    private void byOwner(Check check, String tie, String... norms) {
        Owed duty = owed.getOrDefault(check.act(), Map.of()).get(check.duty());
        if (duty != null && duty.party().equals(check.party())) {
            breach(check, ORDINARY, tie, norms);
        }
    }

    private void breach(Check check, int grade, String tie, String... norms) {
        breach(check.act(), check.duty(), grade, tie, norms);
    }

    private void breach(String act, String duty, int grade, String tie, String... norms) {
        Owed by = owed.getOrDefault(act, Map.of()).get(duty);
        if (by != null) {
            Set<String> all = new TreeSet<>(by.norms());
            all.addAll(List.of(norms));
            breaches.add(new Breach(by.party(), duty, act, grade, tie, all));
        }
    }

    // ---- who answers for an item

    private Found judge(Item item, CausalParts numbers, Map<String, ? extends Set<String>> downstream) {
        Map<String, String> named = causes.getOrDefault(item.item(), Map.of());
        Set<String> protects = purposes.getOrDefault(item.item(), Set.of());
        boolean inferred = sources.getOrDefault(item.item(), "none").equals("none");
        boolean intended = "intent".equals(named.get(claim.claimant())) && named.size() == 1;
        SortedMap<String, Integer> atFault = new TreeMap<>();
        Set<String> makers = new TreeSet<>();
        int own = 0;
        for (Breach breach : breaches) {
            boolean caused = protects.contains(breach.duty())
                    && (inferred
                            ? breach.tie().equals("tied")
                            : !breach.tie().equals("organisational") && named.containsKey(breach.party()));
            if (!caused) {
                continue;
            }
            int grade = grade(breach.party(), breach.grade(), named.get(breach.party()));
            if (breach.party().equals(claim.claimant())) {
                own = Math.max(own, stated(named.get(breach.party())) ? grade : breach.grade());
            } else if (item.proven() && !intended && grade > 0) {
                atFault.merge(breach.party(), grade, Math::max);
                if (OF_A_MODEL.contains(breach.duty())) {
                    makers.add(breach.party());
                }
            }
        }
        String ofClaimant = named.get(claim.claimant());
        if (ofClaimant != null && item.proven() && own == 0) {
            own = ofClaimant.equals("unstated") ? ORDINARY : Math.max(0, GRADES.indexOf(ofClaimant));
        }
        Set<String> norms = new TreeSet<>();
        if (!atFault.isEmpty()) {
            norms.add("CN-CivilCode-1165-1");
        }
        if (atFault.size() > 1) {
            norms.addAll(List.of("CN-CivilCode-1172", "CN-CivilCode-177", "CN-CivilCode-178-3"));
        }
        if (own > 0) {
            norms.add("CN-CivilCode-1173");
        }
        SortedMap<String, Fraction> shares = shares(atFault, own, inferred, numbers, downstream);
        SortedMap<String, Fraction> claimable = new TreeMap<>(shares);
        claimable.remove(Attribution.CLAIMANT);
        claimable.remove(Attribution.UNATTRIBUTED);
        return new Found(shares, claimable, norms, breaches, measures(item, makers));
    }

    private static boolean stated(@Nullable String fault) {
        return fault != null && !fault.equals("unstated");
    }

    /**
     * What the appraisal states; else that of the breach, one higher where a graver one of organisation stands beside.
     */
    private int grade(String party, int grade, @Nullable String appraised) {
        if (stated(appraised)) {
            return Math.max(0, GRADES.indexOf(appraised));
        }
        for (Breach other : breaches) {
            if (other.party().equals(party) && other.tie().equals("organisational") && other.grade() > grade) {
                return grade + 1;
            }
        }
        return grade;
    }

    /** K times F over the sum of all, of what neither other causes nor parties without fault took. */
    private SortedMap<String, Fraction> shares(
            SortedMap<String, Integer> atFault,
            int own,
            boolean inferred,
            CausalParts numbers,
            Map<String, ? extends Set<String>> downstream) {
        Map<String, Fraction> force = new HashMap<>();
        numbers.parts().forEach(p -> force.put(p.party(), p.weight().point()));
        SortedMap<String, Fraction> weights = new TreeMap<>();
        Fraction sum = Fraction.ZERO;
        for (Map.Entry<String, Integer> fault : atFault.entrySet()) {
            Fraction k = inferred ? Fraction.ONE : force.getOrDefault(fault.getKey(), Fraction.ZERO);
            Fraction weight = k.times(WEIGHTS.get(fault.getValue()));
            if (!weight.isZero()) {
                weights.put(fault.getKey(), weight);
                sum = sum.plus(weight);
            }
        }
        SortedMap<String, Fraction> shares = new TreeMap<>();
        parties.forEach(p -> shares.put(p, Fraction.ZERO));
        numbers.parts().forEach(p -> shares.put(p.party(), Fraction.ZERO));
        shares.remove(claim.claimant());
        shares.put(Attribution.CLAIMANT, Fraction.ZERO);
        shares.put(Attribution.UNATTRIBUTED, Fraction.ZERO);
        Fraction others = Fraction.ZERO;
        for (CausalParts.Other other : numbers.others()) {
            others = others.plus(other.weight().point());
        }
        if (sum.isZero() || others.compareTo(Fraction.ONE) >= 0) {
            return shares;
        }
        Fraction k = inferred ? Fraction.ONE : force.getOrDefault(claim.claimant(), Fraction.ZERO);
        Fraction ofClaimant = k.times(WEIGHTS.get(own));
        if (!ofClaimant.isZero()) {
            weights.put(Attribution.CLAIMANT, ofClaimant);
            sum = sum.plus(ofClaimant);
        }
        Fraction faultless = Fraction.ZERO;
        Fraction all = Fraction.ZERO;
        for (CausalParts.Part part : numbers.parts()) {
            boolean bears =
                    part.party().equals(claim.claimant()) ? !ofClaimant.isZero() : weights.containsKey(part.party());
            boolean passedOn = weights.keySet().stream()
                    .anyMatch(w -> !w.equals(part.party())
                            && Objects.requireNonNullElse(downstream.get(w), Set.of())
                                    .contains(part.party()));
            all = all.plus(bears || !passedOn ? part.weight().point() : Fraction.ZERO);
            faultless = faultless.plus(
                    bears || passedOn ? Fraction.ZERO : part.weight().point());
        }
        Fraction attributed = Fraction.ONE.minus(others);
        if (!faultless.isZero()) {
            attributed = attributed.times(Fraction.ONE.minus(faultless.dividedBy(all)));
        }
        for (Map.Entry<String, Fraction> weight : weights.entrySet()) {
            shares.put(weight.getKey(), attributed.times(weight.getValue()).dividedBy(sum));
        }
        shares.put(Attribution.UNATTRIBUTED, Fraction.ONE.minus(attributed));
        return shares;
    }

    /** As {@code PARTY: MEASURE}. */
    private Set<String> measures(Item item, Set<String> makers) {
        Set<String> measures = new TreeSet<>();
        makers.forEach(m -> measures.add(m + ": rectify-model"));
        for (String deployer : deployers.getOrDefault(item.item(), List.of())) {
            if (item.proven()) {
                measures.add(deployer + ": seal-data");
                measures.add(deployer + ": notify-users");
            }
            if (!makers.isEmpty()) {
                measures.add(deployer + ": rectify-model");
            }
        }
        return measures;
    }
}
