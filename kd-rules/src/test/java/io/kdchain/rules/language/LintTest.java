package io.kdchain.rules.language;

import static io.kdchain.rules.pack.PackFixture.HEAD;
import static io.kdchain.rules.pack.PackFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LintTest {
    private static final Vocabulary VOCABULARY =
            Vocabulary.base().withList("duty", List.of("verify-equivalence", "examine-bias"));
    private static final Map<String, InForce> NORMS = Map.of(
            "T-1",
            InForce.parse("2021-01-01/.."),
            "T-2",
            InForce.parse("2018-01-01/2020-12-31"),
            "T-10",
            InForce.ALWAYS);
    private static final String ACT = "Act( $act : act, $party : party, $stage : stage )";
    private static final String OWES = "insertLogical( new OwesDuty( $party, \"examine-bias\", $act ) );";
    private static final String OWES_OTHER = "insertLogical( new OwesDuty( $party, \"verify-equivalence\", $act ) );";

    private static final String DUTY_OF = "OwesDuty( $party : party, duty == \"examine-bias\", $act : act )";
    private static final String BREACH = "insertLogical( new Breach( %s, \"examine-bias\", $act, \"%s\", \"tied\" ) );";

    private static List<Remark> remarks(String... rules) {
        String text = HEAD + String.join("\n", rules);
        RuleReader.Result result = RuleReader.read("law/x.drl", text.getBytes(StandardCharsets.UTF_8));
        assertThat(result.problems()).isEmpty();
        List<Rule> read = result.file().orElseThrow().rules();
        assertThat(new RuleChecker(VOCABULARY, NORMS).check(read)).isEmpty();
        return Lint.of(read, VOCABULARY, NORMS);
    }

    private static void said(Remark remark, Remark.Check check, String rule, String message) {
        assertThat(remark.check()).isEqualTo(check);
        assertThat(remark.problem().rule()).isEqualTo(rule);
        assertThat(remark.problem().message()).contains(message);
    }

    private static String breach(String name, String duty) {
        return rule(
                name,
                "breach",
                "OwesDuty( $party : party, duty == \"%s\", $act : act )".formatted(duty),
                "insertLogical( new Breach( $party, \"%s\", $act, \"ordinary\", \"tied\" ) );".formatted(duty));
    }

    @Test
    void rulesThatDoSomethingAreNotRemarkedOn() {
        assertThat(remarks(
                        rule("T-1: owes", "duty", ACT, OWES),
                        rule("T-1: owes another", "duty", ACT, OWES_OTHER),
                        breach("T-1: breached", "examine-bias")))
                .isEmpty();
    }

    @Test
    void theIdOfOneThingInThePlaceOfAnother() {
        List<Remark> owes = remarks(
                rule("T-1: owes", "duty", ACT, "insertLogical( new OwesDuty( $act, \"examine-bias\", $party ) );"));
        List<Remark> holds = remarks(rule("T-1: owes", "duty", ACT + "\nParty( party == $act )", OWES));

        assertThat(owes).hasSize(2);
        said(
                owes.get(0),
                Remark.Check.ID_EXCHANGED,
                "T-1: owes",
                "$act is the id of an event or item (act of Act), and party of OwesDuty is the id of a party");
        assertThat(holds).singleElement().satisfies(remark -> {
            said(remark, Remark.Check.ID_EXCHANGED, "T-1: owes", "party of Party is the id of a party");
            assertThat(remark.problem().at().line()).isEqualTo(11);
        });
    }

    @Test
    void whatDemandsAConclusionThatNobodyDrawsNeverApplies() {
        List<Remark> remarks = remarks(
                rule("T-1: owes", "duty", ACT, OWES),
                breach("T-1: breached", "examine-bias"),
                breach("T-1: breached too", "verify-equivalence"));

        assertThat(remarks).hasSize(1);
        said(
                remarks.get(0),
                Remark.Check.NEVER_APPLIES,
                "T-1: breached too",
                "demands a OwesDuty that no rule concludes with duty verify-equivalence");
    }

    @Test
    void whatOnlyOneOfSeveralBranchesDemandsIsNotNeeded() {
        assertThat(
                        remarks(
                                rule("T-1: owes", "duty", ACT, OWES),
                                rule(
                                        "T-1: breached",
                                        "breach",
                                        ACT + "\n( OwesDuty( party == $party, duty == \"examine-bias\", act == $act )"
                                                + " or OwesDuty( party == $party, duty == \"verify-equivalence\", act == $act ) )",
                                        "insertLogical( new Breach( $party, \"examine-bias\", $act, \"ordinary\", \"tied\" ) );")))
                .isEmpty();
    }

    @Test
    void whatDemandsMoreForTheSameConclusionByTheSameNormIsNeedless() {
        String more = ACT + "\nParty( party == $party, role == \"consumer\" )";
        List<Remark> remarks = remarks(
                rule("T-1: narrow", "duty", more, OWES),
                rule("T-1: wide", "duty", ACT, OWES),
                // another norm says the same: both are cited
                rule("T-10: wide", "duty", ACT, OWES));

        assertThat(remarks).hasSize(1);
        said(remarks.get(0), Remark.Check.NEEDLESS, "T-1: narrow", "fulfils \"T-1: wide\"");
    }

    @Test
    void ofTwoThatSayTheSameTheLaterIsNeedless() {
        List<Remark> remarks = remarks(rule("T-1: one", "duty", ACT, OWES), rule("T-1: two", "duty", ACT, OWES));

        assertThat(remarks).hasSize(1);
        said(remarks.get(0), Remark.Check.NEEDLESS, "T-1: two", "fulfils \"T-1: one\"");
    }

    @Test
    void aNormOfOtherDaysIsNoBasis() {
        List<Remark> remarks = remarks(
                rule("T-1: owes", "duty", ACT, OWES).replace("@legalBasis(\"T-1\"", "@legalBasis(\"T-1\", \"T-2\""));

        assertThat(remarks).hasSize(1);
        said(
                remarks.get(0),
                Remark.Check.NORM_NOT_IN_FORCE,
                "T-1: owes",
                "T-2, which is in force 2018-01-01/2020-12-31, and the rule holds 2021-01-01/..");
    }

    @Test
    void reasonsSayTheSameInBothLanguages() {
        String rule = rule("T-1: owes", "duty", ACT, OWES);

        List<Remark> untranslated =
                remarks(rule.replaceAll("@explain_zh\\(\"[^\"]*\"\\)", "@explain_zh(\"{party} owes it.\")")
                        .replaceAll("@explain_en\\(\"[^\"]*\"\\)", "@explain_en(\"{party} owes it.\")"));
        List<Remark> different =
                remarks(rule.replaceAll("@explain_zh\\(\"[^\"]*\"\\)", "@explain_zh(\"{party}因{act}负有义务。\")")
                        .replaceAll("@explain_en\\(\"[^\"]*\"\\)", "@explain_en(\"{party} owes it.\")"));

        assertThat(untranslated).hasSize(1);
        said(untranslated.get(0), Remark.Check.NOT_TRANSLATED, "T-1: owes", "@explain_zh has no Chinese character");
        assertThat(different).hasSize(1);
        said(different.get(0), Remark.Check.REASONS_DIFFER, "T-1: owes", "{act}");
    }

    @Test
    void aRuleThatIsDefeatedWheneverItCouldApply() {
        String exception = rule("T-1: wide", "breach", DUTY_OF, BREACH.formatted("$party", "slight"));
        String defeated = rule(
                "T-1: narrow",
                "breach",
                DUTY_OF + "\nParty( party == $party )\nnot Breach( party == $party, grade == \"slight\" )",
                BREACH.formatted("$party", "gross"));
        String owed = rule("T-1: owes", "duty", ACT, OWES);

        List<Remark> found = remarks(owed, exception, defeated);

        assertThat(found).hasSize(1);
        said(found.get(0), Remark.Check.ALWAYS_DEFEATED, "T-1: narrow", "fulfils \"T-1: wide\" at law/x.drl:");
        assertThat(remarks(owed, exception, defeated.replace("grade == \"slight\"", "grade == \"intent\"")))
                .as("another grade is not concluded")
                .isEmpty();
        assertThat(remarks(
                        owed,
                        exception.replace("$act : act )", "$act : act )\nTampering( party == $party )"),
                        defeated))
                .as("the other rule demands more")
                .isEmpty();
    }

    @Test
    void aRuleThatLooksAtEveryThree() {
        String three = rule(
                "T-1: three",
                "duty",
                "Act( $act : act, $party : party )\nAct( party == $party, $b : act )\nAct( party == $party, act != $b )",
                OWES);

        List<Remark> found = remarks(three);

        assertThat(found).hasSize(1);
        said(found.get(0), Remark.Check.WIDE_JOIN, "T-1: three", "of a hundred there are 1000000");
        assertThat(remarks(
                        three.replace("Act( party == $party, act != $b )", "exists Act( party == $party, act != $b )")))
                .isEmpty();
    }
}
