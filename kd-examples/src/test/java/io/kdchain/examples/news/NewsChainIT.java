package io.kdchain.examples.news;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.examples.news.NewsResult.Falsehood;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewsChainIT {
    @TempDir
    private static Path directory = Path.of("");

    private static NewsResult result;

    @BeforeAll
    static void play() throws IOException {
        result = NewsChain.into(directory).run();
    }

    private static Falsehood falsehood() {
        return result.falsehood().orElseThrow();
    }

    private static Trust trust() {
        return Trust.read(result.trust());
    }

    @Test
    void theStudentErrsWhereItsTeacherDoesNotAndItsOwnEvaluationSaysSo() {
        assertThat(result.teacherAccuracy()).isGreaterThan(0.8);
        assertThat(result.studentAccuracy()).isLessThan(result.teacherAccuracy());
        assertThat(result.fidelity().agreement()).isLessThan(NewsChain.LEAST_AGREEMENT);
        assertThat(falsehood().rubric()).isNotEqualTo(falsehood().servedUnder());
        assertThat(falsehood().servedUnder()).isEqualTo("fraud");
        assertThat(falsehood().probability()).isBetween(0.2, 1.0);
    }

    @Test
    void theVerdictIsTheOneThatTheStoryPredicts() {
        try (ChainLog log = ChainLog.open(
                "jdbc:sqlite:" + result.log(), LogOptions.defaults().mustExist().trust(trust()))) {
            assertThat(log.verify().problems()).isEmpty();
            LiabilityEngine engine = LiabilityEngine.builder()
                    .evidence(log)
                    .pack(RulePack.builtin("cn"))
                    .build();

            Attribution verdict = engine.attribute(engine.reported(falsehood().incident()));

            assertThat(verdict.evidence().rejected()).isEmpty();
            Attribution.ItemVerdict before = verdict.item("before-notice");
            Attribution.ItemVerdict after = verdict.item("after-notice");
            assertThat(liable(before)).isEqualTo(Map.of("smalltext", Fraction.of(2, 3), "gazette", Fraction.of(1, 3)));
            assertThat(liable(after))
                    .isEqualTo(Map.of(
                            "smalltext",
                            Fraction.of(1, 2),
                            "gazette",
                            Fraction.of(1, 4),
                            "newsportal",
                            Fraction.of(1, 4)));
            assertThat(before.solidarity()).isEmpty();
            assertThat(after.solidarity())
                    .singleElement()
                    .satisfies(group ->
                            assertThat(Set.copyOf(group.parties())).isEqualTo(Set.of("gazette", "newsportal")));
        }
    }

    private static Map<String, Fraction> liable(Attribution.ItemVerdict item) {
        return item.shares().entrySet().stream()
                .filter(share -> !share.getValue().equals(Fraction.ZERO))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void thePageBearsBothLabelsAndTheyLeadToEachOther() throws IOException {
        AigcFile page = AigcFile.read(falsehood().answer());
        Label label = Label.parse(Files.readAllBytes(falsehood().label()));

        assertThat(page.verdict().conclusion()).isEqualTo(Conclusion.COMPLIANT);
        assertThat(page.explicit()).isEqualTo(ExplicitLabel.Presence.PRESENT);
        assertThat(label.verify(trust(), page.payload())).isEmpty();
        assertThat(label.compare(Objects.requireNonNull(page.verdict().label())))
                .isEmpty();
        assertThat(label.shortcomings()).isEmpty();
        assertThat(Files.readString(falsehood().answer())).contains(falsehood().quoted());
    }

    @Test
    void aSecondRunWritesTheSameLog(@TempDir Path other) throws IOException {
        NewsResult again = NewsChain.into(other).run();

        assertThat(Files.readAllBytes(again.falsehood().orElseThrow().label()))
                .isEqualTo(Files.readAllBytes(falsehood().label()));
    }
}
