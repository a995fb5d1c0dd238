package io.kdchain.rules.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Phase;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class RuleReaderTest {
    private static RuleReader.Result read(String text) {
        return RuleReader.read("law/x.drl", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String message(String rule) {
        return read("package rules.test\n" + rule).problems().get(0).toString();
    }

    @Test
    void readsAWholeRule() {
        RuleReader.Result result = read("""
                // a comment
                package rules.test.law;
                import io.kdchain.rules.fact.*;

                /* another
                   comment */
                rule "T-1: 过错 and \\"fault\\""
                    @legalBasis("T-1", "T-3, T-2")
                    @explain_en("{party} did it.")
                    @explain_zh("{party}所为，　如此。")
                    @inForce("2021-01-01/..")
                    @exceptionTo("T-1: a", "T-1: b")
                    @burden("party")
                    agenda-group "liability"
                when
                    Party( $party : party, role in ( "consumer", "claimant" ) ) and Item( proven == true );
                    not ( Defence( party == $party ) )
                then
                    insertLogical( new AtFault( $party, "x", -3, false, 2026-01-31 ) );
                end
                """);

        assertThat(result.problems()).isEmpty();
        Rule rule = result.file().orElseThrow().rules().get(0);
        assertThat(rule.at()).isEqualTo(new Position("law/x.drl", 7, 6));
        assertThat(rule.name()).isEqualTo("T-1: 过错 and \"fault\"");
        assertThat(rule.legalBasis()).containsExactly("T-1", "T-3", "T-2");
        assertThat(rule.norm()).contains("T-1");
        assertThat(rule.exceptionTo()).containsExactly("T-1: a", "T-1: b");
        assertThat(rule.inForce()).isEqualTo(new InForce(LocalDate.of(2021, 1, 1), null));
        assertThat(rule.burden()).isEqualTo("party");
        assertThat(rule.phase()).isEqualTo(Phase.LIABILITY);
        assertThat(rule.conditions()).hasSize(3);
        assertThat(rule.insertions().get(0).arguments()).hasSize(5);
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(
                        message(
                                "rule \"a\" @legalBasis(\"a\") @explain_en(\"a\") @explain_zh(\"a\") when A() then insertLogical( new B() ); end"))
                .startsWith("law/x.drl:2:6: rule \"a\": The rule has no phase");
        assertThat(
                        message(
                                "rule \"a\" @explain_en(\"a\") @explain_zh(\"a\") agenda-group \"duty\" when A() then insertLogical( new B() ); end"))
                .contains("The rule has no @legalBasis");
        assertThat(
                        message(
                                "rule \"a\" @legalBasis(\"a\") @explain_zh(\"a\") agenda-group \"duty\" when A() then insertLogical( new B() ); end"))
                .contains("The rule has no @explain_en");
        assertThat(
                        message(
                                "rule \"a\" @legalBasis(\"a\") @explain_en(\"a\") agenda-group \"duty\" when A() then insertLogical( new B() ); end"))
                .contains("The rule has no @explain_zh");
        assertThat(message("rule \"a\" agenda-group \"duty\" when then")).contains("The rule has no conditions");
        assertThat(message("rule \"a\" agenda-group \"duty\" when A() then insertLogical( new B() ) end"))
                .contains("A conclusion ends with a semicolon");
        assertThat(message("rule x when")).contains("A rule's name stands in double quotes");
        assertThat(message("rule \"\" when")).contains("A rule's name stands in double quotes");
        assertThat(message("rul \"a\" when")).contains("did you mean rule?");
    }

    @Test
    void saysWhatIsWrongWithTheHead() {
        assertThat(message("rule \"a\" agenda-group \"liabilty\" when")).contains("did you mean liability?");
        assertThat(message("rule \"a\" agenda-group duty when")).contains("The phase is a text in double quotes");
        assertThat(message("rule \"a\" agenda-group \"duty\" agenda-group \"duty\" when"))
                .contains("two phases");
        assertThat(message("rule \"a\" agenda_group \"duty\" when")).contains("did you mean agenda-group?");
        assertThat(message("rule \"a\" @burden(\"a\") @burden(\"b\") when")).contains("stands twice");
        assertThat(message("rule \"a\" @burden(\"a\", \"b\") when")).contains("has one value");
        assertThat(message("rule \"a\" @burden(\" \") when")).contains("is empty");
        assertThat(message("rule \"a\" @inForce(\"2021-01-01\") when")).contains("is no interval of days");
        assertThat(message("rule \"a\" @inForce(\"2021-13-01/..\") when")).contains("is no day of the calendar");
        assertThat(message("rule \"a\" @inForce(\"2022-01-01/2021-01-01\") when"))
                .contains("ends before it begins");
    }

    @Test
    void saysWhatIsWrongWithConditions() {
        String head = "rule \"a\" agenda-group \"duty\" when ";
        assertThat(message(head + "A( x = 3 )")).contains("write == to compare");
        assertThat(message(head + "A( x == 0.5 )")).contains("no whole number").contains("parameters.yaml");
        assertThat(message(head + "A( x == 99999999999 )")).contains("is no whole number between");
        assertThat(message(head + "A( x == 2026-02-30 )")).contains("is no day of the calendar");
        assertThat(message(head + "A( x == null )")).contains("a field always has one");
        assertThat(message(head + "A( x == y )")).contains("write a text in double quotes, or a binding with $");
        assertThat(message(head + "A( x == 'y' )")).contains("not in single ones");
        assertThat(message(head + "A( x == \"y )\n")).contains("This text has no end");
        assertThat(message(head + "A( x == \"a\\n\" )")).contains("only \\\" and \\\\ are escapes");
        assertThat(message(head + "A( $x : y == 3 )")).contains("A binding stands alone");
        assertThat(message(head + "A( x == 3 || == 4 )")).contains("A constraint compares one field with one value");
        assertThat(message(head + "A( x == 3 y == 4 )")).contains("follow after a comma");
        assertThat(message(head + "A() && B()")).contains("Write `and` and `or` as words");
        assertThat(message(head + "not not A()")).contains("`not` directly before");
        assertThat(message(head + "exists not A()")).contains("drop the `exists`");
        assertThat(message(head + "forall( A() )")).contains("needs two or more");
        assertThat(message(head + "accumulate( A() )")).contains("stands a semicolon");
        assertThat(message(head + "accumulate( A() ; $n : avg( $x ) )"))
                .contains("is not one of the functions count, sum, min, max");
        assertThat(message(head + "( A()")).contains("closes the conditions opened at line 2");
        assertThat(message(head + "A( x == 3 ) /* open")).contains("This comment has no end");
        assertThat(message(head + "A（）")).contains("half-width");
        assertThat(message(head + "A")).contains("bracket of pattern A");
    }
}
