package io.kdchain.rules.language;

import io.kdchain.rules.fact.Phase;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Rules of every form that the language has, over all words of the vocabulary. */
final class RandomRules {
    private static final int MOST_FIELDS = 8;
    private static final Position AT = new Position("x", 1, 1);
    private static final List<WordEntry> WORDS = List.copyOf(Vocabulary.base().words());
    private static final List<WordEntry> CONCLUSIONS =
            WORDS.stream().filter(WordEntry::isConclusion).toList();

    private RandomRules() {}

    /** Files with one to three rules; their names and joins need not make sense. */
    static Arbitrary<RuleFile> files() {
        return rule().list().ofMinSize(1).ofMaxSize(3).map(r -> new RuleFile("x", AT, "rules.test", r));
    }

    private static Arbitrary<Rule> rule() {
        Arbitrary<String> text = Arbitraries.strings()
                .withChars("ab{}$: \"\\/*'因为，。，")
                .ofMinLength(1)
                .ofMaxLength(12)
                .map(s -> s + "z");
        Arbitrary<List<String>> texts = text.list().ofMaxSize(2);
        Arbitrary<Optional<InForce>> inForce = Arbitraries.of(
                Optional.empty(),
                Optional.of(InForce.ALWAYS),
                Optional.of(new InForce(LocalDate.of(2021, 1, 1), null)),
                Optional.of(new InForce(LocalDate.of(2021, 1, 1), LocalDate.of(2022, 12, 31))));
        Arbitrary<List<Condition>> conditions = condition(3)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(list -> list.stream()
                        .flatMap(c -> c instanceof Condition.And and ? and.parts().stream() : Stream.of(c))
                        .toList());
        Arbitrary<List<Insertion>> insertions = Combinators.combine(
                        Arbitraries.of(CONCLUSIONS), operand().list().ofSize(MOST_FIELDS))
                .as((word, o) -> new Insertion(
                        AT, word.name(), o.subList(0, word.fields().size())))
                .list()
                .ofMinSize(1)
                .ofMaxSize(2);
        return Combinators.combine(
                        text, text, text, inForce, texts, Arbitraries.of(Phase.values()), conditions, insertions)
                .as((name, en, zh, days, exceptions, phase, c, i) -> new Rule(
                        AT,
                        "rules.test",
                        "T-1: " + name,
                        List.of("T-1", "T-2"),
                        en,
                        zh,
                        days.orElse(null),
                        exceptions,
                        exceptions.isEmpty() ? null : "claimant",
                        phase,
                        c,
                        i));
    }

    private static Arbitrary<Condition> condition(int depth) {
        Arbitrary<Condition> pattern = pattern().map(p -> p);
        if (depth == 0) {
            return pattern;
        }
        Arbitrary<Condition> inner = condition(depth - 1);
        Arbitrary<List<Condition>> several = inner.list().ofMinSize(2).ofMaxSize(3);
        Arbitrary<Condition> notNegated =
                inner.filter(c -> !(c instanceof Condition.Not) && !(c instanceof Condition.Exists));
        return Arbitraries.oneOf(
                pattern,
                notNegated.map(c -> new Condition.Not(AT, c)),
                notNegated.map(c -> new Condition.Exists(AT, c)),
                several.filter(l -> l.stream().noneMatch(c -> c instanceof Condition.And))
                        .map(l -> new Condition.And(AT, l)),
                several.filter(l -> l.stream().noneMatch(c -> c instanceof Condition.Or))
                        .map(l -> new Condition.Or(AT, l)),
                Combinators.combine(pattern(), pattern().list().ofMinSize(1).ofMaxSize(2))
                        .as((b, o) -> new Condition.ForAll(AT, b, o)),
                Combinators.combine(
                                inner,
                                aggregate().list().ofMinSize(1).ofMaxSize(2),
                                test().list().ofMaxSize(2))
                        .as((s, a, t) -> new Condition.Accumulate(AT, s, a, t)));
    }

    private static Arbitrary<Condition.Aggregate> aggregate() {
        return Combinators.combine(name(), Arbitraries.of(AggregateFunction.values()), name())
                .as((n, f, a) -> new Condition.Aggregate(AT, n, f, f == AggregateFunction.COUNT ? "" : a));
    }

    private static Arbitrary<Condition.ResultTest> test() {
        return Combinators.combine(name(), Arbitraries.of(Comparison.values()), operand())
                .as((n, c, o) -> new Condition.ResultTest(AT, n, c, o));
    }

    private static Arbitrary<Condition.Pattern> pattern() {
        return Combinators.combine(Arbitraries.of(WORDS), constraint().list().ofMaxSize(4))
                .as((word, constraints) -> new Condition.Pattern(
                        AT,
                        word.name(),
                        constraints.stream().map(c -> c.apply(word)).toList()));
    }

    /** A constraint on some field of the word it is given. */
    private static Arbitrary<Function<WordEntry, Constraint>> constraint() {
        Arbitrary<Function<WordEntry, String>> field = Arbitraries.integers()
                .between(0, MOST_FIELDS)
                .map(i -> word -> word.fields().get(i % word.fields().size()).name());
        return Arbitraries.oneOf(
                Combinators.combine(name(), field).as((n, f) -> word -> new Constraint.Bind(AT, n, f.apply(word))),
                Combinators.combine(field, Arbitraries.of(Comparison.values()), operand())
                        .as((f, c, o) -> word -> new Constraint.Compare(AT, f.apply(word), c, o)),
                Combinators.combine(field, operand().list().ofMinSize(1).ofMaxSize(3))
                        .as((f, o) -> word -> new Constraint.In(AT, f.apply(word), o)));
    }

    private static Arbitrary<Operand> operand() {
        return Arbitraries.oneOf(
                name().map(Operand.Variable::new),
                Arbitraries.strings().withChars("a-b\"\\ 中").ofMaxLength(5).map(Operand.Text::new),
                Arbitraries.integers().map(Operand.Whole::new),
                Arbitraries.of(true, false).map(Operand.Truth::new),
                Arbitraries.integers().between(0, 40000).map(d -> new Operand.Day(LocalDate.ofEpochDay(d))));
    }

    private static Arbitrary<String> name() {
        return Arbitraries.of("party", "a1", "当事人", "_x");
    }
}
