package io.kdchain.examples.distillation;

import io.kdchain.core.data.Dataset;
import io.kdchain.core.distill.Network;
import io.kdchain.core.record.AuditEvents;
import io.kdchain.core.record.Entities;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.sign.KeyFile;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records an audit in the log that the section {@code record} names, in the name of an auditor that is registered
 * there; without that section it records nothing.
 */
final class AuditRecord implements AutoCloseable {

    private record Names(
            PartyId auditor,
            String student,
            String dataset,
            List<PartyId> disclosedTo,
            @Nullable String scan,
            Instant rectifyBy) {}

    private final @Nullable ChainLog log;
    private final @Nullable Recorder recorder;
    private final @Nullable Names names;

    private AuditRecord(@Nullable ChainLog log, @Nullable Recorder recorder, @Nullable Names names) {
        this.log = log;
        this.recorder = recorder;
        this.names = names;
    }

    static AuditRecord open(Section file) {
        if (!file.has("record")) {
            return new AuditRecord(null, null, null);
        }
        Section section =
                file.section("record").allow("log", "chain", "party", "key", "student", "dataset", "disclosedTo");
        PartyId auditor = new PartyId(section.text("party"));
        Section triggers = file.optional("triggers");
        Names names = new Names(
                auditor,
                section.text("student"),
                section.text("dataset"),
                section.has("disclosedTo")
                        ? section.texts("disclosedTo").stream()
                                .map(PartyId::new)
                                .toList()
                        : List.of(),
                // a finding is addressed by its id, and has to be set right by a day
                file.has("triggers") ? triggers.text("audit") : null,
                file.has("triggers") ? day(triggers) : Instant.EPOCH);
        var signer = KeyFile.read(section.file("key"));
        String chain = section.text("chain");
        ChainLog log = ChainLog.open(section.text("log"), LogOptions.defaults().mustExist());
        try {
            return new AuditRecord(log, log.recorder(chain, auditor, signer), names);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** The end of a day, UTC. */
    private static Instant day(Section triggers) {
        try {
            return LocalDate.parse(triggers.text("rectifyBy"))
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .minusMillis(1);
        } catch (DateTimeParseException e) {
            throw triggers.bad(
                    "'rectifyBy' is '%s'; a day such as 2027-01-31 is expected".formatted(triggers.text("rectifyBy")));
        }
    }

    void write(AuditJob.Result found, Network student, Dataset rows) {
        if (recorder == null || names == null) {
            return;
        }
        EntityId model = Entities.of(EntityKind.MODEL, names.student(), student);
        EntityId data = Entities.of(EntityKind.DATASET, names.dataset(), rows);
        List<EntityId> uses = List.of(model, data);
        record(recorder, AuditEvents.measured(model, data, found.fidelity()), uses);
        record(recorder, AuditEvents.measured(model, data, found.errors()), uses);
        record(recorder, AuditEvents.measured(model, data, found.calibration()), uses);
        record(recorder, AuditEvents.capacity(model, null, found.capacity(), found.trainingRows()), List.of(model));
        if (found.bias().isPresent()) {
            AuditJob.Bias bias = found.bias().get();
            record(recorder, AuditEvents.measured(model, data, bias.agreement()), uses);
            record(recorder, AuditEvents.measured(model, data, bias.gaps()), uses);
            for (EventBody gap : AuditEvents.fairness(
                    model, bias.attribute(), bias.rates(), bias.tolerance(), names.disclosedTo())) {
                record(recorder, gap, uses);
            }
            record(
                    recorder,
                    AuditEvents.inherited(
                            model, bias.attribute(), bias.measure().label(), bias.origin(), names.disclosedTo()),
                    uses);
            record(recorder, AuditEvents.inheritance(model, data, bias.origin(), found.rows()), uses);
        }
        if (found.triggers().isPresent() && names.scan() != null) {
            record(
                    recorder,
                    AuditEvents.triggers(
                            model, names.auditor(), found.triggers().get(), names.scan(), names.rectifyBy()),
                    uses);
        }
        if (found.lineage().isPresent()) {
            record(recorder, AuditEvents.lineage(model, data, found.lineage().get(), found.rows()), uses);
        }
    }

    private static void record(Recorder to, EventBody body, List<EntityId> uses) {
        to.record(body, Instant.now(), uses, List.of(), List.of());
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
    }
}
