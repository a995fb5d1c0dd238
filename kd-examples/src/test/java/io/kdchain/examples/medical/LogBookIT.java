package io.kdchain.examples.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.PlanAdopted;
import io.kdchain.provenance.evidence.LogEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogBookIT {

    @TempDir
    private Path directory;

    @Test
    void theRecordedChainVerifiesAndHoldsTheWholeWayToTheHarm() {
        DiagnosisResult result = DiagnosisChain.into(directory).references(1).run();
        Harm harm = result.harm().orElseThrow();

        try (ChainLog log = open(result)) {
            assertThat(log.verify().problems()).isEmpty();
            var evidence = log.evidence(List.of(harm.output()));
            assertThat(evidence.rejected()).isEmpty();
            assertThat(evidence.external()).isEmpty();
            assertThat(evidence.gaps()).isEmpty();
            assertThat(evidence.admitted().stream()
                            .map(LogEntry::event)
                            .map(Event::body)
                            .map(EventBody::type)
                            .distinct())
                    .containsExactlyInAnyOrder(
                            "PartyRegistered",
                            "DatasetCollected",
                            "DataProcessed",
                            "DataAuthorised",
                            "DataAudited",
                            "TeacherReleased",
                            "BiasAudited",
                            "AgreementConcluded",
                            "DistillationStarted",
                            "DistillationProgressed",
                            "DistillationCompleted",
                            "ModelAdapted",
                            "ModelDeployed",
                            "OutputServed",
                            "OutputUsed",
                            "IncidentReported",
                            "DefectLocalised");
        }
    }

    @Test
    void aSecondRunWritesTheSameBytesInPlaceOfTheFirst() {
        DiagnosisChain scene = DiagnosisChain.into(directory).references(1);

        List<byte[]> first = envelopes(scene.run());
        List<byte[]> second = envelopes(scene.run());

        assertThat(second).hasSameSizeAs(first);
        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i)).as("entry %d", i).isEqualTo(first.get(i));
        }
    }

    @Test
    void whoIsNotRegisteredCannotWrite() {
        try (LogBook book = LogBook.create(directory.resolve("log.db"), 1)) {
            assertThatThrownBy(() -> book.write(
                            Cast.RADNET,
                            Instant.parse("2026-02-01T00:00:00Z"),
                            new PlanAdopted(PlanAdopted.Kind.MONITORING, "x", "1"),
                            Book.Edges.NONE))
                    .hasMessageContaining("radnet writes before it is registered");
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.createFile(directory.resolve("taken"));

        assertThatThrownBy(() -> LogBook.create(file.resolve("log.db"), 1)).hasMessageContaining("taken");
    }

    private static List<byte[]> envelopes(DiagnosisResult result) {
        try (ChainLog log = open(result)) {
            return LongStream.range(0, log.size())
                    .mapToObj(index -> log.read(index).orElseThrow().envelope().toArray())
                    .toList();
        }
    }

    private static ChainLog open(DiagnosisResult result) {
        return ChainLog.open(result.logUrl(), LogOptions.defaults().mustExist().trust(Trust.read(result.trust())));
    }
}
