package io.kdchain.rules.pack;

import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.language.SourceText;
import io.kdchain.rules.language.Spelling;
import io.kdchain.rules.pack.Selection.Relation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads assessment schemes; types, fields and codes are those of the events. Collects all problems. */
final class AssessmentReader {
    private static final List<String> SCHEME =
            List.of("scheme", "version", "title", "titleZh", "validity", "grades", "criteria");
    private static final List<String> ABOUT =
            List.of("id", "title", "titleZh", "weight", "required", "least", "occasional", "norm", "note");
    private static final List<String> SELECTION =
            List.of("type", "party", "where", "by", "roles", "within", "since", "until", "withdrawn", "latest");
    private static final List<String> RANGE = List.of("least", "most");
    private static final int MAX_WEIGHT = 100;

    /** The kinds of measure, by the key under which they stand in a criterion. */
    private final Map<String, BiFunction<AssessmentReader, YamlNode, Optional<Measure>>> measures =
            new LinkedHashMap<>();

    private AssessmentReader() {
        measures.put("holds", AssessmentReader::holds);
        measures.put("share", AssessmentReader::share);
        measures.put("each", AssessmentReader::each);
        measures.put("timely", AssessmentReader::timely);
        measures.put("answered", AssessmentReader::answered);
    }

    static Optional<AssessmentScheme> read(String path, byte[] bytes, List<Problem> problems) {
        SourceText.Checked text = SourceText.check(path, bytes, false);
        problems.addAll(text.problems());
        return text.problems().isEmpty()
                ? YamlNode.parse(path, text.text(), problems)
                        .map(root -> new AssessmentReader().scheme(root, Sha256.hex(bytes)))
                : Optional.empty();
    }

