package io.kdchain.provenance.label;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.CheckpointVerdict;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.label.Label.Fault;
import io.kdchain.provenance.label.Label.Fault.Code;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.merkle.MerkleProofs;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.KeyHistory;
import io.kdchain.provenance.sign.Objection;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One check of one label: first whether what is read is what was signed, then whether what was signed holds. */
final class LabelCheck {
    private final Label label;
    private final Trust trust;
    private final Digest output;
    private final List<Fault> faults = new ArrayList<>();

    LabelCheck(Label label, Trust trust, Digest output) {
        this.label = label;
        this.trust = trust;
        this.output = output;
    }

    List<Fault> faults() {
        JsonNode content = label.content();
        if (!label.signature().payloadType().equals(Label.TYPE)) {
            fault(
                    Code.SIGNATURE_INVALID,
                    "/signature/payloadType",
                    "The signature is one over a '%s', not over a label."
                            .formatted(label.signature().payloadType()));
        }
        try {
            compare(content, StrictJson.read(label.signature().payload().toArray()), "/label");
        } catch (MalformedEventException e) {
            fault(Code.SIGNATURE_INVALID, "/signature/payload", "What was signed is no JSON.");
        }
        try {
            check(content);
        } catch (IllegalArgumentException | DateTimeException | MalformedNoteException | MalformedEventException e) {
            fault(Code.INCOMPLETE, "/label", "The label cannot be read: %s".formatted(e.getMessage()));
        }
        return List.copyOf(faults);
    }

    /** Names each place where what is read is not what was signed. */
    private void compare(JsonNode read, @Nullable JsonNode signed, String pointer) {
        if (signed == null) {
            fault(Code.ADDED, pointer, "%s was added after the label was signed.".formatted(pointer));
        } else if (read.isObject() && signed.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            read.fieldNames().forEachRemaining(names::add);
            signed.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                both(
                        read.get(name),
                        signed.get(name),
                        pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
            }
        } else if (read.isArray() && signed.isArray()) {
            for (int i = 0; i < Math.max(read.size(), signed.size()); i++) {
                both(read.get(i), signed.get(i), pointer + "/" + i);
            }
        } else if (!read.equals(signed)) {
            fault(
                    Code.CHANGED,
                    pointer,
                    "%s was changed after the label was signed: %s was signed.".formatted(pointer, shorten(signed)));
        }
    }

    private void both(@Nullable JsonNode read, @Nullable JsonNode signed, String pointer) {
        if (read == null) {
            fault(Code.STRIPPED, pointer, "%s was taken out after the label was signed.".formatted(pointer));
        } else {
            compare(read, signed, pointer);
        }
    }

    private void check(JsonNode content) {
        if (!Label.FORMAT.equals(content.path("format").textValue())) {
            fault(
                    Code.INCOMPLETE,
                    "/label/format",
                    "The format is %s; this release reads %s.".formatted(content.path("format"), Label.FORMAT));
        }
        if (!output.toString().equals(content.path("content").textValue())) {
            fault(
                    Code.OTHER_CONTENT,
                    "/label/content",
                    "The output has the digest %s, and the label is one of %s."
                            .formatted(output, content.path("content").asText()));
        }
        Checkpoint checkpoint = checkpoint(content.path("log"));
        KeyHistory keys =
                new KeyHistory(trust.roots(content.path("log").path("origin").asText()));
        JsonNode keyEntries = content.path("log").path("keys");
        for (int i = 0; i < keyEntries.size(); i++) {
            Logged entry = entry(keyEntries.get(i), checkpoint, "/label/log/keys/" + i);
            if (stands(entry, keys)) {
                keys.apply(entry.index(), entry.signed().event());
            }
        }
        Logged served = entry(content.path("log").path("served"), checkpoint, "/label/log/served");
        stands(served, keys);
        served(content, served);
        signature(content, keys, checkpoint);
    }

    private Checkpoint checkpoint(JsonNode log) {
        SignedNote note = SignedNote.parse(log.path("checkpoint").asText().getBytes(StandardCharsets.UTF_8));
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        String origin = log.path("origin").asText();
        List<VerifierKey> trusted = trust.named(checkpoint.origin());
        if (!checkpoint.origin().equals(origin)) {
            fault(
                    Code.CHECKPOINT_INVALID,
                    "/label/log/origin",
                    "The label names the log '%s', and the checkpoint is one of '%s'."
                            .formatted(origin, checkpoint.origin()));
        }
        if (trusted.isEmpty()) {
            fault(
                    Code.CHECKPOINT_INVALID,
                    "/label/log/origin",
                    "No key of the log '%s' is trusted; give one with --trust.".formatted(checkpoint.origin()));
        } else if (note.verifiedBy(trusted).isEmpty()) {
            fault(
                    Code.CHECKPOINT_INVALID,
                    "/label/log/checkpoint",
                    "The checkpoint is not signed by the log '%s'.".formatted(checkpoint.origin()));
        } else if (trust.policy().quorum() != null) {
            CheckpointVerdict verdict = trust.policyFor(trusted).judge(note);
            if (!verdict.holds()) {
                fault(Code.CHECKPOINT_INVALID, "/label/log/checkpoint", verdict.detail());
            }
        }
        return checkpoint;
    }

