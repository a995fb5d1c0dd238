package io.kdchain.provenance.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.privacy.Disclosure;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.store.EventReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a log that an output depends on, in one JSON document that is checked without the log: the signed events
 * as they were appended, one proof that all of them are in the tree of one signed checkpoint, and every event that says
 * whose keys signed them.
 *
 * <p>What a part of a log cannot prove is stated and marked as a claim of whoever exported it: that nothing about the
 * output was left out, how far each party has counted, and that no key was revoked in an event that is not shown.
 */
public final class EvidenceBundle {
    /** Media type of the document. */
    public static final String MEDIA_TYPE = "application/vnd.kdchain.evidence+json";
    /** Version of the format that this release writes. */
    public static final int VERSION = 1;
    /** How the names of such files end. */
    public static final String FILE_ENDING = ".kd-evidence.json";

    /** Members that the digest does not cover. */
    private static final String[] OUTSIDE_DIGEST = {"digest", "attestation"};

    private final ObjectNode document;

    private EvidenceBundle(ObjectNode document) {
        this.document = document;
    }

    /**
     * Takes what proves the slice behind these entities out of a log.
     *
     * @param log the log, which must have a key of its own
     * @param trust keys under which it is read
     * @param about at least one entity that the log knows
     * @param request what else goes in
     * @throws BundleException if the log knows nothing of an entity or cannot prove what it holds
     */
    public static EvidenceBundle of(EventReader log, Trust trust, Collection<EntityId> about, Request request) {
        return new EvidenceBundle(new BundleWriter(log, trust, about).write(request));
    }

    /**
     * What goes into a bundle beside the events.
     *
     * @param exportedAt when it is exported, by the exporter's clock
     * @param attester who attests what a part of a log cannot prove; null means nobody
     * @param disclosures values that are told to the reader of the bundle
     */
    public record Request(Instant exportedAt, @Nullable Attester attester, List<Disclosure> disclosures) {
        public Request {
            exportedAt = exportedAt.truncatedTo(ChronoUnit.MILLIS);
            disclosures = List.copyOf(disclosures);
        }

        /** Exported at this moment, attested by nobody, telling no values. */
        public static Request at(Instant exportedAt) {
            return new Request(exportedAt, null, List.of());
        }

        /** The same, attested. */
        public Request attestedBy(String name, Signer signer) {
            return new Request(exportedAt, new Attester(name, signer), disclosures);
        }

        /** The same, telling these values. */
        public Request disclosing(List<Disclosure> told) {
            return new Request(exportedAt, attester, told);
        }
    }

    /**
     * Who attests a bundle: a name and its key.
     *
     * @param name under which verifiers know the key
     * @param signer the key
     */
    public record Attester(String name, Signer signer) {}

    /**
     * Reads a bundle; checks nothing but that it is one.
     *
     * @throws MalformedBundleException if it is something else
     */
    public static EvidenceBundle read(byte[] bytes) {
        return new EvidenceBundle(BundleParser.document(bytes));
    }

    /** Checks the bundle under these keys, and gives what of it may be believed. */
    public BundleReport verify(Trust trust) {
        return new BundleVerifier(document, trust).report();
    }

    /**
     * The evidence of a bundle that holds, as rules take it.
     *
     * @throws BundleException if its frame does not hold; entries that are rejected do not make it fail
     */
    public Evidence evidence(Trust trust) {
        return verify(trust).evidenceOrThrow();
    }

    /**
     * The signed checkpoint under which its entries stand, as it was published; not checked. A log that has not grown
     * from it was written anew.
     *
     * @throws io.kdchain.provenance.checkpoint.MalformedNoteException if what stands there is no signed note
     */
    public SignedNote checkpoint() {
        return SignedNote.parse(document.path("checkpoint").asText().getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256 of the document in canonical JSON, without its members {@code digest} and {@code attestation}. */
    public Digest digest() {
        return digest(document);
    }

    static Digest digest(ObjectNode document) {
        ObjectNode covered = document.objectNode();
        covered.setAll(document);
        for (String outside : OUTSIDE_DIGEST) {
            covered.remove(outside);
        }
        return Jcs.sha256(covered);
    }

    /** The document, indented. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    /** Writes the document, indented, without a copy of it in memory. */
    public void writeTo(OutputStream out) throws IOException {
        // the same line ends on every machine
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        // whoever gave the stream closes it
        try (JsonGenerator generator = new ObjectMapper()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .setPrettyPrinter(printer)) {
            generator.writeTree(document);
            generator.writeRaw('\n');
        }
    }

    /** The statement for courts in this bundle, in English or Chinese; empty if it has none. */
    public String statement(String language) {
        return document.path("statement").path(language).asText();
    }
}
