package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.Bounds;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.EvidenceSummary;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Attribution.Measure;
import io.kdchain.rules.verdict.Attribution.OpenQuestion;
import io.kdchain.rules.verdict.Attribution.PunitiveExposure;
import io.kdchain.rules.verdict.Attribution.Reason;
import io.kdchain.rules.verdict.Attribution.Recourse;
import io.kdchain.rules.verdict.Attribution.Rejected;
import io.kdchain.rules.verdict.Attribution.SolidarityGroup;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Regime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each key of {@code expect} asks of a verdict on two items: edgechip 3/5 and clinic 2/5; radnet alone. */
class ExpectationTest {
    private static final LocalDate DAY = LocalDate.parse("2026-04-10");
    private static final String SCENARIO = ScenarioReaderTest.resource("good.yaml")
            .replaceFirst("(?s)expect:.*", "")
            .replace(
                    "    - {id: injury,",
                    "    - {id: leak, kind: privacy, amount: 20000, currency: CNY}\n    - {id: injury,");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status: established",
                "liable: [radnet, clinic, edgechip]",
                "notLiable: [smallai, hospital-group]",
                "shares: {edgechip: 27/50, clinic: '>= 1/3', radnet: '1/20..1/5', smallai: 0, claimant: 0, patient: 0}",
                "shares: {edgechip: '> 1/2', clinic: '< 1/2', radnet: '<= 0.1'}",
                "claimable: {edgechip: 0.9, clinic: 9/10, radnet: 1/10}",
                "items: {injury: {shares: {edgechip: 3/5}, liable: [clinic, edgechip], order: [edgechip, clinic]}}",
                "items: {leak: {status: established, shares: {radnet: 1}, solidarity: [], recourse: [], punitive: []}}",
                "items: {leak: {cites: [CN-PIPL-69], notCites: [CN-CivilCode-1168]}}",
                "items: {injury: {cites: [CN-CivilCode-1168, CN-CivilCode-1165-1], notCites: [CN-PIPL-69]}}",
                "order: [edgechip, clinic, radnet]",
                "order: [edgechip, radnet]",
                "breaches: [{party: edgechip, duty: verify-equivalence}, {party: smallai, duty: measure-fidelity}]",
                "notBreaches: [{party: hospital-group, duty: secure-transfer}]",
                "breaches: [{party: smallai, duty: measure-fidelity, grade: slight}]",
                "notBreaches: [{party: smallai, duty: measure-fidelity, grade: gross}]",
                "breaches: [{party: edgechip, duty: verify-equivalence, norms: [CN-GenAI-4]}]",
                "concludes: {Breach: [{party: smallai, act: 3, tie: tied, norms: [CN-GenAI-4], burden: smallai}]}",
                "concludes: {AtFault: [{party: edgechip, burden: nobody}], Defence: []}",
                "items: {injury: {bounds: {edgechip: 1/2..4/5, clinic: 2/5, radnet: 0}}}",
                "cites: [CN-PIPL-69, CN-DSL-29, CN-CivilCode-1185, CN-GenAI-4, CN-CivilCode-178-2]",
                "cites: [CN-CivilCode-178, CN-CivilCode-1165]",
                "notCites: [CN-CivilCode-1202, CN-CivilCode-116]",
                "solidarity: [[clinic, edgechip]]",
                "rejectedEvidence: [7]",
                "recourse: [{from: clinic, to: edgechip}, {from: clinic, to: edgechip, share: 3/5}]",
                "measures: [{party: clinic-cloud, measure: takedown, within: PT24H}]",
                "measures: [{party: clinic-cloud, measure: seal-data, within: PT1S}]",
                "punitive: [edgechip]",
                "open: ['cause:leak:hospital-group:secure-transfer']",
                "{}"
            })
    void isMet(String expected) {
        assertThat(unmet(expected)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status: not-established | status: expected not-established, got established",
                "liable: [edgechip] | liable: expected exactly [edgechip], got [clinic, edgechip, radnet]",
                "liable: [] | liable: expected exactly [], got [clinic, edgechip, radnet]",
                "notLiable: [radnet] | notLiable: expected radnet not liable, got liable: [clinic, edgechip, radnet]",
                "shares: {clinic: 1/2} | shares.clinic: expected 1/2, got 9/25",
                "shares: {clinic: '> 9/25'} | shares.clinic: expected > 9/25, got 9/25",
                "shares: {patient: '>= 1/10'} | shares.patient: expected >= 1/10, got 0",
                "claimable: {clinic: 1} | claimable.clinic: expected 1, got 9/10",
                "items: {leak: {status: not-established}} | items.leak.status: expected not-established, got established",
                "items: {injury: {liable: [edgechip]}} | items.injury.liable: expected exactly [edgechip], got [clinic, edgechip]",
                "items: {injury: {cites: [CN-PIPL-69]}} | items.injury.cites: expected CN-PIPL-69, got [CN-CivilCode-1165-1, CN-CivilCode-1168, CN-CivilCode-178-2]",
                "order: [clinic, edgechip] | order: expected clinic > edgechip, got clinic 9/25, edgechip 27/50",
                "order: [smallai] | order: expected smallai, got smallai 0",
                "order: [] | 'order: expected nobody with a share, got {claimant=0, clinic=9/25, edgechip=27/50, radnet=1/10, unattributed=0}'",
                "breaches: [{party: clinic, duty: verify-equivalence}] | breaches: expected breach of verify-equivalence by clinic, got breaches of clinic: []",
                "notBreaches: [{party: smallai, duty: measure-fidelity}] | notBreaches: expected no breach of measure-fidelity by smallai, got breaches of smallai: [measure-fidelity]",
                "breaches: [{party: smallai, duty: measure-fidelity, grade: gross}] | breaches: expected gross breach of measure-fidelity by smallai, got breach of measure-fidelity by smallai: [slight]",
                "breaches: [{party: clinic, duty: measure-fidelity, grade: gross}] | breaches: expected gross breach of measure-fidelity by clinic, got breaches of clinic: []",
                "breaches: [{party: edgechip, duty: verify-equivalence, norms: [CN-PIPL-69]}] | breaches: expected breach of verify-equivalence by edgechip by exactly [CN-PIPL-69], got breach of verify-equivalence by edgechip by [CN-GenAI-4]",
                "breaches: [{party: smallai, duty: measure-fidelity, norms: [CN-GenAI-4]}] | breaches: expected breach of measure-fidelity by smallai by exactly [CN-GenAI-4], got norms are told only of a party that is liable, and smallai is not",
                "concludes: {Breach: [{party: smallai, act: 2}]} | 'concludes.Breach: expected exactly [{act=2, party=smallai}], got [{party=smallai, duty=measure-fidelity, act=3, grade=slight, tie=tied, norms=[CN-GenAI-4], burden=smallai}]'",
                "concludes: {AtFault: [{party: edgechip}, {party: clinic}]} | 'concludes.AtFault: expected exactly [{party=edgechip}, {party=clinic}], got [{party=edgechip, item=injury, norms=[CN-CivilCode-1165-1]}]'",
                "concludes: {AtFault: [{party: edgechip, burden: edgechip}]} | 'concludes.AtFault: expected exactly [{party=edgechip, burden=edgechip}], got [{party=edgechip, item=injury, norms=[CN-CivilCode-1165-1]}]'",
                "concludes: {AtFault: []} | 'concludes.AtFault: expected exactly [], got [{party=edgechip, item=injury, norms=[CN-CivilCode-1165-1]}]'",
                "concludes: {Defence: [{kind: limitation}]} | 'concludes.Defence: expected exactly [{kind=limitation}], got []'",
                "items: {injury: {bounds: {edgechip: 3/5}}} | items.injury.bounds.edgechip: expected 3/5..3/5, got 1/2..4/5",
                "bounds: {edgechip: 1} | bounds.edgechip: expected 1..1, got bounds of several items; expect them by item",
                "notCites: [CN-DSL-29] | notCites: expected CN-DSL-29 not cited, got cited: [CN-CivilCode-1165-1, CN-CivilCode-1168, CN-CivilCode-1185, CN-CivilCode-178-2, CN-DSL-29, CN-GenAI-4, CN-PIPL-69]",
                "notCites: [CN-CivilCode-178] | notCites: expected CN-CivilCode-178 not cited, got cited: [CN-CivilCode-1165-1, CN-CivilCode-1168, CN-CivilCode-1185, CN-CivilCode-178-2, CN-DSL-29, CN-GenAI-4, CN-PIPL-69]",
                "solidarity: [[clinic]] | solidarity: expected group [clinic], got groups [[clinic, edgechip]]",
                "solidarity: [] | solidarity: expected no solidarity, got [[clinic, edgechip]]",
                "rejectedEvidence: [6] | rejectedEvidence: expected event 6 rejected, got rejected: [7]",
                "recourse: [{from: edgechip, to: clinic}] | recourse: expected recourse of edgechip from clinic, got [clinic from edgechip of 3/5]",
                "recourse: [{from: clinic, to: edgechip, share: 1}] | recourse: expected recourse of clinic from edgechip of 1, got [clinic from edgechip of 3/5]",
                "measures: [{party: clinic-cloud, measure: takedown, within: PT23H}] | measures: expected takedown by clinic-cloud within PT23H, got [takedown by clinic-cloud due 2026-04-12T00:00:00Z, seal-data by clinic-cloud]",
                "measures: [{party: clinic, measure: takedown}] | measures: expected takedown by clinic, got [takedown by clinic-cloud due 2026-04-12T00:00:00Z, seal-data by clinic-cloud]",
                "punitive: [clinic] | punitive: expected punitive damages against clinic, got punitive: [edgechip]",
                "punitive: [] | punitive: expected no punitive damages, got [edgechip]",
                "open: [x] | open: expected open question x, got open: [cause:leak:hospital-group:secure-transfer]",
                "open: [] | open: expected no open question, got [cause:leak:hospital-group:secure-transfer]"
            })
    void isUnmet(String expected, String told) {
        assertThat(unmet(expected)).singleElement().asString().endsWith(": " + told);
    }

    @Test
    void emptyListsMustBeEmpty() {
        assertThat(unmet("breaches: []")).hasSize(1);
        assertThat(unmet("cites: []")).hasSize(1);
        assertThat(unmet("rejectedEvidence: []")).hasSize(1);
        assertThat(unmet("measures: []")).hasSize(1);
        assertThat(unmet("recourse: []")).hasSize(1);
        // these name what must not be, so that an empty one asks for nothing
        assertThat(unmet("notLiable: []")).isEmpty();
        assertThat(unmet("notCites: []")).isEmpty();
        assertThat(unmet("notBreaches: []")).isEmpty();
    }

    @Test
    void itemsThatCannotBeAddedUpAreExpectedOneByOne() {
        Scenario scenario =
                scenario("shares: {edgechip: 1}, claimable: {edgechip: 1}, order: [edgechip]", "currency: EUR");
        Attribution several = verdict(null);

        assertThat(scenario.expectations())
                .extracting(e -> e.against(new Judged(scenario.incident(), several, List.of()))
                        .map(Unmet::got)
                        .orElse("met"))
                .containsOnly("nothing over all items, as they cannot be added up; expect it by item");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1/0", "-1/2", "3/2", "2..1", "1/2..", ">= 2", "50%", "1e-1", ">=", "1//2"})
    void isNoShare(String text) {
        assertThat(ShareRange.parse(text)).isEmpty();
    }

    private static List<Unmet> unmet(String expected) {
        Scenario scenario = scenario(expected, "currency: CNY");
        Judged judged = new Judged(
                scenario.incident(),
                verdict(shares(Map.of("edgechip", "27/50", "clinic", "9/25", "radnet", "1/10"))),
                List.of(Instant.parse("2026-04-11T00:00:00Z")),
                List.of(),
                Map.of("a", 3));
        return scenario.expectations().stream()
                .flatMap(e -> e.against(judged).stream())
                .toList();
    }

    private static Scenario scenario(String expected, String currencyOfTheLeak) {
        String expect = expected.startsWith("{") ? expected : "{" + expected + "}";
        return new ScenarioReader()
                .read(
                        "e.yaml",
                        SCENARIO.replace("amount: 20000, currency: CNY", "amount: 20000, " + currencyOfTheLeak)
                                + "expect: " + expect + "\n");
    }

    private static Attribution verdict(@Nullable SortedMap<String, Fraction> shares) {
        return new Attribution(
                "incident:4711",
                true,
                DAY,
                List.of(),
                List.of(
                        item("leak", Map.of("radnet", "1"), Map.of("radnet", "1"), List.of(), List.of(), "CN-PIPL-69"),
                        item(
                                "injury",
                                Map.of("edgechip", "3/5", "clinic", "2/5"),
                                Map.of("edgechip", "1", "clinic", "1"),
                                List.of(new SolidarityGroup(
                                        List.of("edgechip", "clinic"), List.of("CN-CivilCode-178-2"))),
                                List.of(new Recourse("clinic", "edgechip", Fraction.of(3, 5), List.of())),
                                "CN-CivilCode-1168")),
                shares,
                List.of(new LiableParty(
                        "edgechip",
                        List.of("hardware-adapter"),
                        Fraction.of(27, 50),
                        "ordinary",
                        "whole",
                        List.of(new BreachFound(
                                "verify-equivalence", "ordinary", true, List.of("CN-GenAI-4"), List.of(4L), "A-OWN")),
                        List.of(),
                        List.of())),
                List.of(),
                List.of(new PunitiveExposure("edgechip", "injury", List.of("CN-CivilCode-1185"))),
                List.of(measure("takedown", Instant.parse("2026-04-12T00:00:00Z")), measure("seal-data", null)),
                List.of(new OpenQuestion(
                        "cause:leak:hospital-group:secure-transfer", "?", "？", "", new TreeMap<>(), new TreeMap<>())),
                new EvidenceSummary(List.of(0L), List.of(new Rejected(7, "unsigned")), List.of()),
                List.of(
                        new Reason(
                                "Breach(party: \"smallai\", duty: \"measure-fidelity\", act: \"a\", grade: \"slight\", tie: \"tied\")",
                                "rule",
                                "",
                                "",
                                List.of("CN-GenAI-4"),
                                List.of(),
                                "",
                                "smallai",
                                List.of()),
                        reason("AtFault(party: \"edgechip\", item: \"injury\")", "CN-CivilCode-1165-1", List.of())),
                "");
    }

    private static Reason reason(String conclusion, String norm, List<Reason> because) {
        return new Reason(conclusion, "rule", "", "", List.of(norm), List.of(), "", because);
    }

    private static Measure measure(String code, @Nullable Instant due) {
        return new Measure("clinic-cloud", code, "incident:4711", due, false, false, List.of("CN-DSL-29"));
    }

    private static ItemVerdict item(
            String id,
            Map<String, String> shares,
            Map<String, String> claimable,
            List<SolidarityGroup> groups,
            List<Recourse> recourse,
            String norm) {
        SortedMap<String, Bounds> bounds = new TreeMap<>();
        if (id.equals("injury")) {
            bounds.put("edgechip", new Bounds(Fraction.of(1, 2), Fraction.of(4, 5)));
            bounds.put("clinic", new Bounds(Fraction.of(2, 5), Fraction.of(2, 5)));
        }
        return new ItemVerdict(
                id,
                true,
                "",
                Regime.FAULT,
                false,
                DAY,
                shares(shares),
                bounds,
                plain(claimable),
                new TreeMap<>(),
                groups,
                recourse,
                List.of(norm));
    }

    private static SortedMap<String, Fraction> shares(Map<String, String> of) {
        SortedMap<String, Fraction> all = plain(of);
        all.putIfAbsent("claimant", Fraction.ZERO);
        all.putIfAbsent("unattributed", Fraction.ZERO);
        return all;
    }

    private static SortedMap<String, Fraction> plain(Map<String, String> of) {
        SortedMap<String, Fraction> all = new TreeMap<>();
        of.forEach((party, share) -> all.put(party, Fraction.parse(share)));
        return all;
    }
}
