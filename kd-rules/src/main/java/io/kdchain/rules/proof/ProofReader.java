package io.kdchain.rules.proof;

import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.Bounds;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.ContractTerm;
import io.kdchain.rules.verdict.Attribution.Elsewhere;
import io.kdchain.rules.verdict.Attribution.EvidenceSummary;
import io.kdchain.rules.verdict.Attribution.InsurancePayment;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.LegalPerson;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Attribution.Measure;
import io.kdchain.rules.verdict.Attribution.OpenQuestion;
import io.kdchain.rules.verdict.Attribution.PackRef;
import io.kdchain.rules.verdict.Attribution.PunitiveExposure;
import io.kdchain.rules.verdict.Attribution.Recourse;
import io.kdchain.rules.verdict.Attribution.Rejected;
import io.kdchain.rules.verdict.Attribution.SolidarityGroup;
import io.kdchain.rules.verdict.Attribution.Supplementary;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Regime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A proof from a file. Checks the form alone: the file is what a proof of its content would be written as. */
final class ProofReader {
    private ProofReader() {}

    static Proof read(byte[] bytes) {
        Member file;
        try {
            file = new Member("", StrictJson.read(bytes));
        } catch (MalformedEventException e) {
            throw new MalformedProofException(
                    "The file is no strict JSON: %s A proof is what kd attribute --prove writes."
                            .formatted(e.getMessage()),
                    e);
        }
        file.only("proof", "law", "given", "reasoning", "numbers", "verdict", "digests");
        long format = file.get("proof").whole();
        if (format != ProofWriter.FORMAT) {
            throw new MalformedProofException(
                    "The proof has format %d; this release reads format %d.".formatted(format, ProofWriter.FORMAT));
        }
        Member law = file.get("law").only("day", "pack", "apportionment");
        Member reasoning = file.get("reasoning").only("conclusions", "steps");
        try {
            Proof proof = new Proof(
                    new Proof.Law(
                            day(law.get("day")),
                            law.get("pack").text(),
                            law.get("apportionment").text()),
                    given(file.get("given")),
                    numbers(file.get("numbers")),
                    reasoning.get("conclusions").list(ProofReader::drawn),
                    reasoning.get("steps").list(ProofReader::step),
                    verdict(file.get("verdict")),
                    new TreeMap<>(file.get("digests")
                            .only(ProofWriter.PARTS.toArray(String[]::new))
                            .map(Member::text)));
            file.mustBe(ProofWriter.document(proof));
            return proof;
        } catch (IllegalArgumentException e) {
            // a value of its own type that its record refuses
            throw new MalformedProofException("The proof holds what cannot be: %s".formatted(e.getMessage()), e);
        }
    }

    private static LocalDate day(Member m) {
        return m.as("a day such as 2026-01-31", LocalDate::parse);
    }

    private static Instant moment(Member m) {
        return m.as("a moment such as 2026-01-31T13:45:00Z", Instant::parse);
    }

    private static Fraction fraction(Member m) {
        return m.as("an exact fraction such as 3/5", Fraction::parse);
    }

    private static List<String> texts(Member m) {
        return m.list(Member::text);
    }

    private static List<Long> numbersOf(Member m) {
        return m.list(Member::whole);
    }

