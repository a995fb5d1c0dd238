package io.kdchain.examples.distillation;

import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.distill.DistillationRecipe;
import io.kdchain.core.distill.EpochLoss;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.TrainingRun;
import io.kdchain.core.record.Entities;
import io.kdchain.core.record.TrainingEvents;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.sign.KeyFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records a distillation in the log that the section {@code record} names, in the name of a party that is registered
 * there; without that section it records nothing.
 */
final class DistillationRecord implements AutoCloseable {

    private record Names(String dataset, String teacher, String student) {}

    private final @Nullable ChainLog log;
    private final @Nullable Recorder recorder;
    private final Names names;
    private @Nullable EventId run;
    private List<EntityId> uses = List.of();

    private DistillationRecord(@Nullable ChainLog log, @Nullable Recorder recorder, Names names) {
        this.log = log;
        this.recorder = recorder;
        this.names = names;
    }

    static DistillationRecord open(Section file) {
        if (!file.has("record")) {
            return new DistillationRecord(null, null, new Names("", "", ""));
        }
        Section section = file.section("record").allow("log", "chain", "party", "key", "dataset", "teacher", "student");
        String chain = section.text("chain");
        PartyId party = new PartyId(section.text("party"));
        var signer = KeyFile.read(section.file("key"));
        Names names = new Names(section.text("dataset"), section.text("teacher"), section.text("student"));
        ChainLog log = ChainLog.open(section.text("log"), LogOptions.defaults().mustExist());
        try {
            return new DistillationRecord(log, log.recorder(chain, party, signer), names);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    void started(Mlp teacher, Dataset training, DistillationRecipe recipe) {
        if (recorder != null) {
            EntityId from = Entities.of(EntityKind.MODEL, names.teacher(), teacher);
            EntityId rows = Entities.of(EntityKind.DATASET, names.dataset(), training);
            uses = List.of(from, rows);
            run = write(
                    recorder,
                    TrainingEvents.started(
                            from, rows, recipe, Map.of("java", Runtime.version().toString())),
                    List.of());
        }
    }

    void progressed(EpochLoss loss, ContentDigest checkpoint) {
        if (recorder != null && run != null) {
            recorder.record(
                    TrainingEvents.progressed(run.toString(), loss, checkpoint.toString()),
                    Instant.now(),
                    List.of(),
                    List.of(),
                    List.of(run));
        }
    }

    void completed(TrainingRun training, double accuracy, int rows, Fidelity fidelity) {
        if (recorder != null && run != null) {
            write(
                    recorder,
                    TrainingEvents.completed(
                            run.toString(), List.of(TrainingEvents.metric("accuracy", accuracy, rows)), fidelity),
                    List.of(Entities.of(EntityKind.MODEL, names.student(), training.network())));
        }
    }

    private EventId write(Recorder to, EventBody body, List<EntityId> generates) {
        return to.record(body, Instant.now(), uses, generates, run == null ? List.of() : List.of(run))
                .event()
                .id();
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
    }
}
