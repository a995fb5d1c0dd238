package io.kdchain.rules.workbench;

import io.kdchain.rules.fact.CodeLists;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The beginning of a scenario: a whole chain in which everybody did what is due, but for one duty of one party, on
 * which a court-appointed expert speaks. It can be judged as it stands; what is expected must be thought over.
 *
 * @param id of the scenario: small letters, digits and hyphens
 * @param title one line
 * @param pack id of the pack by which it is judged
 * @param stage of the act: data, teacher, distillation, adaptation, deployment or use
 * @param duty code of the duty
 * @param met what the expert says: whether the duty was met
 * @param damage code of the kind of damage
 * @param amount claimed; 0 or more
 * @param currency of the amount, by ISO 4217
 */
public record ScenarioDraft(
        String id,
        String title,
        String pack,
        String stage,
        String duty,
        boolean met,
        String damage,
        BigDecimal amount,
        String currency) {
    private static final Map<String, String> PARTIES = Map.of(
            "data", "dataco",
            "teacher", "teachco",
            "distillation", "distilco",
            "adaptation", "adaptco",
            "deployment", "cloudco",
            "use", "firm");

    public ScenarioDraft {
        Draft.code("The id of a scenario", id);
        Draft.line("The title", title);
        Draft.code("A pack", pack);
        Draft.oneOf("The stage", stage, CodeLists.all().getOrDefault("stage", List.of()));
        Draft.code("A duty", duty);
        Draft.oneOf("The kind of damage", damage, CodeLists.all().getOrDefault("damage-kind", List.of()));
        if (amount.signum() < 0 || amount.scale() > 4 || amount.precision() > 15) {
            throw new IllegalArgumentException(
                    "The amount is %s; write a number of 0 or more, as 100000.".formatted(amount.toPlainString()));
        }
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException(
                    "The currency is '%s'; write three capitals, as CNY.".formatted(currency));
        }
    }

    /** Whose act belongs to a stage in the chain of a draft. */
    public static String party(String stage) {
        return Objects.requireNonNull(PARTIES.get(stage), stage);
    }

    /** The file. */
    public String text() {
        String who = party(stage);
        return """
                # %s
                # The expectation below is a guess from your answers. Write it from the law, with its reason, before you trust the test.
                scenario: %s
                title: %s
                packs: [%s]
                parties:
                  - {id: dataco, roles: [data-provider], jurisdiction: CN}
                  - {id: teachco, roles: [teacher-developer], jurisdiction: CN}
                  - {id: distilco, roles: [distillation-provider], jurisdiction: CN}
                  - {id: adaptco, roles: [hardware-adapter], jurisdiction: CN}
                  - {id: cloudco, roles: [deployment-platform], jurisdiction: CN}
                  - {id: firm, roles: [student-user], jurisdiction: CN}
                  - {id: expert, roles: [auditor], jurisdiction: CN}
                  - {id: victim, roles: [claimant], jurisdiction: CN}
                chain:
                  - {at: 2026-01-05, actor: dataco, type: DatasetCollected, generates: [dataset:rows],
                     body: {method: user-submitted, personal: none}}
                  - {at: 2026-01-10, actor: teachco, type: TeacherReleased, uses: [dataset:rows], generates: [model:teacher],
                     body: {intendedUses: [general], distillationAllowed: true}}
                  - {at: 2026-01-15, actor: teachco, type: BiasAudited,
                     body: {model: model:teacher, attribute: sex, metric: equal-opportunity, gap: 0.01, threshold: 0.05, passed: true}}
                  - {at: 2026-02-01, actor: distilco, type: DistillationCompleted, uses: [model:teacher], generates: [model:student],
                     body: {fidelity: {agreement: 0.98, kl: 0.01}}}
                  - {at: 2026-02-20, actor: adaptco, type: ModelAdapted, uses: [model:student], generates: [model:student-int8],
                     body: {technique: int8, target: edge-npu,
                            equivalence: {dataset: dataset:check, agreement: 0.99, maxDivergence: 0.01, tolerance: 0.05, passed: true}}}
                  - {at: 2026-03-01, actor: cloudco, type: ModelDeployed, uses: [model:student-int8], generates: [deployment:service],
                     body: {scenario: general, intendedUses: [general], safeguards: [risk-label, monitoring, complaint-channel]}}
                  - {at: 2026-04-01, actor: cloudco, type: OutputServed, uses: [deployment:service], generates: [output:1],
                     body: {labels: [risk, aigc-explicit, aigc-implicit]}}
                  - {at: 2026-04-02, actor: firm, type: OutputUsed, uses: [output:1],
                     body: {output: output:1, use: as-intended, humanReview: independent}}
                  - {at: 2026-06-01, actor: expert, type: DutyAppraised,
                     body: {party: %s, duty: %s, met: %s, by: expert, appointedBy: court}}
                incident:
                  id: incident:%s
                  at: 2026-05-10
                  about: [output:1]
                  claimant: victim
                  items:
                    - {id: loss, kind: %s, amount: %s, currency: %s}
                expect:
                """.formatted(
                                title,
                                id,
                                Draft.quoted(title),
                                pack,
                                who,
                                duty,
                                met,
                                id,
                                damage,
                                amount.toPlainString(),
                                currency)
                + (met ? """
                          status: not-established
                          liable: []
                          notBreaches: [{party: %s, duty: %s}]
                        """.formatted(who, duty) : """
                          status: established
                          liable: [%s]
                          shares: {%s: 1}
                          breaches: [{party: %s, duty: %s}]
                        """.formatted(who, who, who, duty));
    }
}
