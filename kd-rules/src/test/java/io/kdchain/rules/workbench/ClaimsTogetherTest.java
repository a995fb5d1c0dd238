package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.report.ReportInput;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.InsurancePayment;
import io.kdchain.rules.verdict.Incident;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One event, several claimants: each claim by itself, a cover once for all of them. */
class ClaimsTogetherTest {
    private static final Path FILE = Path.of("..", "rules", "cn", "scenarios", "two-patients-one-cover.yaml");
    private static final PackSource PACKS = PackSource.of(Path.of("..", "rules"));
    private static final ScenarioRunner RUNNER = new ScenarioRunner(PACKS).by(new DirectRuleEngine());

    private static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Scenario read(String text) {
        return new ScenarioReader(PACKS.ids()).read("claims.yaml", text);
    }

    @Test
    void eachClaimIsJudgedByItself() {
        ScenarioResult both = RUNNER.run(read(text()));
        Attribution first = RUNNER.run(read(withoutClaims(text()))).verdict();

        assertThat(both.unmet()).isEmpty();
        assertThat(both.all()).extracting(r -> r.verdict().incident()).containsExactly("incident:li", "incident:wang");
        assertThat(both.verdict().withInsurance(first.insurance()).withDigest(""))
                .isEqualTo(first.withDigest(""));
        assertThat(both.verdict().digest()).isNotEqualTo(first.digest());
    }

    @Test
    void aClaimTakesFromTheIncidentWhatItDoesNotSay() {
        Scenario scenario = read(text().replace("id: incident:wang, about: [output:wang], ", ""));
        Incident claim = scenario.claims().get(0).incident();

        assertThat(claim.about()).isEqualTo(scenario.incident().about());
        assertThat(claim.occurredAt()).isEqualTo(scenario.incident().occurredAt());
        assertThat(claim.id()).isEqualTo("incident:li-mr-wang");
    }

    @Test
    void whatAClaimExpectsIsHeldAgainstItsOwnVerdict() {
        List<Unmet> unmet = RUNNER.run(read(text().replace("171428.57 CNY", "171428.58 CNY")))
                .unmet();

        assertThat(unmet)
                .singleElement()
                .satisfies(u -> assertThat(u.got()).isEqualTo("insurance: [P-7 pays 171428.57 CNY]"));
    }

