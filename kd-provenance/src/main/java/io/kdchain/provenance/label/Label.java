package io.kdchain.provenance.label;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.label.aigc.AigcLabel;
import io.kdchain.provenance.label.aigc.TraceCode;
import io.kdchain.provenance.sign.Envelope;
import java.util.ArrayList;
import java.util.List;

/**
 * A traceability label: what a reader sees, and the same signed by the server of the output. What is read and what was
 * signed stand beside each other, so that a change is named by its place, not only noticed.
 *
 * @param content what a reader sees
 * @param signature DSSE envelope whose payload is the canonical JSON of the content
 */
public record Label(ObjectNode content, Envelope signature) {
    static final String FORMAT = "kdchain-label/v1";
    static final String TYPE = "application/vnd.kdchain.label+json";

    public Label {
        content = content.deepCopy();
    }

    /**
     * Something that is wrong with a label.
     *
     * @param code what
     * @param pointer where: RFC 6901, relative to the label file; empty means the label as a whole
     * @param message in one sentence
     */
    public record Fault(Code code, String pointer, String message) {

        /** What can be wrong. */
        public enum Code implements Coded {
            /** A field was taken away after signing. */
            STRIPPED,
            /** A field was added after signing. */
            ADDED,
            /** A field was changed after signing. */
            CHANGED,
            /** The server of the output did not sign it. */
            SIGNATURE_INVALID,
            /** It lacks what a label must say, or says it in another form. */
            INCOMPLETE,
            /** The log is none that is trusted, or its checkpoint does not hold. */
            CHECKPOINT_INVALID,
            /** An entry is not in the log. */
            NOT_IN_LOG,
            /** An event is not signed by whom it names, under a key that the log vouches for. */
            EVENT_INVALID,
            /** The event is about another output. */
            OTHER_EVENT,
            /** The output is not in the batch. */
            NOT_IN_BATCH,
            /** The bytes are those of another output. */
            OTHER_CONTENT,
            /** The AIGC label in the file names another output, or another traceability label. */
            OTHER_AIGC_LABEL,
            /** A short form that came with it is one of another label. */
            OTHER_SHORT_FORM;
        }
    }

    /** What a reader sees; a copy. */
    @Override
    public ObjectNode content() {
        return content.deepCopy();
    }

    /**
     * Reads a label; checks nothing but its form.
     *
     * @throws LabelException if it is none
     */
    public static Label parse(byte[] bytes) {
        try {
            JsonNode node = StrictJson.read(bytes);
            if (node.size() != 2 || !(node.get("label") instanceof ObjectNode content) || !node.has("signature")) {
                throw new LabelException("A label has the keys label and signature; 'kd label write' makes one.");
            }
            return new Label(content, Envelope.parse(Jcs.write(node.get("signature"))));
        } catch (MalformedEventException e) {
            throw new LabelException("It is no label: %s".formatted(e.getMessage()), e);
        }
    }

    /** The bytes of the file: canonical JSON. */
    public byte[] toBytes() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("label", content);
        node.set("signature", StrictJson.read(signature.toBytes()));
        return Jcs.write(node);
    }

    /** What the reserved code of an AIGC label of the same output carries: digest and signature of this label. */
    public TraceCode traceCode() {
        if (signature.signatures().size() != 1) {
            throw new LabelException("A label carries one signature; this one carries %d."
                    .formatted(signature.signatures().size()));
        }
        return new TraceCode(
                Sha256.of(Jcs.write(content)), signature.signatures().get(0).bytes());
    }

    /**
     * What of this label fits into a QR code.
     *
     * @throws LabelException if it does not say its output, log and place
     */
    public ShortLabel shortForm() {
        JsonNode log = content.path("log");
        JsonNode index = log.path("served").path("index");
        if (!content.path("output").isTextual() || !log.path("origin").isTextual() || !index.canConvertToLong()) {
            throw new LabelException("The label does not say its output, the log and its place in it.");
        }
        return new ShortLabel(
                content.path("output").textValue(), log.path("origin").textValue(), index.longValue(), traceCode());
    }

    /**
     * Whether a short form is that of this label. It says nothing of whether this label holds.
     *
     * @return empty if it is
     */
    public List<Fault> compare(ShortLabel shortForm) {
        return List.copyOf(shortForm.against(shortForm()));
    }

    /**
     * Whether an AIGC label leads here: its {@code ProduceID} is the output, and its {@code ReservedCode1} this label.
     * It says nothing of whether this label holds.
     *
     * @return empty if it does
     */
    public List<Fault> compare(AigcLabel aigc) {
        List<Fault> faults = new ArrayList<>();
        if (!aigc.produceId().equals(content.path("output").textValue())) {
            faults.add(new Fault(
                    Fault.Code.OTHER_AIGC_LABEL,
                    "/label/output",
                    "The ProduceID of the AIGC label is '%s'.".formatted(aigc.produceId())));
        }
        TraceCode code = TraceCode.find(aigc.reservedCode1()).orElse(null);
        if (code == null) {
            faults.add(new Fault(
                    Fault.Code.OTHER_AIGC_LABEL,
                    "",
                    "The ReservedCode1 of the AIGC label names no traceability label."));
        } else if (!code.equals(traceCode())) {
            faults.add(new Fault(
                    Fault.Code.OTHER_AIGC_LABEL,
                    "",
                    "The ReservedCode1 of the AIGC label names a label with the digest %s, and this one has %s."
                            .formatted(code.label(), traceCode().label())));
        }
        return List.copyOf(faults);
    }

    /**
     * What the output lacked when it was served, by the label's own words: qualification, authorisation, and for a
     * medical output the report on its data. A service asks before it hands an output out.
     */
    public List<Shortcoming> shortcomings() {
        return List.copyOf(Shortcoming.of(content));
    }

    /**
     * What is wrong with the label, without a log.
     *
     * @param trust keys of the log and of its first registrar, given from outside
     * @param output digest of the bytes that the label came with
     * @return empty if it holds
     */
    public List<Fault> verify(Trust trust, Digest output) {
        return new LabelCheck(this, trust, output).faults();
    }
}
