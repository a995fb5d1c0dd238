package io.kdchain.rules.judgment;

import io.kdchain.rules.derive.ChainRecord;
import io.kdchain.rules.derive.Derivation;
import io.kdchain.rules.derive.Facts;
import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.derive.Inquiry;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.proof.Objection;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.proof.ProofFault;
import io.kdchain.rules.proof.Statement;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.EvidenceSummary;
import io.kdchain.rules.verdict.Attribution.InsurancePayment;
import io.kdchain.rules.verdict.Attribution.Measure;
import io.kdchain.rules.verdict.Attribution.OpenQuestion;
import io.kdchain.rules.verdict.Incident;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Holds what a proof takes as given against the evidence: derives the facts from the record once more and compares, so
 * that each fact is one that its log entries show, and none is left out. What the verdict says of the record itself
 * (evidence, measures taken, insurers, questions of fact) is made anew from it. Uses no rule engine. Immutable, safe
 * for concurrent use.
 */
public final class EvidenceCheck {
    private final RulePack pack;
    private final PackNumbers numbers;

    /** With the tables of a pack, or of several joined. */
    public EvidenceCheck(RulePack pack) {
        this.pack = pack;
        this.numbers = new PackNumbers(pack);
    }

    /**
     * What the proof takes as given and the record does not show, or shows otherwise; nothing if it follows.
     *
     * @param proof whose rules and shares are checked elsewhere
     * @param record what was recorded of its incident
     * @param inquiry what was asked: the proof's incident, regime and answers, and which events are known to be changed
     * @param policies insurance that the record shows
     * @param evidence what was admitted and what was not
     */
    public List<Objection> check(
            Proof proof, ChainRecord record, Inquiry inquiry, List<Policy> policies, EvidenceSummary evidence) {
        Facts facts = Derivation.derive(record, inquiry, numbers);
        Proof.Given follows = ProofOfOutcome.given(
                inquiry,
                facts,
                ProofOfOutcome.shown(
                        facts, facts.known().stream().map(k -> k.fact()).toList()));
        Proof.Given given = proof.given();
        List<Objection> objections = new ArrayList<>(facts(given.facts(), follows.facts()));
        differ(objections, "given, evidence", given.evidence(), follows.evidence());
        differ(objections, "given, parties", given.parties(), follows.parties());
        differ(objections, "given, actDays", given.actDays(), follows.actDays());
        differ(objections, "given, triggers", given.triggers(), follows.triggers());
        differ(objections, "given, reportedAt", given.reportedAt(), follows.reportedAt());
        differ(objections, "given, causes", given.causes(), follows.causes());
        questions(objections, proof, record, inquiry, facts);
        verdict(objections, proof.verdict(), inquiry.incident(), facts, policies, evidence);
        return List.copyOf(objections);
    }

    /** What a verdict says of the record beside what follows from facts by rules. */
    private void verdict(
            List<Objection> objections,
            Attribution verdict,
            Incident incident,
            Facts facts,
            List<Policy> policies,
            EvidenceSummary evidence) {
        differ(objections, "verdict, evidence", verdict.evidence(), evidence);
        for (Measure m : verdict.measures()) {
            differ(
                    objections,
                    "verdict, measures, %s of %s, done".formatted(m.measure(), m.party()),
                    m.done(),
                    Measures.isTaken(facts, m.party(), m.measure(), m.trigger()));
        }
        differ(
                objections,
                "verdict, insurance",
                written(verdict.insurance()),
                written(Insurance.of(new Insurance.Claim(
                        incident,
                        Policy.shown(policies, facts.reportedAt()),
                        verdict.liable(),
                        verdict.items(),
                        Outcome.persons(incident, facts)))));
        differ(
                objections,
                "verdict, elsewhere",
                verdict.elsewhere(),
                Jurisdictions.elsewhere(facts, incident.claimant(), verdict.liable(), pack.jurisdictions()));
    }

