package io.kdchain.rules.pack;

import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.language.InForce;
import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.language.RuleFile;
import io.kdchain.rules.language.RuleReader;
import io.kdchain.rules.language.SourceText;
import io.kdchain.rules.language.Spelling;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the files of one pack. Collects all problems instead of stopping at the first. */
final class PackReader {
    static final String PACK = "pack.yaml";
    static final String NORMS = "norms.yaml";
    static final String DUTIES = "duties.yaml";
    private static final List<String> NORM_KEYS = List.of(
            "id", "title", "titleZh", "article", "paraphrase", "rank", "inForceFrom", "inForceTo", "verified", "note");
    private static final List<String> DUTY_KEYS = List.of(
            "id",
            "code",
            "title",
            "titleZh",
            "role",
            "roles",
            "protects",
            "organisational",
            "byFinding",
            "absence",
            "norms",
            "note");
    private static final List<String> PARAMETER_KEYS = List.of("value", "unit", "from", "norm", "fixedByLaw", "note");
    private static final List<String> PACK_KEYS =
            List.of("id", "title", "titleZh", "jurisdiction", "version", "extends", "commonLaw");
    private static final List<String> ABSENCE = List.of("A-CL", "A-DEF", "A-INF", "A-0", "A-OWN");

    private static final int MAX_VALUE = 60;
    private static final Set<String> TIME_UNITS = Set.of("days", "hours", "minutes", "seconds");
    /** Two hundred years: longer than any term of a law. */
    private static final Duration LONGEST_TERM = Duration.ofDays(73_050);

    private final PackFiles files;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Position> places = new TreeMap<>();
    private final Vocabulary vocabulary = Vocabulary.base();
    private String prefix;
    private String id = "";
    private boolean commonLaw;

    private PackReader(PackFiles files) {
        this.files = files;
        this.prefix = files.folder() + "/";
        problems.addAll(files.problems());
    }

    /** The content of one pack and what is wrong with it. */
    record Read(PackPart part, List<Problem> problems) {}

    static Read read(PackFiles files) {
        PackReader reader = new PackReader(files);
        PackPart part = reader.part();
        return new Read(part, List.copyOf(reader.problems));
    }

