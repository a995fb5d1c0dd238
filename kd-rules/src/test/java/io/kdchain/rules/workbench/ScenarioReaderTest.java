package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Regime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioReaderTest {
    private static final String GOOD = resource("good.yaml");
    private static final ScenarioReader READER = new ScenarioReader(List.of("cn", "eu"));

    @Test
    void readsPartiesChainIncidentAndItems() {
        Scenario scenario = READER.read("good.yaml", GOOD);

        assertThat(scenario.id()).isEqualTo("int8-adapter-flipped-diagnosis");
        assertThat(scenario.packs()).containsExactly("cn");
        assertThat(scenario.regime()).isEmpty();
        assertThat(scenario.parties())
                .hasSize(7)
                .contains(new ScenarioParty("radnet", List.of("teacher-developer"), "CN"));
        assertThat(scenario.chain()).hasSize(9).noneMatch(ScenarioEvent::isRepetition);
        assertThat(scenario.chain().get(3).uses()).containsExactly("model:teacher", "dataset:ct");
        assertThat(scenario.chain().get(3).body().toString())
                .isEqualTo("{\"fidelity\":{\"agreement\":\"0.97\",\"kl\":\"0.02\"}}");
        assertThat(scenario.chain().get(8).place()).isEqualTo(new Place("good.yaml", 27, 5));
        assertThat(scenario.incident().about()).containsExactly("output:4711");
        assertThat(scenario.incident().occurredAt()).isEqualTo(Instant.parse("2026-04-10T00:00:00Z"));
        assertThat(scenario.incident().reportedAt())
                .isEqualTo(scenario.incident().occurredAt());
        assertThat(scenario.incident().items())
                .containsExactly(
                        new DamageItem("injury", "bodily-injury", Money.of("180000", "CNY"), "serious", false, true));
        assertThat(scenario.expectationCount()).isEqualTo(15);
    }

    @Test
    void readsEveryOptionalKey() {
        Scenario scenario = READER.read(
                "a.yaml",
                GOOD.replace("packs: [cn]", "packs: [cn, eu]\nregime: presumed-fault")
                        .replace("at: 2026-04-10", "at: 2026-04-10T12:00:00+08:00\n  reportedAt: 2026-04-11")
                        .replace("  about: [", "  outputs: [")
                        .replace("severity: serious", "aggravated: true, proven: false")
                        .replace(
                                "type: DefectLocalised,",
                                "type: DefectLocalised, refs: [6, 7], observedBy: radnet, signedBy: clinic,"
                                        + " recordedAt: 2026-05-01,")
                        .replace(
                                "humanReview: independent}}",
                                "humanReview: none}, tamper: {humanReview: independent}, tamperedBy: clinic}")
                        .replace("target: edge-npu}}", "target: edge-npu}, withheld: true}")
                        .replace("personal: sensitive}}", "personal: sensitive}, erased: true}"));

        assertThat(scenario.regime()).contains(Regime.PRESUMED_FAULT);
        assertThat(scenario.incident().occurredAt()).isEqualTo(Instant.parse("2026-04-10T04:00:00Z"));
        assertThat(scenario.incident().reportedAt()).isEqualTo(Instant.parse("2026-04-11T00:00:00Z"));
        assertThat(scenario.incident().items().get(0).aggravated()).isTrue();
        assertThat(scenario.incident().items().get(0).proven()).isFalse();
        assertThat(scenario.incident().items().get(0).severity()).isEqualTo("unstated");
        ScenarioEvent localised = scenario.chain().get(8);
        assertThat(localised.refs()).containsExactly(6, 7);
        assertThat(localised.observedBy()).isEqualTo("radnet");
        assertThat(localised.mischief().signedBy()).isEqualTo("clinic");
        assertThat(localised.recordedAt()).isEqualTo(Instant.parse("2026-05-01T00:00:00Z"));
        assertThat(scenario.chain().get(7).mischief().tamper()).containsOnlyKeys("humanReview");
        assertThat(scenario.chain().get(7).mischief().tamperedBy()).isEqualTo("clinic");
        assertThat(scenario.chain().get(4).mischief().withheld()).isTrue();
        assertThat(scenario.chain().get(0).mischief().erased()).isTrue();
    }

    @Test
    void readsJsonAsYaml() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Scenario yaml = READER.read("good.yaml", GOOD);
        String party = "{\"id\":\"a\",\"roles\":[\"claimant\",\"deployment-platform\"],\"jurisdiction\":\"CN\"}";
        String json =
                "{\"scenario\":\"j\",\"parties\":[" + party + "],\n\t\"chain\":[{\"at\":\"2026-01-01\",\"actor\":\"a\","
                        + "\"type\":\"ModelEvaluated\",\"generates\":[\"output:1\"],\"body\":{\"model\":\"model:m\",\"dataset\":\"dataset:d\","
                        + "\"metrics\":[{\"name\":\"\\u51c6\",\"value\":0.5}]}}],"
                        + "\"incident\":{\"at\":\"2026-01-02\",\"about\":[\"output:1\"],\"claimant\":\"a\","
                        + "\"items\":[{\"id\":\"i\",\"kind\":\"privacy\"}]}}";

        Scenario scenario = READER.read("j.json", json);

        assertThat(mapper.readTree(json)).isNotNull();
        assertThat(scenario.incident().id()).isEqualTo("incident:j");
        assertThat(scenario.packs()).isEqualTo(yaml.packs());
        assertThat(scenario.chain().get(0).body().toString()).contains("\"准\"", "\"0.5\"");
        assertThat(problems("j.json", json.replace("\"actor\":\"a\"", "\"actor\":\"b\"")))
                .isEqualTo("j.json:2:38: unknown party 'b'; allowed are a.");
        assertThat(problems("j.json", json + "{}")).contains("j.json:2:").contains("a second value begins here");
        assertThat(problems("j.json", json.replace("\"scenario\":", "\"scenario\" ")))
                .contains("j.json:1:")
                .contains("not JSON");
        assertThat(problems("j.json", json.replace("{\"scenario\":\"j\",", "{\"scenario\":\"j\",\"scenario\":\"k\",")))
                .isEqualTo("j.json:1:17: key 'scenario' stands here a second time (first at 1:2); keep one.");
        assertThat(problems("j.json", "[".repeat(40))).contains("nested deeper than 32 levels");
        assertThat(problems("j.json", ""))
                .isEqualTo("j.json:1:1: the file is empty; it must hold a JSON object with key 'scenario'.");
    }

    @Test
    void anEntryIdenticalToAnEarlierOneIsARepetition() {
        String used = GOOD.lines()
                .filter(l -> l.contains("type: OutputUsed"))
                .findFirst()
                .orElseThrow();
        String other = "  - {type: OutputUsed, uses: [output:4711], at: 2026-04-02, actor: clinic,"
                + " body: {use: as-intended, humanReview: independent, output: output:4711}}";

        Scenario scenario = READER.read("a.yaml", GOOD.replace(used, used + "\n" + used + "\n" + other));

        assertThat(scenario.chain().get(7).isRepetition()).isFalse();
        assertThat(scenario.chain().get(8).sameAs()).isEqualTo(7);
        assertThat(scenario.chain().get(9).sameAs()).isEqualTo(7);
    }

    @Test
    void tellsSeveralProblemsAtOnceInTheOrderOfTheFile() {
        String text = GOOD.replace("claimant: patient", "claimant: patent")
                .replace("roles: [data-provider]", "roles: [data-provder]")
                .replace("technique: int8", "technique: int9");

        ScenarioException e = catchThrowableOfType(ScenarioException.class, () -> READER.read("a.yaml", text));

        assertThat(e.problems()).extracting(p -> p.at().line()).containsExactly(5, 22, 33);
        assertThat(e).hasMessageContaining("\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void saysWhereAndWhat(String name, String search, String replacement, String place, List<String> parts) {
        assertThat(GOOD).contains(search);

        String marked = GOOD.replace(search, replacement);
        String problems = problems("bad.yaml", marked.replace("¦", ""));

        String expectedPlace = place.equals("¦") ? placeOfMarker(marked) : place;
        assertThat(problems).startsWith("bad.yaml:" + expectedPlace + ": ").contains(parts);
        assertThat(problems.lines()).hasSize(1);
    }

    static Stream<Arguments> saysWhereAndWhat() {
        return Stream.of(
                bad(
                        "unknown key",
                        "title:",
                        "¦titel:",
                        "¦",
                        "unknown key 'titel'",
                        "scenario, title, packs",
                        "did you mean 'title'?"),
                bad(
                        "format of a later release",
                        "title:",
                        "format: ¦2\ntitle:",
                        "¦",
                        "format 2 is not read by this release, which reads 1"),
                bad("format is a list", "title:", "format: ¦[1]\ntitle:", "¦", "format is a list", "must be a text"),
                bad(
                        "missing scenario",
                        "scenario: int8-adapter-flipped-diagnosis\n",
                        "",
                        "1:1",
                        "has no key 'scenario'"),
                bad(
                        "scenario is a list",
                        "scenario: int8-adapter-flipped-diagnosis",
                        "scenario: []",
                        "1:11",
                        "scenario is a list",
                        "must be a text"),
                bad(
                        "unknown pack",
                        "packs: [cn]",
                        "packs: [¦cm]",
                        "¦",
                        "unknown pack 'cm'",
                        "cn, eu",
                        "did you mean 'cn'?"),
                bad("no pack", "packs: [cn]", "packs: ¦[]", "¦", "packs is empty"),
                bad("pack twice", "packs: [cn]", "packs: [cn, ¦cn]", "¦", "pack 'cn' is named twice"),
                bad("packs is text", "packs: [cn]", "packs: cn", "3:8", "packs is 'cn'; it must be a list"),
                bad(
                        "unknown regime",
                        "packs: [cn]",
                        "regime: ¦strickt",
                        "¦",
                        "unknown regime 'strickt'",
                        "fault, presumed-fault, strict",
                        "did you mean 'strict'?"),
                bad(
                        "unknown role",
                        "roles: [hardware-adapter]",
                        "roles: [¦hardware-adaptor]",
                        "¦",
                        "unknown role 'hardware-adaptor'",
                        "did you mean 'hardware-adapter'?"),
                bad(
                        "party without jurisdiction",
                        "{id: radnet, roles: [teacher-developer], jurisdiction: CN}",
                        "{id: radnet, roles: [teacher-developer]}",
                        "6:5",
                        "a party has no key 'jurisdiction'"),
                bad(
                        "jurisdiction",
                        "{id: radnet, roles: [teacher-developer], jurisdiction: CN}",
                        "{id: radnet, roles: [teacher-developer], jurisdiction: ¦China}",
                        "¦",
                        "jurisdiction is 'China'",
                        "ISO 3166"),
                bad(
                        "party twice",
                        "  - {id: radnet,",
                        "  - {id: ¦patient, roles: [], jurisdiction: CN}\n  - {id: radnet,",
                        "12:10",
                        "party 'patient' stands here a second time"),
                bad(
                        "party called unattributed",
                        "  - {id: patient,",
                        "  - {id: unattributed, roles: [], jurisdiction: CN}\n  - {id: patient,",
                        "11:10",
                        "cannot be called 'unattributed'"),
                bad(
                        "answer",
                        "incident:\n  id",
                        "answers: {cause:injury: ¦maybe}\nincident:\n  id",
                        "¦",
                        "unknown answer 'maybe'; allowed are yes, no"),
                bad(
                        "answers",
                        "incident:\n  id",
                        "answers: ¦[a]\nincident:\n  id",
                        "¦",
                        "must be a mapping of questions"),
                bad("party key", "{id: radnet, roles:", "{id: radnet, ¦rolls:", "¦", "unknown key 'rolls'"),
                bad(
                        "unknown actor",
                        "actor: edgechip",
                        "actor: ¦edgchip",
                        "¦",
                        "unknown party 'edgchip'",
                        "did you mean 'edgechip'?"),
                bad(
                        "unknown type",
                        "type: ModelAdapted",
                        "type: ¦ModelAdaptd",
                        "¦",
                        "unknown type 'ModelAdaptd'",
                        "did you mean 'ModelAdapted'?"),
                bad(
                        "type of the runner",
                        "type: ModelAdapted",
                        "type: ¦PartyRegistered",
                        "¦",
                        "the runner holds the keys"),
                bad("bad date", "{at: 2026-03-10", "{at: ¦2026-02-30", "¦", "at is '2026-02-30'", "write 2026-01-31"),
                bad("time without zone", "{at: 2026-03-10", "{at: ¦2026-03-10T10:00:00", "¦", "is no date or time"),
                bad("missing at", "{at: 2026-03-10, ", "{", "21:5", "an event has no key 'at'"),
                bad(
                        "unknown event key",
                        "type: ModelAdapted, uses",
                        "type: ModelAdapted, ¦usse",
                        "¦",
                        "unknown key 'usse' in an event",
                        "did you mean 'uses'?"),
                bad(
                        "unknown entity kind",
                        "generates: [model:student-int8]",
                        "generates: [¦modle:student-int8]",
                        "¦",
                        "modle:student-int8",
                        "Did you mean 'model'?"),
                bad(
                        "uses is text",
                        "uses: [output:4711]",
                        "uses: ¦output:4711",
                        "¦",
                        "uses is 'output:4711'; it must be a list"),
                bad(
                        "ref to itself",
                        "type: OutputUsed,",
                        "type: OutputUsed, refs: [¦7],",
                        "¦",
                        "ref is the number 7; it must be a position in chain, 0 to 6"),
                bad("ref is no number", "type: OutputUsed,", "type: OutputUsed, refs: [¦x],", "¦", "ref is 'x'"),
                bad(
                        "unknown observer",
                        "type: OutputUsed,",
                        "type: OutputUsed, observedBy: ¦clinik,",
                        "¦",
                        "unknown party 'clinik'"),
                bad(
                        "flag",
                        "type: OutputUsed,",
                        "type: OutputUsed, unsigned: ¦yes,",
                        "¦",
                        "unsigned is 'yes'; it must be true or false"),
                bad(
                        "unsigned and signed",
                        "type: OutputUsed,",
                        "type: OutputUsed, unsigned: true, ¦signedBy: patient,",
                        "¦",
                        "unsigned and signedBy exclude each other"),
                bad(
                        "tamperedBy alone",
                        "type: OutputUsed,",
                        "type: OutputUsed, ¦tamperedBy: patient,",
                        "¦",
                        "tamperedBy without tamper"),
                bad(
                        "empty tamper",
                        "type: OutputUsed,",
                        "type: OutputUsed, tamper: ¦{},",
                        "¦",
                        "tamper is a mapping; it must be a mapping from paths"),
                bad(
                        "tamper leads nowhere",
                        "type: OutputUsed,",
                        "type: OutputUsed, tamper: {¦a.b: 1},",
                        "¦",
                        "tamper path 'a.b' leads nowhere"),
                bad(
                        "tamper to nonsense",
                        "type: OutputUsed,",
                        "type: OutputUsed, tamper: {¦humanReview: never},",
                        "¦",
                        "tamper leaves no readable OutputUsed",
                        "never"),
                bad(
                        "withheld and tampered",
                        "type: OutputUsed,",
                        "type: OutputUsed, withheld: true, ¦tamper: {humanReview: none},",
                        "¦",
                        "withheld and tamper exclude each other"),
                bad(
                        "body is a list",
                        "body: {technique: int8, target: edge-npu}",
                        "body: ¦[int8]",
                        "¦",
                        "body is a list"),
                bad(
                        "body key",
                        "{technique: int8, target: edge-npu}",
                        "{technique: int8, ¦traget: edge-npu}",
                        "¦",
                        "'traget' is no key of ModelAdapted",
                        "Did you mean 'target'?"),
                bad(
                        "body value",
                        "technique: int8",
                        "technique: ¦int4",
                        "¦",
                        "body.technique",
                        "int8, fp16, prune, compile",
                        "Did you mean 'int8'?"),
                bad("missing in body", ", target: edge-npu}", "}", "22:12", "ModelAdapted lacks the key 'target'"),
                bad(
                        "no body",
                        "body: {technique: int8, target: edge-npu}",
                        "refs: []",
                        "21:5",
                        "ModelAdapted lacks the key"),
                bad(
                        "deep in body",
                        "contribution: 1",
                        "contribution: ¦most",
                        "¦",
                        "body.stages.0.contribution",
                        "a number is expected"),
                bad(
                        "party in body",
                        "party: edgechip, contribution",
                        "party: ¦edgchip, contribution",
                        "¦",
                        "unknown party 'edgchip'",
                        "did you mean 'edgechip'?"),
                bad(
                        "slip of the pen in a source",
                        "by: hospital-group",
                        "by: ¦hospital-grop",
                        "¦",
                        "unknown party 'hospital-grop'"),
                bad("incident id", "id: incident:4711", "id: ¦case:4711", "¦", "incident id is 'case:4711'"),
                bad(
                        "unknown output",
                        "about: [output:4711]",
                        "about: [¦output:4712]",
                        "¦",
                        "'output:4712' is nowhere in the chain",
                        "did you mean 'output:4711'?"),
                bad("no output", "about: [output:4711]", "about: ¦[]", "¦", "about is empty"),
                bad(
                        "about and outputs",
                        "about: [output:4711]",
                        "about: [output:4711]\n  ¦outputs: [output:4711]",
                        "¦",
                        "outputs is the same key as about"),
                bad(
                        "unknown claimant",
                        "claimant: patient",
                        "claimant: ¦patent",
                        "¦",
                        "unknown party 'patent'",
                        "did you mean 'patient'?"),
                bad("incident without at", "  at: 2026-04-10\n", "", "30:3", "incident has no key 'at'"),
                bad(
                        "unknown kind",
                        "kind: bodily-injury",
                        "kind: ¦bodily-harm",
                        "¦",
                        "unknown kind 'bodily-harm'",
                        "did you mean 'bodily-injury'?"),
                bad(
                        "unknown severity",
                        "severity: serious",
                        "severity: ¦grave",
                        "¦",
                        "unknown severity 'grave'",
                        "slight, ordinary, serious, death"),
                bad(
                        "item twice",
                        "    - {id: injury,",
                        "    - {id: injury, kind: privacy}\n    - {id: injury,",
                        "36:12",
                        "item 'injury' stands here a second time"),
                bad("amount", "amount: 180000", "amount: ¦-1", "¦", "amount is '-1'"),
                bad(
                        "an amount too large",
                        "amount: 180000",
                        "amount: ¦" + "9".repeat(19),
                        "¦",
                        "amount has 19 characters; a sum has at most 18 digits before the point"),
                bad(
                        "an empty currency",
                        "currency: CNY",
                        "currency: ¦''",
                        "¦",
                        "currency is empty; it must be a text. Write"),
                bad("amount without currency", "currency: CNY, ", "", "35:49", "amount has no currency"),
                bad("currency", "currency: CNY", "currency: ¦YUAN", "¦", "'YUAN' is no ISO 4217 currency code"),
                bad(
                        "decimals of the currency",
                        "amount: 180000",
                        "amount: ¦1.234",
                        "¦",
                        "more decimals than CNY allows"),
                bad(
                        "unknown expectation",
                        "  notLiable:",
                        "  ¦notlyable:",
                        "¦",
                        "unknown key 'notlyable' in expect",
                        "did you mean 'notLiable'?"),
                bad("unknown status", "status: established", "status: ¦establisht", "¦", "unknown status 'establisht'"),
                bad(
                        "unknown party expected",
                        "liable: [edgechip]",
                        "liable: [¦edgechp]",
                        "¦",
                        "unknown party 'edgechp'"),
                bad(
                        "party of a share",
                        "shares: {edgechip: 1, radnet: 0}",
                        "shares: {edgechip: 1, ¦radnt: 0}",
                        "¦",
                        "unknown party 'radnt'",
                        "claimant, unattributed"),
                bad(
                        "share above 1",
                        "shares: {edgechip: 1, radnet: 0}",
                        "shares: {edgechip: ¦3/2, radnet: 0}",
                        "¦",
                        "share of 'edgechip' is '3/2'",
                        "2/5..3/5"),
                bad(
                        "share that can never be",
                        "shares: {edgechip: 1, radnet: 0}",
                        "shares: {edgechip: ¦3/5..2/5, radnet: 0}",
                        "¦",
                        "share of 'edgechip'"),
                bad(
                        "appraisal of an unknown item",
                        "\nincident:\n  id: incident:4711",
                        "\n  - ¦{at: 2026-05-01, actor: radnet, type: CausationAppraised, body: {incident: incident:4711, item: injry, by: radnet, parts: [{party: edgechip, grade: whole}]}}\nincident:\n  id: incident:4711",
                        "¦",
                        "unknown item 'injry'",
                        "injury"),
                bad(
                        "unknown item",
                        "items: {injury: {",
                        "items: {¦injry: {",
                        "¦",
                        "unknown item 'injry'",
                        "did you mean 'injury'?"),
                bad(
                        "item key",
                        "items: {injury: {shares: {edgechip: 1}}}",
                        "items: {injury: {¦share: {edgechip: 1}}}",
                        "¦",
                        "unknown key 'share' in items.injury"),
                bad(
                        "order twice",
                        "order: [edgechip]",
                        "order: ¦[edgechip, edgechip]",
                        "¦",
                        "order names a party twice"),
                bad(
                        "breach key",
                        "breaches: [{party: edgechip, duty:",
                        "breaches: [{party: edgechip, dutty:",
                        "44:32",
                        "unknown key 'dutty' in breaches"),
                bad(
                        "solidarity is flat",
                        "solidarity: []",
                        "solidarity: [¦edgechip]",
                        "¦",
                        "a group is 'edgechip'; it must be a list"),
                bad("index", "rejectedEvidence: []", "rejectedEvidence: [¦9]", "¦", "position in chain, 0 to 8"),
                bad(
                        "word concluded",
                        "rejectedEvidence: []",
                        "concludes: {¦Defense: []}",
                        "¦",
                        "unknown key 'Defense' in concludes",
                        "did you mean 'Defence'?"),
                bad(
                        "fact concluded",
                        "rejectedEvidence: []",
                        "concludes: {¦CausePart: []}",
                        "¦",
                        "unknown key 'CausePart' in concludes"),
                bad(
                        "code concluded",
                        "rejectedEvidence: []",
                        "concludes: {Defence: [{kind: ¦limitaton}]}",
                        "¦",
                        "unknown kind 'limitaton'",
                        "did you mean 'limitation'?"),
                bad(
                        "field concluded",
                        "rejectedEvidence: []",
                        "concludes: {Defence: [{¦person: clinic}]}",
                        "¦",
                        "unknown key 'person' in Defence; allowed are party, item, kind, norms, burden"),
                bad(
                        "not a list concluded",
                        "rejectedEvidence: []",
                        "concludes: {Defence: ¦none}",
                        "¦",
                        "Defence is 'none'; it must be a list"),
                bad(
                        "bounds",
                        "rejectedEvidence: []",
                        "bounds: {edgechip: ¦'>= 1/2'}",
                        "¦",
                        "bounds of 'edgechip'",
                        "the lowest and the highest share, such as 1/4..3/5"),
                bad(
                        "measure",
                        "rejectedEvidence: []",
                        "measures: [{party: clinic, measure: ¦take-down}]",
                        "¦",
                        "unknown measure 'take-down'",
                        "did you mean 'takedown'?"),
                bad(
                        "within",
                        "rejectedEvidence: []",
                        "measures: [{party: clinic, measure: takedown, within: ¦24h}]",
                        "¦",
                        "within is '24h'",
                        "PT24H"),
                bad(
                        "recourse",
                        "rejectedEvidence: []",
                        "recourse: [{from: clinic, to: radnet, share: ¦many}]",
                        "¦",
                        "share is 'many'"),
                bad(
                        "duplicate key",
                        "title:",
                        "packs: [cn]\ntitle:",
                        "4:1",
                        "key 'packs' stands here a second time (first at 2:1)"),
                bad("anchor", "packs: [cn]", "packs: ¦&p [cn]", "¦", "anchor &p", "anchors are not used"),
                bad("alias", "packs: [cn]", "packs: ¦*p", "¦", "alias *p"),
                bad("tag", "packs: [cn]", "packs: ¦!!java.util.List [cn]", "¦", "tags are not used"),
                bad("second document", "expect:", "¦---\nexpect:", "¦", "a second document begins here"),
                bad("not YAML", "packs: [cn]", "packs: [cn", "4:8", "not YAML"),
                bad("tab", "  at: 2026-04-10", "\tat: 2026-04-10", "31:1", "not YAML"),
                bad("control character", "title: An", "title: A\u0001n", "2:9", "U+0001 may not stand in YAML"),
                bad(
                        "deep nesting",
                        "title:",
                        "expect: " + "[".repeat(33) + "]".repeat(33) + "\ntitle:",
                        "2:40",
                        "nested deeper than 32 levels"));
    }

    @Test
    void refusesWhatIsNotText() {
        byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
        bytes[GOOD.indexOf("An untested")] = (byte) 0xff;

        assertThatThrownBy(() -> READER.read("a.yaml", bytes))
                .hasMessage("a.yaml:2:8: byte 48 (0xff) is not UTF-8. Save the file as UTF-8.");
    }

    @Test
    void refusesHugeAndEmptyFiles() {
        assertThat(problems("a.yaml", "#".repeat(MarkedText.LARGEST_FILE_BYTES + 1)))
                .startsWith("a.yaml:1:1: the file has");
        assertThat(problems("a.yaml", ""))
                .isEqualTo("a.yaml:1:1: the file is empty; it must begin with 'scenario: ID'.");
        assertThat(problems("a.yaml", "- a")).startsWith("a.yaml:1:1: a scenario is a list; it must be a mapping");
        assertThatThrownBy(() -> READER.read(Path.of("no-such-file.yaml"))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() {
        assertThat(READER.read("a.yaml", "\uFEFF" + GOOD).id()).isEqualTo("int8-adapter-flipped-diagnosis");
    }

    @Test
    void aSourceOutsideTheScenarioNeedNotBeListed() {
        Scenario scenario = READER.read("a.yaml", GOOD.replace("by: hospital-group", "by: ministry-of-health"));

        assertThat(scenario.chain().get(1).body().get("by").asText()).isEqualTo("ministry-of-health");
    }

    /** Line and column of the sign that a case puts before what is wrong. */
    private static String placeOfMarker(String marked) {
        String before = marked.substring(0, marked.indexOf('¦'));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return line + ":" + (before.length() - before.lastIndexOf('\n'));
    }

    private static Arguments bad(String name, String search, String replacement, String place, String... parts) {
        return Arguments.of(name, search, replacement, place, List.of(parts));
    }

    private static String problems(String file, String text) {
        ScenarioException e = catchThrowableOfType(ScenarioException.class, () -> READER.read(file, text));
        assertThat(e).as("the text is refused").isNotNull();
        return e.problems().stream().map(ScenarioProblem::toString).collect(Collectors.joining("\n"));
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(ScenarioReaderTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