    private AssessmentScheme scheme(YamlNode root, String digest) {
        String what = "The scheme";
        Map<String, YamlNode> e = root.entries(what, SCHEME);
        Map<String, YamlNode> grades = root.required(e, what, "grades")
                .map(node -> node.entries("grades", List.of("passed", "conditional")))
                .orElse(Map.of());
        BigDecimal passed = rate(root, grades, "grades", "passed");
        BigDecimal conditional = rate(root, grades, "grades", "conditional");
        if (conditional.compareTo(passed) > 0) {
            root.problem("conditional is %s and passed %s; it is no more.".formatted(conditional, passed));
        }
        List<Criterion> criteria = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlNode node : root.required(e, what, "criteria")
                .map(list -> list.items("criteria"))
                .orElse(List.of())) {
            criterion(node).ifPresent(criterion -> {
                if (!ids.add(criterion.id())) {
                    node.problem("Criterion %s stands twice; keep one.".formatted(criterion.id()));
                }
                criteria.add(criterion);
            });
        }
        if (criteria.isEmpty()) {
            root.problem("The scheme has no criterion; add one.");
        }
        return new AssessmentScheme(
                id(root, e, what, "scheme"),
                root.requiredText(e, what, "version"),
                title(root, e, what),
                digest,
                root.required(e, what, "validity")
                        .map(node -> duration(node, "validity"))
                        .orElse(Duration.ZERO),
                passed,
                conditional,
                criteria);
    }

    private static String id(YamlNode node, Map<String, YamlNode> e, String what, String key) {
        String id = node.requiredText(e, what, key);
        if (!id.isEmpty() && !id.matches("[a-z][a-z0-9-]{0,59}")) {
            node.problem("%s \"%s\" is written in small letters, digits and hyphens, as dynamic-encryption."
                    .formatted(key, id));
        }
        return id;
    }

    private static Label title(YamlNode node, Map<String, YamlNode> e, String what) {
        String en = node.requiredText(e, what, "title");
        YamlNode zh = e.get("titleZh");
        return new Label(en, zh == null ? en : zh.text("titleZh").orElse(en));
    }

    private Optional<Criterion> criterion(YamlNode node) {
        List<String> known =
                Stream.concat(ABOUT.stream(), measures.keySet().stream()).toList();
        Map<String, YamlNode> e = node.entries("A criterion", known);
        String id = id(node, e, "The criterion", "id");
        String what = "Criterion " + id;
        List<String> given = measures.keySet().stream().filter(e::containsKey).toList();
        if (given.size() != 1) {
            node.problem("%s has %s of %s; give it one."
                    .formatted(
                            what,
                            given.isEmpty() ? "none" : String.join(" and ", given),
                            String.join(", ", measures.keySet())));
            return Optional.empty();
        }
        YamlNode measure = e.get(given.get(0));
        BiFunction<AssessmentReader, YamlNode, Optional<Measure>> reader = measures.get(given.get(0));
        if (measure == null || reader == null) {
            return Optional.empty();
        }
        int weight = weight(e.get("weight"));
        BigDecimal least = e.containsKey("least") ? rate(node, e, what, "least") : BigDecimal.ONE;
        boolean required = truth(e, "required");
        boolean occasional = truth(e, "occasional");
        YamlNode norm = e.get("norm");
        Label title = title(node, e, what);
        return reader.apply(this, measure)
                .map(read -> new Criterion(
                        id,
                        title,
                        weight,
                        required,
                        least,
                        occasional,
                        norm == null ? "" : norm.text("norm").orElse(""),
                        read));
    }

    private static boolean truth(Map<String, YamlNode> e, String key) {
        YamlNode node = e.get(key);
        return node != null && node.truth(key);
    }

    private static int weight(@Nullable YamlNode node) {
        if (node == null) {
            return 1;
        }
        String text = node.text("weight").orElse("1");
        if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > MAX_WEIGHT) {
            node.problem("weight is \"%s\"; write a number from 1 to %d.".formatted(text, MAX_WEIGHT));
            return 1;
        }
        return Integer.parseInt(text);
    }

    // ---- measures

    private Optional<Measure> holds(YamlNode node) {
        return selection(node, "holds", List.of(), true).map(Measure.Holds::new);
    }

    private Optional<Measure> share(YamlNode node) {
        Optional<Selection> events = selection(node, "share", List.of("good", "confirmed"), true);
        if (events.isEmpty()) {
            return Optional.empty();
        }
        Map<String, YamlNode> e = node.entries("share");
        Class<?> body = body(events.get().type());
        YamlNode confirmed = e.get("confirmed");
        return Optional.of(new Measure.Share(
                events.get(),
                node.required(e, "share", "good")
                        .map(good -> condition(good, body))
                        .orElse(Condition.ALWAYS),
                confirmed == null ? null : counterpart(confirmed, "confirmed", body)));
    }

    private Optional<Measure> each(YamlNode node) {
        Optional<Selection> events =
                selection(node, "each", List.of("good", "kind", "provider", "from", "about"), false);
        if (events.isEmpty()) {
            return Optional.empty();
        }
        Map<String, YamlNode> e = node.entries("each");
        Class<?> body = body(events.get().type());
        YamlNode from = e.get("from");
        YamlNode good = e.get("good");
        Optional<EntityKind> kind = node.required(e, "each", "kind")
                .flatMap(one -> one.code("kind", Coded.codes(EntityKind.class)))
                .flatMap(code -> Coded.find(EntityKind.class, code));
        Optional<String> provider =
                node.required(e, "each", "provider").flatMap(one -> one.code("provider", List.of("made", "handled")));
        Optional<String> field = node.required(e, "each", "about").flatMap(one -> field(one, body, EntityId.class));
        List<String> acts = new ArrayList<>();
        if (from != null) {
            from.items("from")
                    .forEach(one -> one.code("from", EventTypes.names()).ifPresent(acts::add));
        }
        return kind.isEmpty() || provider.isEmpty() || field.isEmpty()
                ? Optional.empty()
                : Optional.of(new Measure.Each(
                        kind.get(),
                        provider.get().equals("handled"),
                        acts,
                        field.get(),
                        events.get(),
                        good == null ? Condition.ALWAYS : condition(good, body)));
    }

    private Optional<Measure> timely(YamlNode node) {
        Map<String, YamlNode> e = node.entries("timely", List.of("obligation"));
        return node.required(e, "timely", "obligation")
                .flatMap(one -> one.text("obligation"))
                .map(Measure.Timely::new);
    }

    private Optional<Measure> answered(YamlNode node) {
        Optional<Selection> events = selection(node, "answered", List.of("measures", "term"), true);
        Map<String, YamlNode> e = node.entries("answered");
        List<String> codes = new ArrayList<>();
        node.required(e, "answered", "measures")
                .ifPresent(list -> list.items("measures")
                        .forEach(one -> one.code("measures", Coded.codes(MeasureTaken.Measure.class))
                                .ifPresent(codes::add)));
        Optional<Duration> term = node.required(e, "answered", "term").map(one -> duration(one, "term"));
        return events.isEmpty() || term.isEmpty()
                ? Optional.empty()
                : Optional.of(new Measure.Answered(events.get(), codes, term.get()));
    }

    // ---- selections

    /** Nothing, with a problem, where the type of event is not known. */
    private Optional<Selection> selection(YamlNode node, String what, List<String> more, boolean related) {
        List<String> known = Stream.concat(
                        SELECTION.stream().filter(key -> related || !key.equals("party")), more.stream())
                .toList();
        Map<String, YamlNode> e = node.entries(what, known);
        Optional<String> type = node.required(e, what, "type").flatMap(one -> one.code("type", EventTypes.names()));
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Class<?> body = body(type.get());
        List<Relation> relations = new ArrayList<>();
        if (related) {
            node.required(e, what, "party")
                    .ifPresent(party -> (party.isList() ? party.items("party") : List.of(party))
                            .forEach(one -> relation(one, body).ifPresent(relations::add)));
        }
        YamlNode where = e.get("where");
        YamlNode within = e.get("within");
        YamlNode since = e.get("since");
        YamlNode until = e.get("until");
        YamlNode withdrawn = e.get("withdrawn");
        List<String> roles = new ArrayList<>();
        if (e.get("roles") != null) {
            e.get("roles")
                    .items("roles")
                    .forEach(one -> one.code("roles", Coded.codes(Role.class)).ifPresent(roles::add));
        }
        List<String> latest = new ArrayList<>();
        if (e.get("latest") != null) {
            e.get("latest")
                    .items("latest")
                    .forEach(one -> field(one, body, null).ifPresent(latest::add));
        }
        return Optional.of(new Selection(
                type.get(),
                relations,
                where == null ? Condition.ALWAYS : condition(where, body),
                node.required(e, what, "by").flatMap(one -> word(one, body)).orElse(Selection.OTHERS),
                roles,
                within == null ? null : duration(within, "within"),
                since == null ? null : field(since, body, Instant.class).orElse(null),
                until == null ? null : field(until, body, Instant.class).orElse(null),
                withdrawn == null ? null : counterpart(withdrawn, "withdrawn", body),
                latest));
    }

    private Optional<String> word(YamlNode node, Class<?> body) {
        Optional<String> text = node.text("by");
        return text.isPresent() && List.of(Selection.ANYONE, Selection.OTHERS).contains(text.get())
                ? text
                : field(node, body, PartyId.class);
    }

    private Optional<Relation> relation(YamlNode node, Class<?> body) {
        String text = node.text("party").orElse("");
        String[] words = text.split(" ", -1);
        Optional<Relation.Kind> kind = Arrays.stream(Relation.Kind.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(words[0]))
                .findFirst();
        boolean actor = kind.filter(Relation.Kind.ACTOR::equals).isPresent();
        if (kind.isEmpty() || words.length != (actor ? 1 : 2)) {
            node.problem("party is \"%s\"; write actor, or is, made or handled with a field, as \"made model\"."
                    .formatted(text));
            return Optional.empty();
        }
        if (actor) {
            return Optional.of(new Relation(Relation.Kind.ACTOR, ""));
        }
        return named(node, words[1], body, null).map(field -> new Relation(kind.get(), field));
    }

    private Selection.Counterpart counterpart(YamlNode node, String what, Class<?> body) {
        Map<String, YamlNode> e = node.entries(what, List.of("type", "same"));
        Optional<String> type = node.required(e, what, "type").flatMap(one -> one.code("type", EventTypes.names()));
        List<Selection.Counterpart.Pair> same = new ArrayList<>();
        if (type.isPresent()) {
            node.required(e, what, "same")
                    .ifPresent(pairs -> pairs.entries("same").forEach((one, other) -> {
                        Optional<String> left = named(pairs, one, body, null);
                        Optional<String> right = field(other, body(type.get()), null);
                        if (left.isPresent() && right.isPresent()) {
                            same.add(new Selection.Counterpart.Pair(left.get(), right.get()));
                        }
                    }));
        }
        return new Selection.Counterpart(type.orElse(""), same);
    }

    // ---- conditions

    private Condition condition(YamlNode node, Class<?> body) {
        Map<String, Condition.Test> tests = new TreeMap<>();
        node.entries("A condition").forEach((name, value) -> {
            Type type = at(body, name);
            if (type == null) {
                node.problem(noField(name, body));
            } else {
                test(name, value, type).ifPresent(test -> tests.put(name, test));
            }
        });
        return new Condition(tests);
    }

    private Optional<Condition.Test> test(String name, YamlNode node, Type type) {
        if (node.isMap()) {
            Map<String, YamlNode> e = node.entries(name);
            YamlNode some = e.get("some");
            if (some != null) {
                node.entries(name, List.of("some"));
                Class<?> element = element(type);
                if (!element.isRecord()) {
                    node.problem("%s holds no parts with fields; write its value or a list of values.".formatted(name));
                    return Optional.empty();
                }
                return Optional.of(new Condition.Some(condition(some, element)));
            }
            Map<String, YamlNode> range = node.entries(name, RANGE);
            return Optional.of(new Condition.Range(number(range.get("least")), number(range.get("most"))));
        }
        List<String> values = new ArrayList<>();
        for (YamlNode one : node.isList() ? node.items(name) : List.of(node)) {
            List<String> codes = codes(element(type));
            (codes.isEmpty() ? one.text(name) : one.code(name, codes)).ifPresent(values::add);
        }
        return Optional.of(new Condition.OneOf(values));
    }

    private static @Nullable BigDecimal number(@Nullable YamlNode node) {
        if (node == null) {
            return null;
        }
        String text = node.text("A bound").orElse("0");
        if (!text.matches("-?\\d{1,18}(\\.\\d{1,18})?")) {
            node.problem("\"%s\" is no number, such as 0.95.".formatted(text));
            return null;
        }
        return new BigDecimal(text);
    }

    private static BigDecimal rate(YamlNode owner, Map<String, YamlNode> e, String what, String key) {
        return owner.required(e, what, key)
                .map(node -> {
                    BigDecimal value = number(node);
                    if (value != null && (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0)) {
                        node.problem("%s is %s; it is 0 to 1.".formatted(key, value));
                    }
                    return value == null ? BigDecimal.ZERO : value;
                })
                .orElse(BigDecimal.ZERO);
    }

    private static Duration duration(YamlNode node, String what) {
        String text = node.text(what).orElse("PT0S");
        try {
            Duration duration = Duration.parse(text);
            if (duration.isNegative()) {
                node.problem("%s is %s; it is no time before.".formatted(what, text));
            }
            return duration;
        } catch (DateTimeParseException e) {
            node.problem("%s is \"%s\"; write a span of time as P365D or PT72H.".formatted(what, text));
            return Duration.ZERO;
        }
    }

    // ---- fields of events

    private static Class<? extends EventBody> body(String type) {
        return EventTypes.require(type);
    }

    private static Optional<String> field(YamlNode node, Class<?> body, @Nullable Class<?> wanted) {
        return node.text("A field").flatMap(name -> named(node, name, body, wanted));
    }

    private static Optional<String> named(YamlNode node, String name, Class<?> body, @Nullable Class<?> wanted) {
        Type type = at(body, name);
        if (type == null) {
            node.problem(noField(name, body));
            return Optional.empty();
        }
        if (wanted != null && element(type) != wanted) {
            node.problem("Field %s of %s is no %s."
                    .formatted(
                            name,
                            body.getSimpleName(),
                            wanted == PartyId.class ? "party" : wanted == EntityId.class ? "entity" : "time"));
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private static String noField(String name, Class<?> body) {
        List<String> known = Arrays.stream(body.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        return "%s has no field %s%s. Its fields: %s."
                .formatted(body.getSimpleName(), name, Spelling.hint(name, known), String.join(", ", known));
    }

    /** The type at a path of fields; null where there is none. */
    private static @Nullable Type at(Class<?> body, String path) {
        Type type = body;
        for (String name : path.split("\\.", -1)) {
            Class<?> owner = element(type);
            if (!owner.isRecord()) {
                return null;
            }
            Optional<RecordComponent> component = Arrays.stream(owner.getRecordComponents())
                    .filter(one -> one.getName().equals(name))
                    .findFirst();
            if (component.isEmpty()) {
                return null;
            }
            type = component.get().getGenericType();
        }
        return type;
    }

    /** The class of a value, or of the elements of a list. */
    private static Class<?> element(Type type) {
        Type one = type;
        while (one instanceof ParameterizedType list) {
            one = list.getActualTypeArguments()[0];
        }
        return (Class<?>) one;
    }

    private static List<String> codes(Class<?> type) {
        if (type == Boolean.class || type == boolean.class) {
            return List.of("true", "false");
        }
        return type.isEnum() && Coded.class.isAssignableFrom(type)
                ? Arrays.stream(type.getEnumConstants())
                        .map(one -> ((Coded) one).code())
                        .collect(Collectors.toList())
                : List.of();
    }
}
