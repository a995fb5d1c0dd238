package io.kdchain.rules.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBodies;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.Finding;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.rules.report.ChainView;
import io.kdchain.rules.report.ChainView.Admission;
import io.kdchain.rules.report.ChainView.Detail;
import io.kdchain.rules.report.ChainView.EventView;
import io.kdchain.rules.report.ChainView.LogView;
import io.kdchain.rules.report.ChainView.PartyView;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes of evidence what a report shows of the chain. */
public final class ChainViews {
    /** Fields of a body shown with an event; the log holds the rest. */
    private static final int MOST_DETAILS = 12;
    /** Longest value of such a field, in characters; a digest needs 71. */
    private static final int LONGEST_VALUE = 120;
    /** Type shown for an entry of which nothing can be read. */
    private static final String UNREADABLE = "Unreadable";
    /** Of a distillation only its end is an act of the chain; the rest tells about it. */
    private static final Set<String> BEFORE_THE_ACT = Set.of("DistillationStarted", "DistillationProgressed");
    /** Fields that repeat what stands elsewhere in the view. */
    private static final Set<String> SHOWN_ELSEWHERE = Set.of("key", "name", "roles", "jurisdiction");

    private ChainViews() {}

    /** What a log shows; verdicts on it speak of leaf indexes. */
    public static ChainView of(Evidence evidence, @Nullable LogView log) {
        return of(evidence, log, index -> index);
    }

    /**
     * What a log shows to a verdict that speaks of other places.
     *
     * @param evidence of the verdict
     * @param log where it was read; null if the reader has no log of its own
     * @param places leaf index to the place by which the verdict names the event
     */
    public static ChainView of(Evidence evidence, @Nullable LogView log, LongUnaryOperator places) {
        Map<String, PartyView> parties = new LinkedHashMap<>();
        List<EventView> events = new ArrayList<>();
        for (LogEntry entry : evidence.admitted()) {
            Event event = entry.event();
            if (event.body() instanceof PartyRegistered body) {
                parties.putIfAbsent(
                        event.actor().value(),
                        new PartyView(
                                event.actor().value(),
                                body.name(),
                                body.roles().stream().map(r -> r.code()).toList(),
                                body.jurisdiction()));
            }
            events.add(view(entry, Admission.ADMITTED, places));
        }
        evidence.notUnderstood().forEach(e -> events.add(view(e, Admission.NOT_UNDERSTOOD, places)));
        evidence.rejected().forEach(e -> events.add(view(e, places)));
        events.sort(Comparator.comparingLong(EventView::leaf));
        return new ChainView(
                List.copyOf(parties.values()),
                events,
                evidence.findings().stream().map(Finding::message).toList(),
                log);
    }

    /**
     * Where the verdict's log stands, by its last checkpoint.
     *
     * @param log as it is read
     * @param url by which the reader reaches it
     * @param trustFile by which the reader checks it; empty for none
     */
    public static LogView describe(ChainLog log, String url, String trustFile) {
        return log.checkpoint()
                .map(note -> Checkpoint.parse(note.text()))
                .map(c -> new LogView(
                        url,
                        c.origin(),
                        c.size(),
                        Base64.getEncoder().encodeToString(c.root().toArray()),
                        trustFile))
                .orElseGet(() -> new LogView(url, "", log.size(), "", trustFile));
    }

    private static EventView view(LogEntry entry, Admission admission, LongUnaryOperator places) {
        Event e = entry.event();
        return new EventView(
                places.applyAsLong(entry.index()),
                entry.index(),
                e.type(),
                e.actor().value(),
                e.at(),
                entry.recordedAt(),
                stage(e),
                keys(e.uses()),
                keys(e.generates()),
                about(e),
                details(e),
                admission,
                "");
    }

    private static EventView view(RejectedEntry entry, LongUnaryOperator places) {
        Event e = entry.untrusted();
        return e == null
                ? new EventView(
                        places.applyAsLong(entry.index()),
                        entry.index(),
                        UNREADABLE,
                        "",
                        entry.recordedAt(),
                        null,
                        "",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Admission.REJECTED,
                        entry.detail())
                : new EventView(
                        places.applyAsLong(entry.index()),
                        entry.index(),
                        e.type(),
                        e.actor().value(),
                        e.at(),
                        entry.recordedAt(),
                        stage(e),
                        keys(e.uses()),
                        keys(e.generates()),
                        about(e),
                        details(e),
                        Admission.REJECTED,
                        entry.detail());
    }

    private static String stage(Event event) {
        if (BEFORE_THE_ACT.contains(event.type())) {
            return "";
        }
        return EventTypes.stageOf(event.type()).map(s -> s.code()).orElse("");
    }

    private static List<String> keys(List<EntityId> entities) {
        return entities.stream().map(EntityId::key).distinct().toList();
    }

    /** Entities that the body names beside those that the event uses or generates. */
    private static List<String> about(Event event) {
        Set<String> named = new LinkedHashSet<>();
        collect(EventBodies.write(event.body()), named);
        named.removeAll(keys(event.uses()));
        named.removeAll(keys(event.generates()));
        return List.copyOf(named);
    }

    private static void collect(JsonNode node, Set<String> entities) {
        if (node.isTextual() && EntityId.looksLike(node.textValue())) {
            entities.add(node.textValue().replaceFirst("@sha256:.*$", ""));
        }
        node.forEach(child -> collect(child, entities));
    }

    private static List<Detail> details(Event event) {
        List<Detail> details = new ArrayList<>();
        flatten("", EventBodies.write(event.body()), details);
        event.generates().stream()
                .filter(g -> g.digest() != null)
                .forEach(g -> details.add(new Detail(g.key(), String.valueOf(g.digest()))));
        return details;
    }

    private static void flatten(String path, JsonNode node, List<Detail> details) {
        if (details.size() >= MOST_DETAILS) {
            return;
        }
        if (node.isObject()) {
            node.properties().forEach(field -> {
                if (!(path.isEmpty() && SHOWN_ELSEWHERE.contains(field.getKey()))) {
                    flatten(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), details);
                }
            });
        } else if (node.isArray()) {
            List<String> values = new ArrayList<>();
            for (JsonNode value : node) {
                if (value.isObject()) {
                    List<String> parts = new ArrayList<>();
                    value.properties()
                            .forEach(p ->
                                    parts.add(p.getKey() + " " + p.getValue().asText()));
                    details.add(new Detail(path, cut(String.join(", ", parts))));
                } else {
                    values.add(value.isValueNode() ? value.asText() : value.toString());
                }
            }
            if (!values.isEmpty() && values.stream().noneMatch(EntityId::looksLike)) {
                details.add(new Detail(path, cut(String.join(", ", values))));
            }
        } else if (!node.isNull() && !(node.isTextual() && EntityId.looksLike(node.textValue()))) {
            details.add(new Detail(path, cut(node.asText())));
        }
    }

    private static String cut(String value) {
        int length = value.codePointCount(0, value.length());
        return length <= LONGEST_VALUE
                ? value
                : value.substring(0, value.offsetByCodePoints(0, LONGEST_VALUE - 1)) + "…";
    }
}
