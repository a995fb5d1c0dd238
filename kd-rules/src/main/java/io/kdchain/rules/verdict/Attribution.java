package io.kdchain.rules.verdict;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A verdict: a reasoned proposal who bears how much of an incident, and why; not the prediction of a court. Immutable.
 * Keys of share maps are party ids and the two below.
 *
 * @param incident id of the incident
 * @param established whether at least one item is established
 * @param lawAsOf date of the damage
 * @param packs the rule packs that were applied
 * @param items one judgment for each damage item, in the order of the incident
 * @param shares over all items, or null where items cannot be added up; see {@code design/scenario-format.md}
 * @param liable who is claimable for more than 0 in some item, by descending share, then by id
 * @param insurance who pays instead of whom; never changes shares
 * @param punitive who meets the knowing element of punitive damages
 * @param measures what is due, by date
 * @param open questions whose answer would move shares, the most moving first
 * @param evidence what was admitted and what was not
 * @param reasons why, as trees: one root for each conclusion that the verdict rests on
 * @param persons legal persons that are several parties of the record: all else names each once, by its first party
 * @param contracts what agreements change in recourse; never changes shares or what is claimable
 * @param elsewhere who is liable, or claims, and belongs to a jurisdiction whose law the packs do not hold
 * @param digest {@code sha256:} over incident, packs, verdict and the canonical facts of the admitted evidence
 */
