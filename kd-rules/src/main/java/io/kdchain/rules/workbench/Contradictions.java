package io.kdchain.rules.workbench;

import io.kdchain.rules.engine.Derivation;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.engine.RuleEngineException;
import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.Term;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.language.Comparison;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Constraint;
import io.kdchain.rules.language.InForce;
import io.kdchain.rules.language.Insertion;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.language.Remark;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.pack.Norm;
import io.kdchain.rules.pack.RulePack;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds two rules that conclude what cannot both hold, and the fewest facts from which both do. The facts are made from
 * the conditions of both rules and of those that conclude what they read, and then the rules are applied to them: what
 * is reported does follow. Facts that no record can show together, such as one check with two states, are not tried, so
 * that not all contradictions are found.
 */
final class Contradictions {
    /**
     * Conclusions of which only one can hold.
     *
     * @param one a conclusion
     * @param other another, or the same
     * @param shared fields of one that say that both speak of the same
     * @param sharedOfOther the fields of the other that equal them, one by one
     * @param differs of one conclusion that excludes itself: the field that has one value by one norm; empty for two
     */
    private record Exclusive(
            String one, String other, List<String> shared, List<String> sharedOfOther, String differs) {
        static Exclusive two(String one, String other, List<String> shared, List<String> sharedOfOther) {
            return new Exclusive(one, other, shared, sharedOfOther, "");
        }

        static Exclusive value(String one, List<String> key, String differs) {
            return new Exclusive(one, one, key, key, differs);
        }

        boolean meets(Map<String, Object> first, Map<String, Object> second) {
            for (int i = 0; i < shared.size(); i++) {
                if (!String.valueOf(first.get(shared.get(i)))
                        .equals(String.valueOf(second.get(sharedOfOther.get(i))))) {
                    return false;
                }
            }
            return differs.isEmpty() || !String.valueOf(first.get(differs)).equals(String.valueOf(second.get(differs)));
        }
    }

    /**
     * Only what cannot be both. Two grades of one breach, two capacities of one seller or two terms by different norms
     * can: the graver counts, both are claimed from, each term is kept.
     */
    private static final List<Exclusive> EXCLUSIVE = List.of(
            Exclusive.value("MeasureDue", List.of("party", "measure", "trigger"), "term"),
            Exclusive.two("SeveralParts", "Solidarity", List.of("item"), List.of("item")),
            Exclusive.two("SeveralParts", "EqualParts", List.of("item"), List.of("item")),
            Exclusive.two(
                    "WorkContract",
                    "WorkContract",
                    List.of("item", "contractor", "customer"),
                    List.of("item", "customer", "contractor")),
            Exclusive.two(
                    "Supplementary",
                    "Supplementary",
                    List.of("item", "party", "primary"),
                    List.of("item", "primary", "party")),
            Exclusive.two(
                    "ClauseVoid",
                    "HeldHarmless",
                    List.of("item", "agreement", "party"),
                    List.of("item", "agreement", "indemnitee")),
            Exclusive.two(
                    "ClauseVoid",
                    "RecourseCapped",
                    List.of("item", "agreement", "party"),
                    List.of("item", "agreement", "party")));

    private final RulePack pack;
    private final RuleEngine engine = new DirectRuleEngine();

    private Contradictions(RulePack pack) {
        this.pack = pack;
    }

