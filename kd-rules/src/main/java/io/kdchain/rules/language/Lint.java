package io.kdchain.rules.language;

import io.kdchain.rules.fact.Vocabulary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what may stand in rules and is probably not meant. Makes few remarks, and each only where it is certain of
 * what it says: two rules are compared by their text, so that names of bindings must agree.
 */
public final class Lint {
    private static final Pattern BINDING = Pattern.compile("\\{([^{}]*)\\}");
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

    /** Patterns of one word in a rule that are remarked on. */
    private static final int WIDE = 3;

    private final Vocabulary vocabulary;
    private final Map<String, InForce> norms;
    private final List<Remark> remarks = new ArrayList<>();
    /** Each rule is compared with every other one. */
    private final IdentityHashMap<Rule, Set<String>> texts = new IdentityHashMap<>();

    private final IdentityHashMap<Rule, Set<String>> conclusions = new IdentityHashMap<>();

    private Lint(Vocabulary vocabulary, Map<String, InForce> norms) {
        this.vocabulary = vocabulary;
        this.norms = norms;
    }

    /**
     * What is to be said of rules that {@link RuleChecker} has nothing against, in the order of files and lines.
     *
     * @param rules all rules that are applied together
     * @param vocabulary with the lists of the packs
     * @param norms days of each norm, by id
     */
    public static List<Remark> of(Collection<Rule> rules, Vocabulary vocabulary, Map<String, InForce> norms) {
        Lint lint = new Lint(vocabulary, norms);
        lint.neverApplies(rules);
        lint.needless(rules);
        lint.alwaysDefeated(rules);
        for (Rule rule : rules) {
            lint.wideJoin(rule);
            IdKinds.of(rule, vocabulary)
                    .forEach(one -> lint.remark(Remark.Check.ID_EXCHANGED, rule, one.at(), one.message()));
            lint.days(rule);
            lint.reasons(rule);
        }
        return lint.remarks.stream()
                .sorted((a, b) -> a.problem().compareTo(b.problem()))
                .toList();
    }

