package io.kdchain.provenance.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.privacy.Disclosure;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.store.Edge;
import io.kdchain.provenance.store.EntryIndex;
import io.kdchain.provenance.store.StoredEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a bundle holds, read but not believed.
 *
 * @param about what it is about
 * @param origin name of the log
 * @param key key of the log, as text
 * @param checkpoint the signed checkpoint, as it was published
 * @param proof see {@link io.kdchain.provenance.merkle.MultiProof}
 * @param entries by index; {@link StoredEvent#index()} is there only where it does not follow from the content
 * @param counters how far the parties have counted
 * @param disclosures values that are told, to be held against what the events committed themselves to
 * @param custody who exported it
 */
record BundleContent(
        List<EntityId> about,
        String origin,
        String key,
        String checkpoint,
        List<Bytes> proof,
        NavigableMap<Long, StoredEvent> entries,
        List<Counter> counters,
        List<Disclosure> disclosures,
        Custody custody) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    BundleContent {
        about = List.copyOf(about);
        proof = List.copyOf(proof);
        entries = Collections.unmodifiableNavigableMap(new TreeMap<>(entries));
        counters = List.copyOf(counters);
        disclosures = List.copyOf(disclosures);
    }

    /** The document without statement, digest and attestation. */
    ObjectNode toJson() {
        ObjectNode root = JSON.objectNode();
        root.put("mediaType", EvidenceBundle.MEDIA_TYPE).put("version", EvidenceBundle.VERSION);
        ArrayNode names = root.putArray("about");
        about.forEach(entity -> names.add(entity.toString()));
        root.putObject("log").put("origin", origin).put("key", key);
        root.put("checkpoint", checkpoint);
        ArrayNode hashes = root.putArray("proof");
        proof.forEach(hash -> hashes.add(base64(hash)));
        ArrayNode all = root.putArray("entries");
        entries.forEach((index, entry) -> all.add(entry(index, entry)));
        ArrayNode counts = root.putArray("counters");
        counters.forEach(counter -> counts.add(counter(counter)));
        ArrayNode told = root.putArray("disclosures");
        disclosures.forEach(disclosure -> told.add(disclosure.toJson()));
        ObjectNode taken =
                root.putObject("custody").put("exportedAt", custody.exportedAt().toString());
        VerifierKey exporter = custody.exporter();
        if (exporter != null) {
            taken.put("exporter", exporter.toString());
        }
        return root;
    }

    private static ObjectNode entry(long index, StoredEvent entry) {
        ObjectNode node = JSON.objectNode();
        node.put("index", index)
                .put("recordedAt", entry.recordedAt().toString())
                .put("leaf", base64(entry.leafHash()));
        if (isText(entry.envelope())) {
            node.put("envelope", new String(entry.envelope().toArray(), StandardCharsets.UTF_8));
        } else {
            node.put("bytes", base64(entry.envelope()));
        }
        EntryIndex found = entry.index();
        if (found != null) {
            ObjectNode how = node.putObject("found")
                    .put("chain", found.chain())
                    .put("recorder", found.recorder())
                    .put("seq", found.seq());
            ArrayNode edges = how.putArray("edges");
            for (Edge edge : found.edges()) {
                edges.add(edge.kind().code() + " " + edge.key());
            }
        }
        return node;
    }

    private static ObjectNode counter(Counter counter) {
        ObjectNode node = JSON.objectNode();
        node.put("chain", counter.chain()).put("party", counter.recorder()).put("last", counter.last());
        ArrayNode missing = node.putArray("missing");
        counter.missing().forEach(range -> missing.addArray().add(range.first()).add(range.last()));
        return node;
    }

    private static boolean isText(Bytes bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    /** The texts of the statement, by language. */
    static ObjectNode texts(Map<String, String> statement) {
        ObjectNode node = JSON.objectNode();
        statement.forEach(node::put);
        return node;
    }
}
