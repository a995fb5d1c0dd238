package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.UnknownSubjectException;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Incident;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Evidence that was verified elsewhere gives the verdict of the log that it was taken from. */
class HeldEvidenceTest {
    private static final Scenario GOOD =
            new ScenarioReader().read("good.yaml", ScenarioReaderTest.resource("good.yaml"));
    private static final RulePack CN = RulePack.builtin("cn");

    private static Evidence evidence(ScenarioLog log) {
        List<EntityId> about =
                GOOD.incident().about().stream().map(EntityId::parse).toList();
        return log.log().evidence(about);
    }

    private static LiabilityEngine engine(Evidence evidence) {
        return LiabilityEngine.builder().evidence(evidence).pack(CN).build();
    }

    @Test
    void theVerdictIsThatOfTheLog() {
        try (ScenarioLog log = new ScenarioLog(GOOD)) {
            LiabilityEngine onLog =
                    LiabilityEngine.builder().evidence(log.log()).pack(CN).build();

            assertThat(engine(evidence(log)).attribute(GOOD.incident())).isEqualTo(onLog.attribute(GOOD.incident()));
        }
    }

    @Test
    void whatItDoesNotHoldIsUnknown() {
        try (ScenarioLog log = new ScenarioLog(GOOD)) {
            LiabilityEngine engine = engine(evidence(log));
            Incident other = new Incident(
                    "incident:other",
                    List.of("output:elsewhere"),
                    GOOD.incident().claimant(),
                    GOOD.incident().occurredAt(),
                    GOOD.incident().reportedAt(),
                    GOOD.incident().items());

            assertThatThrownBy(() -> engine.attribute(other))
                    .isInstanceOf(UnknownSubjectException.class)
                    .hasMessageContaining("output:elsewhere");
        }
    }
}