    /** What a rule that never applies would conclude is concluded by nobody: so on until nothing more falls away. */
    private void neverApplies(Collection<Rule> rules) {
        List<RuleAnalysis> alive = new ArrayList<>();
        rules.forEach(rule -> alive.add(RuleAnalysis.of(rule, vocabulary)));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (RuleAnalysis analysis : List.copyOf(alive)) {
                RuleAnalysis.Read missing = missing(analysis, alive);
                if (missing != null) {
                    alive.remove(analysis);
                    changed = true;
                    remark(
                            Remark.Check.NEVER_APPLIES,
                            analysis.rule(),
                            missing.at(),
                            "The rule demands a %s that no rule concludes%s, so it never applies. Write the rule that concludes it, or correct the condition."
                                    .formatted(missing.type(), asked(missing)));
                }
            }
        }
    }

    private RuleAnalysis.@Nullable Read missing(RuleAnalysis analysis, List<RuleAnalysis> alive) {
        Set<Position> optional = new HashSet<>();
        analysis.rule().conditions().forEach(condition -> alternatives(condition, false, optional));
        for (RuleAnalysis.Read read : analysis.reads()) {
            boolean demanded = read.mode() == RuleAnalysis.Mode.PREMISE || read.mode() == RuleAnalysis.Mode.EXISTS;
            boolean drawn = vocabulary
                    .word(read.type())
                    .filter(Vocabulary.WordEntry::isConclusion)
                    .isPresent();
            if (demanded
                    && drawn
                    && !optional.contains(read.at())
                    && alive.stream().flatMap(other -> other.writes().stream()).noneMatch(read::meets)) {
                return read;
            }
        }
        return null;
    }

    /** Where the patterns stand of which another may match instead. */
    private static void alternatives(Condition condition, boolean within, Set<Position> found) {
        if (condition instanceof Condition.Pattern && within) {
            found.add(condition.at());
        } else if (condition instanceof Condition.Or or) {
            or.branches().forEach(branch -> alternatives(branch, true, found));
        } else if (condition instanceof Condition.And and) {
            and.parts().forEach(part -> alternatives(part, within, found));
        } else if (condition instanceof Condition.Exists exists) {
            alternatives(exists.inner(), within, found);
        }
    }

    private static String asked(RuleAnalysis.Read read) {
        String values = read.fields().entrySet().stream()
                .filter(field -> field.getValue().values() != null
                        && field.getValue().values().size() == 1)
                .map(field -> "%s %s"
                        .formatted(
                                field.getKey(),
                                field.getValue().values().iterator().next()))
                .sorted()
                .collect(Collectors.joining(", "));
        return values.isEmpty() ? "" : " with " + values;
    }

    private void needless(Collection<Rule> rules) {
        for (Rule rule : rules) {
            Set<String> demands = texts(rule);
            for (Rule other : rules) {
                Set<String> less = texts(other);
                boolean sameLaw = rule.norm().equals(other.norm())
                        && rule.phase() == other.phase()
                        && rule.exceptionTo().equals(other.exceptionTo())
                        && String.valueOf(rule.burden()).equals(String.valueOf(other.burden()))
                        && String.valueOf(rule.inForce()).equals(String.valueOf(other.inForce()));
                boolean later = less.size() < demands.size() || other.at().compareTo(rule.at()) < 0;
                if (sameLaw
                        && later
                        && demands.containsAll(less)
                        && conclusions(other).containsAll(conclusions(rule))) {
                    remark(
                            Remark.Check.NEEDLESS,
                            rule,
                            rule.at(),
                            "Whatever fulfils this rule fulfils \"%s\" at %s as well, which concludes the same by the same norm. Delete this one, or say how it differs."
                                    .formatted(other.name(), other.at()));
                    break;
                }
            }
        }
    }

    /** Compared by text, so that the two rules must give the same names: what is found is certain, not all is found. */
    private void alwaysDefeated(Collection<Rule> rules) {
        for (Rule rule : rules) {
            Set<String> demands = texts(rule);
            for (Condition c : rule.conditions()) {
                if (!(c instanceof Condition.Not not) || !(not.inner() instanceof Condition.Pattern absent)) {
                    continue;
                }
                rules.stream()
                        .filter(other -> demands.containsAll(texts(other))
                                && other.phase().compareTo(rule.phase()) <= 0
                                && days(other, norms).covers(days(rule, norms))
                                && other.insertions().stream().anyMatch(i -> fits(i, absent)))
                        .findFirst()
                        .ifPresent(other -> remark(
                                Remark.Check.ALWAYS_DEFEATED,
                                rule,
                                c.at(),
                                "Whatever fulfils the rest of this rule fulfils \"%s\" at %s as well, and that concludes the %s which must not be there, so this one never applies. Demand more there, or delete this rule."
                                        .formatted(other.name(), other.at(), absent.type())));
            }
        }
    }

    /** Whether the conclusion is surely one that the pattern finds. */
    private boolean fits(Insertion made, Condition.Pattern pattern) {
        Optional<Vocabulary.WordEntry> word = vocabulary.word(made.type());
        if (!made.type().equals(pattern.type()) || word.isEmpty()) {
            return false;
        }
        List<String> fields =
                word.get().fields().stream().map(Vocabulary.Field::name).toList();
        return pattern.constraints().stream().allMatch(c -> {
            if (c instanceof Constraint.Bind) {
                return true;
            }
            int at = fields.indexOf(c.field());
            return at >= 0
                    && at < made.arguments().size()
                    && c instanceof Constraint.Compare compare
                    && compare.comparison() == Comparison.EQUAL
                    && compare.value().equals(made.arguments().get(at));
        });
    }

    private static InForce days(Rule rule, Map<String, InForce> norms) {
        InForce own = rule.inForce();
        return own != null ? own : rule.norm().map(norms::get).orElse(InForce.ALWAYS);
    }

    private void wideJoin(Rule rule) {
        Map<String, Long> words = rule.conditions().stream()
                .filter(c -> c instanceof Condition.Pattern)
                .collect(Collectors.groupingBy(
                        c -> ((Condition.Pattern) c).type(), TreeMap::new, Collectors.counting()));
        words.forEach((word, count) -> {
            if (count >= WIDE) {
                remark(
                        Remark.Check.WIDE_JOIN,
                        rule,
                        rule.at(),
                        "The rule looks at every group of %d %s facts: of a hundred there are %s. Divide it, or say `exists` where one of them is enough."
                                .formatted(count, word, "1" + "00".repeat(count.intValue())));
            }
        });
    }

    private Set<String> texts(Rule rule) {
        return texts.computeIfAbsent(
                rule, r -> r.conditions().stream().map(CanonicalText::of).collect(Collectors.toSet()));
    }

    private Set<String> conclusions(Rule rule) {
        return conclusions.computeIfAbsent(
                rule, r -> r.insertions().stream().map(CanonicalText::of).collect(Collectors.toSet()));
    }

    private void days(Rule rule) {
        InForce own = days(rule, norms);
        for (String id : rule.legalBasis()) {
            InForce norm = norms.getOrDefault(id, InForce.ALWAYS);
            if (!norm.meets(own)) {
                remark(
                        Remark.Check.NORM_NOT_IN_FORCE,
                        rule,
                        rule.at(),
                        "@legalBasis cites %s, which is in force %s, and the rule holds %s. Cite the norm of those days."
                                .formatted(id, norm, own));
            }
        }
    }

    private void reasons(Rule rule) {
        boolean english = !CHINESE.matcher(rule.explainEn()).find();
        boolean chinese = CHINESE.matcher(rule.explainZh()).find();
        if (!english || !chinese) {
            remark(
                    Remark.Check.NOT_TRANSLATED,
                    rule,
                    rule.at(),
                    english
                            ? "@explain_zh has no Chinese character; translate the reason."
                            : "@explain_en has Chinese characters; translate the reason.");
        }
        Set<String> inEnglish = bindings(rule.explainEn());
        Set<String> inChinese = bindings(rule.explainZh());
        if (!inEnglish.equals(inChinese)) {
            Set<String> once = Stream.concat(inEnglish.stream(), inChinese.stream())
                    .filter(name -> !(inEnglish.contains(name) && inChinese.contains(name)))
                    .collect(Collectors.toCollection(TreeSet::new));
            remark(
                    Remark.Check.REASONS_DIFFER,
                    rule,
                    rule.at(),
                    "Only one of @explain_en and @explain_zh speaks of {%s}; say the same to both readers."
                            .formatted(String.join("}, {", once)));
        }
    }

    private static Set<String> bindings(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = BINDING.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private void remark(Remark.Check check, Rule rule, Position at, String message) {
        remarks.add(new Remark(check, new Problem(at, rule.name(), message)));
    }
}
