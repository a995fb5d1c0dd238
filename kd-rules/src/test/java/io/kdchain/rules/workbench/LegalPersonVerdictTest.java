package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.rules.proof.Objection;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.proof.ProofCheck;
import io.kdchain.rules.proof.ProofFault;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.report.ReportInput;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Fraction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several parties of one legal person, from the record to verdict, proof and report. */
class LegalPersonVerdictTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path SCENARIOS = Path.of("..", "rules", "cn", "scenarios");
    private static final PackSource SOURCE = PackSource.of(Path.of("..", "rules"));
    private static final ScenarioRunner RUNNER = new ScenarioRunner(SOURCE);

    private static String text(String name) {
        try {
            return Files.readString(SCENARIOS.resolve(name + ".yaml"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Scenario scenario(String name, String text) {
        return new ScenarioReader(SOURCE.ids()).read(name + ".yaml", text);
    }

    private static List<Objection> objections(Scenario scenario, Consumer<ObjectNode> forgery) throws IOException {
        ObjectNode document = (ObjectNode) JSON.readTree(RUNNER.prove(scenario).toBytes());
        forgery.accept(document);
        ObjectNode digests = (ObjectNode) document.get("digests");
        digests.fieldNames()
                .forEachRemaining(part -> digests.put(
                        part, Sha256.of(Jcs.write(document.get(part))).toString()));
        return new ProofCheck(RUNNER.pack(scenario))
                .check(Proof.read(document.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "legal-person-two-roles",
                "legal-person-contract-decides",
                "legal-person-contract-just-not",
                "legal-person-joint-processors",
                "legal-person-claimant-in-chain",
                "legal-person-claims-from-itself",
                "legal-person-own-audit"
            })
    void theProofHoldsAndTheScenarioIsMet(String name) throws IOException {
        Scenario scenario = scenario(name, text(name));

        assertThat(RUNNER.run(scenario).unmet()).isEmpty();
        assertThat(objections(scenario, d -> {})).isEmpty();
    }

    @Test
    void aProofThatForgetsTheNumberOfAPartyIsRefused() throws IOException {
        Scenario scenario = scenario("two", text("legal-person-two-roles"));

        List<Objection> found = objections(scenario, d -> {
            for (JsonNode party : d.at("/given/parties")) {
                if (party.get("id").asText().equals("distilco")) {
                    ((ObjectNode) party).remove("legalId");
                }
            }
        });

        assertThat(found)
                .extracting(Objection::fault)
                .contains(ProofFault.SHARE, ProofFault.LIABLE, ProofFault.OUTSIDE);
    }

    @Test
    void aProofThatTellsThePersonOtherwiseIsRefused() throws IOException {
        Scenario scenario = scenario("two", text("legal-person-two-roles"));

        List<Objection> found =
                objections(scenario, d -> ((ObjectNode) d.at("/verdict/persons/0/shares/loss")).put("distilco", "4/9"));

        assertThat(found).extracting(Objection::fault).contains(ProofFault.LIABLE, ProofFault.DIGEST);
    }

    @Test
    void theVerdictNamesThePersonOnceWithWhatEachPartyBears() {
        Attribution verdict =
                RUNNER.run(scenario("two", text("legal-person-two-roles"))).verdict();

        assertThat(verdict.liable()).singleElement().satisfies(p -> {
            assertThat(p.party()).isEqualTo("adaptco");
            assertThat(p.roles()).containsExactly("distillation-provider", "hardware-adapter");
            assertThat(p.fault()).isEqualTo("gross");
        });
        assertThat(verdict.keyOf("distilco")).isEqualTo("adaptco");
        assertThat(verdict.persons())
                .singleElement()
                .satisfies(p -> assertThat(p.shares())
                        .containsEntry(
                                "loss",
                                new TreeMap<>(
                                        Map.of("distilco", Fraction.parse("5/9"), "adaptco", Fraction.parse("4/9")))));
        String english = Report.text(verdict, Locale.ENGLISH);
        assertThat(english).contains("One legal person (CN 91330100MA27XK5T3A): adaptco", "5/9", "4/9");
        assertThat(Report.text(verdict, Locale.CHINA)).contains("同一法律主体（CN 91330100MA27XK5T3A）");
        assertThat(Report.html(ReportInput.of(verdict))).contains("One legal person");
    }

    @Test
    void whereNoNumberIsSharedTheVerdictIsWhatItWas() {
        String without = text("legal-person-contract-just-not");
        Attribution other =
                RUNNER.run(scenario("e6", text("e6-contract-of-work"))).verdict();
        Attribution verdict = RUNNER.run(scenario("apart", without)).verdict();

        assertThat(verdict.persons()).isEmpty();
        assertThat(verdict.item("loss").shares()).isEqualTo(other.item("loss").shares());
        assertThat(verdict.item("loss").claimable())
                .isEqualTo(other.item("loss").claimable());
    }

    @Test
    void anExpectationOfAPartyThatIsNamedByAnotherIsAnErrorWithThePlace() {
        String wrong = text("legal-person-two-roles").replace("liable: [adaptco]", "liable: [distilco]");

        assertThatThrownBy(() -> scenario("two", wrong))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(
                        "'distilco' is one legal person with others by its legalId, and the verdict names that person 'adaptco'");
    }

    @Test
    void aBlankNumberIsAnError() {
        String wrong = text("legal-person-two-roles").replace("legalId: 91330100MA27XK5T3A", "legalId: ' '");

        assertThatThrownBy(() -> scenario("two", wrong))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("legalId is")
                .hasMessageContaining("it must be a text");
    }
}
