package io.kdchain.rules.language;

import static io.kdchain.rules.pack.PackFixture.HEAD;
import static io.kdchain.rules.pack.PackFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleCheckerTest {
    private static final Vocabulary VOCABULARY = Vocabulary.base()
            .withList("duty", List.of("verify-equivalence", "examine-bias"))
            .withList("term", List.of("notice.deadline"));
    private static final Map<String, InForce> NORMS = Map.of(
            "T-1",
            InForce.parse("2021-01-01/.."),
            "T-2",
            InForce.parse("2022-01-01/2024-12-31"),
            "T-10",
            InForce.ALWAYS);
    private static final String OWES = "insertLogical( new OwesDuty( $party, \"examine-bias\", $act ) );";

    private static List<Problem> check(String rules) {
        RuleReader.Result result = RuleReader.read("law/x.drl", (HEAD + rules).getBytes(StandardCharsets.UTF_8));
        assertThat(result.problems()).isEmpty();
        return new RuleChecker(VOCABULARY, NORMS)
                .check(result.file().orElseThrow().rules());
    }

    private static void refused(String rules, String... reasons) {
        assertThat(check(rules)).as(rules).hasSize(reasons.length);
        for (int i = 0; i < reasons.length; i++) {
            assertThat(check(rules).get(i).message()).contains(reasons[i]);
        }
    }

    private static void when(String conditions, String... reasons) {
        refused(
                rule("T-1: x", "duty", "Act( $act : act, $party : party, $stage : stage )\n" + conditions, OWES),
                reasons);
    }

    private static void then(String phase, String consequence, String... reasons) {
        refused(rule("T-1: x", phase, "Act( $act : act, $party : party, $role : role )", consequence), reasons);
    }

    @Test
    void aGoodRuleHasNoProblem() {
        when(
                "Party( party == $party, role != \"auditor\" )\nnot Party( party == $party, role in ( \"insurer\", \"consumer\" ) )");
    }

    @Test
    void unknownWordsFieldsAndCodesAreToldWithTheNearest() {
        when("Partie( party == $party )", "Partie is no word of the vocabulary; did you mean Party?");
        when("Party( patry == $party )", "Party has no field patry; did you mean party?");
        when(
                "Party( party == $party, role == \"consummer\" )",
                "\"consummer\" is no code of the list role, from which role takes its values; did you mean consumer?");
        when("Party( party == $part )", "$part is not bound before this place; did you mean party?");
        then("duty", "insertLogical( new OwesDutty( $party, \"examine-bias\", $act ) );", "did you mean OwesDuty?");
        then("duty", "insertLogical( new OwesDuty( $party, \"examine-bia\", $act ) );", "did you mean examine-bias?");
    }

    @Test
    void placesAreThoseOfTheWords() {
        Problem p = check(rule("T-1: x", "duty", "Act( $act : act,\n  stag == \"data\", $party : party )", OWES))
                .get(0);

        assertThat(p.at()).isEqualTo(new Position("law/x.drl", 11, 7));
        assertThat(p.rule()).isEqualTo("T-1: x");
        assertThat(p.toString())
                .startsWith("law/x.drl:11:7: rule \"T-1: x\": Act has no field stag; did you mean stage?");
    }

    @Test
    void literalsFitTheirFields() {
        when("Party( party == \"clinic\", role == \"consumer\" )", "party is an id and is compared with \"clinic\"");
        when("Party( party == $party, role == 5 )", "role is a code of the list role, and 5 is not");
        when("Party( party == $party, role == true )", "role is a code of the list role, and true is not");
        when("Party( party == $party, role == 2026-01-31 )", "and 2026-01-31 is not");
        when("DutyAppraisal( party == $party, met == \"true\" )", "met is a truth value, and \"true\" is not");
        when("DutyAppraisal( party == $party, met == 1 )", "met is a truth value, and 1 is not");
        when("Party( party == $party, role < \"consumer\" )", "has no order");
        when("Party( party == $party, role in ( \"consumer\", \"x\" ) )", "\"x\" is no code");
        when("Party( party == $party, role == \"consumer\", role == \"auditor\" )", "the pattern never matches");
        when("Party( party == $party, role in ( \"consumer\" ), role != \"consumer\" )", "the pattern never matches");
    }

    @Test
    void bindingsFitTheirFields() {
        when("Party( party == $stage )", "party is an id and $stage is a code of the list stage");
        when("Party( party == $party, role == $stage )", "have no value in common");
        when("Party( party == $party, $party : role )", "$party is already bound at line 10");
        when("Party( party == $party, $r : role )\nParty( role == $r, $r : party )", "already bound");
        then(
                "duty",
                "insertLogical( new OwesDuty( $role, \"examine-bias\", $act ) );",
                "party of OwesDuty is an id and $role is a code");
        then("duty", "insertLogical( new OwesDuty( $nobody, \"examine-bias\", $act ) );", "$nobody is not bound");
        then("duty", "insertLogical( new OwesDuty( $party, $role, $act ) );", "does not know");
        then(
                "duty",
                "insertLogical( new OwesDuty( $party, \"examine-bias\" ) );",
                "has 2 values and needs 3: party, duty, act");
        then("duty", "insertLogical( new OwesDuty( \"clinic\", \"examine-bias\", $act ) );", "party is an id");
    }

    @Test
    void aCodeMayGoWhereTheConstraintsLetIt() {
        String unsure =
                "OwesDuty( $party : party, $duty : duty, $act : act )\nDutyAppraisal( party == $party, $grade : fault%s )";
        String breach = "insertLogical( new Breach( $party, $duty, $act, $grade, \"tied\" ) );";

        refused(
                rule("T-1: x", "breach", unsure.formatted(""), breach),
                "$grade can be unstated, which grade of Breach (list fault) does not know");
        refused(rule("T-1: x", "breach", unsure.formatted(", fault != \"unstated\""), breach));
        refused(rule("T-1: x", "breach", unsure.formatted(", fault in ( \"gross\", \"intent\" )"), breach));
    }

    @Test
    void onlyConclusionsOfThePhaseAreConcluded() {
        then("duty", "insertLogical( new Party( $party, $role ) );", "Party is a fact, which only evidence shows");
        then("breach", OWES, "OwesDuty is concluded in phase duty and not in breach");
    }

    @Test
    void conclusionsAreReadInTheirPhaseOrLater() {
        when(
                "not Breach( party == $party )",
                "Breach is concluded in phase breach and read here in duty, which comes before");
    }

    @Test
    void patternsAreJoined() {
        when("Item()", "Item is not joined to what stands before it");
        when("Party( party != $party )", "is not joined");
        when("Party( party in ( $party ) )", "is not joined");
        when("Party( $other : party, party == $other )", "is not joined");
        when("Claim( override == \"none\" )");
        when("not ( Party() and Act() )", "Party is not joined", "Act is not joined");
        when("not ( Party( party == $party, $p : party ) and Act( party == $p ) )");
        when("accumulate( Item() ; $n : count( 1 ) ; $n > 1 )", "Item is not joined");
        when("forall( Item() Party( party == $party ) )", "Item is not joined");
        when("( Party( party == $party ) or Item() )", "Item is not joined");
        refused(rule("T-1: x", "duty", "Claim()\nAct( $act : act, $party : party )", OWES));
    }

    @Test
    void aRuleBeginsWithSomethingThatIsThere() {
        refused(
                rule("T-1: x", "duty", "not Item()\nAct( $act : act, $party : party )", OWES),
                "begins with what is not there");
        refused(rule(
                "T-1: x", "duty", "( Act( $act : act, $party : party ) or Use( $act : act, $party : party ) )", OWES));
    }

    @Test
    void rulesAreSmall() {
        when("Party( party == $party )\n".repeat(8), "The rule has 9 patterns and may have 8");
        when("Party( party == $party )\n".repeat(7));
        String two = "( Party( party == $party ) or Act( act == $act ) )\n";
        when(two.repeat(3));
        when(
                "( Party( party == $party ) or Act( act == $act ) or Use( act == $act ) )\n".repeat(2),
                "make 9 branches and may make 8");
        when("not " + two, "`or` stands inside another condition");
    }

    @Test
    void namesFromInsideAreNotSeenOutside() {
        refused(
                rule(
                        "T-1: x",
                        "duty",
                        "Act( $a : act, $party : party )\nexists Use( party == $party, $act : act )",
                        OWES),
                "$act is not bound by a pattern that must match");
        refused(
                rule(
                        "T-1: x",
                        "duty",
                        "Act( $a : act, $party : party )\n( Use( party == $party, $act : act ) or Party( party == $party ) )",
                        OWES),
                "$act is not bound by a pattern that must match");
        when("( Act( act == $act, $x : role ) or Party( party == $party, $x : party ) )", "in one branch of the `or`");
    }

    @Test
    void aggregatesTakeNumbers() {
        when(
                "accumulate( Party( party == $party, $r : role ) ; $n : sum( $r ) )",
                "needs whole numbers, and $r is a code");
        when("accumulate( Party( party == $party ) ; $n : max( $party ) )", "needs a binding made inside");
        when("accumulate( Party( party == $party ) ; $n : count( 1 ) ; $m > 1 )", "$m is no result of this accumulate");
        when("accumulate( Party( party == $party ) ; $n : count( 1 ) ; $n > \"1\" )", "compare it with a whole number");
        when("accumulate( Party( party == $party ) ; $n : count( 1 ) ; $n > $party )", "they cannot be compared");
        when("accumulate( Party( party == $party ) ; $n : count( 1 ) ; $n > $no )", "$no is not bound");
        when("accumulate( Party( party == $party ) ; $party : count( 1 ) )", "already bound");
    }

    @Test
    void everyRuleRestsOnKnownNorms() {
        String rule = rule("T-1: x", "duty", "Act( $act : act, $party : party )", OWES);
        refused(
                rule.replace("@legalBasis(\"T-1\")", "@legalBasis(\"T-1\", \"T-3\")"),
                "names T-3, which no norms.yaml of the pack has");
        refused(rule.replace("@legalBasis(\"T-1\")", "@legalBasis(\"T-1, T-1\")"), "names a norm twice");
        refused(
                rule.replace("@legalBasis(\"T-1\")", "@legalBasis(\"T-2\")"),
                "begins with none of the norms of @legalBasis (T-2)");
        refused(rule.replace("\"T-1: x\"", "\"T-10: x\""), "begins with none");
        refused(
                rule.replace("@legalBasis", "@inForce(\"2020-12-31/..\") @legalBasis"),
                "reaches beyond the days of T-1");
        refused(rule.replace("@legalBasis", "@inForce(\"2021-01-01/2022-01-01\") @legalBasis"));
    }

    @Test
    void namesAreUniqueInThePack() {
        String rule = rule("T-1: x", "duty", "Act( $act : act, $party : party )", OWES);

        refused(rule + rule, "The name is taken by the rule at law/x.drl:4:6; the later one would silently replace it");
    }

    @Test
    void explanationsSpeakOfBindings() {
        String rule = rule("T-1: x", "duty", "Act( $act : act, $party : party )", OWES);
        refused(
                rule.replace("Because.", "{party} owes {atc}."),
                "{atc}, which is no binding of a pattern that must match; did you mean act?");
        refused(rule.replace("因为。", "{当事人}"), "@explain_zh speaks of {当事人}");
        refused(rule.replace("Because.", "} {party"), "@explain_en has } without {");
        refused(rule.replace("Because.", "{party owes"), "@explain_en has { without }");
        refused(rule.replace("Because.", "{party}{act}"));
    }

    @Test
    void theBurdenIsSomeones() {
        String rule = rule("T-1: x", "duty", "Act( $act : act, $party : party )", OWES);
        refused(rule.replace("@legalBasis", "@burden(\"party\") @legalBasis"));
        refused(rule.replace("@legalBasis", "@burden(\"claimant\") @legalBasis"));
        refused(
                rule.replace("@legalBasis", "@burden(\"hardware-adaptor\") @legalBasis"),
                "did you mean hardware-adapter?");
    }

    @Test
    void anExceptionReallyExcepts() {
        String liable = rule(
                        "T-1: liable",
                        "liability",
                        "Breach( $party : party, $duty : duty, $grade : grade )\nItem( $item : item, kind == \"property\" )\nnot Defence( party == $party, item == $item%s )",
                        "insertLogical( new AtFault( $party, $item, $duty, $grade ) );")
                .replace("Item( $item : item, kind == \"property\" )", "Leak( party == $party, $item : item )");
        String defence = rule(
                        "T-1: defence",
                        "defence",
                        "Leak( $party : party, $item : item )",
                        "insertLogical( new Defence( $party, $item, \"rebutted\" ) );")
                .replace("@legalBasis", "@exceptionTo(\"%s\") @legalBasis");

        refused(liable.formatted("") + defence.formatted("T-1: liable"));
        refused(
                liable.formatted(", kind == \"third-party\"") + defence.formatted("T-1: liable"),
                "nothing is excepted");
        refused(liable.formatted("") + defence.formatted("T-1: liabel"), "did you mean T-1: liable?");
        refused(
                liable.formatted("").replace("not Defence", "Defence") + defence.formatted("T-1: liable"),
                "nothing is excepted");
    }

    @Test
    void noRuleWaitsForItsOwnAbsence() {
        String a = rule(
                "T-1: a",
                "breach",
                "Act( $act : act, $party : party )\nnot Breach( party == $party, duty == \"examine-bias\" )",
                "insertLogical( new Breach( $party, \"verify-equivalence\", $act, \"slight\", \"tied\" ) );");
        String b = rule(
                "T-1: b",
                "breach",
                "Act( $act : act, $party : party )\nBreach( party == $party, duty == \"verify-equivalence\" )",
                "insertLogical( new Breach( $party, \"examine-bias\", $act, \"slight\", \"tied\" ) );");
        List<Problem> problems = check(a + b);

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).message())
                .contains("depend on the order of evaluation")
                .contains("\"T-1: a\" reads the absence or number of Breach from \"T-1: b\"")
                .contains("\"T-1: b\" reads Breach from \"T-1: a\"");
        assertThat(check(a)).isEmpty();
        assertThat(check(a.replace("duty == \"examine-bias\"", "duty == \"verify-equivalence\"")))
                .hasSize(1);
        assertThat(check(a.replace(", duty == \"examine-bias\"", ""))).hasSize(1);
        assertThat(check(rule(
                        "T-1: c",
                        "breach",
                        "Act( $act : act, $party : party )\naccumulate( Breach( party == $party ) ; $n : count( 1 ) ; $n < 2 )",
                        "insertLogical( new Breach( $party, \"verify-equivalence\", $act, \"slight\", \"tied\" ) );")))
                .hasSize(1);
    }

    @Test
    void noConclusionKeepsItselfAlive() {
        List<Problem> problems = check(rule(
                "T-1: chain",
                "liability",
                "Solidarity( $item : item, $a : party, $b : other )\nSolidarity( item == $item, party == $b, $c : other )",
                "insertLogical( new Solidarity( $item, $a, $c, \"joint-act\" ) );"));

        assertThat(problems)
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("would then keep itself alive"));
    }

    @Test
    void rulesStandBehindWhatTheyRead() {
        String a = rule(
                "T-1: a",
                "breach",
                "Breach( $party : party, $act : act, duty == \"examine-bias\" )",
                "insertLogical( new Breach( $party, \"verify-equivalence\", $act, \"slight\", \"tied\" ) );");
        String b = rule(
                "T-1: b",
                "breach",
                "Act( $act : act, $party : party )",
                "insertLogical( new Breach( $party, \"examine-bias\", $act, \"slight\", \"tied\" ) );");
        String c = rule("T-1: c", "duty", "Act( $act : act, $party : party )", OWES);
        List<Rule> rules = new ArrayList<>(RuleReader.read("x", (HEAD + a + b + c).getBytes(StandardCharsets.UTF_8))
                .file()
                .orElseThrow()
                .rules());

        assertThat(RuleProgram.of(rules, VOCABULARY).rules())
                .extracting(Rule::name)
                .containsExactly("T-1: c", "T-1: b", "T-1: a");
    }
}
