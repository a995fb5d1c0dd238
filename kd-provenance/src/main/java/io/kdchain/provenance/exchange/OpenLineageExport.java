package io.kdchain.provenance.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.DistillationProgressed;
import io.kdchain.provenance.event.DistillationStarted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.evidence.LogEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * OpenLineage 2-0-2 run events. An act that uses or generates something is a run that starts and completes; the events
 * of one distillation are one run; what only says something about others is an event of the kind OTHER. Each carries
 * the facet {@code kd_provenance} with its place in the log.
 */
final class OpenLineageExport {
    private static final String PRODUCER = "https://kdchain.io/kd-provenance";
    private static final String SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
    private static final String VERSION_FACET =
            "https://openlineage.io/spec/facets/1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet";
    private static final String OUR_FACET = "https://kdchain.io/openlineage/1-0-0/KdProvenanceRunFacet.json";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ExportSource source;
    private final Set<String> started = new HashSet<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private OpenLineageExport(ExportSource source) {
        this.source = source;
    }

    static byte[] lines(ExportSource source) {
        OpenLineageExport export = new OpenLineageExport(source);
        source.entries().forEach(export::add);
        return export.out.toByteArray();
    }

    private void add(LogEntry entry) {
        Event event = entry.event();
        String own = event.id().toString();
        if (event.body() instanceof DistillationStarted) {
            start(own, entry);
        } else if (event.body() instanceof DistillationProgressed progressed && isRun(progressed.run())) {
            write("RUNNING", progressed.run(), entry);
        } else if (event.body() instanceof DistillationCompleted completed
                && completed.run() != null
                && isRun(completed.run())) {
            start(completed.run(), entry);
            write("COMPLETE", completed.run(), entry);
        } else if (event.uses().isEmpty() && event.generates().isEmpty()) {
            write("OTHER", own, entry);
        } else {
            start(own, entry);
            write("COMPLETE", own, entry);
        }
    }

    /** Every run has one start: where none was recorded, the event that completes it stands for both. */
    private void start(String run, LogEntry entry) {
        if (started.add(run)) {
            write("START", run, entry);
        }
    }

    private static boolean isRun(String run) {
        try {
            EventId.parse(run);
            return true;
        } catch (IllegalArgumentException e) {
            // the format wants a UUID; a run with another name is told as one of its own
            return false;
        }
    }

    private void write(String kind, String run, LogEntry entry) {
        Event event = entry.event();
        ObjectNode line = JSON.objectNode();
        line.put("eventTime", event.at().toString())
                .put("producer", PRODUCER)
                .put("schemaURL", SCHEMA)
                .put("eventType", kind);
        line.putObject("run").put("runId", run).putObject("facets").set("kd_provenance", place(entry));
        line.putObject("job")
                .put("namespace", event.chain())
                .put("name", job(event).orElse(event.type()))
                .putObject("facets");
        datasets(line.putArray("inputs"), event.uses());
        datasets(line.putArray("outputs"), event.generates());
        out.writeBytes(line.toString().getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private static Optional<String> job(Event event) {
        boolean distils = event.body() instanceof DistillationStarted
                || event.body() instanceof DistillationProgressed
                || event.body() instanceof DistillationCompleted;
        return distils ? Optional.of("Distillation") : Optional.empty();
    }

    private ObjectNode place(LogEntry entry) {
        return JSON.objectNode()
                .put("_producer", PRODUCER)
                .put("_schemaURL", OUR_FACET)
                .put("event", entry.event().id().toString())
                .put("type", entry.event().type())
                .put("actor", entry.event().actor().value())
                .put("origin", source.origin())
                .put("leafIndex", entry.index())
                .put("leafHash", entry.leafHash().toString())
                .put("recordedAt", entry.recordedAt().toString())
                .put("treeSize", source.treeSize())
                .put("root", source.root());
    }

    private static void datasets(ArrayNode array, List<EntityId> entities) {
        for (EntityId entity : entities) {
            ObjectNode dataset = array.addObject()
                    .put("namespace", "kdchain:" + entity.kind().code())
                    .put("name", entity.name());
            ObjectNode facets = dataset.putObject("facets");
            if (entity.digest() != null) {
                facets.putObject("version")
                        .put("_producer", PRODUCER)
                        .put("_schemaURL", VERSION_FACET)
                        .put("datasetVersion", entity.digest().toString());
            }
        }
    }
}