    private PackPart part() {
        Optional<YamlNode> pack = yaml("pack.yaml", true);
        Label title = new Label("", "");
        String jurisdiction = "";
        String version = "";
        List<String> bases = List.of();
        if (pack.isPresent()) {
            YamlNode node = pack.get();
            Map<String, YamlNode> e = node.entries("pack.yaml", PACK_KEYS);
            id = node.requiredText(e, "pack.yaml", "id");
            if (!id.isEmpty() && !id.matches("[a-z][a-z0-9-]{0,39}")) {
                node.problem(
                        "id \"%s\" is none of a pack; write it in small letters, digits and hyphens, as cn-proposal."
                                .formatted(id));
                id = "";
            }
            title = title(node, e, "pack.yaml");
            jurisdiction = node.requiredText(e, "pack.yaml", "jurisdiction");
            version = node.requiredText(e, "pack.yaml", "version");
            YamlNode extended = e.get("extends");
            bases = extended == null ? List.of() : extended.texts("extends");
            if (extended != null) {
                names(PACK, 0, extended);
            }
            YamlNode common = e.get("commonLaw");
            commonLaw = common != null && common.truth("commonLaw");
        }
        if (!id.isEmpty()) {
            prefix = id + "/";
        }
        List<Norm> norms = norms();
        List<Duty> duties = duties();
        List<Parameter> parameters = parameters();
        List<Standard> standards = standards();
        List<Rule> rules = rules();
        Map<String, String> digests = new TreeMap<>();
        files.files().forEach((path, bytes) -> {
            if (!PackFiles.GUIDING.contains(path)) {
                digests.put(path, Sha256.hex(bytes));
            }
        });
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
                rules,
                digests,
                places,
                playbook().orElse(null));
    }

    private Optional<YamlNode> yaml(String path, boolean required) {
        Optional<String> text = text(path, required);
        return text.flatMap(t -> YamlNode.parse(prefix + path, t, problems));
    }

    private Optional<String> text(String path, boolean required) {
        byte[] bytes = files.files().get(path);
        if (bytes == null) {
            boolean told = files.problems().stream().anyMatch(p -> p.at().file().endsWith("/" + path));
            if (required && !told) {
                problems.add(Problem.outside(
                        new Position(prefix + path, 1, 1),
                        "The pack has no %s; write it, every pack has one.".formatted(path)));
            }
            return Optional.empty();
        }
        SourceText.Checked checked = SourceText.check(prefix + path, bytes, false);
        problems.addAll(checked.problems());
        return checked.problems().isEmpty() ? Optional.of(checked.text()) : Optional.empty();
    }

    private List<Norm> norms() {
        List<Norm> norms = new ArrayList<>();
        for (YamlNode node : list("norms.yaml", true)) {
            Map<String, YamlNode> e = node.entries("A norm", NORM_KEYS);
            places.put(
                    PackPart.key(NORMS, norms.size()),
                    e.getOrDefault("id", node).at());
            String normId = node.requiredText(e, "The norm", "id");
            String what = "Norm " + normId;
            if (!normId.isEmpty() && !normId.matches("[A-Za-z][A-Za-z0-9._/()-]{0,99}")) {
                node.problem(
                        "id \"%s\" of a norm uses Latin letters, digits and the signs - . _ / ( ) without blanks, as CN-CivilCode-1165-1."
                                .formatted(normId));
            }
            LocalDate from = day(e, "inForceFrom");
            LocalDate until = day(e, "inForceTo");
            InForce inForce = InForce.ALWAYS;
            if (from != null && until != null && until.isBefore(from)) {
                node.problem("%s is in force from %s to %s, which ends before it begins.".formatted(what, from, until));
            } else {
                inForce = new InForce(from, until);
            }
            Optional<Rank> rank = node.required(e, what, "rank")
                    .flatMap(r -> r.code("rank", names(Rank.values())))
                    .map(Rank::valueOf);
            Optional<Verified> verified = node.required(e, what, "verified")
                    .flatMap(v -> v.code("verified", names(Verified.values())))
                    .map(Verified::valueOf);
            norms.add(new Norm(
                    normId,
                    title(node, e, what),
                    optional(e, "article"),
                    node.requiredText(e, what, "paraphrase"),
                    rank.orElse(Rank.P),
                    inForce,
                    verified.orElse(Verified.M),
                    optional(e, "note"),
                    id,
                    commonLaw));
        }
        return norms;
    }

    private List<Duty> duties() {
        List<Duty> duties = new ArrayList<>();
        for (YamlNode node : list("duties.yaml", false)) {
            Map<String, YamlNode> e = node.entries("A duty", DUTY_KEYS);
            places.put(
                    PackPart.key(DUTIES, duties.size()),
                    e.getOrDefault("code", node).at());
            String dutyId = node.requiredText(e, "The duty", "id");
            String what = "Duty " + dutyId;
            String code = node.requiredText(e, what, "code");
            if (!code.isEmpty() && !code.matches("[a-z][a-z0-9-]{0,59}")) {
                node.problem("code \"%s\" is written in small letters, digits and hyphens, as verify-equivalence."
                        .formatted(code));
            }
            Set<String> roles = new TreeSet<>();
            YamlNode role = e.get("roles") == null ? e.get("role") : e.get("roles");
            if (role == null) {
                node.problem("%s has no roles; say who owes it.".formatted(what));
            } else {
                codes(role, "roles", vocabulary.list("role"), roles);
            }
            List<String> kinds = vocabulary.list("damage-kind");
            List<String> allowed = new ArrayList<>(kinds);
            allowed.add("any");
            allowed.add("aggravated");
            Set<String> protects = new TreeSet<>();
            YamlNode protect = e.get("protects");
            if (protect != null) {
                codes(protect, "protects", allowed, protects);
            }
            boolean aggravated = protects.remove("aggravated");
            if (protects.remove("any")) {
                protects.addAll(kinds);
            }
            YamlNode organisational = e.get("organisational");
            YamlNode byFinding = e.get("byFinding");
            YamlNode absence = e.get("absence");
            YamlNode norms = e.get("norms");
            if (norms != null) {
                names(DUTIES, duties.size(), norms);
            }
            duties.add(new Duty(
                    dutyId,
                    code,
                    title(node, e, what),
                    roles,
                    protects,
                    aggravated,
                    organisational != null && organisational.truth("organisational"),
                    byFinding != null && byFinding.truth("byFinding"),
                    absence == null ? "" : absence.code("absence", ABSENCE).orElse(""),
                    norms == null ? List.of() : norms.texts("norms"),
                    id));
        }
        return duties;
    }

    /** Remembers where each of the names stands that something gives. */
    private void names(String file, int number, YamlNode list) {
        if (list.isList()) {
            // what is no text is told by whoever reads the list
            list.items(file)
                    .forEach(item -> item.plain()
                            .ifPresent(name -> places.putIfAbsent(PackPart.key(file, number, name), item.at())));
        }
    }

    private static void codes(YamlNode node, String what, List<String> allowed, Set<String> into) {
        List<YamlNode> items = node.isList() ? node.items(what) : List.of(node);
        items.forEach(i -> i.code(what, allowed).ifPresent(into::add));
    }

    private Optional<PlaybookReader.Part> playbook() {
        return yaml("playbook.yaml", false)
                .map(root -> PlaybookReader.read(
                        root,
                        id,
                        Sha256.hex(Objects.requireNonNull(files.files().get("playbook.yaml"))),
                        terms -> parameters(terms, "terms")));
    }

    private List<Parameter> parameters() {
        return yaml("parameters.yaml", false)
                .map(root -> parameters(root, "parameters.yaml"))
                .orElse(List.of());
    }

    private List<Parameter> parameters(YamlNode root, String what) {
        List<Parameter> parameters = new ArrayList<>();
        root.entries(what).forEach((name, node) -> {
            if (!name.matches("[a-z][A-Za-z0-9]*([.-][A-Za-z0-9]+)*")) {
                node.problem("Parameter name \"%s\" is written as weight.gross.".formatted(name));
            }
            Set<String> days = new TreeSet<>();
            for (YamlNode value : node.isMap() ? List.of(node) : node.items("Parameter " + name)) {
                Map<String, YamlNode> e = value.entries("A value of parameter " + name, PARAMETER_KEYS);
                LocalDate from = day(e, "from");
                if (!days.add(String.valueOf(from))) {
                    value.problem("Parameter %s has two values from the same day; keep one.".formatted(name));
                }
                YamlNode fixed = e.get("fixedByLaw");
                Parameter parameter = new Parameter(
                        value.at(),
                        name,
                        value.requiredText(e, "Parameter " + name, "value"),
                        optional(e, "unit"),
                        from,
                        optional(e, "norm"),
                        fixed != null && fixed.truth("fixedByLaw"),
                        id);
                reasonable(parameter, value);
                readable(parameter, e);
                parameters.add(parameter);
            }
        });
        return parameters;
    }

    /** A value of a known parameter is one that the library can use. */
    private static void readable(Parameter parameter, Map<String, YamlNode> entries) {
        YamlNode unit = entries.get("unit");
        YamlNode value = entries.get("value");
        Optional<String> wrongUnit = KnownParameters.wrongUnit(parameter);
        if (wrongUnit.isPresent() && unit != null) {
            unit.problem(wrongUnit.get());
        } else if (value != null
                && !parameter.value().isEmpty()
                && parameter.value().length() <= MAX_VALUE
                && !(isTime(parameter) && KnownParameters.isTerm(parameter.name()))) {
            KnownParameters.wrongValue(parameter).ifPresent(value::problem);
        }
    }

    /** Whether it is written as a span of time, and was looked at as one. */
    private static boolean isTime(Parameter parameter) {
        return TIME_UNITS.contains(parameter.unit()) || parameter.value().matches("-?P[^a-z]*");
    }

    /** What would be refused, or would take for ever, as soon as a verdict needs it. */
    private static void reasonable(Parameter parameter, YamlNode at) {
        if (parameter.value().length() > MAX_VALUE) {
            at.problem(
                    "The value of parameter %s has %d characters and may have %d; write a number, a fraction or a word."
                            .formatted(parameter.name(), parameter.value().length(), MAX_VALUE));
        }
        if (!isTime(parameter)) {
            return;
        }
        try {
            Duration time = parameter.duration();
            if (time.isNegative() || time.compareTo(LONGEST_TERM) > 0) {
                at.problem("Parameter %s is a time of %s %s; a term of law has between 0 and %d days. Correct it."
                        .formatted(parameter.name(), parameter.value(), parameter.unit(), LONGEST_TERM.toDays()));
            }
        } catch (IllegalStateException e) {
            at.problem(String.valueOf(e.getMessage()));
        }
    }

    private List<Standard> standards() {
        List<Standard> standards = new ArrayList<>();
        Optional<String> text = text("standards.csv", false);
        if (text.isEmpty()) {
            return standards;
        }
        List<Csv.Row> rows = Csv.read(prefix + "standards.csv", text.get(), problems);
        List<String> columns = List.of("measure", "industry", "region", "since", "source");
        if (rows.isEmpty() || !rows.get(0).cells().equals(columns)) {
            problems.add(Problem.outside(
                    new Position(prefix + "standards.csv", 1, 1),
                    "The first line names the columns: %s.".formatted(String.join(",", columns))));
            return standards;
        }
        List<String> industries = new ArrayList<>(vocabulary.list("scene"));
        industries.add("*");
        for (Csv.Row row : rows.subList(1, rows.size())) {
            if (row.cells().size() != columns.size()) {
                problems.add(Problem.outside(
                        row.at(),
                        "The line has %d cells and needs %d; write %s."
                                .formatted(row.cells().size(), columns.size(), String.join(",", columns))));
                continue;
            }
            String industry = row.cells().get(1);
            String region = row.cells().get(2);
            if (!industries.contains(industry)) {
                problems.add(Problem.outside(
                        row.at(),
                        "industry \"%s\" is not one of %s%s."
                                .formatted(
                                        industry, String.join(", ", industries), Spelling.hint(industry, industries))));
            }
            if (!region.matches("[A-Z]{2}(-[A-Z0-9]{1,3})?|\\*")) {
                problems.add(Problem.outside(
                        row.at(),
                        "region \"%s\" is no jurisdiction; write one as CN, EU or US-CA, or * for all."
                                .formatted(region)));
            }
            try {
                LocalDate since = LocalDate.parse(row.cells().get(3));
                standards.add(new Standard(
                        row.cells().get(0), industry, region, since, row.cells().get(4)));
            } catch (java.time.format.DateTimeParseException e) {
                problems.add(Problem.outside(
                        row.at(),
                        "since \"%s\" is no day of the calendar; write it as 2021-01-01."
                                .formatted(row.cells().get(3))));
            }
        }
        return standards;
    }

    private List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        files.files().forEach((path, bytes) -> {
            if (!RuleReader.isRuleFile(path)) {
                return;
            }
            RuleReader.Result result = RuleReader.read(prefix + path, bytes);
            problems.addAll(result.problems());
            if (result.file().isPresent()) {
                RuleFile file = result.file().get();
                String wanted = "rules." + id.replace('-', '_');
                if (!id.isEmpty()
                        && !file.packageName().equals(wanted)
                        && !file.packageName().startsWith(wanted + ".")) {
                    problems.add(Problem.outside(
                            file.packageAt(),
                            "Package %s is not one of pack %s; write %s or %s.<law>."
                                    .formatted(file.packageName(), id, wanted, wanted)));
                }
                rules.addAll(file.rules());
            }
        });
        return rules;
    }

    private List<YamlNode> list(String path, boolean required) {
        return yaml(path, required).map(n -> n.items(path)).orElse(List.of());
    }

    /** {@code title: text} with {@code titleZh}, or {@code title: {en: text, zh: text}}. */
    static Label title(YamlNode node, Map<String, YamlNode> entries, String what) {
        Optional<YamlNode> title = node.required(entries, what, "title");
        if (title.isEmpty()) {
            return new Label("", "");
        }
        if (title.get().isMap()) {
            Map<String, YamlNode> both = title.get().entries("title", List.of("en", "zh"));
            String en = title.get().requiredText(both, "title", "en");
            String zh = optional(both, "zh");
            return new Label(en, zh.isEmpty() ? en : zh);
        }
        String en = title.get().text("title").orElse("");
        String zh = optional(entries, "titleZh");
        return new Label(en, zh.isEmpty() ? en : zh);
    }

    private static String optional(Map<String, YamlNode> entries, String key) {
        YamlNode node = entries.get(key);
        return node == null ? "" : node.text(key).orElse("");
    }

    private static @Nullable LocalDate day(Map<String, YamlNode> entries, String key) {
        YamlNode node = entries.get(key);
        return node == null ? null : node.day(key);
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
