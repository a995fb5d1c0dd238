package io.kdchain.rules.apportion;

import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Regime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
 * What apportionment needs to know of one damage item: the conclusions of the rules and the numbers on causation.
 *
 * @param item id of the item
 * @param proven whether damage and causation are proven at all
 * @param regime the regime that applies
 * @param medical whether product and treatment are shared by causal force alone: in a medical scene, unless the
 *     parameter {@code strict.treatment} of the pack is KF
 * @param claimant id of the claimant
 * @param parties all parties that the shares list; may hold the claimant
 * @param faults who is at fault for the item; several for a party count as the highest
 * @param inBreach highest grade of any breach of each party against a duty that protects against such harm
 * @param strictDebtors parties that answer regardless of fault, each with {@code producer}, {@code seller} or both
 * @param contributory grade of the claimant's own fault, or null if its conduct did not contribute
 * @param equalParts whether the parts cannot be told apart
 * @param joints pairs that answer jointly and severally
 * @param works contracts of work in which the customer is at fault
 * @param supplements who answers by fault only after whom
 * @param covers parts of the item up to which a party answers regardless of fault, above 0 and at most 1; who is not
 *     here answers so without limit
 * @param defended parties whose liability a defence ended
 * @param causes the best evidence on causation
 * @param lineage from a party to the parties to whose acts the lineage leads from an act of its own
 * @param users parties that only used the output and made no part of the product
 * @param grades weights of the grades of fault
 * @param strictInner how makers at fault share inside strict liability
 * @param strictClaimantFrom grade from which the claimant's own fault counts in strict liability
 * @param strictFaultless grade as of which a producer without fault counts beside makers at fault; {@code none}: it
 *     bears nothing inside
 * @param byShare what the law makes to depend on the share of each; where that is who answers for the whole, there are
 *     no works, supplements and covers, which say otherwise who answers for how much
 */