    /** The insured bears its own part once, and the insurer pays no more than its cover: counted here in whole sums. */
    @Property(tries = 15)
    void aCoverIsPaidOnce(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 900_000) Integer> claims,
            @ForAll @IntRange(max = 300_000) int own,
            @ForAll @IntRange(min = 1, max = 900_000) int cover) {
        List<ScenarioResult> results =
                RUNNER.run(read(scenario(claims, own, cover))).all();

        List<BigDecimal> paid = results.stream()
                .map(r -> r.verdict().insurance().stream()
                        .map(p -> Objects.requireNonNull(p.pays()).amount())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .toList();
        long owed = claims.stream().mapToLong(Integer::longValue).sum();
        long due = Math.min(cover, Math.max(0, owed - own));
        assertThat(paid.stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(BigDecimal.valueOf(due));
        for (int i = 0; i < claims.size(); i++) {
            BigDecimal exact = BigDecimal.valueOf(claims.get(i))
                    .multiply(BigDecimal.valueOf(due))
                    .divide(BigDecimal.valueOf(owed), 10, java.math.RoundingMode.HALF_EVEN);
            assertThat(paid.get(i).subtract(exact).abs()).isLessThan(new BigDecimal("0.01"));
        }
    }

    /** Who draws on the same cover is named; the order of the claims decides at most about the last cent. */
    @Test
    void thePaymentNamesTheClaimsThatItIsSharedWith() {
        List<Integer> amounts = List.of(300, 500, 800);
        List<ScenarioResult> results =
                RUNNER.run(read(scenario(amounts, 0, 1000))).all();
        List<Integer> backwards = new ArrayList<>(amounts);
        Collections.reverse(backwards);
        List<ScenarioResult> turned =
                RUNNER.run(read(scenario(backwards, 0, 1000))).all();

        assertThat(results.get(1).verdict().insurance())
                .singleElement()
                .satisfies(p -> assertThat(p.sharedWith()).containsExactly("incident:c", "incident:c-v2"));
        assertThat(results.stream().map(ClaimsTogetherTest::pays))
                .containsExactlyElementsOf(IntStream.of(2, 1, 0)
                        .mapToObj(turned::get)
                        .map(ClaimsTogetherTest::pays)
                        .toList());
    }

    private static String pays(ScenarioResult result) {
        return result.verdict().insurance().stream()
                .map(InsurancePayment::pays)
                .map(String::valueOf)
                .reduce("", String::concat);
    }

    /** Where one claim has no amount, what it takes from the cover is not known, and neither is what is left. */
    @Test
    void anAmountThatIsNotKnownLeavesAllPaymentsOpen() {
        String unknown = scenario(List.of(300, 500), 0, 1000).replace("amount: 500, currency: CNY, ", "");

        assertThat(RUNNER.run(read(unknown)).all())
                .allSatisfy(r -> assertThat(r.verdict().insurance())
                        .singleElement()
                        .satisfies(p -> assertThat(p.pays()).isNull()));
        // of 300 at most 300, as the cover of 1000 reaches; of what has no amount, the cover
        assertThat(RUNNER.run(read(unknown)).all())
                .extracting(r -> String.valueOf(r.verdict().insurance().get(0).atMost()))
                .containsExactly("300.00 CNY", "1000.00 CNY");
        assertThat(RUNNER.run(read(scenario(List.of(300), 0, 1000))).all())
                .allSatisfy(
                        r -> assertThat(r.verdict().insurance().get(0).atMost()).isNull());
    }

    /** The producer may be asked for 100,000 and bears nothing in the end. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        amount: 1000000, currency: CNY}                     | 100000.00 CNY
        amount: 1000000, currency: CNY}, deductible: 30000  | 70000.00 CNY
        amount: 60000, currency: CNY}, deductible: 30000    | 60000.00 CNY
        amount: 5000, currency: EUR}                        | 5000.00 EUR
        """)
    void whoseAmountIsNotKnownHasAnUpperLimit(String cover, String most) throws IOException {
        String producer = Files.readString(FILE.resolveSibling("insured-producer-decides.yaml"))
                .replace("paid: {insureco: 100000 CNY}\n", "")
                .replaceFirst("\nexpect:[\\s\\S]*", "\n")
                .replace("amount: 1000000, currency: CNY}", cover);

        Attribution verdict = RUNNER.run(read(producer)).verdict();

        assertThat(verdict.insurance()).singleElement().satisfies(p -> {
            assertThat(p.pays()).isNull();
            assertThat(String.valueOf(p.atMost())).isEqualTo(most);
        });
        String digits = most.replaceFirst("^(\\d+)(\\d{3}\\.)", "$1,$2");
        assertThat(Report.text(verdict, Locale.ENGLISH).replaceAll("\\s+", " "))
                .contains("insureco pays an amount not determined, at most %s, in place of cloudco (policy P-1)."
                        .formatted(digits));
        assertThat(Report.text(verdict, Locale.CHINA).replaceAll("\\s+", ""))
                .contains("insureco代cloudco赔付数额未定（至多%s）的款项".formatted(digits.replace(" ", "")));
        assertThat(Report.html(ReportInput.of(verdict))).contains("at most " + digits);
        assertThat(Report.json(verdict))
                .contains(
                        "\"insurance\":[{\"policy\":\"P-1\",\"party\":\"cloudco\",\"pays\":null,\"insurer\":\"insureco\"}]");
    }

    /** What one policy paid for an injury is not taken from what another pays for goods. */
    @Test
    void policiesForDifferentDamageDoNotMeet() {
        String injury = "{id: injury, kind: bodily-injury, amount: 100, currency: CNY, severity: serious}";
        String goods = "{id: goods, kind: property, amount: %d, currency: CNY}";
        String two = scenario(List.of(100, 80), 0, 1000)
                .replaceFirst("items: \\[", "items: [" + goods.formatted(50) + ", ")
                .replace(injury.replace("100", "80"), goods.formatted(80))
                .replace("policy: P,", "policy: P-injury,")
                .replace("perils: []}}\n", """
                perils: [bodily-injury]}}
                  - {at: 2026-01-02, actor: insureco, type: InsuranceBound,
                     body: {insurer: insureco, insured: edgechip, policy: P-goods, cover: {amount: 65, currency: CNY},
                            from: 2026-01-01, until: 2026-12-31, perils: [property]}}
                """);

        List<ScenarioResult> results = RUNNER.run(read(two)).all();

        assertThat(results.get(0).verdict().insurance())
                .extracting(p -> p.policy() + " " + p.pays())
                .containsExactly("P-goods 25.00 CNY", "P-injury 100.00 CNY");
        assertThat(results.get(1).verdict().insurance())
                .extracting(p -> p.policy() + " " + p.pays())
                .containsExactly("P-goods 40.00 CNY");
        assertThat(results.get(0).verdict().insurance().get(1).sharedWith()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        claimant: mr-wang,  | claimant: ms-li,       | 'ms-li' claims already; put all items of one claimant into one claim.
        id: incident:wang,  | id: incident:li,       | two claims have the id 'incident:li'; ids must differ.
        claimant: mr-wang,  | claimant: mr-wan,      | did you mean 'mr-wang'?
        id: incident:wang,  | id: incident:wang, regime: strict, | 'regime'
        """)
    void aClaimThatCannotBeReadIsToldWithItsPlace(String what, String with, String message) {
        assertThatThrownBy(() -> read(text().replace(what, with)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("claims.yaml:");
    }

    @Test
    void claimsOfOneClaimantAreOneIncident() {
        Scenario scenario = read(text());
        try (ScenarioLog log = new ScenarioLog(scenario)) {
            LiabilityEngine engine = LiabilityEngine.builder()
                    .evidence(log.log())
                    .pack(PACKS.load(List.of("cn")))
                    .build();
            List<Incident> twice = List.of(scenario.incident(), scenario.incident());

            assertThatThrownBy(() -> engine.attributeTogether(twice))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Two of the claims have the id 'incident:li'");
            assertThatThrownBy(() -> engine.attributeTogether(List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("No claim is given");
            assertThat(engine.attributeTogether(List.of(scenario.incident())))
                    .containsExactly(engine.attribute(scenario.incident()));
        }
    }

    private static String withoutClaims(String text) {
        return text.substring(0, text.indexOf("claims:\n")) + text.substring(text.indexOf("\nexpect:"));
    }

    /** An adapter that is liable for the whole of each claim. */
    private static String scenario(List<Integer> amounts, int own, int cover) {
        StringBuilder claims = new StringBuilder();
        StringBuilder parties = new StringBuilder();
        for (int i = 0; i < amounts.size(); i++) {
            parties.append("  - {id: v%d, roles: [claimant], jurisdiction: CN}\n".formatted(i));
            String items = "items: [{id: injury, kind: bodily-injury, amount: %d, currency: CNY, severity: serious}]"
                    .formatted(amounts.get(i));
            claims.append(
                    i == 0
                            ? "incident: {id: incident:c, at: 2026-04-10, about: [output:1], claimant: v0, %s}\nclaims:\n"
                                    .formatted(items)
                            : "  - {claimant: v%d, %s}\n".formatted(i, items));
        }
        String listed = amounts.size() == 1 ? claims.toString().replace("claims:\n", "") : claims.toString();
        return """
                scenario: claims
                parties:
                  - {id: smallai, roles: [distillation-provider], jurisdiction: CN}
                  - {id: edgechip, roles: [hardware-adapter], jurisdiction: CN}
                  - {id: cloud, roles: [deployment-platform], jurisdiction: CN}
                  - {id: insureco, roles: [insurer], jurisdiction: CN}
                %schain:
                  - {at: 2026-01-02, actor: insureco, type: InsuranceBound,
                     body: {insurer: insureco, insured: edgechip, policy: P, cover: {amount: %d, currency: CNY}, deductible: %d,
                            from: 2026-01-01, until: 2026-12-31, perils: []}}
                  - {at: 2026-03-01, actor: smallai, type: DistillationCompleted, generates: [model:student], body: {}}
                  - {at: 2026-03-10, actor: edgechip, type: ModelAdapted, uses: [model:student], generates: [model:int8],
                     body: {technique: int8, target: edge-npu}}
                  - {at: 2026-03-20, actor: cloud, type: ModelDeployed, uses: [model:int8], generates: [deployment:d],
                     body: {scenario: medical, intendedUses: [medical], safeguards: [human-review, risk-label, monitoring]}}
                  - {at: 2026-04-02, actor: cloud, type: OutputServed, uses: [deployment:d], generates: [output:1],
                     body: {labels: [risk, traceability]}}
                  - {at: 2026-04-20, actor: cloud, type: DefectLocalised,
                     body: {output: output:1, method: stage-replay,
                            stages: [{stage: adaptation, party: edgechip, contribution: 1, lower: 0.9, upper: 1}]}}
                %s""".formatted(parties, cover, own, listed);
    }
}
