package io.kdchain.provenance.exchange.prov;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A PROV document, or a bundle of one.
 *
 * @param prefixes namespaces by prefix; {@code default} is that of names without one
 * @param statements what is stated; order means nothing
 * @param bundles documents within, by qualified name
 */
public record ProvDocument(
        SortedMap<String, String> prefixes, List<ProvStatement> statements, SortedMap<String, ProvDocument> bundles) {
    static final String DEFAULT = "default";
    /** Known to every document. */
    private static final Map<String, String> BUILT_IN =
            Map.of("prov", "http://www.w3.org/ns/prov#", "xsd", "http://www.w3.org/2001/XMLSchema#");

    public ProvDocument {
        prefixes = Collections.unmodifiableSortedMap(new TreeMap<>(prefixes));
        statements = List.copyOf(statements);
        bundles = Collections.unmodifiableSortedMap(new TreeMap<>(bundles));
    }

    /** Whether both say the same, whatever their prefixes and their order. */
    public boolean saysTheSameAs(ProvDocument other) {
        return graph(this, Map.of()).equals(graph(other, Map.of()));
    }

    /** What a document says, with names in full: how often each statement stands in each bundle. */
    private static Map<String, Map<String, Long>> graph(ProvDocument document, Map<String, String> outer) {
        Map<String, String> known = new HashMap<>(BUILT_IN);
        known.putAll(outer);
        known.putAll(document.prefixes);
        Map<String, Map<String, Long>> graph = new HashMap<>();
        graph.put(
                "",
                document.statements.stream()
                        .collect(Collectors.groupingBy(statement -> full(statement, known), Collectors.counting())));
        document.bundles.forEach(
                (id, bundle) -> graph.put(full(id, known), graph(bundle, known).get("")));
        return graph;
    }

    private static String full(ProvStatement statement, Map<String, String> known) {
        StringBuilder out =
                new StringBuilder(statement.kind().member()).append(' ').append(full(statement.id(), known));
        Map<String, List<String>> attributes = new TreeMap<>();
        statement
                .attributes()
                .forEach((name, values) -> attributes.put(
                        full(name, known),
                        values.stream()
                                .map(value -> full(value, known))
                                .sorted()
                                .distinct()
                                .toList()));
        return out.append(attributes).toString();
    }

    private static String full(ProvValue value, Map<String, String> known) {
        String text = value.type().equals(ProvValue.QUALIFIED_NAME) ? full(value.text(), known) : value.text();
        return "%s^%s@%s".formatted(text, full(value.type(), known), value.language());
    }

    private static String full(String name, Map<String, String> known) {
        int colon = name.indexOf(':');
        if (name.startsWith("_:")) {
            return name;
        }
        String prefix = colon < 0 ? DEFAULT : name.substring(0, colon);
        String namespace = known.get(prefix);
        return namespace == null ? name : "<" + namespace + name.substring(colon + 1) + ">";
    }
}