    /** An entry as the label tells it. */
    private record Logged(long index, SignedEvent signed, String pointer) {}

    private Logged entry(JsonNode node, Checkpoint checkpoint, String pointer) {
        long index = node.path("index").longValue();
        byte[] envelope = base64(node.path("envelope"));
        byte[] leaf = MerkleHash.leaf(
                StoredEvent.content(Instant.parse(node.path("recordedAt").asText()), envelope));
        List<byte[]> proof = new ArrayList<>();
        node.path("proof").forEach(hash -> proof.add(base64(hash)));
        if (!MerkleProofs.includes(
                index, checkpoint.size(), leaf, proof, checkpoint.root().toArray())) {
            fault(
                    Code.NOT_IN_LOG,
                    pointer,
                    "%s is not entry %d of the log under the checkpoint of %d entries."
                            .formatted(pointer, index, checkpoint.size()));
        }
        return new Logged(index, SignedEvent.parse(envelope), pointer);
    }

    private boolean stands(Logged entry, KeyHistory keys) {
        Optional<Objection> objection = keys.check(entry.index(), entry.signed());
        objection.ifPresent(why -> fault(
                Code.EVENT_INVALID, entry.pointer(), "%s does not stand: %s".formatted(entry.pointer(), why.detail())));
        return objection.isEmpty();
    }

    private void served(JsonNode content, Logged served) {
        EntityId id = EntityId.parse(content.path("output").asText());
        JsonNode batch = content.path("batch");
        String recorded =
                batch.isMissingNode() ? id.key() : batch.path("output").asText();
        EntityId made = served.signed().event().generates().stream()
                .filter(entity -> entity.key().equals(recorded))
                .findFirst()
                .orElse(null);
        if (made == null || !(served.signed().event().body() instanceof OutputServed body)) {
            fault(
                    Code.OTHER_EVENT,
                    "/label/output",
                    "The event is a %s of %s, and not the serving of %s."
                            .formatted(
                                    served.signed().event().type(),
                                    served.signed().event().generates(),
                                    recorded));
            return;
        }
        if (!served.signed()
                        .event()
                        .actor()
                        .value()
                        .equals(content.path("server").textValue())
                || !served.signed()
                        .event()
                        .at()
                        .toString()
                        .equals(content.path("servedAt").textValue())) {
            fault(
                    Code.OTHER_EVENT,
                    "/label/server",
                    "The event says that '%s' served it at %s."
                            .formatted(
                                    served.signed().event().actor(),
                                    served.signed().event().at()));
        }
        if (batch.isMissingNode()) {
            if (body.batch() != null) {
                fault(
                        Code.NOT_IN_BATCH,
                        "/label/batch",
                        "The event is one of a batch, and the proof of the output's place in it is missing.");
            } else if (made.digest() != null && !made.digest().equals(output)) {
                fault(
                        Code.OTHER_CONTENT,
                        "/label/content",
                        "The event says that the output has the digest %s, not %s.".formatted(made.digest(), output));
            }
            return;
        }
        List<Bytes> hashes = new ArrayList<>();
        batch.path("proof").forEach(hash -> hashes.add(Bytes.of(base64(hash))));
        OutputBatch.Proof proof = new OutputBatch.Proof(batch.path("index").longValue(), hashes);
        if (body.batch() == null || !proof.includes(body.batch(), id, output)) {
            fault(
                    Code.NOT_IN_BATCH,
                    "/label/batch",
                    "The proof does not lead from %s with the digest %s to the root of the batch."
                            .formatted(id, output));
        }
    }

    /** The key of the server is the one that it holds where the checkpoint was made. */
    private void signature(JsonNode content, KeyHistory keys, Checkpoint checkpoint) {
        PartyId server = new PartyId(content.path("server").asText());
        PublicKey key = keys.keyAt(server, checkpoint.size()).orElse(null);
        if (key == null) {
            fault(
                    Code.SIGNATURE_INVALID,
                    "/label/server",
                    "The log vouches for no key of '%s' at the checkpoint.".formatted(server));
            return;
        }
        List<Envelope.Signature> signatures = label.signature().signatures();
        if (signatures.size() != 1) {
            fault(
                    Code.SIGNATURE_INVALID,
                    "/signature/signatures",
                    "A label carries one signature; this one carries %d.".formatted(signatures.size()));
            return;
        }
        if (!signatures.get(0).keyId().equals(key.keyId())) {
            fault(
                    Code.SIGNATURE_INVALID,
                    "/signature/signatures/0/keyid",
                    "The signature names the key %s, and that of '%s' is %s."
                            .formatted(signatures.get(0).keyId(), server, key.keyId()));
        }
        if (!key.verify(
                label.signature().signedBytes(), signatures.get(0).bytes().toArray())) {
            fault(
                    Code.SIGNATURE_INVALID,
                    "/signature/signatures/0/sig",
                    "The signature is not one of '%s' over what the label says was signed.".formatted(server));
        }
    }

    private static byte[] base64(JsonNode node) {
        return Base64.getDecoder().decode(node.asText());
    }

    private static String shorten(JsonNode node) {
        String text = node.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private void fault(Code code, String pointer, String message) {
        faults.add(new Fault(code, pointer, message));
    }
}
