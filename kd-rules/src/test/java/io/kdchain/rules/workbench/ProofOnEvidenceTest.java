package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.ProofOnEvidence;
import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.proof.Objection;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.proof.ProofCheck;
import io.kdchain.rules.proof.ProofFault;
import io.kdchain.rules.proof.Statement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proof takes as given follows from the log, entry by entry; whoever wrote it otherwise is told. */
class ProofOnEvidenceTest {
    private static final PackSource PACKS = PackSource.of(Path.of("..", "rules"));
    private static final RulePack CN = PACKS.load(List.of("cn"));

    @Provide
    Arbitrary<RandomChain> chains() {
        return Arbitraries.randomValue(RandomChain::of)
                .filter(c -> c.events().stream().noneMatch(e -> e.has("tamper")));
    }

    private static Scenario scenario(String name) {
        return new ScenarioReader(PACKS.ids()).read(Path.of("..", "rules", "cn", "scenarios", name + ".yaml"));
    }

    /** Proves on a log that is made of the scenario, changes the proof, and holds it against that log. */
    private static List<Objection> objections(Scenario scenario, UnaryOperator<Proof> change) {
        try (ScenarioLog log = new ScenarioLog(scenario)) {
            Proof proof = LiabilityEngine.builder()
                    .evidence(log.log())
                    .pack(CN)
                    .rules(new DirectRuleEngine())
                    .build()
                    .prove(scenario.incident());
            return new ProofOnEvidence(log.log(), CN).check(change.apply(proof));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e1-two-insufficient-causes",
                "int8-adapter-flipped-diagnosis",
                "pipl-69-presumption-decides",
                "gap-without-an-order",
                "e4-notice-ignored"
            })
    void whatIsGivenFollowsFromTheLog(String name) {
        assertThat(objections(scenario(name), p -> p)).isEmpty();
    }

    @Property(tries = 15, seed = "20261202")
    void whatIsGivenFollowsFromTheLogOfAnyChain(@ForAll("chains") RandomChain chain) {
        assertThat(objections(chain.scenario(), p -> p)).isEmpty();
    }

    // ---- a proof that its writer sealed anew

    private static Proof with(Proof p, UnaryOperator<List<Proof.Shown>> facts, UnaryOperator<List<String>> evidence) {
        Proof.Given g = p.given();
        List<Proof.Shown> changed = facts.apply(new ArrayList<>(g.facts()));
        List<String> lines = evidence.apply(new ArrayList<>(g.evidence()));
        return Proof.of(
                p.law(),
                new Proof.Given(
                        g.incident(),
                        g.regime(),
                        g.answers(),
                        lines,
                        changed,
                        g.parties(),
                        g.actDays(),
                        g.triggers(),
                        g.reportedAt(),
                        g.causes()),
                p.numbers(),
                p.conclusions(),
                p.steps(),
                p.verdict());
    }

    private static void refused(List<Objection> objections, String place) {
        assertThat(objections).isNotEmpty().allMatch(o -> o.fault() == ProofFault.EVIDENCE);
        assertThat(objections).extracting(Objection::place).contains(place);
    }

    private static int place(List<Proof.Shown> facts, String word) {
        for (int i = 0; i < facts.size(); i++) {
            if (facts.get(i).says().word().equals(word)) {
                return i;
            }
        }
        throw new AssertionError("There is no " + word);
    }

    /** The rules say nothing of log entries: that check alone lets it pass. */
    @Test
    void aFactThatNamesAnotherEntry() {
        UnaryOperator<Proof> change = p -> with(
                p,
                facts -> {
                    int i = place(facts, "Check");
                    Proof.Shown f = facts.get(i);
                    facts.set(i, new Proof.Shown(f.id(), f.says(), List.of(0L), f.note()));
                    return facts;
                },
                lines -> lines);
        List<Proof> changed = new ArrayList<>();

        List<Objection> objections = objections(scenario("e1-two-insufficient-causes"), p -> {
            changed.add(change.apply(p));
            return changed.get(0);
        });

        refused(
                objections,
                changed.get(0)
                        .given()
                        .facts()
                        .get(place(changed.get(0).given().facts(), "Check"))
                        .id());
        assertThat(new ProofCheck(CN).check(changed.get(0))).noneMatch(o -> o.fault() == ProofFault.FACT);
    }

    @Test
    void aFactThatNoEntryShows() {
        List<Objection> objections = objections(
                scenario("e1-two-insufficient-causes"),
                p -> with(
                        p,
                        facts -> {
                            int i = place(facts, "Check");
                            Proof.Shown f = facts.get(i);
                            Map<String, Object> fields =
                                    new LinkedHashMap<>(f.says().fields());
                            fields.put("state", "switched-off");
                            facts.set(
                                    i, new Proof.Shown(f.id(), new Statement("Check", fields), f.evidence(), f.note()));
                            return facts;
                        },
                        lines -> lines));

        refused(objections, "facts");
        assertThat(objections).hasSize(2).anyMatch(o -> o.message().contains("state == \"switched-off\""));
    }

    @Test
    void aFactLeftOut() {
        refused(
                objections(
                        scenario("pipl-69-presumption-just-not"),
                        p -> with(
                                p,
                                facts -> {
                                    facts.remove(place(facts, "DutyAppraisal"));
                                    return facts;
                                },
                                lines -> lines)),
                "facts");
    }

    @Test
    void evidenceLeftOut() {
        refused(
                objections(
                        scenario("e1-two-insufficient-causes"),
                        p -> with(p, facts -> facts, lines -> lines.subList(1, lines.size()))),
                "given, evidence");
    }

    @Test
    void aNumberOnCausationThatNoExpertStated() {
        refused(
                objections(scenario("e1-two-insufficient-causes"), p -> {
                    Proof.Given g = p.given();
                    return Proof.of(
                            p.law(),
                            new Proof.Given(
                                    g.incident(),
                                    g.regime(),
                                    g.answers(),
                                    g.evidence(),
                                    g.facts(),
                                    g.parties(),
                                    g.actDays(),
                                    g.triggers(),
                                    g.reportedAt(),
                                    List.of()),
                            p.numbers(),
                            p.conclusions(),
                            p.steps(),
                            p.verdict());
                }),
                "given, causes");
    }
}
