package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.rules.language.RuleReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KdTest {
    private static final Path PACK = Path.of("..", "rules", "cn");
    private static final Path SCENARIOS = PACK.resolve("scenarios");
    private static final Path INT8 = int8();

    @TempDir
    private Path folder = Path.of("");

    private static Path int8() {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.filter(f -> String.valueOf(f.getFileName()).startsWith("int8-adapter-flipped"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path changed(String what, String by) throws IOException {
        String text = Files.readString(INT8);
        assertThat(text).contains(what);
        return file("changed.yaml", text.replace(what, by));
    }

    @Test
    void lintSaysWhatIsWrongAndEndsWithOne() throws IOException {
        Ran good = kd("lint", PACK.toString(), "--lang", "en");
        assertThat(good.code()).isZero();
        assertThat(good.out()).contains("can be used");
        Path pack = Files.createDirectory(folder.resolve("own"));
        Files.writeString(
                pack.resolve("pack.yaml"), "id: own\ntitle: Own\njurisdiction: CN\nversion: \"1\"\nextend: [cn]\n");

        Ran bad = kd("lint", folder.toString(), "--json");

        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.out().lines()).hasSize(1);
        JsonNode problem = new ObjectMapper().readTree(bad.out()).at("/packs/0/problems/0");
        assertThat(problem.path("file").asText()).isEqualTo(pack + "/norms.yaml");
        assertThat(bad.out()).contains("extend", "did you mean extends");
        assertThat(kd("lint", folder.resolve("nowhere").toString()).code()).isEqualTo(2);
    }

    @Test
    void aVerdictIsOneLineOfJsonAndNothingElse() throws IOException {
        Ran ran = kd("attribute", INT8.toString(), "--json");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out().lines()).hasSize(1);
        JsonNode verdict = new ObjectMapper().readTree(ran.out());
        assertThat(verdict.path("format").asInt()).isEqualTo(1);
        assertThat(verdict.path("status").asText()).isEqualTo("established");
        assertThat(verdict.path("shares").path("edgechip").asText()).isEqualTo("1");
        assertThat(verdict.path("items")
                        .path(0)
                        .path("amounts")
                        .path("edgechip")
                        .asText())
                .isEqualTo("180000.00 CNY");
        assertThat(verdict.path("digest").asText()).startsWith("sha256:");
        assertThat(kd("attribute", INT8.toString(), "--json").out()).isEqualTo(ran.out());
    }

    @Test
    void aPersonReadsTheVerdictInBothLanguages() {
        assertThat(kd("attribute", INT8.toString(), "--lang", "en").out()).contains("edgechip", "180,000.00 CNY");
        assertThat(kd("attribute", INT8.toString(), "--lang", "zh").out()).contains("edgechip", "责任");
    }

    @Test
    void whatIsOwedAfterPaymentsStandsBesideTheVerdict() throws IOException {
        // a contract of work: distilco bears 75,000 of 90,000, cloudco 15,000 and answers for 30,000
        String work = INT8.resolveSibling("e6-contract-of-work.yaml").toString();
        Path report = folder.resolve("settled.html");

        Ran ran = kd("attribute", work, "--json", "--paid", "cloudco=30000 CNY", "--html", report.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode settled = new ObjectMapper().readTree(ran.out()).at("/settled/0");
        assertThat(settled.at("/debtors/0/party").asText()).isEqualTo("distilco");
        assertThat(settled.at("/debtors/0/owes").asText()).isEqualTo("60000.00 CNY");
        assertThat(settled.at("/claims/0/from").asText()).isEqualTo("cloudco");
        assertThat(settled.at("/claims/0/amount").asText()).isEqualTo("15000.00 CNY");
        assertThat(report).content(StandardCharsets.UTF_8).contains("After the payments", "15,000.00 CNY");
        assertThat(kd("attribute", work, "--lang", "zh", "--insolvent", "distilco")
                        .out())
                .contains("清偿之后", "无清偿能力");
    }

    /** Its insurer paid for cloudco; the scenario says so itself. */
    @Test
    void whatTheScenarioSaysWasPaidIsSettledAsWell() {
        String insured = INT8.resolveSibling("insured-producer-decides.yaml").toString();

        assertThat(kd("attribute", insured, "--lang", "en").out())
                .contains("After the payments", "insureco recovers 100,000.00 CNY from teachco");
        assertThat(kd("attribute", insured, "--lang", "en", "--insolvent", "teachco")
                        .out())
                .contains("teachco", "insolvent");
    }

    @Test
    void aPaymentThatFitsNoDebtorIsTold() {
        String work = INT8.resolveSibling("e6-contract-of-work.yaml").toString();

        Ran form = kd("attribute", work, "--paid", "cloudco 30000");
        Ran much = kd("attribute", work, "--paid", "cloudco@loss=90000 CNY");
        Ran who = kd("attribute", work, "--insolvent", "nobody");

        assertThat(form.code()).isEqualTo(2);
        assertThat(form.err()).contains("--paid is 'cloudco 30000'", "PARTY=AMOUNT CUR");
        assertThat(much.err()).contains("'cloudco' paid 90000.00 CNY", "60000.00 CNY more than");
        assertThat(who.err()).contains("'nobody' is no debtor", "cloudco, distilco");
    }

    @Test
    void eachClaimOfAnEventHasItsVerdict() throws IOException {
        String two = PACK.resolve("scenarios/two-patients-one-cover.yaml").toString();
        Path report = folder.resolve("claim.html");

        assertThat(kd("attribute", two, "--json").out().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"sharedWith\""));
        assertThat(kd("attribute", two, "--claimant", "mr-wang", "--lang", "en", "--html", report.toString())
                        .out())
                .contains("incident:wang", "171,428.57 CNY", "shared in proportion with incident:li");
        assertThat(Files.readString(report)).contains("与incident:li按比例分配");
        assertThat(kd("attribute", two, "--claimant", "nobody").err()).contains("claimants there are ms-li, mr-wang");
        assertThat(kd("attribute", two, "--paid", "edgechip=1 CNY").err()).contains("Name one with --claimant");
        assertThat(kd("attribute", two, "--prove", folder.resolve("p.json").toString())
                        .err())
                .contains("--prove takes a scenario with one claim");
    }

    @Test
    void aReportIsWrittenWholeAndEscaped() throws IOException {
        Path scenario = changed("An untested int8 build", "<script>alert(1)</script>");
        Path report = folder.resolve("report.html");

        Ran ran = kd("attribute", scenario.toString(), "--html", report.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(report)
                .content(StandardCharsets.UTF_8)
                .contains("<svg", "edgechip")
                .doesNotContain("<script>alert");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(scenario, report);
        }
    }

    @Test
    void whatAProofSupposesIsToldWithIt() {
        String proof = folder.resolve("supposed.json").toString();

        kd("attribute", INT8.toString(), "--as-of", "2026-12-01", "--regime", "strict", "--prove", proof);
        Ran told = kd("check", proof, "--lang", "en");

        assertThat(told.code()).as(told.out() + told.err()).isZero();
        assertThat(told.out())
                .contains("A what-if: by the law of 2026-12-01", "A what-if: the regime strict is imposed");
    }

    @Test
    void aProofIsCheckedWithoutTheEngineAndAForgedOneRefused() throws IOException {
        Path proof = folder.resolve("proof.json");

        assertThat(kd("attribute", INT8.toString(), "--prove", proof.toString()).code())
                .isZero();
        Ran holds = kd("check", proof.toString(), "--json");

        assertThat(holds.code()).isZero();
        assertThat(holds.out()).contains("\"holds\":true", "\"objections\":[]");
        assertThat(holds.out()).contains("\"notProven\":[\"facts\",\"record\",\"questions-of-fact\",\"claim\"]");
        assertThat(kd("check", proof.toString(), "--lang", "en").out())
                .contains("Not proven: that the facts follow from the evidence", "Not proven: what is claimed");
        assertThat(kd("check", proof.toString(), "--lang", "zh").out()).contains("证明成立", "未证明：所主张的损害");
        Files.writeString(proof, Files.readString(proof).replace("\"edgechip\" : \"1\"", "\"edgechip\" : \"1/2\""));
        Ran forged = kd("check", proof.toString(), "--lang", "en");
        assertThat(forged.code()).isEqualTo(1);
        assertThat(forged.out()).contains("does not hold", "share: item", "digest: verdict", "seal: verdict");
        assertThat(kd("check", folder.resolve("none.json").toString()).code()).isEqualTo(2);
        assertThat(kd("check", INT8.toString()).err()).contains("no strict JSON", INT8.toString());
    }

    @Test
    void regimesStandSideBySide() {
        Ran ran = kd("compare", INT8.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("edgechip", "presumed-fault", "strict");
        assertThat(kd("compare", INT8.toString(), "--regimes", "fault,blame").code())
                .isEqualTo(2);
    }

    @Test
    void whoAnswersInSecondPlaceIsComparedAsOneWhoDoes() {
        String scenario =
                SCENARIOS.resolve("article-38-second-place-decides.yaml").toString();

        assertThat(kd("compare", scenario, "--regimes", "fault").out())
                .containsPattern("cloudco +0 \\[1/6 after distilco\\] +0 \\[1/6 after distilco\\]");
        assertThat(kd("compare", scenario, "--regimes", "fault", "--lang", "zh").out())
                .contains("0 [1/6，在distilco之后]");
    }

    @Test
    void anUnmetExpectationIsNamedWithItsPlace() throws IOException {
        Path scenario = changed("order: [edgechip]", "order: [radnet]");
        Path xml = folder.resolve("result.xml");

        Ran ran = kd("test", scenario.toString(), "--junit-xml", xml.toString(), "--coverage");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains(scenario + ":").contains("radnet");
        assertThat(ran.out())
                .containsPattern("\\d+ of \\d+ conditions were seen to hold and to fail\\. Not so:")
                .contains("(never failed)", "(never reached)");
        assertThat(xml).content().contains("<failure", "radnet");
    }

    @Test
    void aPackIsPrintedAsABook() throws IOException {
        Path page = folder.resolve("book.html");

        Ran written = kd("rules", "print", PACK.toString(), "--lang", "zh", "-o", page.toString());
        Ran shown = kd("rules", "print", "cn-proposal", "--lang", "en");

        assertThat(written.code()).as(written.err()).isZero();
        assertThat(page)
                .content()
                .contains("<html lang=\"zh-CN\">", "承担连带责任而理由为“", "article-1171-each-sufficient-decides")
                .doesNotContain("“each-sufficient”", "agenda-group");
        assertThat(shown.out()).startsWith("<!DOCTYPE html>").contains("proposal, not law");
        assertThat(kd("rules", "print", "nowhere").code()).isEqualTo(2);
    }

    @Test
    void aRuleIsPrintedAsSentencesForARuleFile() {
        Ran english = kd("rules", "print", "cn", "--as", "sentences", "--rule", "CN-CivilCode-1171", "--lang", "en");
        Ran chinese = kd("rules", "print", "cn", "--as", "sentences", "--rule", "CN-CivilCode-1171", "--lang", "zh");

        assertThat(english.code()).as(english.err()).isZero();
        assertThat(english.out())
                .startsWith("# cn/civil_code/art-1171.drl\npackage: rules.cn.civil_code\n\nrule: CN-CivilCode-1171: ")
                .contains("when the causes of some {item} worked together in the form \"each-sufficient\";");
        assertThat(chinese.out()).contains("则 对该{item}由该{party}与该{other}承担连带责任而理由为“each-sufficient”。");
        for (Ran ran : List.of(english, chinese)) {
            assertThat(RuleReader.read("x.rule", ran.out().getBytes(StandardCharsets.UTF_8))
                            .problems())
                    .isEmpty();
        }
        assertThat(kd("rules", "print", "cn", "--as", "sentences", "--rule", "nothing")
                        .err())
                .contains("No rule of the pack has a name that begins with \"nothing\"");
        assertThat(kd("rules", "print", "cn", "--rule", "CN").code()).isEqualTo(2);
    }

    @Test
    void aRuleIsShownInASmallIncident() throws IOException {
        Path witness = folder.resolve("witness.yaml");
        String rule = "CN-ProductQuality-26: no equivalence test on record";

        Ran found = kd("witness", rule, INT8.toString(), "-o", witness.toString());
        Ran none = kd("witness", "CN-CivilCode-1171", INT8.toString(), "--lang", "en");
        Ran several = kd("witness", "CN-ProductQuality-26", INT8.toString());

        assertThat(found.code()).as(found.err()).isZero();
        assertThat(Files.size(witness)).isLessThan(Files.size(INT8) / 2);
        assertThat(kd("attribute", witness.toString(), "--json").out()).contains(rule);
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("No verdict on these scenarios rests on rule \"CN-CivilCode-1171: ");
        assertThat(several.code()).isEqualTo(2);
        assertThat(several.err()).contains("write more of it", rule);
    }

    @Test
    void anEditIsToldWithTheVerdictsThatItChanges() throws IOException {
        Path edited = folder.resolve("cn");
        try (Stream<Path> files = Files.walk(PACK)) {
            for (Path file : files.filter(f -> !f.startsWith(SCENARIOS)).toList()) {
                Files.copy(file, edited.resolve(PACK.relativize(file)));
            }
        }
        Path weights = edited.resolve("parameters.yaml");
        Files.writeString(
                weights,
                Files.readString(weights).replace("fault.gross: [{value: \"4\"", "fault.gross: [{value: \"5\""));
        String scenario = SCENARIOS.resolve("e1-two-insufficient-causes.yaml").toString();
        String[] asked = {"impact", "--old", PACK.toString(), "--new", edited.toString(), "--scenarios", scenario};

        Ran told = kd(Stream.concat(Stream.of(asked), Stream.of("--lang", "en")).toArray(String[]::new));
        Ran json = kd(Stream.concat(Stream.of(asked), Stream.of("--json")).toArray(String[]::new));

        assertThat(told.code()).isEqualTo(1);
        assertThat(told.out().lines())
                .containsExactly(
                        "~ parameter: fault.gross from 2021-01-01",
                        "    - value: 4 weight",
                        "    + value: 5 weight",
                        "e1-two-insufficient-causes:",
                        // 3/10 * 4 beside 3/4 * 2, then 3/10 * 5 beside it
                        "  loss: share adaptco: 4/9 -> 1/2 (+1/18)",
                        "  loss: share distilco: 5/9 -> 1/2 (-1/18)",
                        "  loss: claimable adaptco: 4/9 -> 1/2 (+1/18)",
                        "  loss: claimable distilco: 5/9 -> 1/2 (-1/18)",
                        "  by ~ parameter: fault.gross from 2021-01-01",
                        "1 of 1 verdicts change.");
        JsonNode root = new ObjectMapper().readTree(json.out());
        assertThat(root.path("changed").asInt()).isEqualTo(1);
        assertThat(root.at("/impacts/0/items/0/shares/adaptco/by").asText()).isEqualTo("1/18");
        assertThat(root.at("/edits/0/kind").asText()).isEqualTo("parameter");
        assertThat(kd("impact", "--old", PACK.toString(), "--new", PACK.toString(), "--scenarios", scenario)
                        .code())
                .isZero();
        assertThat(kd("impact", "--old", PACK.toString(), "--new", "nowhere").code())
                .isEqualTo(2);
    }

    @Test
    void changesThatNoScenarioNoticesAreListedWithTheirPlace() throws IOException {
        Path pack = folder.resolve("own");
        Files.createDirectories(pack.resolve("law"));
        Files.writeString(pack.resolve("pack.yaml"), "id: own\ntitle: Own\njurisdiction: CN\nversion: \"1\"\n");
        Files.writeString(
                pack.resolve("norms.yaml"),
                "- {id: T-1, title: One, paraphrase: first, rank: L, inForceFrom: 2021-01-01, verified: T}\n");
        Files.writeString(
                pack.resolve("duties.yaml"),
                "- {id: D17, code: verify-equivalence, title: Test, roles: [hardware-adapter], protects: [any], norms: [T-1]}\n");
        StringBuilder weights = new StringBuilder();
        for (String grade : List.of("none", "slight", "ordinary", "gross", "intent")) {
            weights.append("fault.%s: {value: 1, unit: weight}\n".formatted(grade));
        }
        Files.writeString(pack.resolve("parameters.yaml"), weights);
        Files.writeString(pack.resolve("law/art-1.drl"), """
                package rules.own.law
                import io.kdchain.rules.fact.*

                rule "T-1: who holds no test breaches"
                    @legalBasis("T-1")
                    @explain_en("Because.")
                    @explain_zh("因为。")
                    @burden("party")
                    agenda-group "breach"
                when
                    Check( $act : act, $party : party, duty == "verify-equivalence", state == "absent" )
                then
                    insertLogical( new Breach( $party, "verify-equivalence", $act, "ordinary", "tied" ) );
                end
                """);
        Files.writeString(
                pack.resolve("mutants.yaml"),
                "equivalent:\n- {operator: drop-burden, reason: for readers}\n- {operator: flip-not, reason: none}\n");
        String text = Files.readString(INT8).replace("packs: [cn]", "packs: [own]");
        Path scenario = Files.writeString(
                Files.createDirectory(pack.resolve("scenarios")).resolve("one.yaml"),
                text.substring(0, text.indexOf("\nexpect:"))
                        + "\nexpect:\n  breaches: [{party: edgechip, duty: verify-equivalence}]\n");

        Ran told = kd("test", scenario.toString(), "--rules", pack.toString(), "--mutants", "--lang", "en");
        Ran json = kd("test", scenario.toString(), "--rules", pack.toString(), "--mutants", "--json");

        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.out())
                .contains("Mutation score of own: ")
                .contains(
                        "own/law/art-1.drl:13:24: swap-conclusion: insertLogical( new Breach( $party, \"verify-equivalence\", $act, \"ordinary\", \"tied\" ) ); -> ")
                .contains(
                        "own/law/art-1.drl:4:6: drop-burden: @burden(\"party\") (T-1: who holds no test breaches); held to alter nothing: for readers")
                .contains("mutants.yaml:3:3: no survivor is meant by this entry; remove it.");
        JsonNode own = new ObjectMapper().readTree(json.out()).at("/mutation/0");
        assertThat(own.path("pack").asText()).isEqualTo("own");
        assertThat(own.path("score").asDouble())
                .isEqualTo(own.path("killed").asDouble()
                        / (own.path("killed").asInt() + own.path("survived").asInt()));
        assertThat(own.path("survivors")).hasSize(own.path("survived").asInt());
        assertThat(own.at("/survivors/0/file").asText()).isEqualTo("own/law/art-1.drl");

        Files.writeString(scenario, Files.readString(scenario).replace("party: edgechip, duty", "party: radnet, duty"));
        Ran failing = kd("test", scenario.toString(), "--rules", pack.toString(), "--mutants", "--lang", "en");
        assertThat(failing.code()).isEqualTo(1);
        assertThat(failing.err()).contains("No change was tried");
    }

    @Test
    void badInputIsNamedWithLineAndRemedyAndEndsWithTwo() throws IOException {
        Ran key = kd("attribute", changed("technique: int8", "technic: int8").toString());
        assertThat(key.code()).isEqualTo(2);
        assertThat(key.out()).isEmpty();
        assertThat(key.err()).containsPattern("changed\\.yaml:\\d+:\\d+: ").contains("technic", "technique");

        Ran type = kd(
                "attribute", changed("type: ModelAdapted", "type: ModelAdopted").toString());
        assertThat(type.code()).isEqualTo(2);
        assertThat(type.err()).contains("ModelAdapted");

        Ran pack = kd("attribute", changed("packs: [cn]", "packs: [nc]").toString());
        assertThat(pack.code()).isEqualTo(2);
        assertThat(pack.err()).contains("cn");

        for (List<String> bad : List.of(
                List.of("attribute"),
                List.of("attribute", "no-such-file.yaml"),
                List.of("attribute", folder.toString()),
                List.of("attribute", INT8.toString(), "--regime", "blame"),
                List.of("attribute", INT8.toString(), "--as-of", "yesterday"),
                List.of("attribute", INT8.toString(), "--rules", folder.toString()),
                List.of("attribute", "--log", "jdbc:sqlite:" + folder.resolve("none.db"), "--incident", "incident:1"),
                List.of("test", folder.resolve("nothing").toString()),
                List.of("log", "verify", "--log", "jdbc:sqlite:" + folder.resolve("none.db")),
                List.of("log"),
                List.of("key"),
                List.of("no-such-command"),
                List.<String>of())) {
            Ran ran = kd(bad.toArray(String[]::new));
            assertThat(ran.code()).as("%s: %s", bad, ran.err()).isEqualTo(2);
            assertThat(ran.err()).as(String.valueOf(bad)).isNotBlank().doesNotContain("\tat ", "should not happen");
        }
        assertThat(folder.resolve("none.db")).doesNotExist();
    }

    @Test
    void aRuleThatDoesNotReadIsRefusedWithItsPlace() throws IOException {
        Path pack = folder.resolve("cn");
        try (Stream<Path> files = Files.walk(PACK)) {
            for (Path from : files.filter(f -> !f.startsWith(SCENARIOS)).toList()) {
                Path to = pack.resolve(PACK.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(from, to);
                }
            }
        }
        Path rule = pack.resolve("civil_code/art-1171.drl");
        Files.writeString(rule, Files.readString(rule).replace("insertLogical", "System.exit"));

        Ran ran = kd("attribute", INT8.toString(), "--rules", pack.toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).containsPattern("art-1171\\.drl:\\d+:\\d+");
    }

    @Test
    void keysAreMadeOnceAndShown() {
        Path key = folder.resolve("radnet.pem");

        Ran made = kd("key", "new", key.toString());

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).startsWith("radnet+");
        assertThat(kd("key", "show", key.toString()).out()).isEqualTo(made.out());
        assertThat(kd("key", "new", key.toString()).code()).isEqualTo(2);
    }

    @Test
    void goldenValuesThatHoldEndWithZeroAndOthersWithOne() throws IOException {
        String golden = """
                {"inputs": {"s": {"shape": [2, 2], "data": [0, 0, 0, 0]}, "t": {"shape": [2, 2], "data": [0, 0, 0, 0]}},
                 "cases": [{"id": "equal", "method": "SP", "params": {}, "args": {"s": "s", "t": "t"}, "wrt": ["s"],
                            "f64": {"loss": 0, "grad": {"s": [0, 0, 0, 0]}}}]}
                """;

        Ran holds = kd("golden-losses", file("golden.json", golden).toString());
        Ran not = kd(
                "golden-losses",
                file("not.json", golden.replace("\"loss\": 0", "\"loss\": 1")).toString());
        Ran json = kd("golden-losses", folder.resolve("not.json").toString(), "--json");
        Ran unknown = kd(
                "golden-losses", file("odd.json", golden.replace("SP", "SPQR")).toString());

        assertThat(holds.code()).as(holds.err()).isZero();
        assertThat(holds.out().strip()).isEqualTo("1 passed, 0 failed");
        assertThat(not.code()).isEqualTo(1);
        assertThat(not.out().lines()).last().isEqualTo("0 passed, 1 failed");
        assertThat(not.out()).contains("equal: f64 loss is 0.0, expected 1.0");
        assertThat(json.out().lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(json.out()).path("failed").asInt())
                .isEqualTo(1);
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("odd.json", "SPQR");
    }
}
