package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.report.LegalSources;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.report.ReportInput;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.NotLiable;
import io.kdchain.rules.verdict.NotLiable.Kind;
import io.kdchain.rules.verdict.NotLiable.Lacking;
import io.kdchain.rules.verdict.NotLiable.Unmet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Who is not liable is told what was lacking: the rule that came nearest, and its conditions that failed. */
class WhyNotTest {
    private static final PackSource PACKS = PackSource.of(Path.of("..", "rules"));
    private static final ScenarioRunner DROOLS = new ScenarioRunner(PACKS);
    private static final ScenarioRunner DIRECT = DROOLS.by(new DirectRuleEngine());

    @Provide
    Arbitrary<RandomChain> chains() {
        return Arbitraries.randomValue(RandomChain::of);
    }

    private static Scenario scenario(String name) {
        return new ScenarioReader(PACKS.ids()).read(Path.of("..", "rules", "cn", "scenarios", name + ".yaml"));
    }

    private static NotLiable of(String party, List<NotLiable> all) {
        return all.stream().filter(n -> n.party().equals(party)).findFirst().orElseThrow();
    }

    /** The conditions at the ends of a tree. */
    private static List<Unmet> ends(Lacking lacking) {
        List<Unmet> ends = new ArrayList<>();
        for (Unmet unmet : lacking.unmet()) {
            Lacking deeper = unmet.deeper();
            ends.addAll(deeper == null ? List.of(unmet) : ends(deeper));
        }
        return ends;
    }

    private static int depth(Lacking lacking) {
        int deepest = 0;
        for (Unmet unmet : lacking.unmet()) {
            Lacking deeper = unmet.deeper();
            deepest = deeper == null ? deepest : Math.max(deepest, depth(deeper));
        }
        return 1 + deepest;
    }

