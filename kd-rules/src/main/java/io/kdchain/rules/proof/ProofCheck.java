package io.kdchain.rules.proof;

import io.kdchain.rules.apportion.Apportionment;
import io.kdchain.rules.apportion.StatutoryApportionment;
import io.kdchain.rules.fact.Vocabulary.Field;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution.PackRef;
import io.kdchain.rules.verdict.VerdictDigest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks a proof with the rule pack and nothing else: each step by itself, the list of conclusions as a whole, the
 * shares, the digest. Uses no rule engine. Immutable, safe for concurrent use.
 */
public final class ProofCheck {
    private final RulePack pack;
    private final Apportionment way;

    /** With the rules of a pack, or of several joined, and the statutory way of sharing. */
    public ProofCheck(RulePack pack) {
        this(pack, new StatutoryApportionment());
    }

    /** With another way of sharing. */
    public ProofCheck(RulePack pack, Apportionment way) {
        this.pack = pack;
        this.way = way;
    }

    /**
     * What is wrong with a proof; nothing if it holds. Under another pack, day or way of sharing than the proof's own
     * nothing else is checked.
     *
     * @throws MalformedProofException if it states so much that its rules have too many combinations to try
     */
    public List<Objection> check(Proof proof) {
        List<Objection> objections = new ArrayList<>(law(proof));
        if (!objections.isEmpty()) {
            return List.copyOf(objections);
        }
        LawAsOf law = pack.at(proof.law().day());
        objections.addAll(new GivenCheck(proof, pack, damage(proof)).check());
        if (objections.stream().anyMatch(o -> o.fault() == ProofFault.FACT || o.fault() == ProofFault.CONCLUSION)) {
            // steps about words that are none cannot be read
            objections.addAll(seals(proof));
            return List.copyOf(objections);
        }
        Known known = new Known(proof);
        Map<String, List<String>> fields = pack.vocabulary().words().stream()
                .collect(Collectors.toMap(
                        WordEntry::name,
                        w -> w.fields().stream().map(Field::name).toList()));
        StepCheck steps = new StepCheck(law, known, fields);
        objections.addAll(steps(proof, steps));
        Standing standing = new Standing(proof, pack, law, steps, known);
        objections.addAll(standing.check());
        objections.addAll(new Completeness(law, known, steps).check(proof));
        if (objections.isEmpty()) {
            // shares follow from reasoning that holds; of other reasoning nothing can be shared
            objections.addAll(new VerdictCheck(proof, pack, law, way, standing).check());
        }
        objections.addAll(digest(proof));
        objections.addAll(seals(proof));
        return List.copyOf(objections);
    }

    private List<Objection> law(Proof proof) {
        List<Objection> objections = new ArrayList<>();
        if (!pack.digest().equals(proof.law().pack())) {
            objections.add(new Objection(
                    ProofFault.PACK,
                    "law",
                    "The proof is by the packs with digest %s; %s has %s. Name the folder of that version with --rules."
                            .formatted(proof.law().pack(), pack.id(), pack.digest())));
        }
        packs(proof).ifPresent(objections::add);
        if (!way.id().equals(proof.law().apportionment())) {
            objections.add(new Objection(
                    ProofFault.APPORTIONMENT,
                    "law",
                    "The proof shares by '%s', the check by '%s'."
                            .formatted(proof.law().apportionment(), way.id())));
        }
        if (!proof.law().day().equals(proof.verdict().lawAsOf())) {
            objections.add(new Objection(
                    ProofFault.LAW_DAY,
                    "law",
                    "The steps follow the law of %s, the verdict that of %s."
                            .formatted(proof.law().day(), proof.verdict().lawAsOf())));
        }
        return objections;
    }

    /** The verdict names each of the packs that were joined, or those that were joined before as one. */
    private Optional<Objection> packs(Proof proof) {
        List<PackRef> each = pack.joined().stream()
                .map(p -> named(p.id(), p.version(), p.digest()))
                .toList();
        List<PackRef> stated = proof.verdict().packs();
        return stated.equals(each) || stated.equals(List.of(named(pack.id(), pack.version(), pack.digest())))
                ? Optional.empty()
                : Optional.of(new Objection(
                        ProofFault.PACK,
                        "verdict, packs",
                        "The verdict names %s; the packs at hand are %s.".formatted(stated, each)));
    }

    private static PackRef named(String id, String version, String digest) {
        return new PackRef(id, version, "sha256:" + digest);
    }

    private static LocalDate damage(Proof proof) {
        return proof.given().incident().occurredAt().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** How objections name a step. */
    static String place(int number, Proof.Step step) {
        return "step %d (%s)".formatted(number, step.concludes());
    }

    private static List<Objection> steps(Proof proof, StepCheck check) {
        List<Objection> objections = new ArrayList<>();
        Set<String> drawn = new HashSet<>();
        proof.given().facts().forEach(f -> drawn.add(f.id()));
        Set<String> concluded = new HashSet<>();
        Map<List<Object>, Integer> before = new HashMap<>();
        int number = 0;
        for (Proof.Step step : proof.steps()) {
            String place = place(++number, step);
            check.check(place, step, drawn).ifPresent(objections::add);
            Integer first = before.putIfAbsent(content(step), number);
            if (first != null) {
                objections.add(
                        new Objection(ProofFault.CONCLUSION, place, "It is step %d once more.".formatted(first)));
            }
            drawn.add(step.concludes());
            concluded.add(step.concludes());
        }
        for (Proof.Drawn conclusion : proof.conclusions()) {
            if (!concluded.contains(conclusion.id())) {
                objections.add(new Objection(
                        ProofFault.CONCLUSION,
                        conclusion.id(),
                        "%s is concluded by no step.".formatted(conclusion.says())));
            }
        }
        return objections;
    }

    /** What tells a step from others; in which order witnesses are named does not. */
    private static List<Object> content(Proof.Step step) {
        return List.of(
                step.concludes(),
                step.rule(),
                step.premises(),
                step.bindings(),
                step.held().stream()
                        .map(h -> List.of(h.condition(), new HashSet<>(h.witnesses())))
                        .toList());
    }

    private static List<Objection> digest(Proof proof) {
        String follows = VerdictDigest.of(
                proof.verdict(),
                proof.given().incident(),
                proof.given().answers(),
                String.join("\n", proof.given().evidence()));
        return follows.equals(proof.verdict().digest())
                ? List.of()
                : List.of(new Objection(
                        ProofFault.DIGEST,
                        "verdict, digest",
                        "%s follows, and %s is stated."
                                .formatted(follows, proof.verdict().digest())));
    }

    private static List<Objection> seals(Proof proof) {
        List<Objection> objections = new ArrayList<>();
        ProofWriter.digests(proof).forEach((part, digest) -> {
            if (!digest.equals(proof.digests().get(part))) {
                objections.add(new Objection(
                        ProofFault.SEAL,
                        part,
                        "The part has digest %s; it was written with %s."
                                .formatted(digest, proof.digests().get(part))));
            }
        });
        return objections;
    }
}
