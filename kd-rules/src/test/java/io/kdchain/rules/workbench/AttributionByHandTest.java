package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.apportion.Apportioned;
import io.kdchain.rules.apportion.Apportionment;
import io.kdchain.rules.apportion.ItemCase;
import io.kdchain.rules.apportion.StatutoryApportionment;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.fact.Breach;
import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.CodeLists;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.TeacherTerms;
import io.kdchain.rules.fact.Use;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What attribution is measured against is no table of one answer: it finds what the rules find. */
class AttributionByHandTest {
    private static final Path FILE = Path.of("..", "rules", "cn", "scenarios", "e1-two-insufficient-causes.yaml");
    private static final RulePack CN = RulePack.builtin("cn");

    /** What the rules and the apportionment were given for a verdict, and that verdict. */
    record Heard(List<Fact> facts, ItemCase itemCase, Attribution verdict) {
        static Heard of(Scenario scenario) {
            List<List<Fact>> facts = new ArrayList<>();
            List<ItemCase> cases = new ArrayList<>();
            DirectRuleEngine twin = new DirectRuleEngine();
            RuleEngine rules = (law, given) -> {
                facts.add(List.copyOf(given));
                return twin.derive(law, given);
            };
            Apportionment statutory = new StatutoryApportionment();
            Apportionment way = new Apportionment() {
                @Override
                public String id() {
                    return statutory.id();
                }

                @Override
                public Apportioned apportion(ItemCase itemCase) {
                    cases.add(itemCase);
                    return statutory.apportion(itemCase);
                }
            };
            try (ScenarioLog log = new ScenarioLog(scenario)) {
                Attribution verdict = LiabilityEngine.builder()
                        .evidence(log.log())
                        .pack(CN)
                        .rules(rules)
                        .apportionment(way)
                        .build()
                        .attribute(scenario.incident());
                return new Heard(facts.get(0), cases.get(0), verdict);
            }
        }

        AttributionByHand.Found byHand() {
            return Objects.requireNonNull(
                    AttributionByHand.of(facts, Map.of(itemCase.item(), itemCase.causes()), itemCase.lineage())
                            .get(itemCase.item()));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        body: {}}                    | body: {fidelity: {agreement: 0.98, kl: 0.01}}}
        passed: false                | passed: true
        passed: true                 | passed: false
        parts: [                     | parts: [{party: victim, grade: equal},
        parts: [                     | parts: [{party: victim, grade: equal, fault: gross},
        parts: [                     | parts: [{party: teachco, grade: slight},
        grade: secondary             | grade: secondary, fault: slight
        grade: main                  | grade: main, fault: intent
        use: as-intended             | use: off-label
        humanReview: independent     | humanReview: none
        scenario: general            | scenario: medical
        type: CausationAppraised,    | type: ModelMonitored,
        kind: pecuniary              | kind: property
        kind: pecuniary              | kind: pecuniary
        """)
    void theVerdictsAgree(String what, String with) throws IOException {
        String text = Files.readString(FILE);
        assertThat(text).contains(what);
        boolean withoutAppraisal = with.equals("type: ModelMonitored,");
        String changed = withoutAppraisal
                ? text.replaceFirst("(?s)  - \\{at: 2026-06-01.*?\\n(?=incident:)", "")
                : text.replace(what, with);

        Heard heard = Heard.of(new ScenarioReader().read("changed.yaml", changed));

        agrees(heard);
    }

    /** Shares, claimable parts, norms and measures of a verdict are those by hand. */
    static void agrees(Heard heard) {
        ItemVerdict item = heard.verdict().items().get(0);
        AttributionByHand.Found found = heard.byHand();
        assertThat(found.shares()).isEqualTo(new TreeMap<>(item.shares()));
        assertThat(found.claimable()).isEqualTo(new TreeMap<>(item.claimable()));
        assertThat(item.cites()).containsExactlyElementsOf(item.established() ? found.norms() : List.of());
        assertThat(heard.verdict().measures())
                .extracting(m -> m.party() + ": " + m.measure())
                .containsExactlyInAnyOrderElementsOf(found.measures());
        for (LiableParty liable : heard.verdict().liable()) {
            for (Attribution.BreachFound breach : liable.breaches()) {
                assertThat(found.breaches())
                        .filteredOn(b ->
                                b.party().equals(liable.party()) && b.duty().equals(breach.duty()))
                        .singleElement()
                        .satisfies(b -> assertThat(b.norms()).containsExactlyElementsOf(breach.cites()));
            }
        }
    }

    /** Whatever the state of a check, the use, and the terms of the teacher: the same breaches. */
    @Test
    void everyStateOfTheFactsGivesTheBreachesOfTheRules() throws IOException {
        Heard heard = Heard.of(new ScenarioReader().read(FILE));
        LawAsOf law = CN.at(LocalDate.of(2026, 5, 10));
        DirectRuleEngine twin = new DirectRuleEngine();
        int breaches = 0;
        for (List<Fact> facts : changed(heard.facts())) {
            Set<Breach> byRules = twin.derive(law, facts).conclusions().stream()
                    .filter(Breach.class::isInstance)
                    .map(Breach.class::cast)
                    .collect(Collectors.toSet());

            assertThat(new Heard(facts, heard.itemCase(), heard.verdict())
                            .byHand()
                            .breaches())
                    .extracting(AttributionByHand.Breach::asConcluded)
                    .containsExactlyInAnyOrderElementsOf(byRules);
            breaches += byRules.size();
        }
        assertThat(breaches).isGreaterThan(300);
    }

    private static List<List<Fact>> changed(List<Fact> facts) {
        List<List<Fact>> all = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            Fact fact = facts.get(i);
            for (Fact other : others(fact)) {
                List<Fact> changed = new ArrayList<>(facts);
                changed.set(i, other);
                all.add(changed);
            }
        }
        return all;
    }

    private static List<? extends Fact> others(Fact fact) {
        if (fact instanceof Check c) {
            return codes("check-state", s -> new Check(c.act(), c.party(), c.duty(), s));
        }
        if (fact instanceof Use u) {
            return codes("use", s -> new Use(u.act(), u.party(), u.role(), s));
        }
        if (fact instanceof TeacherTerms t) {
            return codes("terms-state", s -> new TeacherTerms(t.act(), t.party(), t.licensor(), s));
        }
        return List.of();
    }

    private static List<Fact> codes(String list, java.util.function.Function<String, Fact> fact) {
        return Objects.requireNonNull(CodeLists.all().get(list)).stream()
                .map(fact)
                .toList();
    }
}