    /** Without that appraisal the processor is liable: pipl-69-presumption-decides. */
    @Test
    void whatStandsInTheWayIsNamedWithItsRecord() {
        NotLiable processor = of("dataco", DIRECT.whyNot(scenario("pipl-69-presumption-just-not")));

        List<Unmet> ends = ends(processor.lacking());
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0).kind()).isEqualTo(Kind.OPPOSED);
        assertThat(ends.get(0).shown()).singleElement().satisfies(defence -> {
            assertThat(defence.conclusion())
                    .isEqualTo("Defence(party: \"dataco\", item: \"leak\", kind: \"rebutted\")");
            assertThat(defence.because())
                    .filteredOn(r -> r.conclusion()
                            .startsWith("DutyAppraisal(party: \"dataco\", duty: \"secure-transfer\", met: true"))
                    .singleElement()
                    .satisfies(r -> assertThat(r.evidence()).hasSize(1));
        });
    }

    /** The replay names the adapter alone: with the teacher named besides, both would be liable. */
    @Test
    void whatIsMissingIsNamedWithWhatThereIsInstead() {
        NotLiable teacher = of("radnet", DIRECT.whyNot(scenario("int8-adapter-flipped-diagnosis")));

        assertThat(ends(teacher.lacking())).singleElement().satisfies(u -> {
            assertThat(u.kind()).isEqualTo(Kind.MISSING);
            assertThat(u.condition()).isEqualTo("CausePart( item == \"injury\", party == \"radnet\" )");
            assertThat(u.shown())
                    .singleElement()
                    .satisfies(r ->
                            assertThat(r.conclusion()).startsWith("CausePart(item: \"injury\", party: \"edgechip\""));
        });
        assertThat(teacher.lacking().explainEn()).startsWith("radnet breached the duty ");
        assertThat(teacher.lacking().explainZh()).startsWith("radnet违反");
    }

    @Test
    void atFaultAndWithoutAPartIsToldSo() {
        Scenario scenario = scenario("e10-no-damage-proven");

        assertThat(DIRECT.run(scenario).verdict().established()).isFalse();
        assertThat(DIRECT.whyNot(scenario))
                .isNotEmpty()
                .allSatisfy(n -> assertThat(n.lacking().unmet()).isNotEmpty());
    }

    private static String english(Scenario scenario) {
        ReportInput input = ReportInput.of(DIRECT.run(scenario).logged())
                .notLiable(DIRECT.whyNot(scenario))
                .sources(LegalSources.of(PACKS.load(scenario.packs())));
        String text = Report.text(input, Locale.ENGLISH);
        return text.substring(text.indexOf("Who is not liable"), text.indexOf("\nEvidence\n"))
                .replaceAll("\\s+", " ");
    }

    /** What a rule asks for stands in words; an act that it names by its id, by its place in the log. */
    @Test
    void conditionsAreToldInWordsAndActsByTheirPlace() {
        String mixed = english(scenario("article-1171-stages-just-not"));

        assertThat(mixed)
                .contains(
                        "x Not on the record: the check that belongs to an act: Examination of the teacher model for bias (D09) · failed [concerns evidence ",
                        "x Not on the record: the best evidence of causation: loss · none");
        for (String name : List.of(
                "int8-adapter-flipped-diagnosis", "pipl-69-presumption-just-not", "e1-two-insufficient-causes")) {
            assertThat(english(scenario(name)))
                    .contains("x ")
                    .doesNotContainPattern("\\{[A-Z]\\w*\\(")
                    .doesNotContainPattern("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        }
    }

    /** The record of the check that was made stands beside the act that the missing one belongs to: at its place. */
    @Test
    void theActThatAConditionNamesHasAPlace() {
        Scenario scenario = scenario("article-1171-stages-just-not");

        Unmet check = ends(of("teachco", DIRECT.whyNot(scenario)).lacking()).stream()
                .filter(u -> u.condition().startsWith("Check("))
                .findFirst()
                .orElseThrow();
        assertThat(check.about()).hasSize(1);
        assertThat(check.shown().get(0).evidence()).containsAll(check.about());

        // the release is the first entry of the chain, the audit the second
        assertThat(ends(of("teachco", DIRECT.whyNotByPosition(scenario)).lacking()))
                .filteredOn(u -> u.condition().startsWith("Check("))
                .singleElement()
                .satisfies(u -> assertThat(u.about()).containsExactly(0L))
                .satisfies(u -> assertThat(u.shown().get(0).evidence()).containsExactly(0L, 1L));
        assertThat(ends(of("teachco", DIRECT.whyNot(scenario)).lacking()))
                .filteredOn(u -> u.condition().startsWith("CauseSource("))
                .allSatisfy(u -> assertThat(u.about()).isEmpty());
    }

    @Test
    void bothEnginesGiveTheSameAnswer() {
        Scenario scenario = scenario("e1-two-insufficient-causes");

        assertThat(DROOLS.whyNot(scenario)).isEqualTo(DIRECT.whyNot(scenario));
    }

    @Property(tries = 12, seed = "20261201")
    void everyPartyThatActedIsEitherLiableOrTold(@ForAll("chains") RandomChain chain) {
        Attribution verdict = DIRECT.run(chain.scenario()).verdict();
        List<NotLiable> lacking = DIRECT.whyNot(chain.scenario());

        Set<String> liable = new TreeSet<>();
        verdict.liable().forEach(p -> liable.add(p.party()));
        Set<String> told = new TreeSet<>();
        lacking.forEach(n -> told.add(n.party()));
        assertThat(told).noneMatch(liable::contains).doesNotContain(chain.claimant());
        Set<String> both = new TreeSet<>(liable);
        both.addAll(told);
        assertThat(both).contains(chain.deployer());
        for (NotLiable one : lacking) {
            assertThat(depth(one.lacking())).isLessThanOrEqualTo(7);
            assertThat(ends(one.lacking())).isNotEmpty().hasSizeLessThanOrEqualTo(16);
            assertThat(one.lacking().explainEn()).doesNotContain("{");
            assertThat(one.lacking().explainZh()).doesNotContain("{");
            assertThat(one.lacking().cites()).isNotEmpty();
        }
    }

    @Test
    void reportsTellItInBothLanguages() {
        Scenario scenario = scenario("int8-adapter-flipped-diagnosis");
        ReportInput input = ReportInput.of(DIRECT.run(scenario).logged()).notLiable(DIRECT.whyNot(scenario));

        assertThat(Report.text(input, Locale.ENGLISH))
                .contains(
                        "Who is not liable, and what was lacking",
                        "radnet: nearest to liability for 'injury'",
                        "Not on the record: a party named as a cause");
        assertThat(Report.text(input, Locale.CHINA)).contains("谁不承担责任，缺少什么", "记录中没有：");
        assertThat(Report.html(input))
                .contains("id=\"notliable\"", "nearest to liability for &#39;injury&#39;", "谁不承担责任，缺少什么");
        assertThat(Report.json(input))
                .contains("\"notLiable\":[{", "\"kind\":\"missing\"", "\"condition\":\"CausePart(")
                .startsWith(Report.json(input.verdict()).replaceFirst("}$", ""));
    }
}
