package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.WhatIf;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.engine.drools.DroolsRuleEngine;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.OpenQuestion;
import io.kdchain.rules.verdict.Regime;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
    private static final PackSource PACKS = PackSource.of(Path.of("..", "rules"));
    /** Two days of one law, and days before and behind changes of it. */
    private static final List<LocalDate> DAYS = List.of(
            LocalDate.of(2021, 1, 1),
            LocalDate.of(2021, 10, 31),
            LocalDate.of(2021, 11, 1),
            LocalDate.of(2023, 8, 15),
            LocalDate.of(2026, 5, 1),
            LocalDate.of(2026, 5, 2));

    private static LiabilityEngine engine(ScenarioLog log, RuleEngine rules) {
        return LiabilityEngine.builder()
                .evidence(log.log())
                .pack(PACKS.load(List.of("cn")))
                .rules(rules)
                .build();
    }

    /** The regimes, days and answers, each by itself and together. */
    private static List<WhatIf> suppositions(Attribution verdict) {
        List<WhatIf> all = new ArrayList<>(List.of(WhatIf.nothing()));
        for (OpenQuestion question : verdict.open()) {
            all.add(WhatIf.nothing().answer(question.id(), true));
            all.add(WhatIf.nothing().answer(question.id(), false));
        }
        for (WhatIf answered : List.copyOf(all)) {
            for (Regime regime : Regime.values()) {
                all.add(answered.regime(regime));
            }
        }
        for (WhatIf imposed : List.copyOf(all)) {
            DAYS.forEach(day -> all.add(imposed.asOf(day)));
        }
        return all;
    }

    private static Attribution fromScratch(LiabilityEngine engine, Scenario scenario, WhatIf whatIf) {
        LiabilityEngine supposing = engine;
        Regime regime = whatIf.imposed();
        LocalDate day = whatIf.lawOf();
        if (regime != null) {
            supposing = supposing.with(regime);
        }
        if (day != null) {
            supposing = supposing.asOf(day);
        }
        for (String question : whatIf.answers().keySet()) {
            supposing = supposing.answering(question, whatIf.answers().getOrDefault(question, false));
        }
        return supposing.attribute(scenario.incident());
    }

    @ParameterizedTest
    @ValueSource(strings = {"question-answered-decides.yaml", "interpretation-medical-22-decides.yaml", "nw-08.yaml"})
    void aSweepOnTheDirectEngineSaysWhatDroolsSaysFromScratch(String file) throws Exception {
        Scenario scenario = new ScenarioReader(PACKS.ids()).read(Path.of("..", "rules", "cn", "scenarios", file));
        try (ScenarioLog log = new ScenarioLog(scenario)) {
            LiabilityEngine direct = engine(log, new DirectRuleEngine());
            LiabilityEngine drools = engine(log, new DroolsRuleEngine());
            List<WhatIf> suppositions = suppositions(drools.attribute(scenario.incident()));

            List<Attribution> swept = direct.sweep(scenario.incident(), suppositions);

            assertThat(swept).hasSameSizeAs(suppositions);
            Set<String> digests = new HashSet<>();
            for (int i = 0; i < swept.size(); i++) {
                digests.add(swept.get(i).digest());
                // five and the number of days have no divisor in common: every day is among the fifths
                if (i % 5 == 0) {
                    assertThat(swept.get(i))
                            .as("%s", suppositions.get(i))
                            .isEqualTo(fromScratch(drools, scenario, suppositions.get(i)));
                }
            }
            assertThat(digests).hasSizeGreaterThan(DAYS.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "question-answered-decides.yaml")
    void whatIsSupposedComesOnTopOfWhatTheEngineSupposes(String file) throws Exception {
        Scenario scenario = new ScenarioReader(PACKS.ids()).read(Path.of("..", "rules", "cn", "scenarios", file));
        try (ScenarioLog log = new ScenarioLog(scenario)) {
            LiabilityEngine later = engine(log, new DirectRuleEngine())
                    .asOf(LocalDate.of(2026, 5, 2))
                    .with(Regime.FAULT);

            List<Attribution> verdicts = later.sweep(
                    scenario.incident(),
                    List.of(WhatIf.nothing(), WhatIf.nothing().regime(Regime.STRICT)));

            assertThat(verdicts)
                    .containsExactly(
                            later.attribute(scenario.incident()),
                            later.with(Regime.STRICT).attribute(scenario.incident()));
        }
    }
}
