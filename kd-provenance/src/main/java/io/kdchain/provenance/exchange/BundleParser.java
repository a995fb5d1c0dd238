package io.kdchain.provenance.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.privacy.Disclosure;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.store.Edge;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryIndex;
import io.kdchain.provenance.store.StoredEvent;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the document of a bundle, every member in its one form; the first that has another ends the reading. */
final class BundleParser {
    private BundleParser() {}

    /** The document, if it says of itself that it is a bundle. */
    static ObjectNode document(byte[] bytes) {
        JsonNode node;
        try {
            node = StrictJson.read(bytes);
        } catch (MalformedEventException e) {
            throw new MalformedBundleException("This is no evidence bundle: %s".formatted(e.getMessage()), e);
        }
        if (!(node instanceof ObjectNode document)
                || !EvidenceBundle.MEDIA_TYPE.equals(node.path("mediaType").textValue())) {
            throw new MalformedBundleException(
                    "This is no evidence bundle: its member 'mediaType' is not '%s'. 'kd evidence export' writes one."
                            .formatted(EvidenceBundle.MEDIA_TYPE),
                    null);
        }
        return document;
    }

    static BundleContent content(ObjectNode document) {
        if (!document.path("version").isIntegralNumber()
                || document.path("version").longValue() != EvidenceBundle.VERSION) {
            throw new FaultFoundException(
                    BundleFault.VERSION_UNKNOWN,
                    "/version",
                    "This release reads version %d; the bundle has %s. A later release may read it."
                            .formatted(EvidenceBundle.VERSION, document.path("version")));
        }
        Members root = Members.of(
                document,
                "",
                "mediaType",
                "version",
                "about",
                "log",
                "checkpoint",
                "proof",
                "entries",
                "counters",
                "disclosures",
                "custody",
                "statement",
                "digest",
                "attestation?");
        Members log = Members.of(root.node("log"), "/log", "origin", "key");
        return new BundleContent(
                about(root),
                log.text("origin"),
                log.text("key"),
                root.text("checkpoint"),
                root.list("proof", BundleParser::hash),
                entries(root),
                root.list("counters", BundleParser::counter),
                root.list("disclosures", BundleParser::disclosure),
                custody(root));
    }

    private static List<EntityId> about(Members root) {
        List<EntityId> about =
                root.list("about", (node, pointer) -> Members.parse(node, pointer, "an entity", BundleParser::entity));
        if (about.isEmpty()) {
            throw Members.malformed("/about", "an array with at least one entity");
        }
        Set<EntityId> seen = new HashSet<>();
        for (int i = 0; i < about.size(); i++) {
            if (!seen.add(about.get(i))) {
                throw new FaultFoundException(
                        BundleFault.ABOUT_REPEATED, "/about/" + i, "'%s' is named twice.".formatted(about.get(i)));
            }
        }
        return about;
    }

    private static EntityId entity(String text) {
        EntityId entity = EntityId.parse(text);
        if (!entity.toString().equals(text)) {
            throw new IllegalArgumentException(text);
        }
        return entity;
    }

    private static Bytes hash(JsonNode node, String pointer) {
        Bytes hash = Members.base64(node, pointer);
        if (hash.size() != 32) {
            throw Members.malformed(pointer, "the base64 of 32 bytes");
        }
        return hash;
    }

    private static NavigableMap<Long, StoredEvent> entries(Members root) {
        NavigableMap<Long, StoredEvent> entries = new TreeMap<>();
        root.list("entries", (node, pointer) -> {
            Members entry = Members.of(node, pointer, "index", "recordedAt", "leaf", "envelope?", "bytes?", "found?");
            long index = entry.whole("index");
            if (!entries.isEmpty() && index <= entries.lastKey()) {
                throw new FaultFoundException(
                        BundleFault.ENTRY_ORDER,
                        entry.at("index"),
                        "Entry %d follows entry %d; entries stand in the order of the log, each once."
                                .formatted(index, entries.lastKey()));
            }
            if (entry.has("envelope") == entry.has("bytes")) {
                throw Members.malformed(pointer, "an entry with either 'envelope' or 'bytes'");
            }
            Bytes content = entry.has("envelope") ? Bytes.utf8(entry.text("envelope")) : entry.base64("bytes");
            entries.put(
                    index,
                    new StoredEvent(
                            entry.moment("recordedAt"),
                            content,
                            hash(entry.node("leaf"), entry.at("leaf")),
                            entry.has("found") ? found(entry.node("found"), entry.at("found")) : null));
            return index;
        });
        if (entries.isEmpty()) {
            throw Members.malformed("/entries", "an array with at least one entry");
        }
        return entries;
    }

    private static EntryIndex found(JsonNode node, String pointer) {
        Members found = Members.of(node, pointer, "chain", "recorder", "seq", "edges");
        List<Edge> edges = found.list(
                "edges",
                (edge, at) -> Members.parse(edge, at, "a kind of edge, a space and a key", text -> {
                    int space = text.indexOf(' ');
                    EdgeKind kind = Coded.find(EdgeKind.class, text.substring(0, Math.max(space, 0)))
                            .orElseThrow(() -> new IllegalArgumentException(text));
                    return new Edge(kind, text.substring(space + 1));
                }));
        EntryIndex index = new EntryIndex(found.text("chain"), found.text("recorder"), found.whole("seq"), edges);
        if (!index.edges().equals(edges)) {
            throw Members.malformed(found.at("edges"), "sorted, each edge once");
        }
        return index;
    }

    private static Counter counter(JsonNode node, String pointer) {
        Members counter = Members.of(node, pointer, "chain", "party", "last", "missing");
        List<Counter.Missing> missing = counter.list("missing", (range, at) -> {
            List<Long> ends = Members.list(range, at, Members::whole);
            if (ends.size() != 2) {
                throw Members.malformed(at, "the first and the last number that is missing");
            }
            return new Counter.Missing(ends.get(0), ends.get(1));
        });
        return new Counter(counter.text("chain"), counter.text("party"), counter.whole("last"), missing);
    }

    private static Disclosure disclosure(JsonNode node, String pointer) {
        try {
            return Disclosure.fromJson(node);
        } catch (IllegalArgumentException e) {
            throw Members.malformed(pointer, "a disclosure: " + e.getMessage());
        }
    }

    private static Custody custody(Members root) {
        Members custody = Members.of(root.node("custody"), "/custody", "exportedAt", "exporter?");
        @Nullable
        VerifierKey exporter = custody.has("exporter")
                ? custody.parse("exporter", "a key as 'kd key show' prints it", VerifierKey::parse)
                : null;
        return new Custody(custody.moment("exportedAt"), exporter);
    }
}
