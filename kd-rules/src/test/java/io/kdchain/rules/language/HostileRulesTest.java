package io.kdchain.rules.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must never reach a compiler is refused with its place and the reason. */
class HostileRulesTest {
    private static final String HEAD = "package rules.test.law\nimport io.kdchain.rules.fact.*\n";
    private static final String RULE =
            "rule \"T-1: x\" @legalBasis(\"T-1\") @explain_en(\"x\") @explain_zh(\"x\") agenda-group \"breach\"\n";

    private static List<Problem> problems(String text) {
        return RuleReader.read("law/x.drl", text.getBytes(StandardCharsets.UTF_8))
                .problems();
    }

    private static void refused(String text, int line, int column, String reason) {
        List<Problem> problems = problems(text);
        assertThat(problems).as(text).isNotEmpty();
        assertThat(problems.get(0).at()).as(text).isEqualTo(new Position("law/x.drl", line, column));
        assertThat(problems.get(0).message()).contains(reason);
    }

    private static void consequence(String then, int column, String reason) {
        refused(HEAD + RULE + "when Party()\nthen " + then + " end\n", 5, column, reason);
    }

    private static void condition(String when, int column, String reason) {
        refused(HEAD + RULE + "when " + when + "\nthen insertLogical( new Breach() ); end\n", 4, column, reason);
    }

    @Test
    void aConsequenceThatStartsAProcess() {
        consequence("new ProcessBuilder(\"id\").start();", 6, "`new` is code");
    }

    @Test
    void aConsequenceThatEndsTheHost() {
        consequence("System.exit(7);", 6, "`System` is code");
    }

    @Test
    void staticImportsAndImportedFunctions() {
        refused("package rules.test.law\nimport static java.lang.System.exit\n", 2, 1, "brings in code");
        refused("package rules.test.law\nimport function java.lang.System.setProperty\n", 2, 1, "brings in code");
        refused("package rules.test.law\nimport java.util.List\n", 2, 1, "rules know the words of the vocabulary only");
        refused(
                "package rules.test.law\nimport io.kdchain.rules.fact.sub.Evil\n",
                2,
                1,
                "is no word of the vocabulary");
    }

    @Test
    void functions() {
        refused(HEAD + "function void f() { }\n" + RULE + "when then end", 3, 1, "`function` is code");
    }

    @Test
    void evalAmongConditions() {
        condition("Party() eval( true )", 14, "`eval` is code");
    }

    @Test
    void anotherDialect() {
        refused(HEAD + "rule \"T-1: x\" dialect \"mvel\" when Party() then end", 3, 15, "`dialect` is code");
    }

    @Test
    void loopsInConsequences() {
        consequence("while (true) { }", 6, "`while` is code");
        consequence("for (;;) { }", 6, "`for` is code");
    }

    @Test
    void insertionsThatNothingTakesBack() {
        consequence("insert( new Breach() );", 6, "changes the facts");
        consequence("insertlogical( new Breach() );", 6, "did you mean insertLogical?");
    }

    @Test
    void declaredTypesWithDefaults() {
        refused(HEAD + "declare Evil\n n : String = System.getenv(\"HOME\")\nend\n", 3, 1, "runs its default values");
        refused(HEAD + "declare enum Evil A(1); end\n", 3, 1, "makes a new word");
    }

    @Test
    void globalsAndQueries() {
        refused(HEAD + "global java.lang.Runtime rt\n", 3, 1, "`global` is code");
        refused(HEAD + "query q Party() end\n", 3, 1, "fetches what is not among the facts");
    }

