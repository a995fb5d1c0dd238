package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.verdict.Attribution;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever names packs chooses the law, and the verdict says for whom that was a choice. */
class ElsewhereTest {
    private static final String GOOD = ScenarioReaderTest.resource("good.yaml");
    private static final PackSource PACKS = PackSource.builtin();

    @ParameterizedTest(name = "{1} under {0}: {2}")
    @CsvSource({
        "cn, CN, false",
        "cn, CN-GD, false",
        "cn, HK, true",
        "eu, DE, false",
        "eu, EL, false",
        "eu, CH, true",
        "us-tx, US-TX, false",
        "us-tx, US, false",
        "us-tx, US-NY, true",
        "us-tx, DE, true"
    })
    void theClaimantBelongsThere(String pack, String jurisdiction, boolean elsewhere) {
        String text = GOOD.replace("packs: [cn]", "packs: [" + pack + "]")
                .replace("[claimant], jurisdiction: CN", "[claimant], jurisdiction: " + jurisdiction)
                .replaceFirst("(?s)\nexpect:.*", "\n");

        Attribution verdict = new ScenarioRunner(PACKS)
                .run(new ScenarioReader(PACKS.ids()).read("elsewhere.yaml", text))
                .verdict();

        assertThat(verdict.elsewhere())
                .filteredOn(e -> e.party().equals("patient"))
                .extracting(Attribution.Elsewhere::jurisdiction)
                .isEqualTo(elsewhere ? List.of(jurisdiction) : List.of());
    }
}
