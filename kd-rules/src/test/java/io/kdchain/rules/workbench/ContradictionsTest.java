package io.kdchain.rules.workbench;

import static io.kdchain.rules.pack.PackFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.language.Remark;
import io.kdchain.rules.pack.PackFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two rules that conclude what cannot both hold are told with the facts from which both do, and no others are. */
class ContradictionsTest {
    private static final String TAKEDOWN = "insertLogical( new MeasureDue( $p, \"takedown\", $n, \"%s\" ) );";

    private static List<Remark> remarks(String... rules) {
        return Contradictions.of(PackFixture.pack()
                .with("parameters.yaml", """
                        notice.short: [{value: 24, unit: hours, norm: T-1}]
                        notice.long: [{value: 72, unit: hours, norm: T-1}]
                        """)
                .rules(String.join("\n", rules))
                .load());
    }

    private static String due(String name, String when, String term) {
        return rule(name, "measures", when, TAKEDOWN.formatted(term));
    }

    private static final String IGNORED =
            due("T-1: ignored", "Notice( $n : notice, $p : party, state == \"ignored\" )", "notice.short");

    @Test
    void twoTermsForOneMeasureAreToldWithTheFewestFacts() {
        List<Remark> remarks = remarks(
                IGNORED,
                due(
                        "T-1: private",
                        "Notice( $n : notice, $p : party, claim == \"privacy\" )\nexists Notifier( notice == $n )",
                        "notice.long"));

        assertThat(remarks).singleElement().satisfies(r -> {
            assertThat(r.check()).isEqualTo(Remark.Check.CONTRADICTION);
            assertThat(r.problem().rule()).isEqualTo("T-1: private");
            assertThat(r.problem().message())
                    .startsWith("With \"T-1: ignored\" at test/law/art-1.drl:")
                    .contains(
                            "the measure \"takedown\" upon notice1 within \"notice.short\"",
                            "the measure \"takedown\" upon notice1 within \"notice.long\"",
                            "So it is where notice1 is a notice to party1 about \"privacy\", whose state is \"ignored\"; and notice1 was given by party2. Say in one of them");
        });
    }

    @Test
    void whatOneRecordCannotShowIsNoContradiction() {
        assertThat(remarks(
                        IGNORED,
                        due("T-1: late", "Notice( $n : notice, $p : party, state == \"late\" )", "notice.long")))
                .isEmpty();
    }

    @Test
    void twoNormsMayHaveTheirOwnTermsAndOneTermMayBeSaidTwice() {
        String all = "Notice( $n : notice, $p : party )";
        assertThat(remarks(IGNORED, due("T-3: all", all, "notice.long"))).isEmpty();
        assertThat(remarks(IGNORED, due("T-1: all", all, "notice.short"))).isEmpty();
    }

    @Test
    void aContradictionIsFollowedBackToFacts() {
        String fault = rule(
                "T-1: who deployed it",
                "liability",
                "Deployer( $i : item, $p : party )",
                "insertLogical( new AtFault( $p, $i, \"verify-equivalence\", \"gross\" ) );");
        String several =
                rule("T-1: own parts", "liability", "AtFault( $i : item )", "insertLogical( new SeveralParts( $i ) );");
        String equal = "Item( $i : item, kind == \"privacy\" )\nAtFault( item == $i )%s";
        String then = "insertLogical( new EqualParts( $i ) );";

        List<Remark> remarks = remarks(fault, several, rule("T-1: equal", "liability", equal.formatted(""), then));

        assertThat(remarks)
                .singleElement()
                .satisfies(
                        r -> assertThat(r.problem().message())
                                .contains(
                                        "item1 is borne by each for its own part, and item1 is borne in equal parts.",
                                        "So it is where item1 is a head of damage of the kind \"privacy\"; and item1 came of a model deployed by party2. Say"));
        // the same where the one says itself that it gives way
        assertThat(remarks(
                        fault,
                        several,
                        rule("T-1: equal", "liability", equal.formatted("\nnot SeveralParts( item == $i )"), then)))
                .isEmpty();
    }
}
