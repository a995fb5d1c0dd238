package io.kdchain.provenance.label.aigc;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A label as Annex E of GB 45438-2025 has it, valid by construction. Values are printable ASCII without space and
 * backslash, Annex E (j): a name in Chinese characters is outside that set, so give the provider's code.
 *
 * @param kind whether the content is generated, may be, or is suspected to be
 * @param contentProducer provider that made the content: its code, or a name
 * @param produceId unique id of the content at the producer
 * @param reservedCode1 what the producer secures the label with; may be empty
 * @param contentPropagator provider that spreads it; on first write the producer
 * @param propagateId unique id at the propagator; on first write the producer's
 * @param reservedCode2 what the propagator secures the label with; may be empty
 */
public record AigcLabel(
        Kind kind,
        String contentProducer,
        String produceId,
        String reservedCode1,
        String contentPropagator,
        String propagateId,
        String reservedCode2) {
    /** Ours: with all values at their longest, and all of quotation marks, a label fits into one segment of a JPEG. */
    public static final int MAX_VALUE_LENGTH = 1024;

    /** The members, in the order of Annex E (b). */
    static final List<String> FIELDS = List.of(
            "Label",
            "ContentProducer",
            "ProduceID",
            "ReservedCode1",
            "ContentPropagator",
            "PropagateID",
            "ReservedCode2");
    /** The member around the seven, where the carrier has no key of its own. */
    static final String KEY = "AIGC";

    /** What the label says of the content. */
    public enum Kind {
        /** The producer says that it is generated. */
        GENERATED("1"),
        /** A user declared it, and a platform could not confirm it. */
        POSSIBLE("2"),
        /** A platform detected traces of generation. */
        SUSPECTED("3");

        private final String value;

        Kind(String value) {
            this.value = value;
        }

        /** The value of the member Label. */
        public String value() {
            return value;
        }
    }

    public AigcLabel {
        required("ContentProducer", contentProducer);
        required("ProduceID", produceId);
        required("ContentPropagator", contentPropagator);
        required("PropagateID", propagateId);
        allowed("ReservedCode1", reservedCode1);
        allowed("ReservedCode2", reservedCode2);
        codeHolds("ContentProducer", contentProducer);
        codeHolds("ContentPropagator", contentPropagator);
    }

    /** The first label of content: its producer propagates it (Annex E, note 1). */
    public static AigcLabel of(String contentProducer, String produceId) {
        return of(contentProducer, produceId, "");
    }

    /** The first label of content, with what its producer secures it with. */
    public static AigcLabel of(String contentProducer, String produceId, String reservedCode1) {
        return new AigcLabel(Kind.GENERATED, contentProducer, produceId, reservedCode1, contentProducer, produceId, "");
    }

    /** The same with another kind. */
    public AigcLabel withKind(Kind other) {
        return new AigcLabel(
                other, contentProducer, produceId, reservedCode1, contentPropagator, propagateId, reservedCode2);
    }

    /** The same where another provider spreads it: what the producer said stays. */
    public AigcLabel propagatedBy(String propagator, String id, String reservedCode) {
        return new AigcLabel(kind, contentProducer, produceId, reservedCode1, propagator, id, reservedCode);
    }

    /** The members by name, in the order of Annex E. */
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        List<String> values = List.of(
                kind.value, contentProducer, produceId, reservedCode1, contentPropagator, propagateId, reservedCode2);
        for (int i = 0; i < FIELDS.size(); i++) {
            members.put(FIELDS.get(i), values.get(i));
        }
        return members;
    }

    /** The value where the carrier's key is AIGC: the JSON of the seven members, without any space. */
    public String bare() {
        return members().entrySet().stream()
                .map(member -> "\"%s\":\"%s\"".formatted(member.getKey(), escape(member.getValue())))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** The value where the carrier has no such key; fit for a header of an HTTP response as well. */
    public String wrapped() {
        return "{\"%s\":%s}".formatted(KEY, bare());
    }

    /** Annex E (j): 0x21, 0x23 to 0x5B, 0x5D to 0x7E, and the quotation mark, which JSON escapes. */
    static boolean isAllowed(int character) {
        return character >= 0x21 && character <= 0x7e && character != '\\';
    }

    private static String escape(String value) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(value));
    }

    private static void required(String name, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s is empty. GB 45438-2025, Annex E, asks for a value.".formatted(name));
        }
        allowed(name, value);
    }

    private static void allowed(String name, String value) {
        if (value.length() > MAX_VALUE_LENGTH) {
            throw new IllegalArgumentException(
                    "%s has %d characters; at most %d are written.".formatted(name, value.length(), MAX_VALUE_LENGTH));
        }
        value.codePoints()
                .filter(character -> !isAllowed(character))
                .findFirst()
                .ifPresent(character -> {
                    throw new IllegalArgumentException(
                            "%s holds U+%04X. GB 45438-2025, Annex E (j), allows printable ASCII without space and backslash; for a provider with another name give its code of %d characters."
                                    .formatted(name, character, ProviderCode.LENGTH));
                });
    }

    private static void codeHolds(String name, String value) {
        if (ProviderCode.looksLikeOne(value)) {
            try {
                ProviderCode.parse(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("%s: %s".formatted(name, e.getMessage()), e);
            }
        }
    }
}
