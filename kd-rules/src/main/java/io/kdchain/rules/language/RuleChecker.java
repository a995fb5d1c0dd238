package io.kdchain.rules.language;

import io.kdchain.rules.fact.Vocabulary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks all rules of a program together: names, norms, words, types, joins, phases, exceptions, stratification. */
public final class RuleChecker {
    /** Most rules of a program, all packs together; the packs of the library have some hundreds. */
    public static final int MAX_RULES = 2_000;

    private final Vocabulary vocabulary;
    private final Map<String, InForce> norms;

    /**
     * For a vocabulary and the norms of the packs.
     *
     * @param vocabulary with the lists of the packs
     * @param norms days of each norm, by id
     */
    public RuleChecker(Vocabulary vocabulary, Map<String, InForce> norms) {
        this.vocabulary = vocabulary;
        this.norms = Map.copyOf(norms);
    }

    /** All problems of the rules, in the order of files and lines; empty if they may be used. */
    public List<Problem> check(Collection<Rule> rules) {
        List<Problem> problems = new ArrayList<>();
        if (rules.size() > MAX_RULES) {
            Rule first = rules.iterator().next();
            problem(
                    problems,
                    first,
                    "The packs have %d rules together and may have %d; use fewer packs at once, or delete what no longer applies."
                            .formatted(rules.size(), MAX_RULES));
            return problems;
        }
        Map<String, RuleAnalysis> byName = new HashMap<>();
        List<RuleAnalysis> analyses = new ArrayList<>();
        for (Rule rule : rules) {
            RuleAnalysis analysis = RuleAnalysis.of(rule, vocabulary);
            analyses.add(analysis);
            problems.addAll(analysis.problems());
            RuleAnalysis before = byName.putIfAbsent(rule.name(), analysis);
            if (before != null) {
                problem(
                        problems,
                        rule,
                        "The name is taken by the rule at %s; the later one would silently replace it. Give each rule a name of its own."
                                .formatted(before.rule().at()));
            }
            alone(analysis, problems);
        }
        for (RuleAnalysis analysis : analyses) {
            exception(analysis, byName, problems);
        }
        problems.addAll(Stratification.of(analyses).problems());
        problems.sort(null);
        return problems;
    }

    /**
     * What comes of a change.
     *
     * @param problems all problems that the changed rule brings
     * @param program the rules in order; empty if there are problems
     */
    public record Change(List<Problem> problems, RuleProgram program) {
        public Change {
            problems = List.copyOf(problems);
        }
    }

    /** Checks one rule at a time in the place of another, among rules that may be used. Safe for concurrent use. */
    public final class Replacer {
        private final SortedMap<String, RuleAnalysis> analyses = new TreeMap<>();

        private Replacer(Collection<Rule> rules) {
            rules.forEach(r -> analyses.put(r.name(), RuleAnalysis.of(r, vocabulary)));
        }

        /** The rules with this one in the place of that of its name. */
        public Change with(Rule rule) {
            RuleAnalysis analysis = RuleAnalysis.of(rule, vocabulary);
            List<Problem> problems = new ArrayList<>(analysis.problems());
            alone(analysis, problems);
            SortedMap<String, RuleAnalysis> all = new TreeMap<>(analyses);
            all.put(rule.name(), analysis);
            all.values().forEach(a -> exception(a, all, problems));
            Stratification stratification = Stratification.of(List.copyOf(all.values()));
            problems.addAll(stratification.problems());
            problems.sort(null);
            return new Change(problems, new RuleProgram(problems.isEmpty() ? stratification.order() : List.of()));
        }
    }

    /** For changes of rules in which {@link #check} finds no problem. */
    public Replacer replacer(Collection<Rule> rules) {
        return new Replacer(rules);
    }

    /** What is wrong with a rule whatever the others are. */
    private void alone(RuleAnalysis analysis, List<Problem> problems) {
        Rule rule = analysis.rule();
        norms(rule, problems);
        explanation(rule, "explain_en", rule.explainEn(), analysis.visible(), problems);
        explanation(rule, "explain_zh", rule.explainZh(), analysis.visible(), problems);
        burden(rule, analysis.visible(), problems);
    }

