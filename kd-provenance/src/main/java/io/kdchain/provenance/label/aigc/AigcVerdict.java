package io.kdchain.provenance.label.aigc;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.label.aigc.AigcReading.Found;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a reading under Annex E and clause 6.1 of GB 45438-2025.
 *
 * @param conclusion in one word
 * @param remarks what it rests on: violations refute, warnings never do
 * @param label the one label of a compliant file, null otherwise and if it has values that are not written here
 */
public record AigcVerdict(
        Conclusion conclusion,
        List<Remark> remarks,
        @Nullable AigcLabel label) {
    public AigcVerdict {
        remarks = List.copyOf(remarks);
    }

    /** Whether a file bears what the standard asks for. */
    public enum Conclusion implements Coded {
        /** One label, as Annex E has it. */
        COMPLIANT,
        /** A label that breaks a rule, or more than one; whatever could not be read cannot mend that. */
        NONCOMPLIANT,
        /** The whole file was read, and it bears none. */
        NOT_FOUND,
        /** A part of the file could not be read, and what was read breaks no rule. */
        INCONCLUSIVE
    }

    /**
     * One thing that was noticed.
     *
     * @param code what
     * @param place where in the file
     * @param clause of which text, such as {@code Annex E (j)}
     * @param message in one sentence
     */
    public record Remark(Code code, String place, String clause, String message) {

        /** What can be noticed. */
        public enum Code implements Coded {
            /** It is no JSON object, or a name stands in it twice. */
            MALFORMED(true),
            /** It stands there in Base64 or URL encoding. */
            ENCODED(true),
            /** It is longer than any label. */
            TOO_LARGE(true),
            /** A member is missing. */
            MISSING_MEMBER(true),
            /** A member is none of the seven. */
            UNKNOWN_MEMBER(true),
            /** A value is no text. */
            NOT_TEXT(true),
            /** Label is none of 1, 2 and 3. */
            LABEL_VALUE(true),
            /** Producer or content id is empty. */
            EMPTY_VALUE(true),
            /** A value holds a space, a backslash or a character that is not seen. */
            FORBIDDEN_CHARACTER(true),
            /** A provider code whose digits do not hold. */
            PROVIDER_CODE(true),
            /** The key does not contain AIGC in capitals, or is in another namespace. */
            KEY(true),
            /** The same label twice. */
            DUPLICATE(true),
            /** Labels that differ. */
            CONFLICT(true),
            /** The members stand in another order. */
            MEMBER_ORDER(false),
            /** Values outside of ASCII: the standard says "mainly". */
            UNUSUAL_CHARACTER(false),
            /** Propagator or its id is empty; on first write they equal the producer's. */
            NO_PROPAGATOR(false),
            /** IPTC's source type says something else than the label. */
            SOURCE_TYPE(false),
            /** Something could not be read. */
            UNREAD(false);

            private final boolean violation;

            Code(boolean violation) {
                this.violation = violation;
            }

            /** Whether a file with it does not comply. */
            public boolean isViolation() {
                return violation;
            }
        }
    }

    /** Judges a reading. */
    public static AigcVerdict of(AigcReading reading) {
        return new Judgement(reading).verdict();
    }

    /** The remarks that refute. */
    public List<Remark> violations() {
        return remarks.stream().filter(remark -> remark.code().isViolation()).toList();
    }

    /** One judgement of one reading. */
    private static final class Judgement {
        private static final String ANNEX_B = "GB 45438-2025 Annex E (b)";
        private static final String ANNEX_A = "GB 45438-2025 Annex E (a)";
        private static final String ANNEX_J = "GB 45438-2025 Annex E (j)";
        private static final String ANNEX_NOTE = "GB 45438-2025 Annex E note 1";
        private static final String ONE_LABEL = "GB 45438-2025 6.1 c)";
        /** Seven values at their longest, escaped, with their names. */
        private static final int MAX_LENGTH = 32 * 1024;

        private final AigcReading reading;
        private final List<Remark> remarks = new ArrayList<>();

        Judgement(AigcReading reading) {
            this.reading = reading;
        }

        AigcVerdict verdict() {
            List<Map<String, String>> labels = new ArrayList<>();
            for (Found found : reading.labels()) {
                key(found);
                labels.add(members(found));
            }
            oneOnly(labels);
            reading.unread().forEach(unread -> remark(Remark.Code.UNREAD, unread.place(), ONE_LABEL, unread.why()));
            boolean violated = remarks.stream().anyMatch(remark -> remark.code().isViolation());
            Conclusion conclusion = violated
                    ? Conclusion.NONCOMPLIANT
                    : !reading.unread().isEmpty()
                            ? Conclusion.INCONCLUSIVE
                            : labels.isEmpty() ? Conclusion.NOT_FOUND : Conclusion.COMPLIANT;
            if (conclusion == Conclusion.COMPLIANT) {
                sourceType(labels.get(0));
            }
            AigcLabel label =
                    conclusion == Conclusion.COMPLIANT ? label(labels.get(0)).orElse(null) : null;
            return new AigcVerdict(conclusion, remarks, label);
        }

        private void key(Found found) {
            if (found.key().startsWith("{")) {
                remark(
                        Remark.Code.KEY,
                        found.place(),
                        "TC260-PG-20259A clause 6",
                        "The property is %s; its namespace must be %s.".formatted(found.key(), XmpPacket.NAMESPACE));
            } else if (!found.key().contains(AigcLabel.KEY)) {
                remark(
                        Remark.Code.KEY,
                        found.place(),
                        ANNEX_A,
                        "The key '%s' must contain %s in capitals.".formatted(found.key(), AigcLabel.KEY));
            }
        }

        /** The members that are texts; says of the others what is wrong with them. */
        private Map<String, String> members(Found found) {
            Map<String, String> values = new LinkedHashMap<>();
            JsonNode node = object(found);
            if (node == null) {
                return values;
            }
            JsonNode inner = node.size() == 1 && node.path(AigcLabel.KEY).isObject() ? node.path(AigcLabel.KEY) : node;
            for (Map.Entry<String, JsonNode> member : inner.properties()) {
                if (!AigcLabel.FIELDS.contains(member.getKey())) {
                    remark(
                            Remark.Code.UNKNOWN_MEMBER,
                            found.place(),
                            ANNEX_B,
                            "'%s' is none of the members %s.".formatted(shorten(member.getKey()), AigcLabel.FIELDS));
                } else if (!member.getValue().isTextual()) {
                    remark(
                            Remark.Code.NOT_TEXT,
                            found.place(),
                            ANNEX_B,
                            "%s is %s and must be a text in quotation marks."
                                    .formatted(
                                            member.getKey(),
                                            shorten(member.getValue().toString())));
                } else {
                    values.put(member.getKey(), member.getValue().textValue());
                }
            }
            for (String name : AigcLabel.FIELDS) {
                if (!inner.has(name)) {
                    remark(Remark.Code.MISSING_MEMBER, found.place(), ANNEX_B, "%s is missing.".formatted(name));
                }
            }
            if (!List.copyOf(values.keySet())
                    .equals(AigcLabel.FIELDS.stream()
                            .filter(values::containsKey)
                            .toList())) {
                remark(
                        Remark.Code.MEMBER_ORDER,
                        found.place(),
                        ANNEX_B,
                        "The members stand in the order %s; the standard's is %s."
                                .formatted(values.keySet(), AigcLabel.FIELDS));
            }
            values.forEach((name, value) -> value(found.place(), name, value));
            return values;
        }

        private @Nullable JsonNode object(Found found) {
            String text = found.text().strip();
            if (text.length() > MAX_LENGTH) {
                remark(
                        Remark.Code.TOO_LARGE,
                        found.place(),
                        ANNEX_B,
                        "The label has %d characters; with all values at their longest it has fewer than %d."
                                .formatted(text.length(), MAX_LENGTH));
                return null;
            }
            try {
                JsonNode node = StrictJson.read(text.getBytes(StandardCharsets.UTF_8));
                if (node.isObject()) {
                    return node;
                }
                remark(Remark.Code.MALFORMED, found.place(), ANNEX_B, "The label is no JSON object.");
            } catch (MalformedEventException e) {
                if (isEncoded(text)) {
                    remark(
                            Remark.Code.ENCODED,
                            found.place(),
                            ANNEX_B,
                            "The label stands there in Base64 or URL encoding and must stand there as JSON.");
                } else {
                    remark(
                            Remark.Code.MALFORMED,
                            found.place(),
                            ANNEX_B,
                            "The label is no JSON: %s".formatted(e.getMessage()));
                }
            }
            return null;
        }

        private static boolean isEncoded(String text) {
            if (text.startsWith("%7B") || text.startsWith("%7b")) {
                return true;
            }
            try {
                String decoded = new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
                return decoded.strip().startsWith("{");
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        private void value(String place, String name, String value) {
            boolean reserved = name.startsWith("Reserved");
            if (name.equals("Label")) {
                if (kind(value).isEmpty()) {
                    remark(
                            Remark.Code.LABEL_VALUE,
                            place,
                            ANNEX_B,
                            "Label is '%s' and must be 1, 2 or 3.".formatted(shorten(value)));
                }
                return;
            }
            if (value.isEmpty() && !reserved) {
                boolean propagation = name.equals("ContentPropagator") || name.equals("PropagateID");
                remark(
                        propagation ? Remark.Code.NO_PROPAGATOR : Remark.Code.EMPTY_VALUE,
                        place,
                        propagation ? ANNEX_NOTE : ANNEX_B,
                        propagation
                                ? "%s is empty; on first write it equals that of the producer.".formatted(name)
                                : "%s is empty.".formatted(name));
            }
            value.codePoints()
                    .filter(c -> c <= 0x20 || c == '\\' || c == 0x7f || !isSeen(c))
                    .findFirst()
                    .ifPresent(c -> remark(
                            Remark.Code.FORBIDDEN_CHARACTER, place, ANNEX_J, "%s holds U+%04X.".formatted(name, c)));
            if (value.codePoints().anyMatch(c -> c > 0x7f)) {
                remark(
                        Remark.Code.UNUSUAL_CHARACTER,
                        place,
                        ANNEX_J,
                        "%s holds characters outside of ASCII; the standard mainly uses printable ASCII."
                                .formatted(name));
            }
            if (name.startsWith("Content") && ProviderCode.looksLikeOne(value)) {
                try {
                    ProviderCode.parse(value);
                } catch (IllegalArgumentException e) {
                    remark(
                            Remark.Code.PROVIDER_CODE,
                            place,
                            "TC260-PG-20252A",
                            "%s: %s".formatted(name, e.getMessage()));
                }
            }
        }

        private static boolean isSeen(int character) {
            return switch (Character.getType(character)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.SPACE_SEPARATOR,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> false;
                default -> true;
            };
        }

        private void oneOnly(List<Map<String, String>> labels) {
            if (labels.size() < 2) {
                return;
            }
            boolean same =
                    labels.stream().distinct().count() == 1 && !labels.get(0).isEmpty();
            remark(
                    same ? Remark.Code.DUPLICATE : Remark.Code.CONFLICT,
                    String.join(
                            ", ", reading.labels().stream().map(Found::place).toList()),
                    ONE_LABEL,
                    "The file bears %d labels%s; one is allowed."
                            .formatted(labels.size(), same ? ", all alike" : ", and they differ"));
        }

        private void sourceType(Map<String, String> label) {
            String type = reading.sourceType();
            boolean generated = AigcLabel.Kind.GENERATED.value().equals(label.get("Label"));
            if (type != null && generated && SourceType.denies(type)) {
                remark(
                        Remark.Code.SOURCE_TYPE,
                        "IPTC DigitalSourceType",
                        "IPTC NewsCodes",
                        "The label says generated, and IPTC's source type is %s.".formatted(shorten(type)));
            } else if (type != null && !generated && type.equals(SourceType.GENERATED)) {
                remark(
                        Remark.Code.SOURCE_TYPE,
                        "IPTC DigitalSourceType",
                        "IPTC NewsCodes",
                        "IPTC's source type says generated, and the label only that it may be.");
            }
        }

        private static Optional<AigcLabel.Kind> kind(String value) {
            for (AigcLabel.Kind kind : AigcLabel.Kind.values()) {
                if (kind.value().equals(value)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }

        /** Empty where a value is tolerated that would not be written. */
        private static Optional<AigcLabel> label(Map<String, String> members) {
            try {
                return kind(member(members, "Label"))
                        .map(kind -> new AigcLabel(
                                kind,
                                member(members, "ContentProducer"),
                                member(members, "ProduceID"),
                                member(members, "ReservedCode1"),
                                member(members, "ContentPropagator"),
                                member(members, "PropagateID"),
                                member(members, "ReservedCode2")));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private static String member(Map<String, String> members, String name) {
            return Objects.requireNonNull(members.get(name));
        }

        private void remark(Remark.Code code, String place, String clause, String message) {
            remarks.add(new Remark(code, place, clause, message));
        }

        private static String shorten(String text) {
            return text.length() <= 60 ? text : text.substring(0, 60) + "…";
        }
    }
}
