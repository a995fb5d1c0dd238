package io.kdchain.provenance.exchange;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.exchange.prov.ProvDocument;
import io.kdchain.provenance.exchange.prov.ProvKind;
import io.kdchain.provenance.exchange.prov.ProvStatement;
import io.kdchain.provenance.exchange.prov.ProvValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events as PROV: an event is an activity, a party an agent, an entity an entity. An entity whose bytes are known is
 * named by their digest and specialises the one that its name means.
 */
final class ProvExport {
    private static final Map<String, String> PREFIXES = Map.of(
            "kd", "https://kdchain.io/ns/",
            "event", "https://kdchain.io/event/",
            "party", "https://kdchain.io/party/",
            "entity", "https://kdchain.io/entity/");
    private static final String CHECKPOINT = "kd:checkpoint";

    private final ExportSource source;
    private final List<ProvStatement> relations = new ArrayList<>();
    private final Map<String, ProvStatement> entities = new TreeMap<>();
    private final Map<PartyId, ProvStatement> agents = new LinkedHashMap<>();
    private final List<ProvStatement> activities = new ArrayList<>();
    private final Set<String> specialised = new HashSet<>();

    private ProvExport(ExportSource source) {
        this.source = source;
    }

    static ProvDocument document(ExportSource source) {
        return new ProvExport(source).document();
    }

    private ProvDocument document() {
        Map<EventId, LogEntry> exported = new HashMap<>();
        source.entries().forEach(entry -> exported.put(entry.event().id(), entry));
        entities.put(
                CHECKPOINT,
                ProvStatement.of(ProvKind.ENTITY, CHECKPOINT)
                        .with("prov:type", ProvValue.name("kd:Checkpoint"))
                        .with("kd:origin", ProvValue.of(source.origin()))
                        .with("kd:treeSize", ProvValue.of(source.treeSize()))
                        .with("kd:root", ProvValue.of(source.root()))
                        .with("kd:note", ProvValue.of(source.checkpoint())));
        source.entries().forEach(entry -> add(entry, exported));
        List<ProvStatement> all = new ArrayList<>(entities.values());
        all.addAll(activities);
        all.addAll(agents.values());
        all.addAll(relations);
        return new ProvDocument(new TreeMap<>(PREFIXES), all, new TreeMap<>());
    }

    private void add(LogEntry entry, Map<EventId, LogEntry> exported) {
        Event event = entry.event();
        String activity = "event:" + event.id();
        ProvValue at = ProvValue.of(event.at());
        activities.add(ProvStatement.of(ProvKind.ACTIVITY, activity)
                .with("prov:startTime", at)
                .with("prov:endTime", at)
                .with("prov:type", ProvValue.name("kd:" + local(event.type())))
                .with("kd:chain", ProvValue.of(event.chain()))
                .with("kd:leafIndex", ProvValue.of(entry.index()))
                .with("kd:leafHash", ProvValue.of(entry.leafHash().toString()))
                .with("kd:recordedAt", ProvValue.of(entry.recordedAt()))
                .with("kd:root", ProvValue.of(source.root()))
                .with("kd:under", ProvValue.name(CHECKPOINT)));
        associate(event, activity);
        for (EntityId used : event.uses()) {
            relations.add(relation(ProvKind.USED)
                    .with("prov:activity", ProvValue.name(activity))
                    .with("prov:entity", ProvValue.name(entity(used)))
                    .with("prov:time", at));
        }
        for (EntityId generated : event.generates()) {
            relations.add(relation(ProvKind.WAS_GENERATED_BY)
                    .with("prov:entity", ProvValue.name(entity(generated)))
                    .with("prov:activity", ProvValue.name(activity))
                    .with("prov:time", at));
            derive(event, generated, activity);
        }
        for (EventId ref : event.refs()) {
            if (exported.containsKey(ref)) {
                relations.add(relation(ProvKind.WAS_INFORMED_BY)
                        .with("prov:informed", ProvValue.name(activity))
                        .with("prov:informant", ProvValue.name("event:" + ref)));
            }
        }
        if (event.body() instanceof PartyRegistered registered) {
            ProvStatement agent = ProvStatement.of(ProvKind.AGENT, agent(event.actor()))
                    .with("prov:label", ProvValue.of(registered.name()))
                    .with("kd:jurisdiction", ProvValue.of(registered.jurisdiction()));
            for (Role role : registered.roles()) {
                agent = agent.with("kd:role", ProvValue.of(role.code()));
            }
            agents.put(event.actor(), agent);
        }
    }

    private void associate(Event event, String activity) {
        ProvStatement acts = relation(ProvKind.WAS_ASSOCIATED_WITH)
                .with("prov:activity", ProvValue.name(activity))
                .with("prov:agent", ProvValue.name(agent(event.actor())));
        @Nullable Role role = EventTypes.roleOf(event.type()).orElse(null);
        relations.add(role == null ? acts : acts.with("prov:role", ProvValue.of(role.code())));
        PartyId observer = event.observedBy();
        if (observer != null) {
            relations.add(relation(ProvKind.WAS_ASSOCIATED_WITH)
                    .with("prov:activity", ProvValue.name(activity))
                    .with("prov:agent", ProvValue.name(agent(observer)))
                    .with("prov:role", ProvValue.of("recorder")));
        }
    }

    /** A model is made from models, and data from data: a student from its teachers. */
    private void derive(Event event, EntityId generated, String activity) {
        boolean made = generated.kind() == EntityKind.MODEL || generated.kind() == EntityKind.DATASET;
        for (EntityId used : event.uses()) {
            if (made && used.kind() == generated.kind()) {
                relations.add(relation(ProvKind.WAS_DERIVED_FROM)
                        .with("prov:generatedEntity", ProvValue.name(entity(generated)))
                        .with("prov:usedEntity", ProvValue.name(entity(used)))
                        .with("prov:activity", ProvValue.name(activity)));
            }
        }
    }

    private ProvStatement relation(ProvKind kind) {
        return ProvStatement.of(kind, "_:r" + relations.size());
    }

    private String agent(PartyId party) {
        String id = "party:" + local(party.value());
        agents.putIfAbsent(party, ProvStatement.of(ProvKind.AGENT, id));
        return id;
    }

    private String entity(EntityId entity) {
        String general = "entity:" + entity.kind().code() + "/" + local(entity.name());
        entities.putIfAbsent(
                general,
                ProvStatement.of(ProvKind.ENTITY, general)
                        .with("prov:type", ProvValue.name("kd:" + entity.kind().code()))
                        .with("prov:label", ProvValue.of(entity.key())));
        if (entity.digest() == null) {
            return general;
        }
        String exact = "kd:sha256-" + entity.digest().hex();
        entities.putIfAbsent(
                exact,
                ProvStatement.of(ProvKind.ENTITY, exact)
                        .with("prov:type", ProvValue.name("kd:" + entity.kind().code()))
                        .with("kd:digest", ProvValue.of(entity.digest().toString())));
        if (specialised.add(exact + " " + general)) {
            relations.add(relation(ProvKind.SPECIALIZATION_OF)
                    .with("prov:specificEntity", ProvValue.name(exact))
                    .with("prov:generalEntity", ProvValue.name(general)));
        }
        return exact;
    }

    /** A name as the local part of a qualified name: whatever could mean something there is escaped as in an IRI. */
    private static String local(String name) {
        StringBuilder out = new StringBuilder();
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
            out.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return out.toString();
    }
}
