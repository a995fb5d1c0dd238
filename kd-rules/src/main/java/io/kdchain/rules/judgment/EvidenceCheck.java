package io.kdchain.rules.judgment;

import io.kdchain.rules.derive.ChainRecord;
import io.kdchain.rules.derive.Derivation;
import io.kdchain.rules.derive.Facts;
import io.kdchain.rules.derive.Inquiry;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.proof.Objection;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.proof.ProofFault;
import io.kdchain.rules.proof.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Holds what a proof takes as given against the evidence: derives the facts from the record once more and compares, so
 * that each fact is one that its log entries show, and none is left out. Uses no rule engine. Immutable, safe for
 * concurrent use.
 */
public final class EvidenceCheck {
    private final PackNumbers numbers;

    /** With the tables of a pack, or of several joined. */
    public EvidenceCheck(RulePack pack) {
        this.numbers = new PackNumbers(pack);
    }

    /**
     * What the proof takes as given and the record does not show, or shows otherwise; nothing if it follows.
     *
     * @param proof whose rules and shares are checked elsewhere
     * @param record what was recorded of its incident
     * @param inquiry what was asked: the proof's incident, regime and answers, and which events are known to be changed
     */
    public List<Objection> check(Proof proof, ChainRecord record, Inquiry inquiry) {
        Facts facts = Derivation.derive(record, inquiry, numbers);
        Proof.Given follows = ProofOfOutcome.given(
                inquiry,
                facts,
                ProofOfOutcome.shown(
                        facts, facts.known().stream().map(k -> k.fact()).toList()));
        Proof.Given given = proof.given();
        List<Objection> objections = new ArrayList<>(facts(given.facts(), follows.facts()));
        differ(objections, "evidence", given.evidence(), follows.evidence());
        differ(objections, "parties", given.parties(), follows.parties());
        differ(objections, "actDays", given.actDays(), follows.actDays());
        differ(objections, "triggers", given.triggers(), follows.triggers());
        differ(objections, "reportedAt", given.reportedAt(), follows.reportedAt());
        differ(objections, "causes", given.causes(), follows.causes());
        return List.copyOf(objections);
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

    private static void differ(List<Objection> objections, String member, Object stated, Object follows) {
        if (!Objects.equals(stated, follows)) {
            objections.add(objection(
                    "given, " + member, "%s is stated, and the evidence shows %s.".formatted(stated, follows)));
        }
    }

    private static Objection objection(String place, String message) {
        return new Objection(ProofFault.EVIDENCE, place, message);
    }
}
