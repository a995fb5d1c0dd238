package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.pack.RulePackException;
import io.kdchain.rules.proof.Objection;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.proof.ProofCheck;
import io.kdchain.rules.proof.ProofFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Law that is that of a state: the pack of one state, no other, says who answers for the whole and what bars. */
class StatesTest {
    private static final Path RULES = Path.of("..", "rules");
    private static final PackSource SOURCE = PackSource.of(RULES);
    private static final ScenarioReader READER = new ScenarioReader(SOURCE.ids());
    private static final ScenarioRunner RUNNER = new ScenarioRunner(SOURCE);
    private static final ScenarioRunner DIRECT = RUNNER.by(new DirectRuleEngine());
    private static final Path JOINT = RULES.resolve("us-tx/scenarios/us-tx-joint-decides.yaml");

    @Test
    void withoutAStateNothingIsJudgedAndThePacksOfStatesAreNamed() {
        Scenario scenario = READER.read(JOINT);

        assertThatThrownBy(() -> DIRECT.packs(List.of("us")).run(scenario))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "incident:us-tx-joint-decides cannot be judged by pack us alone on 2026-05-10",
                        "parameter state is unstated",
                        "us-ca, us-fl, us-tx",
                        "extends: [us]");
    }

    @Test
    void beforeTheLawOfTheStateThatThePackHoldsNothingIsJudgedEither() throws IOException {
        String early = Files.readString(JOINT).replace("at: 2026-05-10", "at: 2003-08-31");

        assertThatThrownBy(() -> DIRECT.run(READER.read("early.yaml", early)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContainingAll(
                        "early.yaml:5:8", "on 2003-08-31: its parameter state is unstated", "us-ca, us-fl, us-tx");
        assertThatThrownBy(() -> DIRECT.packs(List.of("us-tx")).run(READER.read("early.yaml", early)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("on 2003-08-31: its parameter state is unstated");
    }

    @Test
    void packsOfTwoStatesAndOfTwoSystemsOfLawAreRefusedWithWhatToDo() throws IOException {
        String two = Files.readString(JOINT).replace("packs: [us-tx]", "packs: [us-tx, us-ca]");
        String systems = Files.readString(JOINT).replace("packs: [us-tx]", "packs: [us-tx, eu]");

        assertThatThrownBy(() -> DIRECT.run(READER.read("two.yaml", two)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContainingAll("two.yaml:5:8", "US-CA, US-TX", "such as [us-ca]");
        assertThatThrownBy(() -> DIRECT.run(READER.read("systems.yaml", systems)))
                .isInstanceOf(RulePackException.class)
                .hasMessageContainingAll("us and eu cannot be applied together", "one of them at a time");
    }

    /** 71 and 49 percent: refused in a file; on a log a question, and until it is answered weights like others. */
    @Test
    void percentagesOfMoreThanTheWholeAreNoShares() throws IOException {
        String jury = Files.readString(RULES.resolve("us/scenarios/us-jury-rest-decides.yaml"))
                .replace("share: \"2/5\"", "share: \"71/100\"")
                .replace("share: \"1/5\"", "share: \"49/100\"");
        Scenario scenario = READER.read("jury.yaml", jury);
        ScenarioRunner onLog = DIRECT.packs(List.of("us-tx"));

        assertThatThrownBy(() -> DIRECT.run(scenario))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContainingAll("jury.yaml:34:5", "add up to 6/5", "at most 1");
        assertThat(onLog.run(scenario).verdict().open()).extracting(q -> q.id()).contains("percentages:injury");
        assertThat(onLog.answering(Map.of("percentages:injury", true))
                        .run(scenario)
                        .verdict()
                        .item("injury")
                        .shares()
                        .get("adaptco"))
                .hasToString("71/120");
    }

    @Test
    void twoStatesAtOnceAreRefused() {
        Scenario scenario = READER.read(JOINT);

        assertThatThrownBy(() -> DIRECT.packs(List.of("us-fl", "us-tx")).run(scenario))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'injury'", "joint-above-threshold, several-only", "one state only");
    }

    /** The jury of one case, in three states. */
    @ParameterizedTest
    @CsvSource({"us-tx, 9/10, 3/10", "us-fl, 3/5, 3/10", "us-ca, 9/10, 9/10"})
    void theSameCaseInThreeStates(String state, String adapter, String platform) {
        var item =
                DIRECT.packs(List.of(state)).run(READER.read(JOINT)).verdict().item("injury");

        assertThat(item.shares().get("adaptco")).hasToString("3/5");
        assertThat(item.claimable().get("adaptco")).hasToString(adapter);
        assertThat(item.claimable().get("cloudco")).hasToString(platform);
    }

    /** Proofs of the scenarios of pack us: {@link ProofTest}. */
    @ParameterizedTest
    @ValueSource(strings = {"us", "us-ca", "us-fl", "us-tx"})
    void theTwinAndTheCheckerAgreeOnTheScenarios(String pack) throws IOException {
        try (Stream<Path> files = Files.list(RULES.resolve(pack).resolve("scenarios"))) {
            for (Path file : files.sorted().toList()) {
                Scenario scenario = READER.read(file);

                assertThat(DIRECT.run(scenario).unmet()).as(file.toString()).isEmpty();

                if (!pack.equals("us")) {
                    Proof proof = Proof.read(DIRECT.prove(scenario).toBytes());
                    assertThat(new ProofCheck(DIRECT.pack(scenario)).check(proof))
                            .as(file.toString())
                            .isEmpty();
                }
            }
        }
    }

    /** What a forger would gain by calling the pain economic, or by the hundredth at which a law turns. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            us-ca/scenarios/us-ca-economic-decides.yaml | ,\\s*"nonEconomic" : true | ''
            us-ca/scenarios/us-ca-economic-decides.yaml | ("NonEconomic" : \\{\\s*"item" : )"pain" | $1"injury"
            us-tx/scenarios/us-tx-joint-just-not.yaml | ("track" : )"joint-above-threshold" | $1"joint-from-threshold"
            us-fl/scenarios/us-fl-bar-half-just-not.yaml | ("bar" : )"above-threshold" | $1"from-threshold"
            """)
    void aChangedTrackBarOrKindOfLossIsRefused(String file, String was, String becomes) {
        Scenario scenario = READER.read(RULES.resolve(file));
        String proof = new String(DIRECT.prove(scenario).toBytes(), StandardCharsets.UTF_8);
        String forged = proof.replaceAll(was, becomes);
        assertThat(forged).isNotEqualTo(proof);

        List<Objection> objections =
                new ProofCheck(DIRECT.pack(scenario)).check(Proof.read(forged.getBytes(StandardCharsets.UTF_8)));

        // beside the digests, which an able forger corrects
        assertThat(objections).anyMatch(o -> o.fault() != ProofFault.DIGEST && o.fault() != ProofFault.SEAL);
    }
}