    /** The upper limit of a payment that is not known is for reports: a proof does not hold it. */
    private static List<InsurancePayment> written(List<InsurancePayment> payments) {
        return payments.stream()
                .map(p -> new InsurancePayment(p.policy(), p.insurer(), p.party(), p.pays(), p.sharedWith()))
                .toList();
    }

    /** Questions of fact are open where the record raises them and nobody answered. */
    private void questions(List<Objection> objections, Proof proof, ChainRecord record, Inquiry inquiry, Facts facts) {
        Map<String, OpenIssue> raised = new LinkedHashMap<>();
        facts.open().forEach(issue -> raised.put(issue.id(), issue));
        OpenQuestions questions = new OpenQuestions(pack);
        Set<String> asked = new HashSet<>();
        for (OpenQuestion question : proof.verdict().open()) {
            asked.add(question.id());
            OpenIssue issue = raised.get(question.id());
            String place = "verdict, open, " + question.id();
            if (issue != null) {
                differ(
                        objections,
                        place,
                        List.of(question.party(), question.questionEn()),
                        List.of(issue.party(), questions.asked(issue).en()));
            } else if (!OpenQuestion.isOfTheRules(question.id())) {
                objections.add(objection(place, "The evidence raises no such question."));
            }
        }
        raised.keySet().stream()
                .filter(id -> !asked.contains(id) && !inquiry.answers().containsKey(id))
                .forEach(id -> objections.add(objection(
                        "verdict, open",
                        "The evidence raises question %s, and the verdict does not ask it.".formatted(id))));
        inquiry.answers().keySet().stream()
                .filter(id -> !OpenQuestion.isOfTheRules(id) && !raised.containsKey(id))
                .filter(id -> !isRaisedWithout(id, record, inquiry))
                .forEach(id ->
                        objections.add(objection("given, answers, " + id, "The evidence raises no such question.")));
    }

    /** One answer may do away with what another one was asked for. */
    private boolean isRaisedWithout(String answer, ChainRecord record, Inquiry inquiry) {
        return inquiry.answers().size() > 1
                && Derivation.derive(record, inquiry.unanswered(), numbers).open().stream()
                        .anyMatch(issue -> issue.id().equals(answer));
    }

    private static List<Objection> facts(List<Proof.Shown> stated, List<Proof.Shown> follow) {
        Map<Statement, Proof.Shown> left = new LinkedHashMap<>();
        follow.forEach(f -> left.put(f.says(), f));
        List<Objection> objections = new ArrayList<>();
        for (Proof.Shown fact : stated) {
            Proof.Shown same = left.remove(fact.says());
            if (same == null) {
                objections.add(objection(
                        fact.id(),
                        "The evidence does not show %s; entries %s say something else."
                                .formatted(fact.says(), fact.evidence())));
            } else if (!same.evidence().equals(fact.evidence()) || !same.note().equals(fact.note())) {
                objections.add(objection(
                        fact.id(),
                        "%s is shown by entries %s%s, and not by %s%s."
                                .formatted(
                                        fact.says(),
                                        same.evidence(),
                                        noted(same.note()),
                                        fact.evidence(),
                                        noted(fact.note()))));
            }
        }
        left.values()
                .forEach(f -> objections.add(objection(
                        "facts",
                        "Entries %s%s show %s, and the proof leaves it out."
                                .formatted(f.evidence(), noted(f.note()), f.says()))));
        return objections;
    }

    private static String noted(String note) {
        return note.isEmpty() ? "" : " (" + note + ")";
    }

    private static void differ(List<Objection> objections, String place, Object stated, Object follows) {
        if (!Objects.equals(stated, follows)) {
            objections.add(objection(place, "%s is stated, and the evidence shows %s.".formatted(stated, follows)));
        }
    }

    private static Objection objection(String place, String message) {
        return new Objection(ProofFault.EVIDENCE, place, message);
    }
}
