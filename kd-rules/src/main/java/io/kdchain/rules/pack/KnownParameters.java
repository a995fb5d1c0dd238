package io.kdchain.rules.pack;

import io.kdchain.rules.fact.CodeLists;
import io.kdchain.rules.language.Spelling;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters that the library reads by name, and what each of them may be. A pack may have others for its rules.
 */
public final class KnownParameters {
    /** What a word for a purpose means among the scenes; the words are free. */
    private static final String PURPOSE = "purpose.";

    static final String FAULT = "fault.";
    static final String LOW = ".low";
    static final String HIGH = ".high";

    /** Grades of fault, ascending. */
    static final List<String> GRADES = CodeLists.all().getOrDefault("fault", List.of());

    private static final List<String> CAUSES = List.of("whole", "main", "equal", "secondary", "slight", "none");
    private static final List<String> CONTENT_GRADES = List.of("A", "B", "C", "D", "E");
    private static final List<String> STRICT_INNER = List.of("KF", "K");

    private static final Pattern RATIO = Pattern.compile("(-?[0-9]{1,60})/([0-9]{1,60})");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,60}(\\.[0-9]{1,60})?");

    private enum Form {
        NUMBER("a number of 0 or more, such as 0.75 or 3/4"),
        SHARE("a number between 0 and 1, such as 1/20 or 0.05"),
        COUNT("a whole number of 0 or more"),
        TERM("a span of time, such as PT72H or P30D"),
        WORD("one of its words"),
        NAME("a name");

        private final String told;

        Form(String told) {
            this.told = told;
        }
    }

    /**
     * What a parameter may be.
     *
     * @param form of its value
     * @param units one of which it has, if it has any
     * @param words that stand for a value, instead of the form or beside it
     */
    private record Kind(Form form, List<String> units, List<String> words) {
        static Kind choice(List<String> words) {
            return new Kind(Form.WORD, List.of("choice"), words);
        }

        String told() {
            return form == Form.WORD
                    ? "one of " + String.join(", ", words)
                    : form.told + (words.isEmpty() ? "" : ", or " + String.join(", ", words));
        }
    }

    private static final Kind WEIGHT = new Kind(Form.NUMBER, List.of("weight"), List.of());
    private static final Kind TERM =
            new Kind(Form.TERM, List.of("duration", "days", "hours", "minutes", "seconds"), List.of());
    private static final Kind SHARE = new Kind(Form.SHARE, List.of("share"), List.of());
    private static final Kind RATE = new Kind(Form.SHARE, List.of("rate", "probability"), List.of());
    private static final Kind TIMES = new Kind(Form.NUMBER, List.of("times the reference"), List.of());
    private static final Kind FACTOR = new Kind(Form.NUMBER, List.of("times the base"), List.of());
    private static final Kind SCENE =
            new Kind(Form.WORD, List.of("scene"), CodeLists.all().getOrDefault("scene", List.of()));

    private static final NavigableMap<String, Kind> KINDS = kinds();

    private KnownParameters() {}

    private static NavigableMap<String, Kind> kinds() {
        NavigableMap<String, Kind> kinds = new TreeMap<>();
        GRADES.forEach(grade -> weight(FAULT + grade, kinds));
        CAUSES.forEach(grade -> weight("cause." + grade, kinds));
        for (String term : List.of(
                "notice.obvious",
                "notice.other",
                "notice.explanation",
                "inform.users",
                "rectify.model",
                "alarm.grace",
                "log.retention",
                "training.period",
                "audit.period",
                "limitation.general",
                "limitation.repose",
                "limitation.product-repose",
                "limitation.suspension",
                "grade.validity")) {
            kinds.put(term, TERM);
        }
        kinds.put("strict.inner", Kind.choice(STRICT_INNER));
        kinds.put("strict.treatment", Kind.choice(STRICT_INNER));
        kinds.put("strict.claimant", Kind.choice(GRADES));
        kinds.put("strict.faultless", Kind.choice(GRADES));
        kinds.put("product.software", Kind.choice(CodeLists.all().getOrDefault("software-status", List.of())));
        kinds.put("state", new Kind(Form.NAME, List.of("choice"), List.of()));
        kinds.put("bar.threshold", SHARE);
        kinds.put("joint.threshold", SHARE);
        for (String rate : List.of("error", "A", "reference", "must-refuse", "over-refusal")) {
            kinds.put("grade." + rate, RATE);
        }
        List.of("B", "C", "D").forEach(grade -> kinds.put("grade." + grade, TIMES));
        kinds.put("grade.gate-tests", new Kind(Form.COUNT, List.of("tests"), List.of()));
        for (String grade : CONTENT_GRADES) {
            kinds.put("cover." + grade + ".limit", FACTOR);
            kinds.put("cover." + grade + ".deductible", FACTOR);
            kinds.put("cover." + grade + ".coinsurance", SHARE);
            kinds.put("cover." + grade + ".premium", new Kind(Form.NUMBER, FACTOR.units(), List.of("none")));
        }
        return Collections.unmodifiableNavigableMap(kinds);
    }

    private static void weight(String name, NavigableMap<String, Kind> kinds) {
        kinds.put(name, WEIGHT);
        kinds.put(name + LOW, WEIGHT);
        kinds.put(name + HIGH, WEIGHT);
    }

    /** Whether the library reads a parameter of this name. */
    public static boolean reads(String name) {
        return KINDS.containsKey(name) || name.startsWith(PURPOSE);
    }

    /** All names that the library reads, but for the free ones that begin with {@code purpose.} */
    public static NavigableSet<String> names() {
        return KINDS.navigableKeySet();
    }

    /** The names without which no verdict, or not every one, can be given, and that the packs have not. */
    public static List<String> missing(Parameters parameters) {
        TreeSet<String> needed = new TreeSet<>(List.of("notice.obvious", "notice.other", "notice.explanation"));
        KINDS.forEach((name, kind) -> {
            if (kind.equals(WEIGHT) && !name.endsWith(LOW) && !name.endsWith(HIGH)) {
                needed.add(name);
            }
        });
        needed.removeAll(parameters.names());
        return List.copyOf(needed);
    }

    /** Whether the library reads a span of time by this name. */
    static boolean isTerm(String name) {
        return TERM.equals(KINDS.get(name));
    }

    /** What is wrong with the value, and what it must be. */
    static Optional<String> wrongValue(Parameter parameter) {
        return kind(parameter.name()).flatMap(kind -> wrongValue(parameter, kind));
    }

    /** The same of what a rule or a step of the playbook uses as a term, whatever its name. */
    static Optional<String> wrongTerm(Parameter parameter) {
        return wrongValue(parameter, TERM);
    }

    private static Optional<String> wrongValue(Parameter parameter, Kind kind) {
        String value = parameter.value();
        if (kind.words().contains(value) || isOf(kind.form(), parameter)) {
            return Optional.empty();
        }
        return Optional.of("Parameter %s is \"%s\"; it must be %s%s. Correct it."
                .formatted(parameter.name(), value, kind.told(), Spelling.hint(value, kind.words())));
    }

    /** What is wrong with the unit of a term; of any other value it only says how the number is meant. */
    static Optional<String> wrongUnit(Parameter parameter) {
        return kind(parameter.name())
                .filter(kind -> kind.form() == Form.TERM)
                .filter(kind -> !parameter.unit().isEmpty() && !kind.units().contains(parameter.unit()))
                .map(kind -> "Parameter %s has the unit \"%s\"; it must be %s%s. Correct it, or leave it out."
                        .formatted(
                                parameter.name(),
                                parameter.unit(),
                                (kind.units().size() == 1 ? "" : "one of ") + String.join(", ", kind.units()),
                                Spelling.hint(parameter.unit(), kind.units())));
    }

    private static Optional<Kind> kind(String name) {
        return name.startsWith(PURPOSE) ? Optional.of(SCENE) : Optional.ofNullable(KINDS.get(name));
    }

    private static boolean isOf(Form form, Parameter parameter) {
        return switch (form) {
            case WORD -> false;
            case NAME -> true;
            case TERM -> isTerm(parameter);
            case NUMBER ->
                Exact.read(parameter.value()).filter(n -> !n.isNegative()).isPresent();
            case SHARE ->
                Exact.read(parameter.value())
                        .filter(n -> !n.isNegative() && n.compareTo(Exact.ONE) <= 0)
                        .isPresent();
            case COUNT -> parameter.value().matches("[0-9]{1,18}");
        };
    }

    private static boolean isTerm(Parameter parameter) {
        try {
            return !parameter.duration().isNegative();
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /**
     * A number as it is written.
     *
     * @param top numerator
     * @param bottom denominator, above 0
     */
    record Exact(BigInteger top, BigInteger bottom) implements Comparable<Exact> {
        static final Exact ONE = new Exact(BigInteger.ONE, BigInteger.ONE);

        /** Empty where the text is no number. */
        static Optional<Exact> read(String text) {
            Matcher ratio = RATIO.matcher(text);
            if (ratio.matches()) {
                BigInteger bottom = new BigInteger(ratio.group(2));
                return bottom.signum() == 0
                        ? Optional.empty()
                        : Optional.of(new Exact(new BigInteger(ratio.group(1)), bottom));
            }
            if (!DECIMAL.matcher(text).matches()) {
                return Optional.empty();
            }
            BigDecimal decimal = new BigDecimal(text);
            return Optional.of(new Exact(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale())));
        }

        boolean isNegative() {
            return top.signum() < 0;
        }

        @Override
        public int compareTo(Exact other) {
            return top.multiply(other.bottom).compareTo(other.top.multiply(bottom));
        }
    }
}
