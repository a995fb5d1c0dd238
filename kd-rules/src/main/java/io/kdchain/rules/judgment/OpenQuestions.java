package io.kdchain.rules.judgment;

import io.kdchain.rules.apportion.Apportioned;
import io.kdchain.rules.apportion.ItemCase;
import io.kdchain.rules.derive.Facts;
import io.kdchain.rules.fact.AtFault;
import io.kdchain.rules.fact.Breach;
import io.kdchain.rules.fact.Causal;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.DefenceOpen;
import io.kdchain.rules.pack.Duty;
import io.kdchain.rules.pack.Label;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution.BesideShares;
import io.kdchain.rules.verdict.Attribution.OpenQuestion;
import io.kdchain.rules.verdict.Attribution.Reason;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the questions that the record leaves open. */
final class OpenQuestions {
    /** Prefix of the question whether a duty was met; then party and duty. */
    private static final String DUTY = "duty:";

    private final RulePack pack;

    OpenQuestions(RulePack pack) {
        this.pack = pack;
    }

    /**
     * A question.
     *
     * @param id stable
     * @param en in English
     * @param zh in Chinese
     * @param party whom it concerns, or empty
     * @param item which item it concerns, or empty for all
     * @param noIsDefault whether the judgment without an answer is that of the answer no
     */
    record Question(String id, String en, String zh, String party, String item, boolean noIsDefault) {}

    /** The questions that have no answer yet, by id. */
    List<Question> of(Outcome outcome, Map<String, Boolean> answers) {
        SortedMap<String, Question> questions = new TreeMap<>();
        for (DamageItem item : outcome.incident().items()) {
            if (item.proven()) {
                causes(outcome, item).forEach(q -> questions.putIfAbsent(q.id(), q));
                defences(outcome, item.id()).forEach(q -> questions.putIfAbsent(q.id(), q));
                strictInner(outcome, item.id()).forEach(q -> questions.putIfAbsent(q.id(), q));
            }
        }
        for (Facts.OpenIssue issue : outcome.facts().open()) {
            questions.putIfAbsent(issue.id(), asked(issue));
        }
        questions.keySet().removeAll(answers.keySet());
        return List.copyOf(questions.values());
    }

    /** Breaches that nothing ties to the event, of parties not liable for it, where no evidence speaks on causation. */
    private List<Question> causes(Outcome outcome, DamageItem item) {
        if (!outcome.facts()
                .causes()
                .getOrDefault(item.id(), CausalParts.none(item.id()))
                .source()
                .equals("none")) {
            return List.of();
        }
        Reasoned reasoned = outcome.reasoned();
        Set<String> atFault = new TreeSet<>();
        reasoned.of(AtFault.class).stream()
                .filter(f -> f.item().equals(item.id()))
                .forEach(f -> atFault.add(f.party()));
        Set<String> purposes = ItemCases.purposes(item.id(), outcome.facts());
        List<Question> questions = new ArrayList<>();
        for (Breach breach : reasoned.of(Breach.class)) {
            boolean causal = reasoned.of(Causal.class).stream()
                    .anyMatch(c -> c.item().equals(item.id())
                            && c.party().equals(breach.party())
                            && c.duty().equals(breach.duty()));
            if (!causal
                    && purposes.contains(breach.duty())
                    && breach.canCause(item.aggravated())
                    && !atFault.contains(breach.party())
                    && !breach.party().equals(outcome.incident().claimant())) {
                questions.add(cause(item.id(), breach));
            }
        }
        return questions;
    }

    private Question cause(String item, Breach breach) {
        Label duty = title(breach.duty());
        return new Question(
                OpenQuestion.CAUSE + item + ":" + breach.party() + ":" + breach.duty(),
                "Did the breach of the duty “%s” by %s cause '%s'?".formatted(duty.en(), breach.party(), item),
                "%s违反“%s”义务的行为是否造成了“%s”？".formatted(breach.party(), duty.zh(), item),
                breach.party(),
                item,
                true);
    }

    /** What the facts leave open; a duty by its title, which facts do not know. */
    Question asked(Facts.OpenIssue issue) {
        String en = issue.questionEn();
        String zh = issue.questionZh();
        if (issue.id().startsWith(DUTY)) {
            String code = issue.id().substring(issue.id().lastIndexOf(':') + 1);
            Label duty = title(code);
            en = en.replace("'" + code + "'", "“" + duty.en() + "”");
            zh = zh.replace("“" + code + "”", "“" + duty.zh() + "”");
        }
        return new Question(issue.id(), en, zh, issue.party(), "", false);
    }