public record ItemCase(
        String item,
        boolean proven,
        Regime regime,
        boolean medical,
        String claimant,
        SortedSet<String> parties,
        List<Fault> faults,
        SortedMap<String, String> inBreach,
        SortedMap<String, SortedSet<String>> strictDebtors,
        @Nullable String contributory,
        boolean equalParts,
        List<Joint> joints,
        List<Work> works,
        List<Supplement> supplements,
        SortedMap<String, Fraction> covers,
        SortedSet<String> defended,
        CausalParts causes,
        SortedMap<String, SortedSet<String>> lineage,
        SortedSet<String> users,
        GradeWeights grades,
        StrictInner strictInner,
        String strictClaimantFrom,
        String strictFaultless,
        ByShare byShare) {
    public ItemCase {
        parties = Collections.unmodifiableSortedSet(new TreeSet<>(parties));
        faults = List.copyOf(faults);
        inBreach = Collections.unmodifiableSortedMap(new TreeMap<>(inBreach));
        strictDebtors = Collections.unmodifiableSortedMap(new TreeMap<>(strictDebtors));
        joints = List.copyOf(joints);
        works = List.copyOf(works);
        supplements = List.copyOf(supplements);
        covers = Collections.unmodifiableSortedMap(new TreeMap<>(covers));
        defended = Collections.unmodifiableSortedSet(new TreeSet<>(defended));
        lineage = Collections.unmodifiableSortedMap(new TreeMap<>(lineage));
        users = Collections.unmodifiableSortedSet(new TreeSet<>(users));
        for (String reserved : List.of(Attribution.CLAIMANT, Attribution.UNATTRIBUTED)) {
            if (parties.contains(reserved) && !reserved.equals(claimant)) {
                throw new IllegalArgumentException(
                        "A party is called '%s', which is a key of the verdict; give the party another id."
                                .formatted(reserved));
            }
        }
        if (byShare.whole() != null && !(works.isEmpty() && covers.isEmpty() && supplements.isEmpty())) {
            throw new IllegalArgumentException(
                    "Rules say of item '%s' both that the share of each decides who answers for the whole, and that %s; no law here says how the two go together. Apply the pack of one state only, or let one of the rules except the other."
                            .formatted(item, otherOrder(works, supplements, covers)));
        }
        if (!causes.item().equals(item)) {
            throw new IllegalArgumentException(
                    "The causal parts are those of item '%s', the case is item '%s'.".formatted(causes.item(), item));
        }
    }

    private static String otherOrder(
            List<Work> works, List<Supplement> supplements, SortedMap<String, Fraction> covers) {
        if (!works.isEmpty()) {
            return "%s answers for its customer %s in a contract of work"
                    .formatted(works.get(0).contractor(), works.get(0).customer());
        }
        return supplements.isEmpty()
                ? "%s answers regardless of fault up to a cover".formatted(covers.firstKey())
                : "%s answers in second place, after %s"
                        .formatted(
                                supplements.get(0).party(), supplements.get(0).primary());
    }

    /** How makers at fault share inside strict liability; no norm says it, so packs choose. */
    public enum StrictInner {
        /** By causal force and degree of fault. */
        KF,
        /** By causal force alone. */
        K
    }

    /** The side of an item on which a fault lies. */
    public enum Side {
        /** The product: data to deployment. */
        PRODUCT,
        /** The treatment, or another use of the output. */
        TREATMENT
    }

    /** A fault of a party that was a cause of the item. */
    public record Fault(String party, String grade, Side side) {}

    /** A contractor that answers for the whole, and its customer that answers within the scope of its own fault. */
    public record Work(String contractor, String customer) {}

    /** A party that answers in second place, and the one that answers in first place. */
    public record Supplement(String party, String primary) {}

    /** Two parties that answer jointly and severally. */
    public record Joint(String party, String other) {}

    /** The highest grade of fault of each party other than the claimant. */
    SortedMap<String, String> highestFaults() {
        SortedMap<String, String> highest = new TreeMap<>();
        for (Fault fault : faults) {
            if (!fault.party().equals(claimant)) {
                highest.merge(fault.party(), fault.grade(), GradeWeights::higher);
            }
        }
        return highest;
    }

    /** The highest grade of fault of each party other than the claimant, on one side. */
    SortedMap<String, String> highestFaults(Side side) {
        SortedMap<String, String> highest = new TreeMap<>();
        for (Fault fault : faults) {
            if (!fault.party().equals(claimant) && fault.side() == side) {
                highest.merge(fault.party(), fault.grade(), GradeWeights::higher);
            }
        }
        return highest;
    }

    /** Whether the party only passed on what a party at fault had made: a conduit, if it is without fault itself. */
    boolean isDownstreamOf(String party, Set<String> atFault) {
        return atFault.stream()
                .anyMatch(f -> !f.equals(party)
                        && lineage.getOrDefault(f, Collections.emptySortedSet()).contains(party));
    }

    /** A copy with another way of sharing inside strict liability. */
    public ItemCase withStrictInner(StrictInner inner) {
        return toBuilder().strictInner(inner).build();
    }

    /** Begins a case of an item. */
    public static Builder of(String item, String claimant, GradeWeights grades) {
        return new Builder(item, claimant, grades);
    }

    /** A builder that holds all of this case. */
    public Builder toBuilder() {
        Builder b = new Builder(item, claimant, grades);
        b.proven = proven;
        b.regime = regime;
        b.medical = medical;
        b.parties.addAll(parties);
        b.faults.addAll(faults);
        b.inBreach.putAll(inBreach);
        b.strictDebtors.putAll(strictDebtors);
        b.contributory = contributory;
        b.equalParts = equalParts;
        b.joints.addAll(joints);
        b.works.addAll(works);
        b.supplements.addAll(supplements);
        b.covers.putAll(covers);
        b.defended.addAll(defended);
        b.causes = causes;
        b.lineage.putAll(lineage);
        b.users.addAll(users);
        b.strictInner = strictInner;
        b.strictClaimantFrom = strictClaimantFrom;
        b.strictFaultless = strictFaultless;
        b.byShare = byShare;
        return b;
    }

    /** Collects a case; {@link #build()} checks it. */
    public static final class Builder {
        /** Practice asks for gross fault of the claimant before strict liability is reduced. */
        public static final String DEFAULT_STRICT_CLAIMANT_FROM = "gross";

        /** Without a rule of its own a law leaves what the defect did to the makers at fault. */
        public static final String DEFAULT_STRICT_FAULTLESS = "none";

        private final String item;
        private final String claimant;
        private final GradeWeights grades;
        private boolean proven = true;
        private Regime regime = Regime.FAULT;
        private boolean medical;
        private final SortedSet<String> parties = new TreeSet<>();
        private final List<Fault> faults = new ArrayList<>();
        private final SortedMap<String, String> inBreach = new TreeMap<>();
        private final Map<String, SortedSet<String>> strictDebtors = new HashMap<>();
        private @Nullable String contributory;
        private boolean equalParts;
        private final List<Joint> joints = new ArrayList<>();
        private final List<Work> works = new ArrayList<>();
        private final List<Supplement> supplements = new ArrayList<>();
        private final SortedMap<String, Fraction> covers = new TreeMap<>();
        private final SortedSet<String> defended = new TreeSet<>();
        private CausalParts causes;
        private final Map<String, SortedSet<String>> lineage = new HashMap<>();
        private final SortedSet<String> users = new TreeSet<>();
        private StrictInner strictInner = StrictInner.KF;
        private String strictClaimantFrom = DEFAULT_STRICT_CLAIMANT_FROM;
        private String strictFaultless = DEFAULT_STRICT_FAULTLESS;
        private ByShare byShare = ByShare.NOTHING;

        private Builder(String item, String claimant, GradeWeights grades) {
            this.item = Objects.requireNonNull(item);
            this.claimant = Objects.requireNonNull(claimant);
            this.grades = Objects.requireNonNull(grades);
            this.causes = CausalParts.none(item);
        }

        /** Whether damage and causation are proven at all; by default they are. */
        public Builder proven(boolean isProven) {
            proven = isProven;
            return this;
        }

        /** The regime that applies; by default fault. */
        public Builder regime(Regime applied) {
            regime = applied;
            return this;
        }

        /** Whether the scene is medical. */
        public Builder medical(boolean isMedical) {
            medical = isMedical;
            return this;
        }

        /** A party that the shares list. */
        public Builder party(String party) {
            parties.add(party);
            return this;
        }

        /** A party at fault on the product side. */
        public Builder fault(String party, String grade) {
            return fault(party, grade, Side.PRODUCT);
        }

        /** A party at fault. */
        public Builder fault(String party, String grade, Side side) {
            parties.add(party);
            faults.add(new Fault(party, grade, side));
            return this;
        }

        /** A breach of a duty that protects against such harm, causal or not. */
        public Builder breach(String party, String grade) {
            parties.add(party);
            inBreach.merge(party, grade, GradeWeights::higher);
            return this;
        }

        /** A party that answers regardless of fault, as {@code producer} or {@code seller}. */
        public Builder strictDebtor(String party, String capacity) {
            parties.add(party);
            strictDebtors.computeIfAbsent(party, p -> new TreeSet<>()).add(capacity);
            return this;
        }

        /** The claimant's own conduct contributed, with this grade of fault. */
        public Builder contributory(String grade) {
            contributory = contributory == null ? grade : GradeWeights.higher(contributory, grade);
            return this;
        }

        /** Whether the parts cannot be told apart. */
        public Builder equalParts(boolean equal) {
            equalParts = equal;
            return this;
        }

        /** Two parties answer jointly and severally. */
        public Builder joint(String party, String other) {
            joints.add(new Joint(party, other));
            return this;
        }

        /** A customer at fault in the choice, the order or the instruction of its contractor. */
        public Builder work(String contractor, String customer) {
            works.add(new Work(contractor, customer));
            return this;
        }

        /** A party answers by fault only after enforcement against another has failed. */
        public Builder supplement(String party, String primary) {
            supplements.add(new Supplement(party, primary));
            return this;
        }

        /** A party answers regardless of fault only up to this part of the item, and beyond it by fault. */
        public Builder cover(String party, Fraction part) {
            covers.put(party, part);
            return this;
        }

        /**
         * The same by the text of a cover, such as {@code 600000 CNY}; the higher of several counts. One that cannot be
         * compared with the amount of the item limits nothing.
         */
        public Builder cover(String party, String cover, @Nullable Money amount) {
            String[] words = cover.split(" ", -1);
            if (amount != null
                    && amount.amount().signum() > 0
                    && words.length == 2
                    && words[1].equals(amount.currency().getCurrencyCode())) {
                Fraction part = Fraction.parse(words[0])
                        .dividedBy(Fraction.of(amount.amount()))
                        .min(Fraction.ONE);
                if (part.signum() > 0) {
                    covers.merge(party, part, Fraction::max);
                }
            }
            return this;
        }

        /** A defence ended the liability of the party. */
        public Builder defended(String party) {
            defended.add(party);
            return this;
        }

        /** The best evidence on causation; by default there is none. */
        public Builder causes(CausalParts parts) {
            causes = parts;
            return this;
        }

        /** The lineage leads from an act of one party to an act of the other. */
        public Builder leads(String from, String to) {
            lineage.computeIfAbsent(from, p -> new TreeSet<>()).add(to);
            return this;
        }

        /** A party that only used the output. */
        public Builder user(String party) {
            parties.add(party);
            users.add(party);
            return this;
        }

        /** How makers at fault share inside strict liability; by default by causal force and fault. */
        public Builder strictInner(StrictInner inner) {
            strictInner = inner;
            return this;
        }

        /** Grade from which the claimant's own fault counts in strict liability; by default gross. */
        public Builder strictClaimantFrom(String grade) {
            strictClaimantFrom = grade;
            return this;
        }

        /** Grade as of which a producer without fault counts beside makers at fault; by default none. */
        public Builder strictFaultless(String grade) {
            strictFaultless = grade;
            return this;
        }

        /** What the law makes to depend on the share of each; by default nothing. */
        public Builder byShare(ByShare law) {
            byShare = law;
            return this;
        }

        /** The case. */
        public ItemCase build() {
            return new ItemCase(
                    item,
                    proven,
                    regime,
                    medical,
                    claimant,
                    parties,
                    faults,
                    inBreach,
                    new TreeMap<>(strictDebtors),
                    contributory,
                    equalParts,
                    joints,
                    works,
                    supplements,
                    covers,
                    defended,
                    causes,
                    new TreeMap<>(lineage),
                    users,
                    grades,
                    strictInner,
                    strictClaimantFrom,
                    strictFaultless,
                    byShare);
        }
    }
}