    private void norms(Rule rule, List<Problem> problems) {
        for (String id : rule.legalBasis()) {
            if (!norms.containsKey(id)) {
                problem(
                        problems,
                        rule,
                        "@legalBasis names %s, which no norms.yaml of the pack has%s."
                                .formatted(id.isEmpty() ? "an empty id" : id, Spelling.hint(id, norms.keySet())));
            }
        }
        if (Set.copyOf(rule.legalBasis()).size() < rule.legalBasis().size()) {
            problem(problems, rule, "@legalBasis names a norm twice; name it once.");
        }
        InForce days = rule.norm().map(norms::get).orElse(null);
        if (rule.norm().isEmpty()) {
            problem(
                    problems,
                    rule,
                    "The name begins with none of the norms of @legalBasis (%s); begin it with one and a colon, as \"%s: ...\"."
                            .formatted(
                                    String.join(", ", rule.legalBasis()),
                                    rule.legalBasis().get(0)));
        }
        InForce own = rule.inForce();
        if (days != null && own != null && !days.covers(own)) {
            problem(
                    problems,
                    rule,
                    "@inForce(\"%s\") reaches beyond the days of %s, which are %s; shorten it, since a rule holds no longer than its norm."
                            .formatted(own, rule.norm().orElse(""), days));
        }
    }

    private static void explanation(
            Rule rule, String annotation, String text, List<String> names, List<Problem> problems) {
        int from = 0;
        while (true) {
            int open = text.indexOf('{', from);
            int close = text.indexOf('}', from);
            if (open < 0 && close < 0) {
                return;
            }
            if (close < 0) {
                problem(problems, rule, "@%s has { without }; write bindings as {party}.".formatted(annotation));
                return;
            }
            if (open < 0 || close < open) {
                problem(problems, rule, "@%s has } without {; write bindings as {party}.".formatted(annotation));
                return;
            }
            String name = text.substring(open + 1, close);
            if (!names.contains(name)) {
                problem(
                        problems,
                        rule,
                        "@%s speaks of {%s}, which is no binding of a pattern that must match%s. Bindings: %s."
                                .formatted(
                                        annotation,
                                        name,
                                        Spelling.hint(name, names),
                                        names.isEmpty() ? "none" : String.join(", ", names)));
            }
            from = close + 1;
        }
    }

    private void burden(Rule rule, List<String> names, List<Problem> problems) {
        String burden = rule.burden();
        if (burden == null) {
            return;
        }
        Set<String> known = new TreeSet<>(names);
        known.addAll(vocabulary.list("role"));
        known.add("claimant");
        known.add("defendant");
        if (!known.contains(burden)) {
            problem(
                    problems,
                    rule,
                    "@burden(\"%s\") is neither a binding of the rule nor a role nor claimant nor defendant%s."
                            .formatted(burden, Spelling.hint(burden, known)));
        }
    }

    private static void exception(RuleAnalysis analysis, Map<String, RuleAnalysis> byName, List<Problem> problems) {
        for (String name : analysis.rule().exceptionTo()) {
            RuleAnalysis target = byName.get(name);
            if (target == null) {
                problem(
                        problems,
                        analysis.rule(),
                        "@exceptionTo names rule \"%s\", which the pack has not%s."
                                .formatted(name, Spelling.hint(name, byName.keySet())));
                continue;
            }
            boolean defeats = target.reads().stream()
                    .filter(r -> r.mode() == RuleAnalysis.Mode.NOT)
                    .anyMatch(r -> analysis.writes().stream().anyMatch(r::meets));
            if (!defeats) {
                problem(
                        problems,
                        analysis.rule(),
                        "@exceptionTo names rule \"%s\", and that rule has no `not` on what this rule concludes (%s), so that nothing is excepted. Add the `not` there or drop the annotation."
                                .formatted(
                                        name,
                                        String.join(
                                                ", ",
                                                analysis.rule().insertions().stream()
                                                        .map(Insertion::type)
                                                        .distinct()
                                                        .toList())));
            }
        }
    }

    private static void problem(List<Problem> problems, Rule rule, String message) {
        problems.add(new Problem(rule.at(), rule.name(), message));
    }
}
