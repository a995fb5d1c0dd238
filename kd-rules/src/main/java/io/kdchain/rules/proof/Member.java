package io.kdchain.rules.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A value in the file with its path, which every error names.
 *
 * @param path such as {@code reasoning.steps[3].rule}
 * @param node the value
 */
record Member(String path, JsonNode node) {

    private MalformedProofException wrong(String wanted) {
        return new MalformedProofException("%s is %s; it must be %s. Maybe the file was edited, or is no proof."
                .formatted(path, shortened(node), wanted));
    }

    private static String shortened(JsonNode node) {
        String shown = node.toString();
        return shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
    }

    /** This object, which has no members but these. */
    Member only(String... allowed) {
        return only("", allowed);
    }

    private Member only(String content, String... allowed) {
        if (!node.isObject()) {
            throw wrong("an object");
        }
        Set<String> odd = new LinkedHashSet<>();
        node.fieldNames().forEachRemaining(odd::add);
        odd.removeAll(List.of(allowed));
        if (!odd.isEmpty()) {
            throw new MalformedProofException("%s has the members %s, which a proof of format %d%s has not."
                    .formatted(path.isEmpty() ? "The file" : path, odd, ProofWriter.FORMAT, content));
        }
        return this;
    }

    /**
     * Refuses all but what the format says in this place. What is read is compared with what would be written, so that
     * nothing stands in a file that no seal covers.
     */
    void mustBe(JsonNode written) {
        if (node.isObject() && written.isObject()) {
            List<String> names = new ArrayList<>();
            written.fieldNames().forEachRemaining(names::add);
            only(" with this content", names.toArray(String[]::new));
            for (String name : names) {
                JsonNode member = node.get(name);
                if (member == null) {
                    throw lacking(name);
                }
                inside(name, member).mustBe(written.get(name));
            }
        } else if (node.isArray() && written.isArray() && node.size() == written.size()) {
            for (int i = 0; i < node.size(); i++) {
                new Member("%s[%d]".formatted(path, i), node.get(i)).mustBe(written.get(i));
            }
        } else if (!(node.isIntegralNumber() && written.isIntegralNumber() && node.longValue() == written.longValue())
                && !node.equals(written)) {
            throw wrong(shortened(written));
        }
    }

    private Member inside(String name, JsonNode member) {
        return new Member(path.isEmpty() ? name : path + "." + name, member);
    }

    private MalformedProofException lacking(String name) {
        return new MalformedProofException(
                "%s lacks the member %s. Maybe the file was cut, or is no proof; kd attribute --prove writes one."
                        .formatted(path.isEmpty() ? "The file" : path, name));
    }

    Member get(String name) {
        return find(name).orElseThrow(() -> lacking(name));
    }

    Optional<Member> find(String name) {
        JsonNode member = node.get(name);
        return member == null || member.isNull() ? Optional.empty() : Optional.of(inside(name, member));
    }

    String text() {
        if (!node.isTextual()) {
            throw wrong("a text");
        }
        return node.textValue();
    }

    boolean truth() {
        if (!node.isBoolean()) {
            throw wrong("true or false");
        }
        return node.booleanValue();
    }

    long whole() {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong("a whole number");
        }
        return node.longValue();
    }

    /** The text read as something else. */
    <T> T as(String wanted, Function<String, T> read) {
        String text = text();
        try {
            return read.apply(text);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw wrong(wanted);
        }
    }

    <T> List<T> list(Function<Member, T> read) {
        if (!node.isArray()) {
            throw wrong("a list");
        }
        List<T> list = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            list.add(read.apply(new Member("%s[%d]".formatted(path, i), node.get(i))));
        }
        return list;
    }

    <T> Map<String, T> map(Function<Member, T> read) {
        if (!node.isObject()) {
            throw wrong("an object");
        }
        Map<String, T> map = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(name -> map.put(name, read.apply(get(name))));
        return map;
    }

    /** Any value of the vocabulary. */
    Object value() {
        if (node.isTextual()) {
            return node.textValue();
        }
        return node.isBoolean() ? (Object) node.booleanValue() : (Object) whole();
    }
}