    private Label title(String code) {
        Duty duty = pack.duties().get(code);
        return duty == null ? new Label(code, code) : duty.title();
    }

    /** Defences that the law leaves contested, in the words of the rules that hold them open. */
    private List<Question> defences(Outcome outcome, String item) {
        List<Question> questions = new ArrayList<>();
        for (DefenceOpen open : outcome.reasoned().of(DefenceOpen.class)) {
            if (open.item().equals(item)) {
                Reason why = new Reasons(pack, outcome.facts(), outcome.reasoned()).of(open);
                questions.add(new Question(
                        OpenQuestion.DEFENCE + item + ":" + open.party() + ":" + open.kind(),
                        why.explainEn() + " Does it hold?",
                        why.explainZh() + "该抗辩是否成立？",
                        open.party(),
                        item,
                        true));
            }
        }
        return questions;
    }

    private static List<Question> strictInner(Outcome outcome, String item) {
        Apportioned shared = outcome.item(item);
        ItemCase itemCase = outcome.cases().get(item);
        if (!shared.strictInnerMatters() || itemCase == null) {
            return List.of();
        }
        return List.of(new Question(
                OpenQuestion.STRICT_INNER + item,
                "No rule says how several makers at fault share '%s': by causal force and fault, rather than by causal force alone?"
                        .formatted(item),
                "对“%s”有过错的数个制造环节责任人之间如何分担没有明文规定：是否按原因力与过错程度（而非仅按原因力）分担？".formatted(item),
                "",
                item,
                itemCase.strictInner() == ItemCase.StrictInner.K));
    }

    /**
     * What an answer changes beside the shares; of an item that is then not established, only that. What the claimant
     * may demand from a party does not count where it is the share of the party before and after.
     */
    static List<BesideShares> beside(Outcome now, Outcome answered) {
        List<BesideShares> changes = new ArrayList<>();
        now.items().forEach((item, before) -> {
            Apportioned after = answered.item(item);
            String status = before.established() == after.established()
                    ? ""
                    : after.established() ? "established" : "not-established";
            SortedMap<String, Fraction> claimable = new TreeMap<>();
            List<List<String>> groups = null;
            List<String> second = null;
            boolean recourse = false;
            if (after.established()) {
                after.claimable().forEach((party, part) -> {
                    Fraction was = before.claimable().getOrDefault(party, Fraction.ZERO);
                    boolean wasItsShare = was.equals(before.shares().getOrDefault(party, Fraction.ZERO));
                    boolean isItsShare = part.equals(after.shares().getOrDefault(party, Fraction.ZERO));
                    boolean goesWithShare = wasItsShare && isItsShare;
                    if (!goesWithShare && (wasItsShare || !part.equals(was))) {
                        claimable.put(party, part);
                    }
                });
                groups = after.groups().equals(before.groups())
                        ? null
                        : after.groups().stream().map(List::copyOf).toList();
                second = after.supplementary()
                                .keySet()
                                .equals(before.supplementary().keySet())
                        ? null
                        : List.copyOf(after.supplementary().keySet());
                recourse = !edges(after).equals(edges(before));
            }
            if (!status.isEmpty() || !claimable.isEmpty() || groups != null || second != null || recourse) {
                changes.add(new BesideShares(item, status, claimable, groups, second, recourse));
            }
        });
        return changes;
    }

    private static Set<List<String>> edges(Apportioned shared) {
        return shared.recourse().stream().map(e -> List.of(e.from(), e.to())).collect(Collectors.toSet());
    }

    /** How far two maps of shares lie apart at most. */
    static Fraction distance(SortedMap<String, Fraction> a, SortedMap<String, Fraction> b) {
        Set<String> keys = new TreeSet<>(a.keySet());
        keys.addAll(b.keySet());
        Fraction most = Fraction.ZERO;
        for (String key : keys) {
            Fraction difference = a.getOrDefault(key, Fraction.ZERO).minus(b.getOrDefault(key, Fraction.ZERO));
            most = most.max(difference).max(difference.negate());
        }
        return most;
    }

    /** An answer as a map. */
    static SortedMap<String, Boolean> answer(String id, boolean yes) {
        return new TreeMap<>(Collections.singletonMap(id, yes));
    }
}