    @Test
    void callsAndChainsInConstraints() {
        condition("Party( this.getClass() != null )", 13, "`this` is code");
        condition("Party( party.length() > 3 )", 18, "calls or looks into something");
        condition("Party( getParty() == \"x\" )", 21, "calls or looks into something");
        condition("Party( party == Runtime.getRuntime() )", 22, "`Runtime` is code");
        condition("Party( party == (\"x\") )", 22, "( stands where a value is expected");
        condition("Party( $p : getParty() )", 26, "calls or looks into something");
        condition("Party( party#String == \"x\" )", 18, "calls or looks into something");
        condition("Party( party!.x == \"x\" )", 18, "calls or looks into something");
        condition("Party( parties[0] == \"x\" )", 20, "calls or looks into something");
    }

    @Test
    void unicodeEscapes() {
        refused(HEAD + RULE + "when Party()\nthen \\u0053ystem.exit(1); end", 5, 6, "\\u escapes hide");
    }

    @Test
    void regularExpressionsAndOtherOperatorWords() {
        condition("Act( stage matches \"(a+)+\" )", 17, "looks into texts");
        condition("Act( stage contains \"a\" )", 17, "looks into texts");
        condition("Act( stage memberOf \"a\" )", 17, "looks into texts");
        condition("Act( stage soundslike \"a\" )", 17, "looks into texts");
        condition("Act( stage excludes \"a\" )", 17, "looks into texts");
        condition("Act( stage not in ( \"data\" ) )", 17, "one != for each value");
    }

    @Test
    void theRuleBaseItself() {
        consequence("drools.getKieRuntime();", 6, "`drools` is code");
        consequence("delete( $h );", 6, "changes the facts");
        consequence("insertLogical( new Breach( drools ) );", 33, "`drools` is code");
        consequence("insertLogical( new java.lang.Thread() );", 29, ". stands where ( is expected");
        consequence("insertLogical( new Breach( f( 1 ) ) );", 33, "f is no value");
        consequence("insertLogical( new Breach( \"a\" + \"b\" ) );", 37, "computes or calls");
        consequence("insertLogical( new Breach( new Breach() ) );", 33, "`new` is code");
        consequence("insertLogical( new Breach( $a ), 3 );", 37, ", stands where ) is expected");
        consequence("Breach b = null;", 6, "Breach is not allowed in `then`");
    }

    @Test
    void attributesThatOrderHideOrTimeRules() {
        for (String attribute : List.of(
                "salience",
                "no-loop",
                "lock-on-active",
                "auto-focus",
                "activation-group",
                "ruleflow-group",
                "enabled")) {
            refused(HEAD + "rule \"T-1: x\" " + attribute + " true when", 3, 15, "orders or hides rules");
        }
        for (String attribute : List.of("timer", "duration", "calendars", "date-effective", "date-expires")) {
            refused(HEAD + "rule \"T-1: x\" " + attribute + " \"x\" when", 3, 15, "looks at the clock");
        }
        refused(HEAD + "rule \"T-1: x\" extends \"T-1: y\" when", 3, 15, "orders or hides rules");
    }

    @Test
    void annotationsWhoseValuesWouldRun() {
        refused(
                HEAD + "rule \"T-1: x\"\n  @legalBasis(System.setProperty(\"a\", \"b\"))\nwhen",
                4,
                15,
                "would be run as code while rules are compiled");
        refused(HEAD + "rule \"T-1: x\" @explain_en(5) when", 3, 27, "would be run as code");
        refused(HEAD + "rule \"T-1: x\" @explain_en(v=\"x\") when", 3, 27, "would be run as code");
        refused(HEAD + "rule \"T-1: x\" @Strict(\"x\") when", 3, 16, "is not one of the annotations");
        refused(HEAD + "rule \"T-1: x\" @explain_em(\"x\") when", 3, 16, "did you mean explain_en?");
    }

    @Test
    void packagesThatAreNotForRules() {
        refused("package io.kdchain.rules.fact\n", 1, 1, "is not one for rules");
        refused("package rules\n", 1, 1, "is not one for rules");
        refused("import io.kdchain.rules.fact.*\n", 1, 1, "begins with its package");
    }