    private static Money money(Member m) {
        return m.as("a sum such as 180000.00 CNY", text -> {
            int space = text.indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException("A sum has a currency.");
            }
            return Money.of(text.substring(0, space), text.substring(space + 1));
        });
    }

    private static Regime regime(Member m) {
        return m.as(
                "fault, presumed-fault or strict",
                text -> Arrays.stream(Regime.values())
                        .filter(r -> r.code().equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("There is no such regime.")));
    }

    private static SortedMap<String, Fraction> shares(Member m) {
        return new TreeMap<>(m.map(ProofReader::fraction));
    }

    // ---- what is given

    private static Proof.Given given(Member m) {
        m.only(
                "incident",
                "regime",
                "answers",
                "evidence",
                "facts",
                "parties",
                "actDays",
                "triggers",
                "reportedAt",
                "causes");
        return new Proof.Given(
                incident(m.get("incident")),
                m.find("regime").map(ProofReader::regime).orElse(null),
                new TreeMap<>(m.get("answers").map(Member::truth)),
                texts(m.get("evidence")),
                m.get("facts").list(ProofReader::shown),
                m.get("parties").list(p -> {
                    p.only("id", "legalId", "stages", "leadsTo");
                    return new Proof.OnRecord(
                            p.get("id").text(),
                            p.find("legalId").map(Member::text).orElse(""),
                            new TreeSet<>(texts(p.get("stages"))),
                            new TreeSet<>(texts(p.get("leadsTo"))));
                }),
                new TreeMap<>(m.get("actDays").map(ProofReader::day)),
                new TreeMap<>(m.get("triggers").map(ProofReader::moment)),
                moment(m.get("reportedAt")),
                m.get("causes").list(ProofReader::causes));
    }

    private static Incident incident(Member m) {
        m.only("id", "about", "claimant", "occurredAt", "reportedAt", "items");
        return new Incident(
                m.get("id").text(),
                texts(m.get("about")),
                m.get("claimant").text(),
                moment(m.get("occurredAt")),
                moment(m.get("reportedAt")),
                m.get("items").list(i -> {
                    i.only("id", "kind", "amount", "severity", "aggravated", "proven", "nonEconomic");
                    return new DamageItem(
                            i.get("id").text(),
                            i.get("kind").text(),
                            i.find("amount").map(ProofReader::money).orElse(null),
                            i.get("severity").text(),
                            i.get("aggravated").truth(),
                            i.get("proven").truth(),
                            i.find("nonEconomic").map(Member::truth).orElse(false));
                }));
    }

    private static Proof.Shown shown(Member m) {
        m.only("id", "says", "evidence", "note");
        return new Proof.Shown(
                m.get("id").text(),
                says(m.get("says")),
                m.find("evidence").map(ProofReader::numbersOf).orElse(List.of()),
                m.find("note").map(Member::text).orElse(""));
    }

    private static Statement says(Member m) {
        Map<String, Map<String, Object>> words = m.map(w -> w.map(Member::value));
        if (words.size() != 1) {
            throw new MalformedProofException(
                    "%s has %d words; a statement has one, with its fields.".formatted(m.path(), words.size()));
        }
        Map.Entry<String, Map<String, Object>> word =
                words.entrySet().iterator().next();
        return new Statement(word.getKey(), word.getValue());
    }

    private static CausalParts causes(Member m) {
        m.only("item", "source", "forms", "parts", "others", "unexplained", "sufficient");
        return new CausalParts(
                m.get("item").text(),
                m.get("source").text(),
                new TreeSet<>(texts(m.get("forms"))),
                m.get("parts").list(p -> {
                    p.only("party", "words", "weight", "side", "fault", "evidence");
                    return new CausalParts.Part(
                            p.get("party").text(),
                            weight(p.get("weight")),
                            p.get("side").text(),
                            p.get("words").text(),
                            p.get("fault").text(),
                            numbersOf(p.get("evidence")));
                }),
                m.get("others").list(o -> {
                    o.only("cause", "weight", "evidence");
                    return new CausalParts.Other(
                            o.get("cause").text(), weight(o.get("weight")), numbersOf(o.get("evidence")));
                }),
                fraction(m.get("unexplained")),
                m.get("sufficient").list(s -> new TreeSet<>(texts(s))));
    }

    private static Weight weight(Member m) {
        List<Fraction> three = m.list(ProofReader::fraction);
        if (three.size() != 3) {
            throw new MalformedProofException(
                    "%s has %d numbers; a weight has lowest, point and highest.".formatted(m.path(), three.size()));
        }
        return new Weight(three.get(0), three.get(1), three.get(2));
    }

    private static Proof.Numbers numbers(Member m) {
        m.only("fault", "strictInner", "strictClaimantFrom");
        return new Proof.Numbers(
                new TreeMap<>(m.get("fault").map(ProofReader::weight)),
                new TreeMap<>(m.get("strictInner").map(Member::text)),
                m.get("strictClaimantFrom").text());
    }

    // ---- what follows

    private static Proof.Drawn drawn(Member m) {
        m.only("id", "says", "stands");
        return new Proof.Drawn(
                m.get("id").text(), says(m.get("says")), m.get("stands").truth());
    }

    private static Proof.Step step(Member m) {
        m.only("concludes", "rule", "bindings", "premises", "held", "norms", "stands");
        return new Proof.Step(
                m.get("concludes").text(),
                m.get("rule").text(),
                new TreeMap<>(m.get("bindings").map(Member::value)),
                texts(m.get("premises")),
                m.get("held").list(h -> {
                    h.only("condition", "witnesses");
                    return new Proof.Held(h.get("condition").text(), texts(h.get("witnesses")));
                }),
                texts(m.get("norms")),
                m.get("stands").truth());
    }

    // ---- the verdict, as a report prints it

    private static Attribution verdict(Member m) {
        return new Attribution(
                m.get("incident").text(),
                established(m),
                day(m.get("lawAsOf")),
                m.get("packs")
                        .list(p -> new PackRef(
                                p.get("id").text(),
                                p.get("version").text(),
                                p.get("digest").text())),
                m.get("items").list(ProofReader::item),
                m.find("shares").map(ProofReader::shares).orElse(null),
                m.get("liable").list(ProofReader::liable),
                m.get("insurance")
                        .list(i -> new InsurancePayment(
                                i.get("policy").text(),
                                i.get("insurer").text(),
                                i.get("party").text(),
                                i.find("pays").map(ProofReader::money).orElse(null),
                                i.find("sharedWith").map(ProofReader::texts).orElse(List.of()))),
                m.get("punitive")
                        .list(p -> new PunitiveExposure(
                                p.get("party").text(), p.get("item").text(), texts(p.get("cites")))),
                m.get("measures").list(ProofReader::measure),
                m.get("open")
                        .list(o -> new OpenQuestion(
                                o.get("id").text(),
                                o.get("question").text(),
                                o.get("question").text(),
                                o.get("party").text(),
                                shares(o.get("ifYes")),
                                shares(o.get("ifNo")))),
                evidence(m.get("evidence")),
                List.of(),
                m.find("persons").map(p -> p.list(ProofReader::person)).orElse(List.of()),
                m.find("contracts").map(c -> c.list(ProofReader::contract)).orElse(List.of()),
                m.find("elsewhere").map(e -> e.list(ProofReader::elsewhere)).orElse(List.of()),
                m.get("digest").text());
    }

    private static Elsewhere elsewhere(Member m) {
        return new Elsewhere(m.get("party").text(), m.get("jurisdiction").text(), texts(m.get("judgedBy")));
    }

    private static ContractTerm contract(Member m) {
        return new ContractTerm(
                m.get("form").text(),
                m.get("item").text(),
                m.get("agreement").text(),
                m.get("from").text(),
                m.get("to").text(),
                fraction(m.get("share")),
                m.find("sum").map(Member::text).orElse(""),
                texts(m.get("cites")));
    }

    private static boolean established(Member m) {
        String status = m.get("status").text();
        if (!List.of("established", "not-established").contains(status)) {
            throw new MalformedProofException(
                    "%s.status is '%s'; it must be established or not-established.".formatted(m.path(), status));
        }
        return status.equals("established");
    }

    private static ItemVerdict item(Member m) {
        return new ItemVerdict(
                m.get("item").text(),
                established(m),
                m.find("failed").map(Member::text).orElse(""),
                m.find("regime").map(ProofReader::regime).orElse(null),
                m.find("imposed").map(Member::truth).orElse(false),
                day(m.get("lawAsOf")),
                shares(m.get("shares")),
                new TreeMap<>(m.get("bounds").map(b -> {
                    List<Fraction> two = b.list(ProofReader::fraction);
                    if (two.size() != 2) {
                        throw new MalformedProofException(
                                "%s has %d numbers; bounds are lowest and highest.".formatted(b.path(), two.size()));
                    }
                    return new Bounds(two.get(0), two.get(1));
                })),
                shares(m.get("claimable")),
                new TreeMap<>(m.get("amounts").map(ProofReader::money)),
                m.get("solidarity").list(s -> new SolidarityGroup(texts(s.get("parties")), texts(s.get("cites")))),
                m.get("recourse")
                        .list(r -> new Recourse(
                                r.get("from").text(),
                                r.get("to").text(),
                                fraction(r.get("share")),
                                texts(r.get("cites")))),
                m.find("supplementary")
                        .map(all -> all.list(s -> new Supplementary(
                                s.get("party").text(), s.get("primary").text(), texts(s.get("cites")))))
                        .orElseGet(List::of),
                texts(m.get("cites")),
                m.find("otherWays")
                        .map(w -> (SortedMap<String, SortedMap<String, Fraction>>)
                                new TreeMap<>(w.map(ProofReader::shares)))
                        .orElseGet(TreeMap::new));
    }

    private static LiableParty liable(Member m) {
        return new LiableParty(
                m.get("party").text(),
                texts(m.get("roles")),
                m.find("share").map(ProofReader::fraction).orElse(null),
                m.get("fault").text(),
                m.get("causation").text(),
                m.get("breaches")
                        .list(b -> new BreachFound(
                                b.get("duty").text(),
                                b.get("grade").text(),
                                b.get("causal").truth(),
                                texts(b.get("cites")),
                                numbersOf(b.get("evidence")),
                                b.find("silence").map(Member::text).orElse(""))),
                texts(m.get("defences")),
                texts(m.get("cites")));
    }

    private static LegalPerson person(Member m) {
        return new LegalPerson(
                m.get("party").text(),
                m.get("legalId").text(),
                texts(m.get("parties")),
                m.get("shares").map(ProofReader::shares));
    }

    private static Measure measure(Member m) {
        return new Measure(
                m.get("party").text(),
                m.get("measure").text(),
                m.get("trigger").text(),
                m.find("due").map(ProofReader::moment).orElse(null),
                m.get("fixedByLaw").truth(),
                m.get("done").truth(),
                texts(m.get("cites")));
    }

    private static EvidenceSummary evidence(Member m) {
        return new EvidenceSummary(
                numbersOf(m.get("admitted")),
                m.get("rejected")
                        .list(r -> new Rejected(
                                r.get("event").whole(), r.get("reason").text())),
                numbersOf(m.get("notUnderstood")));
    }
}
