package io.kdchain.provenance.exchange.prov;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.MalformedEventException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads and writes PROV-JSON. */
public final class ProvJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper WRITER = new ObjectMapper();
    private static final String PREFIX = "prefix";
    private static final String BUNDLE = "bundle";
    /** An older name of {@link ProvValue#QUALIFIED_NAME}. */
    private static final String QNAME = "xsd:QName";

    private ProvJson() {}

    /**
     * Reads a document.
     *
     * @throws ProvFormatException if it is none
     */
    public static ProvDocument read(byte[] json) {
        try {
            return document(StrictJson.read(json), "", true);
        } catch (MalformedEventException e) {
            throw new ProvFormatException("", String.valueOf(e.getMessage()));
        }
    }

    private static ProvDocument document(JsonNode node, String pointer, boolean top) {
        require(node.isObject(), pointer, "A document is an object.");
        SortedMap<String, String> prefixes = new TreeMap<>();
        List<ProvStatement> statements = new ArrayList<>();
        SortedMap<String, ProvDocument> bundles = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String at = pointer + "/" + member.getKey();
            require(member.getValue().isObject(), at, "A member of a document is an object.");
            if (member.getKey().equals(PREFIX)) {
                for (Map.Entry<String, JsonNode> prefix : member.getValue().properties()) {
                    require(prefix.getValue().isTextual(), at + "/" + prefix.getKey(), "A namespace is a text.");
                    prefixes.put(prefix.getKey(), prefix.getValue().textValue());
                }
            } else if (member.getKey().equals(BUNDLE)) {
                require(top, at, "A bundle holds no bundles.");
                for (Map.Entry<String, JsonNode> bundle : member.getValue().properties()) {
                    bundles.put(bundle.getKey(), document(bundle.getValue(), at + "/" + bundle.getKey(), false));
                }
            } else {
                ProvKind kind = ProvKind.of(member.getKey())
                        .orElseThrow(() -> new ProvFormatException(at, "This is no kind of statement."));
                for (Map.Entry<String, JsonNode> stated : member.getValue().properties()) {
                    statements(kind, stated.getKey(), stated.getValue(), at + "/" + stated.getKey(), statements);
                }
            }
        }
        return new ProvDocument(prefixes, statements, bundles);
    }

    private static void statements(ProvKind kind, String id, JsonNode node, String at, List<ProvStatement> all) {
        if (node.isArray()) {
            for (JsonNode one : node) {
                all.add(statement(kind, id, one, at));
            }
        } else {
            all.add(statement(kind, id, node, at));
        }
    }

    private static ProvStatement statement(ProvKind kind, String id, JsonNode node, String at) {
        require(node.isObject(), at, "A statement is an object of attributes.");
        SortedMap<String, List<ProvValue>> attributes = new TreeMap<>();
        for (Map.Entry<String, JsonNode> attribute : node.properties()) {
            List<ProvValue> values = new ArrayList<>();
            String name = attribute.getKey();
            for (JsonNode value :
                    attribute.getValue().isArray() ? attribute.getValue() : List.of(attribute.getValue())) {
                values.add(value(kind, name, value, at + "/" + name));
            }
            attributes.put(name, values);
        }
        return new ProvStatement(kind, id, attributes);
    }

    private static ProvValue value(ProvKind kind, String attribute, JsonNode node, String at) {
        if (node.isTextual()) {
            return new ProvValue(node.textValue(), plainType(kind, attribute), null);
        }
        if (node.isBoolean()) {
            return new ProvValue(node.asText(), "xsd:boolean", null);
        }
        if (node.isNumber()) {
            String type = !node.isIntegralNumber() ? "xsd:double" : node.canConvertToInt() ? "xsd:int" : "xsd:long";
            return new ProvValue(node.asText(), type, null);
        }
        JsonNode text = node.path("$");
        require(
                node.isObject() && text.isValueNode() && !text.isNull(),
                at,
                "A value is a text, a number, a boolean or an object with '$'.");
        JsonNode language = node.path("lang");
        if (language.isTextual()) {
            return new ProvValue(text.asText(), ProvValue.IN_LANGUAGE, language.textValue());
        }
        String type = node.path("type").isTextual() ? node.path("type").textValue() : ProvValue.STRING;
        return new ProvValue(text.asText(), type.equals(QNAME) ? ProvValue.QUALIFIED_NAME : type, null);
    }

    /** What a mere text means as the value of an attribute. */
    private static String plainType(ProvKind kind, String attribute) {
        if (kind.isReference(attribute)) {
            return ProvValue.QUALIFIED_NAME;
        }
        return kind.isTime(attribute) ? ProvValue.DATE_TIME : ProvValue.STRING;
    }

    private static void require(boolean holds, String pointer, String problem) {
        if (!holds) {
            throw new ProvFormatException(pointer, problem);
        }
    }

    /** Writes a document, prefixes first, as some readers need them before the names. */
    public static byte[] write(ProvDocument document) {
        try {
            return WRITER.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree(document));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private static ObjectNode tree(ProvDocument document) {
        ObjectNode root = JSON.objectNode();
        ObjectNode prefixes = root.putObject(PREFIX);
        document.prefixes().forEach(prefixes::put);
        for (ProvKind kind : ProvKind.values()) {
            SortedMap<String, List<ProvStatement>> byId = new TreeMap<>();
            document.statements().stream()
                    .filter(statement -> statement.kind() == kind)
                    .forEach(statement -> byId.computeIfAbsent(statement.id(), id -> new ArrayList<>())
                            .add(statement));
            if (!byId.isEmpty()) {
                ObjectNode member = root.putObject(kind.member());
                byId.forEach((id, statements) -> member.set(
                        id, single(statements.stream().map(ProvJson::tree).toList())));
            }
        }
        if (!document.bundles().isEmpty()) {
            ObjectNode bundles = root.putObject(BUNDLE);
            document.bundles().forEach((id, bundle) -> bundles.set(id, tree(bundle)));
        }
        return root;
    }

    private static JsonNode tree(ProvStatement statement) {
        ObjectNode node = JSON.objectNode();
        statement
                .attributes()
                .forEach((name, values) -> node.set(
                        name,
                        single(values.stream()
                                .map(value -> tree(statement.kind(), name, value))
                                .toList())));
        return node;
    }

    private static JsonNode tree(ProvKind kind, String attribute, ProvValue value) {
        if (value.type().equals(plainType(kind, attribute))) {
            return JSON.textNode(value.text());
        }
        ObjectNode node = JSON.objectNode().put("$", value.text()).put("type", value.type());
        return value.language() == null ? node : node.put("lang", value.language());
    }

    private static JsonNode single(List<JsonNode> nodes) {
        if (nodes.size() == 1) {
            return nodes.get(0);
        }
        ArrayNode array = JSON.arrayNode();
        nodes.forEach(array::add);
        return array;
    }
}
