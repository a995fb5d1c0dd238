package io.kdchain.rules.pack;

import io.kdchain.rules.language.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the folder of one pack says, before it is joined with the packs it builds on. */
record PackPart(
        String id,
        Label title,
        String jurisdiction,
        String version,
        List<String> bases,
        List<Norm> norms,
        List<Duty> duties,
        List<Parameter> parameters,
        List<Standard> standards,
        List<Rule> rules,
        Map<String, String> digests) {
    PackPart {
        bases = List.copyOf(bases);
        norms = List.copyOf(norms);
        duties = List.copyOf(duties);
        parameters = List.copyOf(parameters);
        standards = List.copyOf(standards);
        rules = List.copyOf(rules);
        digests = new TreeMap<>(digests);
    }
}
