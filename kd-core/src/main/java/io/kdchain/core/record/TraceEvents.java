package io.kdchain.core.record;

import io.kdchain.core.trace.Localisation;
import io.kdchain.core.trace.StageContribution;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Stage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is recorded of a search for a cause. */
public final class TraceEvents {

    private TraceEvents() {}

    /**
     * The stages that made an output wrong, every stage with its party, also those that contribute nothing.
     *
     * @param incident null means not stated
     * @param output the wrong output
     * @param parties who acted in each stage of the chain
     */
    public static DefectLocalised localised(
            @Nullable EntityId incident,
            EntityId output,
            Localisation found,
            Map<io.kdchain.core.trace.Stage, PartyId> parties) {
        return new DefectLocalised(
                incident,
                output,
                found.method(),
                found.stages().stream().map(entry -> part(entry, parties)).toList(),
                found.sufficient().stream()
                        .map(set -> set.stream().map(TraceEvents::stage).toList())
                        .toList(),
                Entities.digest(found.reproduction()));
    }

    private static DefectLocalised.Part part(
            StageContribution entry, Map<io.kdchain.core.trace.Stage, PartyId> parties) {
        PartyId party = parties.get(entry.stage());
        if (party == null) {
            throw new IllegalArgumentException("no party is named for the stage %s; every stage has one"
                    .formatted(entry.stage().label()));
        }
        return new DefectLocalised.Part(
                stage(entry.stage()), party, entry.contribution(), entry.lower(), entry.upper());
    }

    private static Stage stage(io.kdchain.core.trace.Stage stage) {
        return switch (stage) {
            case DATA -> Stage.DATA;
            case TEACHER -> Stage.TEACHER;
            case DISTILLATION -> Stage.DISTILLATION;
            case ADAPTATION -> Stage.ADAPTATION;
            case DEPLOYMENT -> Stage.DEPLOYMENT;
        };
    }
}
