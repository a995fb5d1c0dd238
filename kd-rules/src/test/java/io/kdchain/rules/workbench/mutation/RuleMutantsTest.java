package io.kdchain.rules.workbench.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.language.CanonicalText;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.language.RuleReader;
import io.kdchain.rules.pack.PackFixture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleMutantsTest {
    private static final Vocabulary VOCABULARY = Vocabulary.base()
            .withList("duty", List.of("act-on-notice", "examine-bias"))
            .withList("term", List.of("notice.obvious", "notice.other"));

    private static Rule rule(String annotations, String when, String then) {
        String text = PackFixture.HEAD
                + PackFixture.rule("T-1: changed", "duty", when, then)
                        .replace("    agenda-group", annotations + "    agenda-group");
        return RuleReader.read("test/law/art-1.drl", text.getBytes(StandardCharsets.UTF_8))
                .file()
                .orElseThrow()
                .rules()
                .get(0);
    }

    /** Line of the change, operator, change; lines count from the word {@code when}. */
    private static List<String> changes(String when, String then) {
        Rule rule = rule("", when, then);
        int first = rule.conditions().get(0).at().line() - 1;
        return new RuleMutants(VOCABULARY)
                .of(rule).stream()
                        .map(m -> "%d %s: %s"
                                .formatted(m.at().line() - first, m.operator().code(), m.shown()))
                        .toList();
    }

    private static final String OWES = "insertLogical( new OwesDuty( $p, \"examine-bias\", $a ) );";

    @Test
    void everyPartOfAPatternIsChangedInItsPlace() {
        assertThat(changes(
                        "Act( $a : act, $p : party, stage == \"use\" )\nParty( party == $p, role in ( \"auditor\", \"consumer\" ) )",
                        OWES))
                .containsExactly(
                        "1 drop-condition: Act( $a : act, $p : party, stage == \"use\" )",
                        "1 drop-constraint: stage == \"use\"",
                        "1 change-comparison: stage == \"use\" -> stage != \"use\"",
                        // the last of its list, so that the first comes next
                        "1 swap-code: stage == \"use\" -> stage == \"data\"",
                        "2 drop-condition: Party( party == $p, role in ( \"auditor\", \"consumer\" ) )",
                        "2 flip-not: Party( party == $p, role in ( \"auditor\", \"consumer\" ) ) -> not Party( party == $p, role in ( \"auditor\", \"consumer\" ) )",
                        "2 drop-constraint: party == $p",
                        "2 change-comparison: party == $p -> party != $p",
                        "2 drop-constraint: role in ( \"auditor\", \"consumer\" )",
                        "2 drop-constraint: role in ( \"auditor\", \"consumer\" ) -> role in ( \"consumer\" )",
                        "2 swap-code: role in ( \"auditor\", \"consumer\" ) -> role in ( \"regulator\", \"consumer\" )",
                        "2 drop-constraint: role in ( \"auditor\", \"consumer\" ) -> role in ( \"auditor\" )",
                        "2 swap-code: role in ( \"auditor\", \"consumer\" ) -> role in ( \"auditor\", \"claimant\" )",
                        "5 swap-conclusion: %s -> %s".formatted(OWES, OWES.replace("examine-bias", "act-on-notice")));
    }

    @Test
    void whatIsNotThereAndWhatIsCountedAreChangedInside() {
        assertThat(changes("""
                        Act( $a : act, $p : party )
                        not ( Check( act == $a ) and Reliance( act == $a ) )
                        exists Item( proven == true )
                        accumulate( Notice( party == $p ) ; $n : count( 1 ) ; $n >= 2 )""", OWES))
                .containsSubsequence(
                        "2 drop-condition: not ( Check( act == $a ) and Reliance( act == $a ) )",
                        "2 flip-not: not ( Check( act == $a ) and Reliance( act == $a ) ) -> exists ( Check( act == $a ) and Reliance( act == $a ) )",
                        "2 drop-condition: Check( act == $a )",
                        "2 flip-not: Check( act == $a ) -> not Check( act == $a )",
                        "3 flip-not: exists Item( proven == true ) -> not Item( proven == true )",
                        "3 change-value: proven == true -> proven == false",
                        "4 drop-constraint: party == $p",
                        "4 drop-constraint: $n >= 2",
                        "4 change-comparison: $n >= 2 -> $n > 2",
                        "4 change-value: $n >= 2 -> $n >= 3");
    }

    @Test
    void aChangeLeavesAllElseAsItWas() {
        Rule rule = rule(
                "    @burden(\"p\")\n    @exceptionTo(\"T-2: other\")\n",
                "Act( $a : act, $p : party )\n( Leak( party == $p ) or Tampering( party == $p ) )",
                OWES + "\n" + OWES);

        List<Mutant> mutants = new RuleMutants(VOCABULARY).of(rule);

        assertThat(mutants)
                .extracting(m -> m.operator().code())
                .startsWith("drop-exception", "drop-burden")
                .contains("drop-conclusion");
        Mutant branch = mutants.stream()
                .filter(m -> m.before().equals("Leak( party == $p )"))
                .findFirst()
                .orElseThrow();
        Rule changed = ((Mutant.Change.OfRule) branch.change()).rule();
        assertThat(changed.conditions())
                .extracting(CanonicalText::of)
                .containsExactly("Act( $a : act, $p : party )", "Tampering( party == $p )");
        assertThat(changed.insertions()).isEqualTo(rule.insertions());
        assertThat(changed.burden()).isEqualTo("p");
        assertThat(mutants)
                .allSatisfy(m ->
                        assertThat(((Mutant.Change.OfRule) m.change()).rule()).isNotEqualTo(rule));
    }
}
