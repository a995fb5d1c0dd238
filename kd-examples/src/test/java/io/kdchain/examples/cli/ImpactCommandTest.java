package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Severity;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImpactCommandTest {
    private static final Path PACK = Path.of("..", "rules", "cn");

    @TempDir
    private Path folder = Path.of("");

    private Path without(String rules) throws IOException {
        Path edited = folder.resolve("cn");
        try (Stream<Path> files = Files.walk(PACK)) {
            for (Path file : files.filter(f -> !f.startsWith(PACK.resolve("scenarios")) && !f.endsWith(rules))
                    .toList()) {
                Files.copy(file, edited.resolve(PACK.relativize(file)));
            }
        }
        return edited;
    }

    @Test
    void theIncidentsOfALogAreJudgedByBothPacks() throws IOException {
        String jdbcUrl = "jdbc:sqlite:" + folder.resolve("chain.db");
        try (ChainLog log = ChainLog.open(jdbcUrl, LogFixture.options())) {
            LogFixture fixture = LogFixture.begin(log).wholeChain();
            fixture.party("patient", Role.CLAIMANT);
            IncidentReported.Item item = new IncidentReported.Item(
                    "injury", DamageKind.BODILY_INJURY, new BigDecimal("1000"), "CNY", Severity.SERIOUS, null, null);
            fixture.record(
                    "cloud",
                    new IncidentReported(
                            List.of(EntityId.parse("output:1")),
                            new PartyId("patient"),
                            Instant.parse("2026-06-01T00:00:00Z"),
                            List.of(item)),
                    List.of("output:1"),
                    List.of("incident:1"));
        }
        String[] asked = {
            "impact", "--old", PACK.toString(), "--new", without("art-26.drl").toString(), "--log", jdbcUrl, "--json"
        };

        Ran ran = kd(asked);

        // Product Quality Law 26 alone says that an adaptation is tested; edgechip tested nothing
        assertThat(ran.code()).as(ran.err()).isEqualTo(1);
        JsonNode root = new ObjectMapper().readTree(ran.out());
        assertThat(root.path("verdicts").asInt()).isEqualTo(1);
        JsonNode impact = root.at("/impacts/0");
        assertThat(impact.path("subject").asText()).isEqualTo("incident:1");
        assertThat(impact.at("/breaches/gone"))
                .extracting(JsonNode::asText)
                .containsExactly("edgechip: verify-equivalence");
        assertThat(impact.path("by"))
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.path("name").asText()).startsWith("CN-ProductQuality-26"));
        assertThat(root.path("edits"))
                .extracting(e -> e.path("change").asText())
                .containsOnly("removed");
    }

    @Test
    void oneThingIsComparedAtATime() {
        Ran both = kd(
                "impact",
                "--old",
                PACK.toString(),
                "--new",
                PACK.toString(),
                "--log",
                "jdbc:sqlite:x",
                "--scenarios",
                "y");
        Ran packsAlone = kd("impact", "--old", PACK.toString(), "--new", PACK.toString(), "--lang", "zh");

        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("Name either --scenarios or --log.");
        assertThat(packsAlone.code()).isZero();
        assertThat(packsAlone.out().strip()).isEqualTo("两个规则包内容相同。");
    }

    /** A pack that was begun anew, and the same with one change of its rule. */
    private Path[] twoPacks(String before, String after) throws IOException {
        Path old = folder.resolve("before");
        Path now = folder.resolve("after");
        for (Path pack : List.of(old, now)) {
            assertThat(kd("new", "pack", pack.toString(), "--id", "mine", "--yes")
                            .code())
                    .isZero();
        }
        Path rule = now.resolve("law/art-1.drl");
        String text = Files.readString(rule);
        assertThat(text).contains(before);
        Files.writeString(rule, text.replace(before, after));
        return new Path[] {old, now};
    }

    private static Ran impact(Path[] packs, String scenarios, String... more) {
        String[] asked = {
            "impact",
            "--old",
            packs[0].toString(),
            "--new",
            packs[1].toString(),
            "--scenarios",
            scenarios,
            "--lang",
            "en"
        };
        return kd(Stream.concat(Arrays.stream(asked), Arrays.stream(more)).toArray(String[]::new));
    }

    @Test
    void whereNoVerdictChangesAnIncidentIsFoundOnWhichThePacksDiffer() throws IOException {
        Path[] packs = twoPacks(
                "stage == \"deployment\" )",
                "stage == \"deployment\" )\n    not DutyAppraisal( party == $party, duty == \"warn-of-risk\", met == true )");
        String scenarios = packs[0].resolve("scenarios").toString();

        Ran ran = impact(packs, scenarios);

        assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(1);
        assertThat(ran.out())
                .contains(
                        "0 of 2 verdicts change.",
                        "An incident on which the packs differ",
                        "- breach: ",
                        "keep-model-card");
        Path found = folder.resolve("found.yaml");
        Files.writeString(found, ran.out().substring(ran.out().indexOf("scenario: ")));
        Ran again = impact(packs, found.toString());
        assertThat(again.out()).contains("1 of 1 verdicts change.").doesNotContain("An incident on which");
    }

    @Test
    void whereNoneIsFoundItSaysHowFarItLooked() throws IOException {
        Path[] packs = twoPacks("whose act brings the duty", "who owes the duty");

        Ran ran = kd(
                "impact",
                "--old",
                packs[0].toString(),
                "--new",
                packs[1].toString(),
                "--scenarios",
                packs[0].resolve("scenarios").toString(),
                "--search",
                "3",
                "--json");

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode root = new ObjectMapper().readTree(ran.out());
        // two scenarios of each pack, and three that were changed
        assertThat(root.path("searched").asInt()).isEqualTo(7);
        assertThat(root.has("counterExample")).isFalse();
    }
}
