package io.kdchain.rules.workbench;

import io.kdchain.rules.language.CanonicalText;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.language.RuleFile;
import io.kdchain.rules.pack.Duty;
import io.kdchain.rules.pack.Norm;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.pack.RulePackException;
import io.kdchain.rules.pack.Standard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * In what two packs differ, by what they say: rules are compared as trees, so that layout, comments, order and the file
 * in which something stands do not count.
 *
 * @param entries by kind, then by name
 */
public record PackDifference(List<Entry> entries) {
    public PackDifference {
        entries = List.copyOf(entries);
    }

    /** What a pack is made of. */
    public enum Kind {
        /** A rule, by its name. */
        RULE,
        /** A norm, by its id. */
        NORM,
        /** A duty, by its code. */
        DUTY,
        /** A value of a parameter, by name and first day. */
        PARAMETER,
        /** A line of {@code standards.csv}. */
        STANDARD
    }

    /**
     * One thing that differs.
     *
     * @param kind what it is
     * @param name its name
     * @param before what it says before and no longer; empty where it is new
     * @param after what it says now and did not before; empty where it is gone
     * @param added whether it is new
     * @param removed whether it is gone
     * @param now the rule or parameter as it is now; null for all else and for what is gone
     */
    public record Entry(
            Kind kind,
            String name,
            List<String> before,
            List<String> after,
            boolean added,
            boolean removed,
            @Nullable Object now) {
        public Entry {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }

        /** The old pack with this difference alone; empty where that cannot be made. */
        Optional<RulePack> alone(RulePack old) {
            if (added || removed) {
                return Optional.empty();
            }
            try {
                if (now instanceof Rule rule) {
                    return Optional.of(old.replacing(rule));
                }
                return now instanceof Parameter parameter ? Optional.of(old.replacing(parameter)) : Optional.empty();
            } catch (RulePackException e) {
                return Optional.empty(); // it needs another edit beside it, such as a norm that it cites
            }
        }
    }

    /**
     * Between two packs of one id; what they build on is not compared.
     *
     * @param old the pack before; null if there was none
     * @param now the pack after; null if there is none any more
     */
    public static PackDifference between(@Nullable RulePack old, @Nullable RulePack now) {
        List<Entry> entries = new ArrayList<>();
        compare(Kind.RULE, rules(old), rules(now), PackDifference::lines, entries);
        compare(Kind.NORM, norms(old), norms(now), PackDifference::lines, entries);
        compare(Kind.DUTY, duties(old), duties(now), PackDifference::lines, entries);
        compare(Kind.PARAMETER, parameters(old), parameters(now), PackDifference::lines, entries);
        compare(Kind.STANDARD, standards(old), standards(now), s -> List.of(s.toString()), entries);
        return new PackDifference(entries);
    }

    private static <T> void compare(
            Kind kind, Map<String, T> old, Map<String, T> now, Function<T, List<String>> lines, List<Entry> into) {
        SortedSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            T before = old.get(name);
            T after = now.get(name);
            List<String> was = before == null ? List.of() : lines.apply(before);
            List<String> is = after == null ? List.of() : lines.apply(after);
            if (!was.equals(is)) {
                into.add(new Entry(
                        kind, name, without(was, is), without(is, was), before == null, after == null, after));
            }
        }
    }

    /** The lines that the others lack, in their order. */
    private static List<String> without(List<String> lines, List<String> others) {
        List<String> left = new ArrayList<>(others);
        return lines.stream().filter(line -> !left.remove(line)).toList();
    }

    // ---- what a pack says, by name

    private static Map<String, Rule> rules(@Nullable RulePack pack) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        if (pack != null) {
            pack.rules().stream()
                    .filter(r -> r.at().file().startsWith(pack.id() + "/"))
                    .forEach(r -> rules.put(r.name(), r));
        }
        return rules;
    }

    private static Map<String, Norm> norms(@Nullable RulePack pack) {
        Map<String, Norm> norms = new LinkedHashMap<>();
        if (pack != null) {
            pack.norms().values().stream()
                    .filter(n -> n.pack().equals(pack.id()))
                    .forEach(n -> norms.put(n.id(), n));
        }
        return norms;
    }

    private static Map<String, Duty> duties(@Nullable RulePack pack) {
        Map<String, Duty> duties = new LinkedHashMap<>();
        if (pack != null) {
            pack.duties().values().stream()
                    .filter(d -> d.pack().equals(pack.id()))
                    .forEach(d -> duties.put(d.code(), d));
        }
        return duties;
    }

    private static Map<String, Parameter> parameters(@Nullable RulePack pack) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        if (pack != null) {
            pack.parameters().names().stream()
                    .flatMap(n -> pack.parameters().history(n).stream())
                    .filter(p -> p.pack().equals(pack.id()))
                    .forEach(p -> parameters.put(
                            p.from() == null ? p.name() : "%s from %s".formatted(p.name(), p.from()), p));
        }
        return parameters;
    }

    private static Map<String, Standard> standards(@Nullable RulePack pack) {
        Map<String, Standard> standards = new LinkedHashMap<>();
        if (pack != null) {
            pack.standards()
                    .forEach(s -> standards.put(
                            "%s %s %s since %s".formatted(s.measure(), s.industry(), s.region(), s.since()), s));
        }
        return standards;
    }

    // ---- what one of them says, line by line

    private static List<String> lines(Rule rule) {
        return CanonicalText.of(new RuleFile("", rule.at(), "p", List.of(rule)))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("package ") && !line.startsWith("import "))
                .toList();
    }

    private static List<String> lines(Norm norm) {
        return List.of(
                "title: " + norm.title().en(),
                "titleZh: " + norm.title().zh(),
                "article: " + norm.article(),
                "paraphrase: " + norm.paraphrase(),
                "rank: " + norm.rank(),
                "in force: " + norm.inForce(),
                "verified: " + norm.verified());
    }

    private static List<String> lines(Duty duty) {
        return List.of(
                "id: " + duty.id(),
                "title: " + duty.title().en(),
                "titleZh: " + duty.title().zh(),
                "roles: " + new TreeSet<>(duty.roles()),
                "protects: " + new TreeSet<>(duty.protects()) + (duty.aggravated() ? " and what was aggravated" : ""),
                "organisational: " + duty.organisational(),
                "byFinding: " + duty.byFinding(),
                "absence: " + duty.absence(),
                "norms: " + duty.norms());
    }

    private static List<String> lines(Parameter parameter) {
        return List.of(
                "value: " + parameter.value() + (parameter.unit().isEmpty() ? "" : " " + parameter.unit()),
                "norm: " + parameter.norm() + (parameter.fixedByLaw() ? ", which fixes it" : ""));
    }

    /** Whether the packs say the same. */
    public boolean isNone() {
        return entries.isEmpty();
    }

    /** Both differences, as where several packs are compared. */
    public PackDifference and(PackDifference other) {
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(other.entries);
        all.sort(Comparator.comparing(Entry::kind).thenComparing(Entry::name));
        return new PackDifference(all);
    }

    /** The difference of this kind and name. */
    public Optional<Entry> find(Kind kind, String name) {
        return entries.stream()
                .filter(e -> e.kind() == kind && Objects.equals(e.name(), name))
                .findFirst();
    }
}
