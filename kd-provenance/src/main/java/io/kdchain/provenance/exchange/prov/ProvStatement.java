package io.kdchain.provenance.exchange.prov;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One statement of a document.
 *
 * @param kind what is stated
 * @param id qualified name, or {@code _:} and a label for a relation without one
 * @param attributes values by qualified name of the attribute
 */
public record ProvStatement(ProvKind kind, String id, SortedMap<String, List<ProvValue>> attributes) {
    public ProvStatement {
        SortedMap<String, List<ProvValue>> copy = new TreeMap<>();
        attributes.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        attributes = Collections.unmodifiableSortedMap(copy);
    }

    /** A statement without attributes. */
    public static ProvStatement of(ProvKind kind, String id) {
        return new ProvStatement(kind, id, new TreeMap<>());
    }

    /** The same with one value more. */
    public ProvStatement with(String attribute, ProvValue value) {
        SortedMap<String, List<ProvValue>> more = new TreeMap<>(attributes);
        List<ProvValue> values = new ArrayList<>(more.getOrDefault(attribute, List.of()));
        values.add(value);
        more.put(attribute, values);
        return new ProvStatement(kind, id, more);
    }
}
