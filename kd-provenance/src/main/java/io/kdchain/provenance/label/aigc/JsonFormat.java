package io.kdchain.provenance.label.aigc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JSON response: the label is the member AIGC of the outermost object. The other bytes stay as they are. */
final class JsonFormat implements Format {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(200).build())
            .build();

    /**
     * A member that is a label.
     *
     * @param from offset of the quotation mark before its name
     * @param to offset after its value
     */
    private record Member(String name, String value, int from, int to) {}

    @Override
    public Findings read(byte[] bytes) {
        Findings findings = new Findings();
        try {
            members(bytes).forEach(member -> findings.found("member of the object", member.name(), member.value()));
        } catch (JsonProcessingException e) {
            findings.unread(
                    "offset %d"
                            .formatted(Math.max(
                                    0,
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getByteOffset())),
                    "It is no JSON object: %s.".formatted(e.getOriginalMessage()));
        } catch (IOException e) {
            findings.unread("file", "It is no JSON object: %s.".formatted(e.getMessage()));
        }
        return findings;
    }

    @Override
    public byte[] write(byte[] bytes, AigcLabel label) {
        byte[] base = payload(bytes);
        int brace = 0;
        while (base[brace] != '{') {
            brace++;
        }
        int next = brace + 1;
        while (Character.isWhitespace(base[next])) {
            next++;
        }
        String member = "\"%s\":%s%s".formatted(AigcLabel.KEY, label.bare(), base[next] == '}' ? "" : ",");
        ByteArrayOutputStream out = new ByteArrayOutputStream(base.length + member.length());
        out.write(base, 0, brace + 1);
        out.writeBytes(member.getBytes(StandardCharsets.UTF_8));
        out.write(base, brace + 1, base.length - brace - 1);
        return out.toByteArray();
    }

    /**
     * Without the member, and the comma that parted it from the next one or, if it was the last, from the one before.
     */
    @Override
    public byte[] payload(byte[] bytes) {
        try {
            return without(bytes, members(bytes));
        } catch (IOException e) {
            throw new AigcException(
                    "It is no JSON object: %s. Only an object has a place for a label."
                            .formatted(
                                    e instanceof JsonProcessingException json
                                            ? json.getOriginalMessage()
                                            : e.getMessage()),
                    e);
        }
    }

    private static byte[] without(byte[] text, List<Member> members) {
        boolean[] gone = new boolean[text.length];
        // where what is gone begins that reaches to the end of the object
        int tail = -1;
        for (int i = members.size() - 1; i >= 0; i--) {
            int from = members.get(i).from();
            int to = members.get(i).to();
            int after = to;
            while (Character.isWhitespace(text[after])) {
                after++;
            }
            if (text[after] == ',' && after != tail) {
                to = after + 1;
            } else {
                int before = from - 1;
                while (Character.isWhitespace(text[before])) {
                    before--;
                }
                from = text[before] == ',' ? before : from;
                tail = from;
            }
            Arrays.fill(gone, from, to, true);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; i++) {
            if (!gone[i]) {
                out.write(text[i]);
            }
        }
        return out.toByteArray();
    }

    private static List<Member> members(byte[] bytes) throws IOException {
        List<Member> found = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("its outermost value is another one");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                int from = (int) parser.currentTokenLocation().getByteOffset();
                JsonToken token = parser.nextToken();
                int valueFrom = (int) parser.currentTokenLocation().getByteOffset();
                String text = token == JsonToken.VALUE_STRING ? parser.getText() : null;
                parser.skipChildren();
                parser.finishToken();
                int to = (int) parser.currentLocation().getByteOffset();
                if (Format.isKey(name)) {
                    String raw = new String(bytes, valueFrom, to - valueFrom, StandardCharsets.UTF_8);
                    found.add(new Member(name, text == null ? raw : text, from, to));
                }
            }
            if (parser.nextToken() != null) {
                throw new IOException("something stands after it");
            }
        }
        return found;
    }
}