public record Attribution(
        String incident,
        boolean established,
        LocalDate lawAsOf,
        List<PackRef> packs,
        List<ItemVerdict> items,
        @Nullable SortedMap<String, Fraction> shares,
        List<LiableParty> liable,
        List<InsurancePayment> insurance,
        List<PunitiveExposure> punitive,
        List<Measure> measures,
        List<OpenQuestion> open,
        EvidenceSummary evidence,
        List<Reason> reasons,
        List<LegalPerson> persons,
        List<ContractTerm> contracts,
        List<Elsewhere> elsewhere,
        String digest) {
    public Attribution {
        persons = List.copyOf(persons);
        contracts = List.copyOf(contracts);
        elsewhere = List.copyOf(elsewhere);
    }

    /** Where the packs hold the law of every party. */
    public Attribution(
            String incident,
            boolean established,
            LocalDate lawAsOf,
            List<PackRef> packs,
            List<ItemVerdict> items,
            @Nullable SortedMap<String, Fraction> shares,
            List<LiableParty> liable,
            List<InsurancePayment> insurance,
            List<PunitiveExposure> punitive,
            List<Measure> measures,
            List<OpenQuestion> open,
            EvidenceSummary evidence,
            List<Reason> reasons,
            List<LegalPerson> persons,
            List<ContractTerm> contracts,
            String digest) {
        this(
                incident,
                established,
                lawAsOf,
                packs,
                items,
                shares,
                liable,
                insurance,
                punitive,
                measures,
                open,
                evidence,
                reasons,
                persons,
                contracts,
                List.of(),
                digest);
    }

    /** Where each party is a legal person of its own, and no agreement says who bears in the end. */
    public Attribution(
            String incident,
            boolean established,
            LocalDate lawAsOf,
            List<PackRef> packs,
            List<ItemVerdict> items,
            @Nullable SortedMap<String, Fraction> shares,
            List<LiableParty> liable,
            List<InsurancePayment> insurance,
            List<PunitiveExposure> punitive,
            List<Measure> measures,
            List<OpenQuestion> open,
            EvidenceSummary evidence,
            List<Reason> reasons,
            String digest) {
        this(
                incident,
                established,
                lawAsOf,
                packs,
                items,
                shares,
                liable,
                insurance,
                punitive,
                measures,
                open,
                evidence,
                reasons,
                List.of(),
                List.of(),
                digest);
    }

    /** Key of the part that the claimant bears for its own conduct. */
    public static final String CLAIMANT = "claimant";
    /** Key of the part that no party bears: other causes. */
    public static final String UNATTRIBUTED = "unattributed";

    /** The same, with another digest. */
    public Attribution withDigest(String other) {
        return new Attribution(
                incident,
                established,
                lawAsOf,
                packs,
                items,
                shares,
                liable,
                insurance,
                punitive,
                measures,
                open,
                evidence,
                reasons,
                persons,
                contracts,
                elsewhere,
                other);
    }

    /** The same, with other payments of insurers; its digest is still that of the first ones. */
    public Attribution withInsurance(List<InsurancePayment> other) {
        return new Attribution(
                incident,
                established,
                lawAsOf,
                packs,
                items,
                shares,
                liable,
                other,
                punitive,
                measures,
                open,
                evidence,
                reasons,
                persons,
                contracts,
                elsewhere,
                digest);
    }

    /** The same by the law of another day on which it was no other; its digest is still that of the first day. */
    public Attribution asOf(LocalDate day) {
        return new Attribution(
                incident,
                established,
                day,
                packs,
                items.stream().map(i -> i.asOf(day)).toList(),
                shares,
                liable,
                insurance,
                punitive,
                measures,
                open,
                evidence,
                reasons,
                persons,
                contracts,
                elsewhere,
                digest);
    }

    /** The key of {@link #shares()} and of the items under which a party of the record stands. */
    public String keyOf(String party) {
        return persons.stream()
                .filter(p -> p.parties().contains(party))
                .map(LegalPerson::party)
                .findFirst()
                .orElse(party);
    }

    /** A rule pack as it was applied. */
    public record PackRef(String id, String version, String digest) {}

    /**
     * The judgment on one item.
     *
     * @param item id of the item
     * @param established whether anybody is liable
     * @param failed the element that failed, in words, when it is not established; else empty
     * @param regime the regime applied; null when not established for want of proof
     * @param imposed whether the reader imposed the regime as a what-if
     * @param lawAsOf date of the item's damage
     * @param shares who finally bears how much; sums to exactly 1 when established, else all 0
     * @param bounds lowest and highest share over the ranges of grades and open questions
     * @param claimable what the claimant may demand from each party
     * @param amounts the final shares in money, rounded once by largest remainder; empty without an amount
     * @param solidarity groups that answer jointly and severally
     * @param recourse who may recover how much of the item from whom after paying all it is claimable for
     * @param supplementary who answers for a part in second place only
     * @param cites norms of the outside relation and of the way of sharing
     * @param otherWays shares by other ways to share than the law's, by the name of the way; an annex that replaces
     *     nothing, and empty where there is nothing to share or strict liability applies
     */
    public record ItemVerdict(
            String item,
            boolean established,
            String failed,
            @Nullable Regime regime,
            boolean imposed,
            LocalDate lawAsOf,
            SortedMap<String, Fraction> shares,
            SortedMap<String, Bounds> bounds,
            SortedMap<String, Fraction> claimable,
            SortedMap<String, Money> amounts,
            List<SolidarityGroup> solidarity,
            List<Recourse> recourse,
            List<Supplementary> supplementary,
            List<String> cites,
            SortedMap<String, SortedMap<String, Fraction>> otherWays) {

        public ItemVerdict {
            supplementary = List.copyOf(supplementary);
        }

        private ItemVerdict asOf(LocalDate day) {
            return new ItemVerdict(
                    item,
                    established,
                    failed,
                    regime,
                    imposed,
                    day,
                    shares,
                    bounds,
                    claimable,
                    amounts,
                    solidarity,
                    recourse,
                    supplementary,
                    cites,
                    otherWays);
        }

        /** Without other ways to share, and where nobody answers in second place. */
        public ItemVerdict(
                String item,
                boolean established,
                String failed,
                @Nullable Regime regime,
                boolean imposed,
                LocalDate lawAsOf,
                SortedMap<String, Fraction> shares,
                SortedMap<String, Bounds> bounds,
                SortedMap<String, Fraction> claimable,
                SortedMap<String, Money> amounts,
                List<SolidarityGroup> solidarity,
                List<Recourse> recourse,
                List<String> cites) {
            this(
                    item,
                    established,
                    failed,
                    regime,
                    imposed,
                    lawAsOf,
                    shares,
                    bounds,
                    claimable,
                    amounts,
                    solidarity,
                    recourse,
                    List.of(),
                    cites,
                    Collections.emptySortedMap());
        }
    }

    /** Lowest and highest share. */
    public record Bounds(Fraction low, Fraction high) {
        public Bounds {
            if (low.compareTo(high) > 0) {
                throw new IllegalArgumentException("low %s is above high %s.".formatted(low, high));
            }
        }
    }

    /** Parties that answer jointly and severally, and the norms that say so. */
    public record SolidarityGroup(List<String> parties, List<String> cites) {}

    /**
     * {@code party} answers for the part of {@code primary} only once enforcement against it has failed, up to what it
     * may recover from it.
     */
    public record Supplementary(String party, String primary, List<String> cites) {
        public Supplementary {
            cites = List.copyOf(cites);
        }
    }

    /** {@code from} may recover {@code share} of the item from {@code to}. */
    public record Recourse(String from, String to, Fraction share, List<String> cites) {}

    /**
     * A party that is claimable.
     *
     * @param party its id
     * @param roles in which it acted
     * @param share of the whole, as in {@link Attribution#shares()}; null where items cannot be added up
     * @param fault highest grade of fault that counts, or {@code none}
     * @param causation grade or part of causation, such as {@code whole} or {@code 3/4}
     * @param breaches what it breached, whether causal or not
     * @param defences what it raised or might have raised with effect
     * @param cites norms on which its liability rests
     */
    public record LiableParty(
            String party,
            List<String> roles,
            @Nullable Fraction share,
            String fault,
            String causation,
            List<BreachFound> breaches,
            List<String> defences,
            List<String> cites) {}

    /**
     * A breach of duty.
     *
     * @param duty code of the duty
     * @param grade of fault
     * @param causal whether it counts as a cause of some item
     * @param cites norms
     * @param evidence log indexes of what shows it
     * @param silence code of the reading of silence (A-OWN, A-DEF, A-INF), or empty
     */
    public record BreachFound(
            String duty, String grade, boolean causal, List<String> cites, List<Long> evidence, String silence) {}

    /**
     * A legal person that is several parties of the record, each with its own keys.
     *
     * @param party by which the verdict names it: the first of its parties by id, or {@link #CLAIMANT}
     * @param legalId register and number, such as {@code CN 91330100MA27XYZ123}
     * @param parties its parties, by id
     * @param shares by item, what each of its parties bears of the share; established items only
     */
    public record LegalPerson(
            String party, String legalId, List<String> parties, Map<String, SortedMap<String, Fraction>> shares) {
        public LegalPerson {
            parties = List.copyOf(parties);
            shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
        }
    }

    /**
     * What an agreement changes in the recourse between two of its parties.
     *
     * @param form {@code indemnity}: {@code from} may recover the share, its own part, from {@code to}; {@code waiver}:
     *     {@code from} may not recover the share, which the law gives it, from {@code to}; {@code cap}: it may, up to
     *     the sum for all items together
     * @param item id of the item
     * @param agreement id of the event by which it was agreed
     * @param share of the item; above 0
     * @param sum of a cap, such as {@code 50000 CNY}; else empty
     */
    public record ContractTerm(
            String form,
            String item,
            String agreement,
            String from,
            String to,
            Fraction share,
            String sum,
            List<String> cites) {
        /** {@link #form()} of a promise to hold harmless. */
        public static final String INDEMNITY = "indemnity";
        /** {@link #form()} of recourse that such a promise ends. */
        public static final String WAIVER = "waiver";
        /** {@link #form()} of a cap. */
        public static final String CAP = "cap";
        /** All of them. */
        public static final List<String> FORMS = List.of(INDEMNITY, WAIVER, CAP);

        public ContractTerm {
            cites = List.copyOf(cites);
        }
    }

    /**
     * An insurer pays instead of a party.
     *
     * @param pays null if an amount is not known
     * @param sharedWith ids of other incidents that are claims of the same event, and draw on the same cover
     * @param atMost what it pays at most where {@code pays} is not known; null if that is not known either
     */
    public record InsurancePayment(
            String policy,
            String insurer,
            String party,
            @Nullable Money pays,
            List<String> sharedWith,
            @Nullable Money atMost) {
        public InsurancePayment {
            sharedWith = List.copyOf(sharedWith);
        }

        /** Of a known amount, or without its upper limit. */
        public InsurancePayment(
                String policy, String insurer, String party, @Nullable Money pays, List<String> sharedWith) {
            this(policy, insurer, party, pays, sharedWith, null);
        }
    }

    /** A party that meets the knowing element of punitive damages. */
    public record PunitiveExposure(String party, String item, List<String> cites) {}

    /**
     * A measure that is due.
     *
     * @param party who owes it
     * @param measure its code
     * @param trigger what started the term
     * @param due by when; null where it is due at once
     * @param fixedByLaw whether the norm fixes the term; otherwise a parameter of the pack does
     * @param done whether the record shows it taken
     * @param cites norms
     */
    public record Measure(
            String party,
            String measure,
            String trigger,
            @Nullable Instant due,
            boolean fixedByLaw,
            boolean done,
            List<String> cites) {}

    /**
     * A question that the record leaves open and whose answer would move shares.
     *
     * @param id stable, as {@code --answer ID=yes} takes it
     * @param questionEn in English
     * @param questionZh in Chinese
     * @param party whom it concerns, or empty
     * @param ifYes shares of the whole (of the item where items cannot be added up) if answered yes
     * @param ifNo the same if answered no
     * @param sharesOf the item whose shares these are; empty for those of the whole
     * @param yesBeside what changes beside the shares if answered yes: one for each item of which something does
     * @param noBeside the same if answered no
     */
    public record OpenQuestion(
            String id,
            String questionEn,
            String questionZh,
            String party,
            SortedMap<String, Fraction> ifYes,
            SortedMap<String, Fraction> ifNo,
            String sharesOf,
            List<BesideShares> yesBeside,
            List<BesideShares> noBeside) {
        /** Prefix of the question whether a breach caused an item; then item, party and duty. */
        public static final String CAUSE = "cause:";
        /** Prefix of the question whether a contested defence holds; then item, party and defence. */
        public static final String DEFENCE = "defence:";
        /** Prefix of the question how makers at fault share inside strict liability; then the item. */
        public static final String STRICT_INNER = "strict-inner:";

        /** Whether the rules raise the question of this id; any other is one of fact, which the evidence raises. */
        public static boolean isOfTheRules(String id) {
            return id.startsWith(CAUSE) || id.startsWith(DEFENCE) || id.startsWith(STRICT_INNER);
        }

        public OpenQuestion {
            yesBeside = List.copyOf(yesBeside);
            noBeside = List.copyOf(noBeside);
        }

        /** Of the whole, and where nothing is said of what changes beside the shares. */
        public OpenQuestion(
                String id,
                String questionEn,
                String questionZh,
                String party,
                SortedMap<String, Fraction> ifYes,
                SortedMap<String, Fraction> ifNo) {
            this(id, questionEn, questionZh, party, ifYes, ifNo, "", List.of(), List.of());
        }
    }

    /**
     * What an answer changes of an item beside its shares.
     *
     * @param item its id
     * @param status {@code established} or {@code not-established} where that changes; else empty
     * @param claimable what the claimant may then demand, from each party of whom that changes other than with its
     *     share
     * @param groups who then answers jointly and severally; null where the same do as before
     * @param second who then answers in second place only; null where the same do as before
     * @param recourse whether others then recover, or from others
     */
    public record BesideShares(
            String item,
            String status,
            SortedMap<String, Fraction> claimable,
            @Nullable List<List<String>> groups,
            @Nullable List<String> second,
            boolean recourse) {
        public BesideShares {
            claimable = Collections.unmodifiableSortedMap(new TreeMap<>(claimable));
            groups = groups == null ? null : groups.stream().map(List::copyOf).toList();
            second = second == null ? null : List.copyOf(second);
        }
    }

    /**
     * What the verdict rests on.
     *
     * @param admitted positions or leaf indexes of the admitted events, ascending
     * @param rejected what was not admitted, with the reason
     * @param notUnderstood events of unknown types or newer versions
     */
    public record EvidenceSummary(List<Long> admitted, List<Rejected> rejected, List<Long> notUnderstood) {}

    /** An event that proves nothing, and why. */
    public record Rejected(long event, String reason) {}

    /**
     * A conclusion and why it holds.
     *
     * @param conclusion the conclusion or fact in canonical words, such as {@code Breach(party: "edgechip", …)}
     * @param rule name of the rule that drew it; empty for a fact
     * @param explainEn the rule's own sentence, filled in, in English
     * @param explainZh the same in Chinese
     * @param cites norms of the rule
     * @param evidence log indexes that show a fact
     * @param note code of the reading of silence, or empty
     * @param burden who has to prove the contrary: id of a party, a role, {@code claimant} or {@code defendant}; or
     *     empty
     * @param because premises, negative conditions included
     */
    public record Reason(
            String conclusion,
            String rule,
            String explainEn,
            String explainZh,
            List<String> cites,
            List<Long> evidence,
            String note,
            String burden,
            List<Reason> because) {

        /** A reason that says nothing of who has to prove what. */
        public Reason(
                String conclusion,
                String rule,
                String explainEn,
                String explainZh,
                List<String> cites,
                List<Long> evidence,
                String note,
                List<Reason> because) {
            this(conclusion, rule, explainEn, explainZh, cites, evidence, note, "", because);
        }
    }

    /** The final share of a party over all items; zero for a party that bears nothing. */
    public Fraction shareOf(String party) {
        if (shares == null) {
            throw new IllegalStateException(
                    "The items of %s cannot be added up; ask the item verdicts.".formatted(incident));
        }
        return shares.getOrDefault(party, Fraction.ZERO);
    }

    /** The judgment on an item. */
    public ItemVerdict item(String id) {
        return items.stream()
                .filter(i -> i.item().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Incident %s has no item '%s'; it has %s."
                        .formatted(
                                incident,
                                id,
                                items.stream().map(ItemVerdict::item).toList())));
    }

    /**
     * A party that belongs to another jurisdiction than the packs. By which law it answers, or may claim, the packs do
     * not decide: the verdict judges it by theirs, as whoever asked chose.
     *
     * @param party id of the party
     * @param jurisdiction where it is registered
     * @param judgedBy jurisdictions of the packs
     */
    public record Elsewhere(String party, String jurisdiction, List<String> judgedBy) {
        public Elsewhere {
            judgedBy = List.copyOf(judgedBy);
        }
    }
}