    /** One remark for each two rules, at least one of them of the pack itself, in the order of files and lines. */
    static List<Remark> of(RulePack pack) {
        Contradictions search = new Contradictions(pack);
        List<Rule> rules =
                pack.rules().stream().sorted(Comparator.comparing(Rule::at)).toList();
        List<Remark> remarks = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            for (int j = i + 1; j < rules.size(); j++) {
                String own = pack.id() + "/";
                if (rules.get(i).at().file().startsWith(own)
                        || rules.get(j).at().file().startsWith(own)) {
                    search.between(rules.get(i), rules.get(j)).ifPresent(remarks::add);
                }
            }
        }
        return remarks;
    }

    private Optional<Remark> between(Rule one, Rule other) {
        for (Exclusive exclusive : EXCLUSIVE) {
            for (Insertion a : one.insertions()) {
                for (Insertion b : other.insertions()) {
                    Optional<Remark> found = exclusive.one().equals(a.type())
                                    && exclusive.other().equals(b.type())
                            ? witness(exclusive, one, a, other, b)
                            : exclusive.one().equals(b.type())
                                            && exclusive.other().equals(a.type())
                                    ? witness(exclusive, other, b, one, a)
                                    : Optional.empty();
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Remark> witness(Exclusive exclusive, Rule one, Insertion a, Rule other, Insertion b) {
        Optional<LocalDate> day = day(one, other);
        boolean byOneNorm = one.norm().equals(other.norm());
        if (day.isEmpty()
                || (!exclusive.differs().isEmpty() && !byOneNorm)
                || excepts(one, a, exclusive.shared(), b.type(), exclusive.sharedOfOther())
                || excepts(other, b, exclusive.sharedOfOther(), a.type(), exclusive.shared())) {
            return Optional.empty();
        }
        LawAsOf law = pack.at(day.get());
        if (!law.rules().contains(one) || !law.rules().contains(other)) {
            return Optional.empty();
        }
        FactsForRules facts = new FactsForRules(pack.vocabulary(), law.rules());
        for (List<Fact> tried : facts.under(one, a, exclusive.shared(), other, b, exclusive.sharedOfOther())) {
            Optional<Both> both = both(law, tried, exclusive, one, other);
            if (both.isPresent()) {
                List<Fact> few = new ArrayList<>(tried);
                for (int i = few.size() - 1; i >= 0; i--) {
                    List<Fact> fewer = new ArrayList<>(few);
                    fewer.remove(i);
                    if (both(law, fewer, exclusive, one, other).isPresent()) {
                        few = fewer;
                    }
                }
                Both smallest = both(law, few, exclusive, one, other).orElse(both.get());
                List<String> told = new ArrayList<>();
                for (int i = 0; i < few.size(); i++) {
                    told.add(told(
                            few,
                            i,
                            changed -> both(law, changed, exclusive, one, other).isPresent()));
                }
                return Optional.of(remark(one, other, smallest, told));
            }
        }
        return Optional.empty();
    }

    /** A fact with its ids and those of its other fields that matter: with another value the two would not follow. */
    private String told(List<Fact> facts, int at, Predicate<List<Fact>> follow) {
        Fact fact = facts.get(at);
        Vocabulary.WordEntry word =
                pack.vocabulary().word(fact.getClass().getSimpleName()).orElseThrow();
        Map<String, Object> values = values(fact);
        Map<String, Object> matter = new TreeMap<>(values);
        for (Vocabulary.Field field : word.fields()) {
            List<Object> others = new ArrayList<>(
                    field.type() == boolean.class
                            ? List.of(false, true)
                            : pack.vocabulary().list(field.list()));
            others.remove(values.get(field.name()));
            for (Object other : others) {
                Map<String, Object> changed = new TreeMap<>(values);
                changed.put(field.name(), other);
                List<Fact> all = new ArrayList<>(facts);
                all.set(at, FactsForRules.fact(word, changed));
                if (follow.test(all)) {
                    matter.remove(field.name());
                    break;
                }
            }
        }
        return FactsForRules.sentence(word, matter);
    }

    /** Whether the rule says itself that it does not hold where the other conclusion does. */
    private boolean excepts(
            Rule rule, Insertion own, List<String> shared, String otherType, List<String> sharedOfOther) {
        List<String> fields = pack.vocabulary().word(own.type()).orElseThrow().fields().stream()
                .map(Vocabulary.Field::name)
                .toList();
        return rule.conditions().stream()
                .filter(c -> c instanceof Condition.Not n
                        && n.inner() instanceof Condition.Pattern p
                        && p.type().equals(otherType))
                .map(c -> (Condition.Pattern) ((Condition.Not) c).inner())
                .anyMatch(p -> p.constraints().stream().allMatch(c -> {
                    int at = sharedOfOther.indexOf(c.field());
                    return at >= 0
                            && c instanceof Constraint.Compare e
                            && e.comparison() == Comparison.EQUAL
                            && e.value().equals(own.arguments().get(fields.indexOf(shared.get(at))));
                }));
    }

    private record Both(Conclusion one, Conclusion other) {}

    private Optional<Both> both(LawAsOf law, List<Fact> facts, Exclusive exclusive, Rule one, Rule other) {
        Derivation derived;
        try {
            derived = engine.derive(law, facts);
        } catch (RuleEngineException e) {
            return Optional.empty(); // such facts are more than the engine joins; it is no witness
        }
        for (Conclusion first : derived.conclusions()) {
            for (Conclusion second : derived.conclusions()) {
                if (isOf(derived, first, exclusive.one(), one)
                        && isOf(derived, second, exclusive.other(), other)
                        && exclusive.meets(values(first), values(second))) {
                    return Optional.of(new Both(first, second));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(Derivation derived, Conclusion conclusion, String type, Rule rule) {
        return conclusion.getClass().getSimpleName().equals(type)
                && derived.justifications(conclusion).stream()
                        .anyMatch(j -> j.rule().name().equals(rule.name()));
    }

    /** A day on which both are in force; the latest of those on which a norm began. */
    private Optional<LocalDate> day(Rule one, Rule other) {
        InForce first = days(one);
        InForce second = days(other);
        return pack.norms().values().stream()
                .map(n -> n.inForce().from())
                .filter(d -> d != null && first.on(d) && second.on(d))
                .max(Comparator.naturalOrder());
    }

    private InForce days(Rule rule) {
        InForce own = rule.inForce();
        return own != null ? own : pack.normOf(rule).map(Norm::inForce).orElse(InForce.ALWAYS);
    }

    private Remark remark(Rule one, Rule other, Both both, List<String> facts) {
        Rule later = one.at().compareTo(other.at()) > 0 ? one : other;
        Rule earlier = later.equals(one) ? other : one;
        return new Remark(
                Remark.Check.CONTRADICTION,
                new Problem(
                        later.at(),
                        later.name(),
                        "With \"%s\" at %s it concludes what cannot both hold: %s, and %s. So it is where %s. Say in one of them what tells them apart, or let it be an exception to the other."
                                .formatted(
                                        earlier.name(),
                                        earlier.at(),
                                        shown(both.one()),
                                        shown(both.other()),
                                        String.join("; and ", facts))));
    }

    private String shown(Term term) {
        return FactsForRules.sentence(
                pack.vocabulary().word(term.getClass().getSimpleName()).orElseThrow(), values(term));
    }

    /** Fields with their values, in order. */
    static Map<String, Object> values(Term term) {
        Map<String, Object> values = new TreeMap<>();
        for (RecordComponent component : term.getClass().getRecordComponents()) {
            try {
                values.put(component.getName(), component.getAccessor().invoke(term));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("%s cannot be read.".formatted(component), e);
            }
        }
        return values;
    }
}
