package io.kdchain.provenance.label;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.DataAudited;
import io.kdchain.provenance.event.DataAuthorised;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.EvidenceVerifier;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.slice.CausalSlicer;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the label of an output from the log that holds its event. */
public final class LabelWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final EventReader log;
    private final Trust trust;

    /** Writes from this log, as far as it holds under these keys. */
    public LabelWriter(EventReader log, Trust trust) {
        this.log = log;
        this.trust = trust;
    }

    /**
     * The label of an output that has an event of its own.
     *
     * @param content digest of the output's bytes
     * @param server the key of who served it
     * @throws LabelException if the log holds no such event, it does not stand, or no checkpoint covers it
     */
    public Label write(EntityId output, Digest content, Signer server) {
        return write(output, output, content, null, server);
    }

    /**
     * The label of an output that is one of a batch.
     *
     * @param batch the output that stands for the batch in the log
     * @param proof that the output is in it
     * @throws LabelException as {@link #write(EntityId, Digest, Signer)}, and if the proof does not hold
     */
    public Label write(EntityId output, EntityId batch, OutputBatch.Proof proof, Digest content, Signer server) {
        return write(output, batch, content, proof, server);
    }

    private Label write(
            EntityId output, EntityId recorded, Digest content, OutputBatch.@Nullable Proof proof, Signer server) {
        Evidence evidence = new EvidenceVerifier(log, trust).verify(new CausalSlicer(log).cut(List.of(recorded)));
        LogEntry served = evidence.admitted().stream()
                .filter(entry -> entry.event().body() instanceof OutputServed
                        && entry.event().generates().stream()
                                .anyMatch(made -> made.key().equals(recorded.key())))
                .findFirst()
                .orElseThrow(() -> new LabelException(
                        "The log holds no OutputServed of %s that stands; its label would prove nothing."
                                .formatted(recorded.key())));
        StoredCheckpoint stored = log.lastCheckpoint()
                .filter(last -> last.size() > served.index())
                .orElseThrow(() -> new LabelException(
                        "No checkpoint of the log covers %s yet. Open the log with its own key and append, then write the label."
                                .formatted(recorded.key())));
        Checkpoint checkpoint =
                Checkpoint.parse(SignedNote.parse(stored.note().toArray()).text());
        ObjectNode label = JSON.objectNode();
        label.put("format", Label.FORMAT);
        label.put("output", output.key());
        label.put("content", content.toString());
        label.put("server", served.event().actor().value());
        label.put("servedAt", served.event().at().toString());
        describe(label, evidence);
        if (proof != null) {
            label.set("batch", batch(recorded, proof));
        }
        ObjectNode logged = label.putObject("log");
        logged.put("origin", checkpoint.origin());
        logged.put("checkpoint", new String(stored.note().toArray(), java.nio.charset.StandardCharsets.UTF_8));
        logged.set("served", entry(served.index(), checkpoint.size()));
        ArrayNode keys = logged.putArray("keys");
        keyEntries(served.event()).forEach(index -> {
            if (index < checkpoint.size()) {
                keys.add(entry(index, checkpoint.size()));
            }
        });
        Label signed = new Label(label, Envelope.sign(Label.TYPE, Jcs.write(label), List.of(server)));
        List<Label.Fault> faults = signed.verify(trust, content);
        if (!faults.isEmpty()) {
            throw new LabelException("The label of %s would not hold: %s"
                    .formatted(output.key(), faults.get(0).message()));
        }
        return signed;
    }

    private static void describe(ObjectNode label, Evidence evidence) {
        ArrayNode teachers = label.putArray("teachers");
        ArrayNode authorisations = label.putArray("authorisations");
        ArrayNode participants = label.putArray("participants");
        ArrayNode models = label.putArray("models");
        ArrayNode audits = label.putArray("dataAudits");
        ArrayNode deployments = label.putArray("deployments");
        SortedSet<String> seen = new TreeSet<>();
        for (LogEntry entry : evidence.admitted()) {
            Event event = entry.event();
            if (event.body() instanceof DataAuthorised authorised) {
                authorisations.add(authorisation(event, authorised));
                continue;
            }
            if (event.body() instanceof DataAudited audited && audited.kind() == DataAudited.Kind.COMPLIANCE) {
                audits.add(audit(event, audited));
                continue;
            }
            if (!evidence.slice().causal().contains(entry.index())) {
                continue;
            }
            EventTypes.roleOf(event.type())
                    .filter(role -> seen.add(role.code() + " " + event.actor()))
                    .ifPresent(role -> participants
                            .addObject()
                            .put("party", event.actor().value())
                            .put("role", role.code()));
            if (event.body() instanceof ModelDeployed deployed) {
                deployments.add(deployment(event, deployed));
            }
            for (EntityId made : event.generates()) {
                if (made.kind() == EntityKind.MODEL && seen.add(made.toString())) {
                    models.add(model(event, made));
                }
                if (event.body() instanceof TeacherReleased teacher && made.kind() == EntityKind.MODEL) {
                    teachers.add(teacher(event, made, teacher.qualification()));
                }
            }
        }
    }

    private static ObjectNode authorisation(Event event, DataAuthorised authorised) {
        ObjectNode node = JSON.objectNode();
        node.put("dataset", authorised.dataset().toString());
        node.put("by", authorised.by().value());
        node.put("basis", authorised.basis().code());
        node.put("distillation", authorised.distillation());
        if (authorised.until() != null) {
            node.put("until", authorised.until().toString());
        }
        return node.put("event", event.id().toString());
    }

    private static ObjectNode audit(Event event, DataAudited audited) {
        ObjectNode node = JSON.objectNode();
        node.put("dataset", audited.dataset().toString());
        node.put("by", event.actor().value());
        node.put("at", event.at().toString());
        node.put("passed", audited.passed());
        if (audited.report() != null) {
            node.put("report", audited.report());
        }
        return node.put("event", event.id().toString());
    }

    private static ObjectNode deployment(Event event, ModelDeployed deployed) {
        ObjectNode node = JSON.objectNode();
        node.put("by", event.actor().value());
        node.put("scene", deployed.scenario().code());
        if (deployed.filingNumber() != null) {
            node.put("filingNumber", deployed.filingNumber());
        }
        return node;
    }

    private static ObjectNode model(Event event, EntityId made) {
        ObjectNode node = JSON.objectNode();
        node.put("model", made.toString());
        node.put("by", event.type());
        node.put("party", event.actor().value());
        if (event.body() instanceof ModelAdapted adapted) {
            node.put("technique", adapted.technique().code());
            node.put("target", adapted.target());
        }
        return node;
    }

    private static ObjectNode teacher(
            Event event, EntityId made, TeacherReleased.@Nullable Qualification qualification) {
        ObjectNode node = JSON.objectNode();
        node.put("model", made.toString());
        node.put("developer", event.actor().value());
        if (qualification != null) {
            node.put("scheme", qualification.scheme());
            if (qualification.number() != null) {
                node.put("number", qualification.number());
            }
            if (qualification.validUntil() != null) {
                node.put("validUntil", qualification.validUntil().toString());
            }
        }
        return node;
    }

    private static ObjectNode batch(EntityId recorded, OutputBatch.Proof proof) {
        ObjectNode node = JSON.objectNode();
        node.put("output", recorded.key());
        node.put("index", proof.index());
        ArrayNode hashes = node.putArray("proof");
        proof.hashes().forEach(hash -> hashes.add(Base64.getEncoder().encodeToString(hash.toArray())));
        return node;
    }

    private ObjectNode entry(long index, long size) {
        StoredEvent stored = log.read(index)
                .orElseThrow(
                        () -> new LabelException("The log lacks its entry %d. Run 'kd log verify'.".formatted(index)));
        ObjectNode node = JSON.objectNode();
        node.put("index", index);
        node.put("recordedAt", stored.recordedAt().toString());
        node.put(
                "envelope", Base64.getEncoder().encodeToString(stored.envelope().toArray()));
        ArrayNode proof = node.putArray("proof");
        MerkleTree.inclusionProof(index, size, log)
                .forEach(hash -> proof.add(Base64.getEncoder().encodeToString(hash)));
        return node;
    }

    /** Where the log tells the keys of the server, of who registered it, and so on up to the first registrar. */
    private SortedSet<Long> keyEntries(Event served) {
        SortedSet<Long> indexes = new TreeSet<>();
        Set<PartyId> seen = new HashSet<>();
        Deque<PartyId> open = new ArrayDeque<>(List.of(served.actor()));
        if (served.observedBy() != null) {
            open.add(served.observedBy());
        }
        indexes.add(0L);
        signed(0).ifPresent(root -> open.add(root.event().actor()));
        while (!open.isEmpty()) {
            PartyId party = open.remove();
            if (seen.add(party)) {
                for (long index : log.find(EdgeKind.KEY_OF, party.value())) {
                    indexes.add(index);
                    signed(index).ifPresent(event -> open.addAll(signers(event)));
                }
            }
        }
        return indexes;
    }

    private Set<PartyId> signers(SignedEvent event) {
        return event.envelope().signatures().stream()
                .flatMap(signature -> log.find(EdgeKind.KEY_ID, signature.keyId()).stream())
                .flatMap(index -> signed(index).stream())
                .map(signed -> signed.event().actor())
                .collect(Collectors.toSet());
    }

    private Optional<SignedEvent> signed(long index) {
        return log.read(index).flatMap(entry -> {
            try {
                return Optional.of(SignedEvent.parse(entry.envelope().toArray()));
            } catch (MalformedEventException e) {
                return Optional.empty();
            }
        });
    }
}
