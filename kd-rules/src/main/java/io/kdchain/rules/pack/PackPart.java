package io.kdchain.rules.pack;

import io.kdchain.rules.language.CanonicalText;
import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.language.RuleFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
        Map<String, String> digests,
        Map<String, Position> places,
        PlaybookReader.@Nullable Part playbook) {
    PackPart {
        places = Map.copyOf(places);
        bases = List.copyOf(bases);
        norms = List.copyOf(norms);
        duties = List.copyOf(duties);
        parameters = List.copyOf(parameters);
        standards = List.copyOf(standards);
        rules = List.copyOf(rules);
        digests = new TreeMap<>(digests);
    }

    /** Where a norm or duty stands, by its file and its number in it, or what it names, in its turn. */
    static String key(String file, int number, String... names) {
        return file + "#" + number + String.join("", names);
    }

    /** Where something stands; the head of its file if it is not known. */
    Position place(String file, String key) {
        return places.getOrDefault(key, new Position(id + "/" + file, 1, 1));
    }

    /** The same with a rule in the place of that of its name; what its file says is no longer what the folder says. */
    PackPart with(Rule rule) {
        List<Rule> changed =
                rules.stream().map(r -> r.name().equals(rule.name()) ? rule : r).toList();
        return new PackPart(
                id,
                title,
                jurisdiction,
                version,
                bases,
                norms,
                duties,
                parameters,
                standards,
                changed,
                digests(rule.at(), CanonicalText.of(new RuleFile("", rule.at(), rule.packageName(), List.of(rule)))),
                places,
                playbook);
    }

    /** The same with a parameter in the place of that of its name and day. */
    PackPart with(Parameter parameter) {
        List<Parameter> changed = parameters.stream()
                .map(p -> isThatOf(parameter, p) ? parameter : p)
                .toList();
        return new PackPart(
                id,
                title,
                jurisdiction,
                version,
                bases,
                norms,
                duties,
                changed,
                standards,
                rules,
                digests(parameter.at(), parameter.toString()),
                places,
                playbook);
    }

    static boolean isThatOf(Parameter one, Parameter other) {
        return one.name().equals(other.name()) && Objects.equals(one.from(), other.from());
    }

    private Map<String, String> digests(Position changed, String to) {
        Map<String, String> after = new TreeMap<>(digests);
        String path = changed.file().startsWith(id + "/") ? changed.file().substring(id.length() + 1) : changed.file();
        after.merge(
                path,
                Sha256.hex(to.getBytes(StandardCharsets.UTF_8)),
                (before, now) -> Sha256.hex((before + "\n" + now).getBytes(StandardCharsets.UTF_8)));
        return after;
    }
}
