package io.kdchain.rules.proof;

import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Regime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A verdict with all that it takes to check it by hand. Immutable; the package description tells the file.
 *
 * @param law by which law
 * @param given what is not proven here: incident, evidence, facts, numbers on causation
 * @param numbers of law that weigh the grades
 * @param conclusions all that follows, each once
 * @param steps why, so that each stands behind those that conclude its premises
 * @param verdict what is proven; its reasons are left out, the steps take their place
 * @param digests of the parts as they were written: {@code given}, {@code reasoning}, {@code numbers}, {@code verdict}
 */
public record Proof(
        Law law,
        Given given,
        Numbers numbers,
        List<Drawn> conclusions,
        List<Step> steps,
        Attribution verdict,
        SortedMap<String, String> digests) {
    public Proof {
        conclusions = List.copyOf(conclusions);
        steps = List.copyOf(steps);
        digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
    }

    /** A proof with the digests that belong to it. */
    public static Proof of(
            Law law, Given given, Numbers numbers, List<Drawn> conclusions, List<Step> steps, Attribution verdict) {
        Proof open = new Proof(law, given, numbers, conclusions, steps, verdict, Collections.emptySortedMap());
        return new Proof(law, given, numbers, conclusions, steps, verdict, ProofWriter.digests(open));
    }

    /**
     * Reads the file of a proof; checks nothing but its form.
     *
     * @throws MalformedProofException if it is something else
     */
    public static Proof read(byte[] bytes) {
        return ProofReader.read(bytes);
    }

    /** The text of the file, indented. */
    public String text() {
        return ProofWriter.text(this);
    }

    /** The file: its text in UTF-8. */
    public byte[] toBytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * By which law.
     *
     * @param day as of which the rules are applied
     * @param pack digest of the packs joined, as {@code RulePack.digest()} gives it
     * @param apportionment name of the way of sharing, such as {@code statutory}
     */
    public record Law(LocalDate day, String pack, String apportionment) {}

    /**
     * What is taken as given.
     *
     * @param incident what is claimed
     * @param regime imposed as a what-if; null for none
     * @param answers given to open questions
     * @param evidence canonical text of the admitted evidence, line by line
     * @param facts what the evidence shows, each once
     * @param parties who is on the record
     * @param actDays on which day each act or notice was, by event id
     * @param triggers when terms start to run, by event id
     * @param reportedAt when the incident was reported
     * @param causes numbers on causation, one entry for each item
     */
    public record Given(
            Incident incident,
            @Nullable Regime regime,
            SortedMap<String, Boolean> answers,
            List<String> evidence,
            List<Shown> facts,
            List<OnRecord> parties,
            SortedMap<String, LocalDate> actDays,
            SortedMap<String, Instant> triggers,
            Instant reportedAt,
            List<CausalParts> causes) {
        public Given {
            answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
            evidence = List.copyOf(evidence);
            facts = List.copyOf(facts);
            parties = List.copyOf(parties);
            actDays = Collections.unmodifiableSortedMap(new TreeMap<>(actDays));
            triggers = Collections.unmodifiableSortedMap(new TreeMap<>(triggers));
            causes = List.copyOf(causes);
        }
    }

    /**
     * A fact.
     *
     * @param id by which steps name it, such as {@code f7}
     * @param says the fact
     * @param evidence log indexes that show it; empty where silence or the incident itself does
     * @param note code of the reading of silence, or empty
     */
    public record Shown(String id, Statement says, List<Long> evidence, String note) {
        public Shown {
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * A party of the record.
     *
     * @param id its id
     * @param legalId register and number of the legal person that it is, or empty
     * @param stages of the chain in which it acted
     * @param leadsTo parties to whose acts the lineage leads from an act of its own
     */
    public record OnRecord(String id, String legalId, SortedSet<String> stages, SortedSet<String> leadsTo) {
        public OnRecord {
            stages = Collections.unmodifiableSortedSet(new TreeSet<>(stages));
            leadsTo = Collections.unmodifiableSortedSet(new TreeSet<>(leadsTo));
        }
    }

    /**
     * Numbers of law.
     *
     * @param fault weight of each grade of fault
     * @param strictInner {@code KF} or {@code K} by item: how makers at fault share inside strict liability
     * @param strictClaimantFrom grade from which the claimant's own fault counts in strict liability
     */
    public record Numbers(
            SortedMap<String, Weight> fault, SortedMap<String, String> strictInner, String strictClaimantFrom) {
        public Numbers {
            fault = Collections.unmodifiableSortedMap(new TreeMap<>(fault));
            strictInner = Collections.unmodifiableSortedMap(new TreeMap<>(strictInner));
        }
    }

    /**
     * A conclusion.
     *
     * @param id by which steps name it, such as {@code c3}
     * @param says the conclusion
     * @param stands whether it may count: a norm of too low a rank founds no liability, and what rests on such a
     *     conclusion falls with it
     */
    public record Drawn(String id, Statement says, boolean stands) {}

    /**
     * One application of one rule.
     *
     * @param concludes id of the conclusion
     * @param rule its name
     * @param bindings names without dollar signs, and their values
     * @param premises ids of the facts and conclusions that the rule's patterns meet, in the order of the rule
     * @param held conditions that leave no premise, in the order of the rule
     * @param norms legal bases of the rule in force when it mattered
     * @param stands whether this way to the conclusion may count
     */
    public record Step(
            String concludes,
            String rule,
            SortedMap<String, Object> bindings,
            List<String> premises,
            List<Held> held,
            List<String> norms,
            boolean stands) {
        public Step {
            bindings = Collections.unmodifiableSortedMap(new TreeMap<>(bindings));
            premises = List.copyOf(premises);
            held = List.copyOf(held);
            norms = List.copyOf(norms);
        }
    }

    /**
     * A condition that holds without one certain premise.
     *
     * @param condition with the values of the bindings in their place
     * @param witnesses ids of what {@code exists} and {@code accumulate} find; empty for {@code not} and {@code forall}
     */
    public record Held(String condition, List<String> witnesses) {
        public Held {
            witnesses = List.copyOf(witnesses);
        }
    }

    /** The causal numbers of an item; none where the proof gives none. */
    CausalParts causesOf(String item) {
        return given.causes().stream()
                .filter(c -> c.item().equals(item))
                .findFirst()
                .orElseGet(() -> CausalParts.none(item));
    }
}