    @Test
    void sourcesBesideTheFacts() {
        condition("Party() from $list", 14, "fetches what is not among the facts");
        condition("Party() from entry-point \"x\"", 14, "fetches what is not among the facts");
        condition("Party() over window:time( 1h )", 14, "fetches what is not among the facts");
        condition("$p : Party()", 6, "bind a field instead");
        condition("/parties[ 0 ]", 6, "stands where a condition is expected");
        condition("io.kdchain.rules.fact.Party()", 8, "without a package");
        condition("accumulate( Party( $p : party ) ; $n : collectSet( $p ) )", 45, "is not one of the functions");
        condition("accumulate( Party( $p : party ), init( int x = 0; ) )", 39, "stands where the name of a result");
    }

    @Test
    void bracketsThatGoTooDeep() {
        condition("( ".repeat(3000) + "Party()", 38, "nested more than 16 deep");
        condition("not ".repeat(100) + "Party()", 70, "nested more than 16 deep");
    }

    @ParameterizedTest
    @CsvSource({
        "202E, RIGHT-TO-LEFT OVERRIDE",
        "200B, ZERO WIDTH SPACE",
        "00A0, NO-BREAK SPACE",
        "FE0F, VARIATION SELECTOR-16",
        "0007, BEL",
        "E000, PRIVATE USE AREA",
        "2028, LINE SEPARATOR",
        "FEFF, ZERO WIDTH NO-BREAK SPACE"
    })
    void charactersThatDoNotShow(String code, String name) {
        String c = new String(Character.toChars(Integer.parseInt(code, 16)));

        refused(HEAD + "// a" + c + "b\n", 3, 5, name);
    }

    @Test
    void lettersThatLookLikeOthers() {
        condition("P\u0430rty()", 6, "mixes scripts");
        condition("Party( $p\u0430 : party )", 14, "mixes scripts");
    }

    @Test
    void bytesThatAreNotUtf8OrBeginWithAMark() {
        byte[] latin = (HEAD + "// x\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(RuleReader.read("x", latin).problems()).singleElement().satisfies(p -> {
            assertThat(p.at()).isEqualTo(new Position("x", 3, 5));
            assertThat(p.message()).contains("0xE9").contains("is not UTF-8");
        });
        byte[] cut = "ab\u4e00".getBytes(StandardCharsets.UTF_8);
        assertThat(RuleReader.read("x", java.util.Arrays.copyOf(cut, 4)).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("is not UTF-8"));
        refused("\uFEFF" + HEAD, 1, 1, "byte order mark");
    }

    @Test
    void textThatIsNotComposed() {
        refused(HEAD + "// caf" + "e\u0301\n", 3, 7, "normal form C");
    }

    @Test
    void filesThatAreTooLarge() {
        refused(HEAD + " ".repeat(SourceText.MAX_BYTES), 1, 1, "may have 262144");
        String rules =
                "rule \"T-1: x\" @legalBasis(\"a\") @explain_en(\"a\") @explain_zh(\"a\") agenda-group \"duty\" when A() then insertLogical( new B() ); end\n";
        refused(HEAD + rules.repeat(501), 503, 1, "more than 500 rules");
        assertThat(problems(HEAD + rules.repeat(500))).isEmpty();
    }

    @Test
    void aMistakeIsToldWithTheRuleAndReadingGoesOn() {
        List<Problem> problems = problems(HEAD + RULE + "when Party( matches )\nthen end\n" + RULE
                + "when Party()\nthen end\n" + RULE + "when Party(\n");

        assertThat(problems)
                .extracting(p -> p.rule() + " " + p.at().line() + " " + p.message())
                .satisfiesExactly(
                        a -> assertThat(a).startsWith("T-1: x 4 `matches`"),
                        b -> assertThat(b).startsWith("T-1: x 8 The rule concludes nothing"),
                        c -> assertThat(c).startsWith("T-1: x 11 the end of the file stands where"));
    }
}
