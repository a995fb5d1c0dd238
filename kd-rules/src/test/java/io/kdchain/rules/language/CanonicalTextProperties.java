package io.kdchain.rules.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Phase;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is printed is read as the same tree, which is printed the same. */
class CanonicalTextProperties {
    private static final Position AT = new Position("x", 1, 1);

    @Property(tries = 200, seed = "20260105", edgeCases = EdgeCasesMode.NONE)
    void readingWhatWasPrintedGivesTheSameText(@ForAll("files") RuleFile file) {
        String text = CanonicalText.of(file);

        RuleReader.Result read = RuleReader.read("x", text.getBytes(StandardCharsets.UTF_8));

        assertThat(read.problems()).as(text).isEmpty();
        assertThat(CanonicalText.of(read.file().orElseThrow())).isEqualTo(text);
        assertThat(read.file().orElseThrow().rules()).hasSameSizeAs(file.rules());
        for (int i = 0; i < file.rules().size(); i++) {
            Rule was = file.rules().get(i);
            Rule is = read.file().orElseThrow().rules().get(i);
            assertThat(is.name()).isEqualTo(was.name());
            assertThat(is.legalBasis()).isEqualTo(was.legalBasis());
            assertThat(is.explainEn()).isEqualTo(was.explainEn());
            assertThat(is.explainZh()).isEqualTo(was.explainZh());
            assertThat(is.inForce()).isEqualTo(was.inForce());
            assertThat(is.exceptionTo()).isEqualTo(was.exceptionTo());
            assertThat(is.burden()).isEqualTo(was.burden());
            assertThat(is.phase()).isEqualTo(was.phase());
            assertThat(is.conditions())
                    .usingRecursiveComparison()
                    .ignoringFieldsOfTypes(Position.class)
                    .isEqualTo(was.conditions());
            assertThat(is.insertions())
                    .usingRecursiveComparison()
                    .ignoringFieldsOfTypes(Position.class)
                    .isEqualTo(was.insertions());
        }
    }

    @Property(tries = 50, seed = "20260106", edgeCases = EdgeCasesMode.NONE)
    void theTextForTheCompilerHasNeitherNamesNorAnnotations(@ForAll("files") RuleFile file) {
        String text = CanonicalText.forCompiler("rules.compiled", file.rules());

        assertThat(text).doesNotContain("@").doesNotContain("T-1");
        for (int i = 0; i < file.rules().size(); i++) {
            assertThat(text).contains("rule \"r" + i + "_0\"");
        }
        assertThat(text).doesNotContain("rule \"r" + file.rules().size());
    }

    @Provide
    Arbitrary<RuleFile> files() {
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
                        .flatMap(c ->
                                c instanceof Condition.And and ? and.parts().stream() : java.util.stream.Stream.of(c))
                        .toList());
        Arbitrary<List<Insertion>> insertions = Combinators.combine(
                        type(), operand().list().ofMaxSize(4))
                .as((t, o) -> new Insertion(AT, t, o))
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
        return Combinators.combine(type(), constraint().list().ofMaxSize(3))
                .as((t, c) -> new Condition.Pattern(AT, t, c));
    }

    private static Arbitrary<Constraint> constraint() {
        Arbitrary<String> field = Arbitraries.of("party", "item", "state", "override");
        return Arbitraries.oneOf(
                Combinators.combine(name(), field).as((n, f) -> new Constraint.Bind(AT, n, f)),
                Combinators.combine(field, Arbitraries.of(Comparison.values()), operand())
                        .as((f, c, o) -> new Constraint.Compare(AT, f, c, o)),
                Combinators.combine(field, operand().list().ofMinSize(1).ofMaxSize(3))
                        .as((f, o) -> new Constraint.In(AT, f, o)));
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

    private static Arbitrary<String> type() {
        return Arbitraries.of("Party", "Item", "Breach");
    }
}
