package io.kdchain.rules.pack;

import static io.kdchain.rules.pack.PackFixture.pack;
import static io.kdchain.rules.pack.PackFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.language.Rule;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulePackTest {
    private static final String DUTY = rule(
            "T-1: duty",
            "duty",
            "Act( $act : act, $party : party )",
            "insertLogical( new OwesDuty( $party, \"examine-bias\", $act ) );");
    private static final String SHORT_LIVED = DUTY.replace("T-1: duty", "T-2: duty")
            .replace("@legalBasis(\"T-1\")", "@legalBasis(\"T-2\", \"T-1\", \"T-3\")");

    @TempDir
    Path folder;

    private static List<Problem> problems(PackFixture pack) {
        try {
            pack.load();
            return List.of();
        } catch (RulePackException e) {
            return e.problems();
        }
    }

    private static void refused(PackFixture pack, String... problems) {
        List<Problem> found = problems(pack);
        assertThat(found).extracting(Problem::toString).hasSize(problems.length);
        for (int i = 0; i < problems.length; i++) {
            assertThat(found.get(i).toString()).contains(problems[i]);
        }
    }

    @Test
    void daysOfOneLawShareItAndSayWhatTheLawOfTheDaySays() {
        RulePack cn = RulePack.builtin("cn");
        for (int year = 2017; year < 2029; year++) {
            for (int day = 1; day < 365; day += 29) {
                LocalDate on = LocalDate.ofYearDay(year, day);
                LawAsOf alone = new LawAsOf(cn, on);
                LawAsOf law = cn.at(on);

                assertThat(law.day()).isEqualTo(on);
                assertThat(law.rules()).isEqualTo(alone.rules());
                assertThat(law.norms()).isEqualTo(alone.norms());
                assertThat(law.digest()).isEqualTo(alone.digest());
                assertThat(law.since()).isBeforeOrEqualTo(on);
            }
        }
        LocalDate first = LocalDate.of(2021, 11, 1);
        assertThat(cn.at(first).since()).isEqualTo(first);
        assertThat(cn.at(first.minusDays(1)).norms()).isNotEqualTo(cn.at(first).norms());
        assertThat(cn.at(first.minusDays(1)).since()).isBefore(first);
    }

    @Test
    void saysWhatItsFilesSay() {
        RulePack pack = pack().rules(DUTY).load();

        assertThat(pack.id()).isEqualTo("test");
        assertThat(pack.ids()).containsExactly("test");
        assertThat(pack.title()).isEqualTo(new Label("A pack for tests", "测试"));
        assertThat(pack.jurisdiction()).isEqualTo("CN");
        assertThat(pack.version()).isEqualTo("1");
        assertThat(pack.norm("T-1").orElseThrow().title()).isEqualTo(new Label("One", "一"));
        assertThat(pack.norm("T-2").orElseThrow().note()).isEqualTo("press");
        assertThat(pack.norm("T-2").orElseThrow().title().zh()).isEqualTo("Two");
        assertThat(pack.norms()).hasSize(3);
        assertThat(pack.duty("D09")).isEqualTo(pack.duty("examine-bias"));
        assertThat(pack.duty("D99")).isEmpty();
        assertThat(pack.duty("examine-bias").orElseThrow().protects()).hasSize(9);
        assertThat(pack.duty("examine-bias").orElseThrow().absence()).isEqualTo("A-OWN");
        assertThat(pack.duty("act-on-notice").orElseThrow().aggravated()).isTrue();
        assertThat(pack.duty("complaint-channel").orElseThrow().organisational())
                .isTrue();
        assertThat(pack.standards())
                .containsExactly(
                        new Standard(
                                "examine-bias", "medical", "CN", LocalDate.of(2023, 6, 1), "Guideline, part \"two\""),
                        new Standard("filters", "*", "US-CA", LocalDate.of(2020, 1, 1), "Practice"));
        assertThat(pack.vocabulary().list("duty")).contains("examine-bias");
        assertThat(pack.vocabulary().list("term")).containsExactly("notice.deadline", "weight.gross");
        assertThat(pack.rules()).extracting(Rule::name).containsExactly("T-1: duty");
        assertThat(pack).hasToString("Rule pack test 1 (1 rules, sha256 " + pack.digest() + ")");
    }

    @Test
    void parametersHaveTheValueOfTheDay() {
        Parameters parameters = pack().load().parameters();

        assertThat(parameters.get("weight.gross", LocalDate.of(2023, 12, 31)).decimal())
                .isEqualTo(new BigDecimal("4"));
        assertThat(parameters.get("weight.gross", LocalDate.of(2024, 1, 1)).value())
                .isEqualTo("9/2");
        assertThat(parameters.find("weight.gross", LocalDate.of(2020, 1, 1))).isEmpty();
        Parameter deadline = parameters.get("notice.deadline", LocalDate.of(1990, 1, 1));
        assertThat(deadline.duration()).isEqualTo(Duration.ofDays(3));
        assertThat(deadline.fixedByLaw()).isTrue();
        assertThat(deadline.norm()).isEqualTo("T-2");
        assertThat(parameters.history("weight.gross")).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parameters.get("weight.gros", LocalDate.of(2024, 1, 1)))
                .withMessageContaining("did you mean weight.gross?");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        parameters.get("weight.gross", LocalDate.of(2024, 1, 1)).decimal())
                .withMessageContaining("\"9/2\" and must be a decimal number here");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        parameters.get("weight.gross", LocalDate.of(2024, 1, 1)).duration())
                .withMessageContaining("must be a span of time here");
    }

    @Test
    void theLawOfADayHasNeitherRepealedNorFutureNorms() {
        RulePack pack = pack().rules(DUTY + SHORT_LIVED).load();

        LawAsOf early = pack.at(LocalDate.of(2021, 6, 1));
        LawAsOf middle = pack.at(LocalDate.of(2024, 12, 31));
        LawAsOf late = pack.at(LocalDate.of(2025, 1, 1));

        assertThat(early.rules()).extracting(Rule::name).containsExactly("T-1: duty");
        assertThat(middle.rules()).extracting(Rule::name).containsExactly("T-1: duty", "T-2: duty");
        assertThat(late.rules())
                .as("a duty stays for the acts of its time")
                .extracting(Rule::name)
                .containsExactly("T-1: duty", "T-2: duty");
        assertThat(late.norms()).containsOnlyKeys("T-1", "T-3");
        assertThat(early.norms()).containsOnlyKeys("T-1", "T-3");
        assertThat(middle.cited(middle.rules().get(1))).extracting(Norm::id).containsExactly("T-2", "T-1", "T-3");
        assertThat(early.cited(pack.rules().get(1))).extracting(Norm::id).containsExactly("T-1", "T-3");
        assertThat(early.cited(pack.duty("D09").orElseThrow()))
                .extracting(Norm::id)
                .containsExactly("T-1");
        assertThat(pack.at(LocalDate.of(2020, 1, 1)).rules()).isEmpty();
        assertThat(late.digest()).isEqualTo(middle.digest()).isNotEqualTo(early.digest());
        assertThat(late.parameter("weight.gross").value()).isEqualTo("9/2");
    }

    @Test
    void aRuleMayHoldForAShorterTimeThanItsNorm() {
        RulePack pack = pack().rules(rule(
                                "T-1: open",
                                "regime",
                                "Item( $i : item )",
                                "insertLogical( new RegimeOpen( $i, \"strict\" ) );")
                        .replace("@legalBasis", "@inForce(\"2022-03-01/2022-03-31\") @legalBasis"))
                .load();

        assertThat(pack.at(LocalDate.of(2022, 2, 28)).rules()).isEmpty();
        assertThat(pack.at(LocalDate.of(2022, 3, 31)).rules()).hasSize(1);
        assertThat(pack.at(LocalDate.of(2022, 4, 1)).rules()).isEmpty();
    }

    @Test
    void onlyStatutesAndJudicialInterpretationsFound() {
        RulePack pack = pack().rules(DUTY + SHORT_LIVED.replace("\"T-2\", \"T-1\", \"T-3\"", "\"T-2\""))
                .load();
        LawAsOf law = pack.at(LocalDate.of(2023, 1, 1));

        assertThat(law.founded(law.rules().get(0))).isTrue();
        assertThat(law.founded(law.rules().get(1))).isFalse();
        assertThat(Rank.J.founds()).isTrue();
        assertThat(List.of(Rank.A, Rank.D, Rank.N, Rank.P, Rank.C, Rank.R)).noneMatch(Rank::founds);
        assertThat(List.of(Rank.N, Rank.P, Rank.C, Rank.R)).noneMatch(Rank::showsDuty);
    }

    @Test
    void restatementsFoundAndShowDutiesInPacksOfTheCommonLawOnly() {
        RulePack civil = RulePack.builtin("cn-proposal");
        RulePack common = RulePack.builtin("us-tx");
        Norm restatement = Objects.requireNonNull(common.norms().get("US-R3PL-1"));
        Norm elsewhere = new Norm(
                "X-1",
                restatement.title(),
                "1",
                "x",
                Rank.R,
                restatement.inForce(),
                restatement.verified(),
                "",
                "cn",
                false);

        assertThat(restatement.founds()).isTrue();
        assertThat(restatement.showsDuty()).isTrue();
        assertThat(elsewhere.founds()).isFalse();
        assertThat(elsewhere.showsDuty()).isFalse();
        assertThat(civil.norms().values()).noneMatch(Norm::commonLaw);
        assertThat(civil.norms().values()).filteredOn(n -> n.rank() == Rank.P).noneMatch(Norm::founds);
    }

    @Test
    void theDigestIsThatOfWhatDecides() {
        String digest = pack().rules(DUTY).load().digest();

        assertThat(pack().rules(DUTY).load().digest()).isEqualTo(digest);
        assertThat(pack().rules(DUTY)
                        .with("scenarios/a.yaml", "scenario: a")
                        .with("README.md", "text")
                        .with("law/notes.md", "text")
                        .with(".hidden/x.drl", "x")
                        .load()
                        .digest())
                .isEqualTo(digest);
        assertThat(pack().rules(DUTY + "\n").load().digest()).isNotEqualTo(digest);
        assertThat(pack().rules(DUTY)
                        .with("parameters.yaml", "a: {value: 1}")
                        .load()
                        .digest())
                .isNotEqualTo(digest);
    }

    @Test
    void aPackMayBuildOnAnother() {
        pack().rules(DUTY).in(folder.resolve("test"));
        pack().with("pack.yaml", "{id: more, title: More, jurisdiction: CN, version: 2, extends: [test]}")
                .with("norms.yaml", "[{id: M-1, title: M, paraphrase: m, rank: P, verified: T}]")
                .with("duties.yaml", "[{id: D90, code: promise, title: P, role: auditor, norms: [M-1, T-1]}]")
                .with("parameters.yaml", "weight.gross: [{value: 5, from: 2024-01-01}]")
                .without("standards.csv")
                .with(
                        "law/a.drl",
                        PackFixture.HEAD.replace("rules.test.law", "rules.more")
                                + DUTY.replace("T-1", "M-1").replace("examine-bias", "promise"))
                .in(folder.resolve("more"));

        RulePack more = RulePack.load(folder.resolve("more"));

        assertThat(more.ids()).containsExactly("test", "more");
        assertThat(more.id()).isEqualTo("more");
        assertThat(more.version()).isEqualTo("2");
        assertThat(more.rules()).extracting(Rule::name).containsExactly("M-1: duty", "T-1: duty");
        assertThat(more.norm("M-1").orElseThrow().pack()).isEqualTo("more");
        assertThat(more.parameters()
                        .get("weight.gross", LocalDate.of(2024, 5, 1))
                        .value())
                .isEqualTo("5");
        assertThat(RulePack.together(List.of(RulePack.load(folder.resolve("test")), more))
                        .digest())
                .isEqualTo(more.digest());
        RulePack base = RulePack.load(folder.resolve("test"));
        assertThat(RulePack.together(List.of(base, more)).joined())
                .containsExactly(
                        new RulePack.Named(base.id(), base.version(), base.digest()),
                        new RulePack.Named(more.id(), more.version(), more.digest()));
        assertThat(more.joined()).containsExactly(new RulePack.Named(more.id(), more.version(), more.digest()));
        assertThat(RulePack.together(List.of(more))).isSameAs(more);
        assertThatIllegalArgumentException().isThrownBy(() -> RulePack.together(List.of()));
    }

    @Test
    void twoPacksOfOneIdAreNotOne() {
        RulePack one = pack().rules(DUTY).load();
        RulePack other = pack().load();

        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> RulePack.together(List.of(one, other)))
                .withMessageContaining("Two different packs have the id test");
    }

    @Test
    void packsThatBuildOnNothingOrOnEachOther() {
        refused(
                pack().with("pack.yaml", "{id: test, title: T, jurisdiction: CN, version: 1, extends: [cm]}"),
                "test/pack.yaml:1:62: Pack test extends \"cm\", which stands neither beside it nor in the library; did you mean cn?");
        pack().with("pack.yaml", "{id: a, title: A, jurisdiction: CN, version: 1, extends: [b]}")
                .in(folder.resolve("a"));
        pack().with("pack.yaml", "{id: b, title: B, jurisdiction: CN, version: 1, extends: [a]}")
                .in(folder.resolve("b"));
        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> RulePack.load(folder.resolve("a")))
                .withMessageContaining("break the circle");
    }

    @Test
    void theLibraryBringsPacks() {
        assertThat(RulePack.builtinIds()).contains("cn");
        RulePack cn = RulePack.builtin("cn");
        assertThat(cn.id()).isEqualTo("cn");
        assertThat(cn.rules()).isNotEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RulePack.builtin("cm"))
                .withMessageContaining("There is no rule pack \"cm\"; did you mean cn?");
        assertThatIllegalArgumentException().isThrownBy(() -> RulePack.builtin("../cn"));
    }

    @Test
    void aFolderThatIsNoPack() throws IOException {
        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> RulePack.load(folder.resolve("nowhere")))
                .withMessageContaining("There is no such folder");
        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> RulePack.load(folder))
                .satisfies(e -> assertThat(e.problems())
                        .extracting(Problem::message)
                        .containsExactly(
                                "The pack has no norms.yaml; write it, every pack has one.",
                                "The pack has no pack.yaml; write it, every pack has one."));
        Files.createSymbolicLink(folder.resolve("link"), pack().in(Files.createDirectory(folder.resolve("real"))));
        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> RulePack.load(folder.resolve("link")))
                .withMessageContaining("it is a link");
    }

    @Test
    void aLinkInAPackIsRefusedAndNotFollowed() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        Path pack = pack().in(Files.createDirectory(folder.resolve("test")));
        Files.createDirectory(pack.resolve("law"));
        Files.createSymbolicLink(pack.resolve("law/a.drl"), secret);

        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> RulePack.load(pack))
                .satisfies(e -> {
                    assertThat(e.at()).contains(new Position(pack + "/law/a.drl", 1, 1));
                    assertThat(e.rule()).isEmpty();
                    assertThat(e).hasMessageContaining("It is a link or no ordinary file");
                });
    }

    @Test
    void filesThatAreNotOfAPack() {
        refused(pack().with("parameter.yaml", "a"), "did you mean parameters.yaml?");
        refused(pack().with("top.drl", PackFixture.HEAD), "A rule file stands in the folder of its law");
        refused(pack().with("scenarios/a.drl", PackFixture.HEAD), "Rules do not stand among scenarios");
        refused(pack().with("law/Evil.class", "x"), "It is no file of a rule pack");
        refused(pack().with("law/a b.md", "x"), "rename it");
        refused(pack().with("a/b/c/d/e/f/g/h.md", "x"), "nested more than 6 deep");
        refused(pack().with("norms.yaml", "#".repeat(PackFiles.MAX_BYTES + 1)), "may have 4194304");
    }

    @Test
    void brokenYamlIsToldWithItsPlace() {
        refused(pack().with("norms.yaml", "- {id: T-1\n- x"), "test/norms.yaml:2:4: This is no YAML");
        refused(pack().with("norms.yaml", ""), "test/norms.yaml:1:1: The file is empty");
        refused(pack().with("norms.yaml", "\uFEFF[]"), "byte order mark");
        refused(
                pack().with("parameters.yaml", "a: &x {value: 1}\nb: *x"),
                "test/parameters.yaml:1:4: Anchors (&) and aliases (*) are not allowed");
        refused(
                pack().with("parameters.yaml", "a: {value: 1}\na: {value: 2}"),
                "test/parameters.yaml:2:1: Key a stands twice");
        refused(pack().with("pack.yaml", "[a]"), "pack.yaml is a mapping of keys to values");
        refused(pack().with("parameters.yaml", "a: " + "[".repeat(30) + "]".repeat(30)), "nested more than 20 deep");
        refused(pack().with("parameters.yaml", "a: !!java.lang.Thread {value: 1}"), "parameters.yaml:1:4: Tags (!)");
        refused(
                pack().with("parameters.yaml", "a: {value: 1}\nB: {value: }"),
                "Parameter name \"B\" is written as",
                "value is a text");
    }

    @Test
    void whatIsWrongInAFileIsToldAllAtOnce() {
        refused(
                pack().with("norms.yaml", """
                        - {id: T-1, title: One, paraphrase: p, rank: Z, verified: T}
                        - {id: T-1, titel: One, paraphrase: p, rank: L, verified: T}
                        - {id: "T 2", title: {en: Two, zh: 二}, rank: L, verified: T, inForceFrom: 2022-01-01, inForceTo: 2021-01-01}
                        - {id: T-3, title: x, paraphrase: p, rank: L, verified: T, inForceFrom: 2022-02-30}
                        """).with("duties.yaml", "[]").with("parameters.yaml", "{}"),
                "test/norms.yaml:1:46: rank \"Z\" is not one of L, J, A, D, R, N, P, C",
                "test/norms.yaml:2:3: Norm T-1 has no title",
                "test/norms.yaml:2:13: A norm has no key titel; did you mean title?",
                "test/norms.yaml:3:3: Norm T 2 has no paraphrase",
                "test/norms.yaml:3:3: Norm T 2 is in force from 2022-01-01 to 2021-01-01, which ends before it begins",
                "test/norms.yaml:3:3: id \"T 2\" of a norm uses Latin letters",
                "test/norms.yaml:4:73: inForceFrom \"2022-02-30\" is no day of the calendar");
        refused(
                pack().with("duties.yaml", """
                        - {id: D1, code: Bad Code, title: x, roles: [hardware-adaptor], protects: [body], absence: A-X, norms: [T-9]}
                        - {id: D2, code: b, title: x, organisational: maybe}
                        """),
                "test/duties.yaml:1:3: code \"Bad Code\" is written in small letters",
                "roles \"hardware-adaptor\" is not one of",
                "protects \"body\" is not one of",
                "absence \"A-X\" is not one of",
                "test/duties.yaml:2:3: Duty D2 has no roles",
                "organisational \"maybe\" is not one of true, false");
        refused(
                pack().with(
                                "parameters.yaml",
                                "a.b: [{value: 1, from: 2021-01-01}, {value: 2, from: 2021-01-01}, {valu: 3, norm: X}]\n"),
                "two values from the same day",
                "has no value",
                "did you mean value?");
        refused(
                pack().with(
                                "standards.csv",
                                "measure,industry,region,since,source\na,medicl,CN,2021-01-01,x\na,medical,China,2021-1-1,x\nshort\n\n\"open"),
                "test/standards.csv:2:1: industry \"medicl\" is not one of medical, credit, news, general, *; did you mean medical?",
                "test/standards.csv:3:1: region \"China\"",
                "test/standards.csv:3:1: since \"2021-1-1\"",
                "test/standards.csv:4:1: The line has 1 cells and needs 5",
                "test/standards.csv:6:1: A quoted cell that begins on this line has no end",
                "test/standards.csv:6:1: The line has 1 cells");
        refused(pack().with("standards.csv", "measure;industry\n"), "The first line names the columns");
    }

    @Test
    void valuesThatTheLibraryCannotUse() {
        refused(
                pack().with("parameters.yaml", """
                        notice.deadline: {value: 72, unit: hours}
                        fault.gross: [{value: abc, unit: weight}]
                        fault.slight: [{value: -4, unit: weight}]
                        fault.none: [{value: 1e99999999, unit: weight}]
                        inform.users: [{value: 72, unit: hour}]
                        cause.equal: [{value: PT5H, unit: duration}]
                        cause.slight: [{value: PT5H}]
                        strict.inner: [{value: XX, unit: choice}]
                        strict.claimant: [{value: gros}]
                        alarm.grace: [{value: soon, unit: duration}]
                        purpose.care: [{value: medicol, unit: scene}]
                        bar.threshold: [{value: 3/2}]
                        joint.threshold: [{value: 1/0}]
                        """),
                "test/parameters.yaml:2:23: Parameter fault.gross is \"abc\"; it must be a number of 0 or more",
                "test/parameters.yaml:3:24: Parameter fault.slight is \"-4\"; it must be a number of 0 or more",
                "test/parameters.yaml:4:22: Parameter fault.none is \"1e99999999\"; it must be a number",
                "test/parameters.yaml:5:34: Parameter inform.users has the unit \"hour\"; it must be one of duration, days, hours",
                "test/parameters.yaml:6:23: Parameter cause.equal is \"PT5H\"; it must be a number",
                "test/parameters.yaml:7:24: Parameter cause.slight is \"PT5H\"; it must be a number",
                "test/parameters.yaml:8:24: Parameter strict.inner is \"XX\"; it must be one of KF, K",
                "test/parameters.yaml:9:27: Parameter strict.claimant is \"gros\"; it must be one of none, slight",
                "test/parameters.yaml:10:23: Parameter alarm.grace is \"soon\"; it must be a span of time",
                "test/parameters.yaml:11:24: Parameter purpose.care is \"medicol\"; it must be one of medical",
                "test/parameters.yaml:12:25: Parameter bar.threshold is \"3/2\"; it must be a number between 0 and 1",
                "test/parameters.yaml:13:27: Parameter joint.threshold is \"1/0\"; it must be a number between 0 and 1");
    }

    @Test
    void weightsOutsideTheirRangeOrOrder() {
        refused(
                pack().with("parameters.yaml", """
                        notice.deadline: {value: 72, unit: hours}
                        cause.main: [{value: "3/4"}, {value: "0.2", from: 2025-01-01}]
                        cause.main.low: [{value: "0.5"}]
                        fault.slight: [{value: 1}]
                        fault.ordinary: [{value: "0.9"}]
                        """),
                "test/parameters.yaml:2:30: Parameter cause.main is 0.2 with the range 0.5 to the value itself on 2025-01-01",
                "test/parameters.yaml:5:18: Parameter fault.ordinary is 0.9 and fault.slight is 1; a higher grade must not");
    }

    @Test
    void whatARuleUsesAsATermIsASpanOfTime() {
        refused(
                pack().with("parameters.yaml", "own.term: [{value: later}]\n")
                        .rules(rule(
                                "T-1: a measure",
                                "measures",
                                "Act( $i : act, $p : party, stage == \"deployment\" )",
                                "insertLogical( new MeasureDue( $p, \"takedown\", $i, \"own.term\" ) );")),
                "test/parameters.yaml:1:12: Parameter own.term is \"later\"; it must be a span of time");
    }

    @Test
    void liabilityOnNormsThatFoundNone() {
        String fault = rule(
                "T-2: fault",
                "liability",
                "Breach( $party : party, $duty : duty, $grade : grade )\nPurpose( duty == $duty, $item : item )",
                "insertLogical( new AtFault( $party, $item, $duty, $grade ) );");

        refused(
                pack().rules(fault),
                "rule \"T-2: fault\": AtFault founds liability, and no legal basis of the rule can: T-2 has rank D. Cite a statute (L)");
        refused(pack().rules(fault.replace("@legalBasis(\"T-2\")", "@legalBasis(\"T-2\", \"T-3\")")));
    }

    @Test
    void aFileIsNamedByItsFolderWhateverTheIdOfThePack() {
        Path own = pack().with("norms.yaml", "[{id: T-1, title: One, paraphrase: p, rank: Z, verified: T}]")
                .in(folder.resolve("37"));
        Path base = pack().with("pack.yaml", "{id: base, title: B, jurisdiction: CN, version: 1}")
                .with("duties.yaml", "[]\n# nobody owes")
                .with("standards.csv", "x")
                .in(folder.resolve("base"));
        Path onTop = pack().with("pack.yaml", "{id: top, title: T, jurisdiction: CN, version: 1, extends: [base]}")
                .in(folder.resolve("38"));

        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> RulePack.load(own))
                .satisfies(e -> assertThat(e.at()).contains(new Position(own + "/norms.yaml", 1, 45)));
        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> RulePack.load(onTop))
                .satisfies(e -> assertThat(e.at()).contains(new Position(base + "/standards.csv", 1, 1)));
    }

    @Test
    void filesThatDoNotFitTogether() {
        refused(
                pack().with("norms.yaml", """
                        - {id: T-1, title: One, paraphrase: p, rank: L, verified: T}
                        - {id: T-1, title: One, paraphrase: p, rank: L, verified: T}
                        - {id: T-3, title: One, paraphrase: p, rank: L, verified: T}
                        """).with("duties.yaml", """
                        - {id: D1, code: a, title: x, roles: [auditor], norms: [T-9]}
                        - {id: D2, code: a, title: x, roles: [auditor]}
                        """),
                "test/duties.yaml:1:57: Duty D1 names norm T-9, which norms.yaml has not; did you mean T-1?",
                "test/duties.yaml:2:18: Duty a stands twice",
                "test/norms.yaml:2:8: Norm T-1 stands twice",
                "test/parameters.yaml:5:5: Parameter notice.deadline names norm T-2");
    }

    @Test
    void rulesAreCheckedWithTheListsOfThePack() {
        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> pack().rules(DUTY.replace("\"examine-bias\"", "\"examine-bia\""))
                        .load())
                .satisfies(e -> {
                    assertThat(e.rule()).contains("T-1: duty");
                    assertThat(e.at().orElseThrow().file()).endsWith("/test/law/art-1.drl");
                    assertThat(e).hasMessageContaining("did you mean examine-bias?");
                });
        refused(
                pack().rules(DUTY.replace("T-1", "T-7")),
                "names T-7, which no norms.yaml of the pack has; did you mean T-1?");
        refused(
                pack().with("law/b.drl", PackFixture.HEAD.replace("rules.test.law", "rules.cn.law") + DUTY),
                "Package rules.cn.law is not one of pack test; write rules.test or rules.test.<law>");
        refused(
                pack().rules(DUTY).with("law/b.drl", PackFixture.HEAD + DUTY),
                "The name is taken by the rule at test/law/art-1.drl:4:6");
    }

    @Test
    void rulesThatAreNotInUtf8() throws IOException {
        Path pack = pack().in(folder.resolve("test"));
        Files.createDirectories(pack.resolve("law"));
        Files.write(pack.resolve("law/a.drl"), (PackFixture.HEAD + "// \u00e9").getBytes(StandardCharsets.ISO_8859_1));

        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> RulePack.load(pack))
                .withMessageContaining("test/law/a.drl:3:4: Byte");
    }
}
