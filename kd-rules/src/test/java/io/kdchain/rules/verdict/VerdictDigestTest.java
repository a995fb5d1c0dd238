package io.kdchain.rules.verdict;

import static io.kdchain.rules.pack.PackFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.pack.PackFixture;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.workbench.PackSource;
import io.kdchain.rules.workbench.ScenarioReader;
import io.kdchain.rules.workbench.ScenarioRunner;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerdictDigestTest {
    private static final String SCENARIO = """
            scenario: pinned
            packs: [test]
            parties:
              - {id: edgechip, roles: [hardware-adapter], jurisdiction: CN}
              - {id: cloud, roles: [deployment-platform], jurisdiction: CN}
              - {id: patient, roles: [claimant], jurisdiction: CN}
            chain:
              - {at: 2026-03-10, actor: edgechip, type: ModelAdapted, generates: [model:int8], body: {technique: int8, target: edge-npu}}
              - {at: 2026-03-20, actor: cloud, type: ModelDeployed, uses: [model:int8], generates: [deployment:d],
                 body: {scenario: medical, intendedUses: [medical], safeguards: [human-review]}}
              - {at: 2026-04-02, actor: cloud, type: OutputServed, uses: [deployment:d], generates: [output:1], body: {labels: [risk]}}
            incident:
              at: 2026-04-10
              about: [output:1]
              claimant: patient
              items:
                - {id: injury, kind: bodily-injury, amount: 1000, currency: CNY, severity: serious}
            """;

    private static RulePack pack() {
        List<String> rules = List.of(
                rule(
                        "T-1: a duty",
                        "duty",
                        "Act( $act : act, $party : party, stage == \"adaptation\" )",
                        "insertLogical( new OwesDuty( $party, \"verify-equivalence\", $act ) );"),
                rule(
                        "T-1: a breach",
                        "breach",
                        "OwesDuty( $party : party, duty == \"verify-equivalence\", $act : act )\nCheck( act == $act, duty == \"verify-equivalence\", state == \"absent\" )",
                        "insertLogical( new Breach( $party, \"verify-equivalence\", $act, \"ordinary\", \"tied\" ) );"),
                rule(
                        "T-1: a fault",
                        "liability",
                        "Breach( $party : party, $duty : duty, $grade : grade )\nPurpose( duty == $duty, $item : item )",
                        "insertLogical( new AtFault( $party, $item, $duty, $grade ) );"));
        StringBuilder numbers = new StringBuilder();
        Stream.of("fault.none", "fault.slight", "fault.ordinary", "fault.gross", "fault.intent")
                .forEach(name -> numbers.append(name).append(": [{value: 1, from: 2021-01-01}]\n"));
        return PackFixture.pack()
                .with("parameters.yaml", numbers.toString())
                .rules(String.join("\n", rules))
                .load();
    }

    /**
     * Whoever kept the digest of a verdict finds it again by judging anew, on any machine and by any later release. So
     * the digest below may change only together with what this scenario says: with the pack above, or where a verdict
     * on these facts is another one, because a fact is read otherwise or the digest covers more. A release that changes
     * it says so in its notes, since each digest recorded before then no longer matches; a change of speed, of layout
     * or of wording never does.
     */
    @Test
    void theDigestOfAVerdictStaysWhatItWas() {
        PackSource packs = PackSource.of(pack());
        Attribution verdict = new ScenarioRunner(packs)
                .by(new DirectRuleEngine())
                .run(new ScenarioReader().read("pinned.yaml", SCENARIO))
                .verdict();

        assertThat(verdict.shareOf("edgechip")).isEqualTo(Fraction.ONE);
        assertThat(verdict.digest())
                .isEqualTo("sha256:577cfb904b8a90a17a7a24ddc85a4d623754fc49941edac0cb7e9d6654689173");
    }
}
