package io.kdchain.examples.medical;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.label.Label;
import io.kdchain.provenance.label.Shortcoming;
import io.kdchain.provenance.label.aigc.AigcFile;
import io.kdchain.provenance.label.aigc.AigcVerdict.Conclusion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledAnswersIT {
    @TempDir
    private Path folder = Path.of("");

    private DiagnosisResult play(Instant qualifiedUntil) {
        return DiagnosisChain.into(folder)
                .references(1)
                .labelled()
                .qualifiedUntil(qualifiedUntil)
                .run();
    }

    @Test
    void theWrongAnswerLeftWithLabelsThatNameQualificationAndComplianceReport() throws IOException {
        DiagnosisResult scene = play(Instant.parse("2031-01-01T00:00:00Z"));

        Harm harm = scene.harm().orElseThrow();
        assertThat(scene.withheld()).isEmpty();
        assertThat(scene.answers().toFile().list()).hasSize(2 * scene.patients());
        AigcFile answer = AigcFile.read(scene.answer(harm.patient().id()));
        Label label = Label.parse(Files.readAllBytes(scene.label(harm.patient().id())));
        assertThat(answer.verdict().conclusion()).isEqualTo(Conclusion.COMPLIANT);
        assertThat(new String(answer.bytes(), StandardCharsets.UTF_8)).contains("\"benign\"", "AI-generated");
        assertThat(label.verify(Trust.read(scene.trust()), answer.payload())).isEmpty();
        assertThat(label.compare(Objects.requireNonNull(answer.verdict().label())))
                .isEmpty();
        JsonNode content = label.content();
        // the recipe that the teacher's release also generates is no teacher
        assertThat(content.path("teachers")).hasSize(1);
        assertThat(content.path("teachers").path(0).path("number").asText()).isEqualTo("20263210001");
        assertThat(content.path("dataAudits").path(0).path("report").asText()).isEqualTo("data-compliance-2026-01");
        assertThat(content.path("dataAudits").path(0).path("passed").asBoolean())
                .isTrue();
        assertThat(content.path("participants").findValuesAsText("party"))
                .containsExactlyInAnyOrder("hospital-group", "radnet", "smallai", "edgechip", "clinic-cloud");
    }

    @Test
    void noAnswerLeavesOnceTheTeachersQualificationHasEnded() {
        DiagnosisResult scene = play(Instant.parse("2026-04-01T23:59:59.999Z"));

        assertThat(scene.patients()).isZero();
        assertThat(scene.harm()).isEmpty();
        assertThat(scene.answers()).doesNotExist();
        assertThat(scene.withheld())
                .hasSize(171)
                .extracting(Shortcoming::code)
                .containsOnly(Shortcoming.Code.QUALIFICATION_EXPIRED);
    }
}
