package io.kdchain.rules.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssessmentSchemeTest {
    private static final String SCHEME = """
            scheme: mine
            version: "1"
            title: Mine
            validity: P30D
            grades: {passed: 0.8, conditional: 0.5}
            criteria:
              - id: insured
                title: Insured
                weight: 2
                holds: {type: InsuranceBound, party: is insured, by: insurer, since: from, until: until}
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve(AssessmentScheme.FILE), text);
    }

    @Test
    void theSchemeOfTheLibraryRestsOnNormsOfItsPack() {
        AssessmentScheme scheme = AssessmentScheme.builtin();
        RulePack pack = RulePack.builtin("cn-proposal");

        assertThat(scheme.criteria()).hasSizeGreaterThan(10).allSatisfy(criterion -> {
            assertThat(criterion.title().zh()).isNotEqualTo(criterion.title().en());
            if (!criterion.norm().isEmpty()) {
                assertThat(pack.norm(criterion.norm())).as(criterion.norm()).isPresent();
            }
        });
    }

    @Test
    void aSchemeIsReadFromItsFileOrItsFolder() throws IOException {
        Path file = write(SCHEME);

        assertThat(AssessmentScheme.load(file)).isEqualTo(AssessmentScheme.load(folder));
        assertThat(AssessmentScheme.load(file).criteria()).singleElement().satisfies(one -> {
            assertThat(one.weight()).isEqualTo(2);
            assertThat(((Measure.Holds) one.measure()).events().by()).isEqualTo("insurer");
        });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AssessmentScheme.load(folder.resolve("none.yaml")))
                .withMessageContaining("none.yaml");
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "type: InsuranceBound | type: InsuranceBond | assessment.yaml:10 InsuranceBound",
                "is insured | is insurred | no field insurred; did you mean insured?",
                "is insured | owns insured | party is \"owns insured\"",
                "by: insurer | by: policy | Field policy of InsuranceBound is no party",
                "until: until | until: policy | Field policy of InsuranceBound is no time",
                "until: until | untill: until | has no key untill; did you mean until?",
                "weight: 2 | weight: 0 | weight is \"0\"",
                "passed: 0.8 | passed: 1.8 | passed is 1.8; it is 0 to 1",
                "conditional: 0.5 | conditional: 0.9 | conditional is 0.9",
                "validity: P30D | validity: month | P365D",
                "holds: | holdz: | no key holdz; did you mean holds?",
                "id: insured | id: Insured One | small letters",
                "by: insurer | where: {perils: {some: {x: 1}}}, by: insurer | perils holds no parts"
            })
    void whatASchemeCannotMeanIsRefusedWithItsPlace(String right, String wrong, String named) throws IOException {
        Path file = write(SCHEME.replace(right, wrong));

        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> AssessmentScheme.load(file))
                .satisfies(error -> {
                    for (String word : named.split(" ", 2)) {
                        assertThat(error.getMessage()).contains(word);
                    }
                    assertThat(error.getMessage()).contains(AssessmentScheme.FILE + ":");
                });
    }

    @Test
    void codesOfFieldsAreKnown() throws IOException {
        Path file = write(SCHEME.replace(
                "holds: {type: InsuranceBound, party: is insured, by: insurer, since: from, until: until}",
                "holds: {type: PlanAdopted, party: actor, by: anyone, where: {kind: emergency}}"));

        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> AssessmentScheme.load(file))
                .withMessageContaining("\"emergency\" is not one of emergency-response, data-security, monitoring");
    }
}
