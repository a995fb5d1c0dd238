package io.kdchain.rules.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.fact.Vocabulary.Field;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import io.kdchain.rules.pack.RulePack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules as sentences: what they mean, that each has one reading, and what is told of those that have none. */
class SentencesTest {
    private static final String HEAD = """
            package: rules.test.law

            rule: T-1: a rule
            norms: T-1, T-2
            step: liability
            reason in English: Because of {party}.
            reason in Chinese: 因为{party}。
            """;
    private static final String KOPF = """
            规则包：rules.test.law

            规则：T-1：一条规则
            依据：T-1、T-2
            步骤：责任
            英文理由：Because of {party}.
            中文理由：因为{party}。
            """;

    private static RuleReader.Result read(String text) {
        return RuleReader.read("law/x.rule", text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> conditions(String text) {
        RuleReader.Result read = read(text);
        assertThat(read.problems()).isEmpty();
        Rule rule = read.file().orElseThrow().rules().get(0);
        List<String> all = new java.util.ArrayList<>(
                rule.conditions().stream().map(CanonicalText::of).toList());
        rule.insertions().forEach(i -> all.add(CanonicalText.of(i)));
        return all;
    }

    @Test
    void aSentenceMeansWhatItsPatternSays() {
        assertThat(conditions(HEAD + """
                When some {party} breached some {duty} with the grade some {grade}, whose tie to the event is
                     other than "organisational";
                  # what the duty is for
                  and some {item} is harm against which the {duty} protects;
                  and some {other} is at fault for the {item}, whose party is other than the {party},
                      whose grade of fault is one of "gross" or "intent";
                  unless the {party} has for the {item} a defence;
                then for the {item} the {party} and the {other} are jointly and severally liable on the ground "joint-act";
                  and the {item} is borne in equal parts.
                """))
                .containsExactly(
                        "Breach( $party : party, $duty : duty, $grade : grade, tie != \"organisational\" )",
                        "Purpose( $item : item, duty == $duty )",
                        "AtFault( $other : party, item == $item, party != $party, grade in ( \"gross\", \"intent\" ) )",
                        "not Defence( party == $party, item == $item )",
                        "insertLogical( new Solidarity( $item, $party, $other, \"joint-act\" ) );",
                        "insertLogical( new EqualParts( $item ) );");
    }

    @Test
    void theSameInChinese() {
        assertThat(conditions(KOPF + """
                当 某{party}未履行“examine-bias”义务且过错为某{fault}，其过错属于“gross”或“intent”；
                  并且 某{item}属于“examine-bias”义务所防止的损害；
                  并且 （该{item}由该{party}造成；或者 至少有一次（该{item}有数个原因））；
                  并且 就全部情形（某{other}对该{item}承担过错责任）：数量{n}，其中{n}不少于2；
                  并且 凡（某{a}是该{party}的行为）均有（在该{a}中该{party}使用输出）；
                  除非 该{party}对该{item}有抗辩；
                则 该{party}对该{item}承担惩罚性赔偿。
                """))
                .containsExactly(
                        "DutyAppraisal( $party : party, duty == \"examine-bias\", met == false, $fault : fault, fault in ( \"gross\", \"intent\" ) )",
                        "Purpose( $item : item, duty == \"examine-bias\" )",
                        "( CausePart( item == $item, party == $party ) or exists CauseForm( item == $item ) )",
                        "accumulate( AtFault( $other : party, item == $item ) ; $n : count( 1 ) ; $n >= 2 )",
                        "forall( Act( $a : act, party == $party ) Use( act == $a, party == $party ) )",
                        "not Defence( party == $party, item == $item )",
                        "insertLogical( new Punitive( $party, $item ) );");
    }

    /** The oracle are the packs of the library: each rule as DRL, printed, read, and compared as DRL. */
    @ParameterizedTest
    @MethodSource("io.kdchain.rules.pack.RulePack#builtinIds")
    void everyRuleOfTheLibraryIsTheSameAsASentence(String pack) {
        Map<String, List<Rule>> files = new LinkedHashMap<>();
        RulePack.builtin(pack)
                .rules()
                .forEach(r -> files.computeIfAbsent(r.at().file(), f -> new java.util.ArrayList<>())
                        .add(r));
        assertThat(files).isNotEmpty();
        for (List<Rule> rules : files.values()) {
            Rule first = rules.get(0);
            RuleFile file = new RuleFile("x.rule", first.at(), first.packageName(), rules);
            for (SentenceLanguage language : SentenceLanguage.values()) {
                String text = SentenceText.of(file, language);

                RuleReader.Result read = read(text);

                assertThat(read.problems()).as(text).isEmpty();
                assertThat(CanonicalText.of(read.file().orElseThrow())).isEqualTo(CanonicalText.of(file));
            }
        }
    }

    /** Each phrase of the table, once with names that are new and once with known ones and codes. */
    @ParameterizedTest
    @EnumSource(SentenceLanguage.class)
    void everyPhraseHasOneReading(SentenceLanguage language) {
        int phrases = 0;
        for (Phrase phrase : language.phrases().heads()) {
            for (boolean bound : List.of(true, false)) {
                Condition.Pattern pattern = pattern(phrase, bound);
                String said = SentenceText.of(rule(pattern), language);

                List<Problem> problems = new java.util.ArrayList<>();
                RuleFile read = SentenceReader.read("x", new Scan("x", packaged(language, said)), problems)
                        .orElseThrow();

                assertThat(problems).as(said).isEmpty();
                assertThat(CanonicalText.of(read.rules().get(0).conditions().get(0)))
                        .as(phrase.key())
                        .isEqualTo(CanonicalText.of(pattern));
                phrases++;
            }
        }
        assertThat(phrases).isGreaterThan(2 * Vocabulary.base().words().size());
    }

    private static String packaged(SentenceLanguage language, String rule) {
        return language.phrases().word("head.package") + ": rules.test\n" + rule;
    }

    private static Condition.Pattern pattern(Phrase phrase, boolean bound) {
        Position at = new Position("x", 1, 1);
        List<Constraint> constraints = new java.util.ArrayList<>();
        for (Phrase.Part part : phrase.parts()) {
            if (part instanceof Phrase.Part.Silent s) {
                constraints.add(new Constraint.Compare(at, s.field(), Comparison.EQUAL, s.value()));
            } else if (part instanceof Phrase.Part.Slot s) {
                constraints.add(
                        bound
                                ? new Constraint.Bind(at, s.field(), s.field())
                                : new Constraint.Compare(
                                        at, s.field(), Comparison.EQUAL, new Operand.Text("some-code")));
            }
        }
        return new Condition.Pattern(at, phrase.type(), constraints);
    }

    private static Rule rule(Condition condition) {
        Position at = new Position("x", 1, 1);
        return new Rule(
                at,
                "rules.test",
                "T-1: x",
                List.of("T-1"),
                "x",
                "x",
                null,
                List.of(),
                null,
                io.kdchain.rules.fact.Phase.BREACH,
                List.of(condition),
                List.of(new Insertion(at, "EqualParts", List.of(new Operand.Text("x")))));
    }

    /** No phrase is a dead letter: the printer uses each for the pattern that it says, or another as long as it. */
    @ParameterizedTest
    @EnumSource(SentenceLanguage.class)
    void theTableHasEveryWordAndEveryField(SentenceLanguage language) {
        for (WordEntry word : Vocabulary.base().words()) {
            assertThat(language.phrases().heads()).anySatisfy(p -> {
                assertThat(p.type()).isEqualTo(word.name());
                assertThat(p.fields()).isEmpty();
            });
            for (Field field : word.fields()) {
                assertThat(language.phrases().tails(word.name()))
                        .anySatisfy(p -> assertThat(p.parts()).contains(new Phrase.Part.Any(field.name())));
                assertThat(language == SentenceLanguage.ENGLISH
                                || !language.field(field.name()).equals(field.name()))
                        .as(field.name())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "when some {party} breeched some {duty}| 8:19 | did you mean: {party} breached {duty}?",
                "when the {party} breached a duty| 8:6 | \"the {party}\" was not met before; write \"some {party}\"",
                "when {party} breached a duty| 8:6 | stands without \"some\" or \"the\"",
                "when some {party} breached a duty, whose graed is \"gross\"| 8:42 | did you mean: grade of fault?",
                "when some {party} breached a duty, whose grade of fault is \"grosss\"| 8:60 | did you mean gross?",
                "when some {party} breached a duty; and some {party} met \"x\"| 8:40 | it was met at line 8",
                "when some {party} breached a duty; or some {a} is an act| 8:36 | stands where \"and\" / \"unless\" / \"then\" is expected",
                "when some {party breached a duty| 8:11 | is no name in braces",
                "when some {party} breached \"x| 8:28 | This text has no end",
                "when some {party} breached a duty; and (some {a} is an act; and some {b} is an act; or some {c} is an act)| 8:85 | stand in one bracket",
                "when some {party} breached a duty; and not (not (some {a} is an act))| 3:7 | `not` directly before `not`",
                "when some {party} breached 99999999999| 8:28 | neither a whole number of 32 bits nor a day"
            })
    void aMistakeIsToldWithItsPlace(String when, String place, String message) {
        Problem problem = read(HEAD + when + ";\nthen the {party} is borne in equal parts.\n")
                .problems()
                .get(0);

        assertThat(problem.at().toString()).as(problem.message()).isEqualTo("law/x.rule:" + place);
        assertThat(problem.message()).contains(message);
        assertThat(problem.rule()).isEqualTo("T-1: a rule");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "当 某{party}违犯了义务| 8:12 | 您是否想写：{party}违反了义务？",
                "当 该{party}违反了义务| 8:3 | 首次出现处请写“某{party}”",
                "当 某{party}违反了义务，其过错程度为“grosss”| 8:23 | 您是否想写：gross？",
                "当 某{party}违反了义务；或者 某{a}是一项行为| 8:17 | 此处应为“并且”"
            })
    void aMistakeInChineseIsToldInChinese(String when, String place, String message) {
        Problem problem = read(KOPF + when + "；\n则 对该{party}平均承担。\n").problems().get(0);

        assertThat(problem.at().toString()).as(problem.message()).isEqualTo("law/x.rule:" + place);
        assertThat(problem.message()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "step: liability| | 8:1 | has no line \"step: ...\"",
                "norms: T-1, T-2| norm: T-1| 4:1 | did you mean norms?",
                "step: liability| step: liabillity| 5:7 | did you mean liability?",
                "rules.test.law| java.lang.Runtime| 1:10 | is not one for rules",
                "rule: T-1: a rule| rule:| 3:1 | is empty",
                "package: rules| packet: rules| 1:1 | begins with its package"
            })
    void aMistakeInTheHeadIsToldWithItsPlace(String was, String is, String place, String message) {
        String text = HEAD.replace(was, is == null ? "" : is)
                + "when some {item} has a producer;\nthen the {item} is borne in equal parts.\n";
        if (is == null) {
            text = text.replace("\n\nreason", "\nreason");
        }

        Problem problem = read(text).problems().get(0);

        assertThat(problem.message()).contains(message);
        assertThat(problem.at().toString()).isEqualTo("law/x.rule:" + (is == null ? "7:1" : place));
    }

    /** The seed of the fuzzing that has all forms is read, or the fuzzing would begin at a message. */
    @Test
    void theSeedsAreRead() throws IOException {
        for (String seed : List.of("forms", "english", "chinese")) {
            try (InputStream in = Objects.requireNonNull(
                    SentencesTest.class.getResourceAsStream("SentenceFuzzTestInputs/sentences/" + seed))) {
                RuleReader.Result read = RuleReader.read("x.rule", in.readAllBytes());

                assertThat(read.problems()).as(seed).isEmpty();
                assertThat(read.file().orElseThrow().rules()).hasSize(1);
            }
        }
    }

    @Test
    void whatIsWrongInOneRuleDoesNotHideTheNext() {
        String good = HEAD.substring(HEAD.indexOf("rule: T"))
                + "when for some {item} there is a producer;\nthen the {item} is borne in equal parts.\n";
        RuleReader.Result read = read("package: rules.test.law\n" + good.replace("there is a", "ther is a") + "\n"
                + good.replace("T-1: a", "T-1: b").replace("{party}", "{item}"));

        assertThat(read.problems()).hasSize(1);
        assertThat(read.file().orElseThrow().rules()).extracting(Rule::name).containsExactly("T-1: b rule");
    }
}
