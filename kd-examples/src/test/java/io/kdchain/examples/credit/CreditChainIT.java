package io.kdchain.examples.credit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.examples.credit.CreditResult.Refusal;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.label.Label;
import io.kdchain.provenance.label.aigc.AigcFile;
import io.kdchain.provenance.label.aigc.AigcVerdict.Conclusion;
import io.kdchain.provenance.label.aigc.ExplicitLabel;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Regime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreditChainIT {
    @TempDir
    private static Path directory = Path.of("");

    private static CreditResult result;

    @BeforeAll
    static void play() throws IOException {
        result = CreditChain.into(directory).run();
    }

    private static Refusal refusal() {
        return result.refusal().orElseThrow();
    }

    private static Trust trust() {
        return Trust.read(result.trust());
    }

    private static ChainLog open() {
        return ChainLog.open(
                "jdbc:sqlite:" + result.log(), LogOptions.defaults().mustExist().trust(trust()));
    }

    @Test
    void sheIsRefusedForBeingAWomanByAStudentOfABiasedTeacher() {
        assertThat(result.teacherGap()).isGreaterThan(CreditChain.THRESHOLD);
        assertThat(result.studentGap()).isGreaterThan(CreditChain.THRESHOLD);
        assertThat(refusal().score()).isLessThan(0.5);
        assertThat(refusal().scoreAsMan()).isGreaterThan(0.5);
        assertThat(result.inheritance().teacher().value()).isEqualTo(result.teacherGap());
    }

    @Test
    void theVerdictIsTheOneThatTheStoryPredicts() {
        try (ChainLog log = open()) {
            assertThat(log.verify().problems()).isEmpty();
            LiabilityEngine engine = LiabilityEngine.builder()
                    .evidence(log)
                    .pack(RulePack.builtin("cn"))
                    .build();
            Incident incident = engine.reported(refusal().incident());

            Attribution verdict = engine.attribute(incident);
            Map<Regime, Attribution> others = engine.compare(incident, Regime.FAULT);

            assertThat(verdict.evidence().rejected()).isEmpty();
            assertThat(verdict.shareOf("smallscore")).isEqualTo(Fraction.of(4, 10));
            for (String party : new String[] {"scorehouse", "creditcloud", "bank"}) {
                assertThat(verdict.shareOf(party)).as(party).isEqualTo(Fraction.of(2, 10));
            }
            Attribution byFault = Objects.requireNonNull(others.get(Regime.FAULT));
            assertThat(byFault.shareOf("smallscore")).isEqualTo(Fraction.of(2, 3));
            assertThat(byFault.shareOf("scorehouse")).isEqualTo(Fraction.of(1, 3));
        }
    }

    @Test
    void theAnswerBearsBothLabelsAndTheyLeadToEachOther() throws IOException {
        AigcFile answer = AigcFile.read(refusal().answer());
        Label label = Label.parse(Files.readAllBytes(refusal().label()));

        assertThat(answer.verdict().conclusion()).isEqualTo(Conclusion.COMPLIANT);
        assertThat(label.verify(trust(), answer.payload())).isEmpty();
        assertThat(label.compare(Objects.requireNonNull(answer.verdict().label())))
                .isEmpty();
        assertThat(label.shortcomings()).isEmpty();
        assertThat(ExplicitLabel.says(Files.readString(refusal().answer()))).isTrue();
    }

    @Test
    void aSecondRunWritesTheSameLog(@TempDir Path other) throws IOException {
        CreditResult again = CreditChain.into(other).run();

        assertThat(Files.readAllBytes(again.refusal().orElseThrow().label()))
                .isEqualTo(Files.readAllBytes(refusal().label()));
    }
}
