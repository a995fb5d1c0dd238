package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.UnknownSubjectException;
import io.kdchain.rules.WhatIf;
import io.kdchain.rules.metrics.AttributionMetrics;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.AttributionListener;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Regime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributionMetricsTest {
    private static final Scenario GOOD =
            new ScenarioReader().read("good.yaml", ScenarioReaderTest.resource("good.yaml"));

    private static Incident elsewhere() {
        Incident of = GOOD.incident();
        return new Incident(
                "incident:other",
                List.of("output:elsewhere"),
                of.claimant(),
                of.occurredAt(),
                of.reportedAt(),
                of.items());
    }

    @Test
    void verdictsAreCountedByOutcomeAndSuppositionsAreNoVerdicts() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        AttributionMetrics metrics = new AttributionMetrics();
        metrics.bindTo(registry);
        List<Attribution> told = new ArrayList<>();
        AttributionListener both = verdict -> {
            told.add(verdict);
            metrics.attributed(verdict);
        };
        try (ScenarioLog log = new ScenarioLog(GOOD)) {
            RulePack cn = RulePack.builtin("cn");
            LiabilityEngine engine = LiabilityEngine.builder()
                    .evidence(log.log())
                    .pack(cn)
                    .listener(both)
                    .build();

            Attribution verdict = engine.attribute(GOOD.incident());
            engine.sweep(GOOD.incident(), List.of(WhatIf.nothing()));
            engine.compare(GOOD.incident(), Regime.FAULT, Regime.STRICT);
            engine.asOf(verdict.lawAsOf()).attribute(GOOD.incident());

            assertThat(told).containsExactly(verdict);
            assertThat(verdict.liable()).isNotEmpty();
            assertThat(registry.get("kd.attribution.verdicts")
                            .tags(
                                    "outcome",
                                    "liable",
                                    "open",
                                    String.valueOf(!verdict.open().isEmpty()))
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("kd.attribution.rejected").counter().count())
                    .isEqualTo(verdict.evidence().rejected().size());

            LiabilityEngine counting = LiabilityEngine.builder()
                    .evidence(log.log())
                    .pack(cn)
                    .listener(metrics)
                    .build();
            assertThatThrownBy(() -> counting.attribute(elsewhere())).isInstanceOf(UnknownSubjectException.class);
            assertThat(registry.get("kd.attribution.failed")
                            .tag("reason", "input")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }
}
