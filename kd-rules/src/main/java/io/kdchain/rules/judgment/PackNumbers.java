package io.kdchain.rules.judgment;

import io.kdchain.rules.apportion.GradeWeights;
import io.kdchain.rules.derive.PackData;
import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.fact.CodeLists;
import io.kdchain.rules.pack.Duty;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.pack.Standard;
import io.kdchain.rules.verdict.Fraction;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Numbers and tables of a rule pack, as facts and shares need them. */
final class PackNumbers implements PackData {
    private static final String ANY = "*";

    private final RulePack pack;
    private final LocalDate since;
    private final Map<String, String> dutyCodes = new HashMap<>();
    /** Parameters are few and texts: each is read once. */
    private final Map<Parameter, Fraction> read = new ConcurrentHashMap<>();

    PackNumbers(RulePack pack) {
        this.pack = pack;
        this.since = firstDayOfAllWeights();
        pack.duties().values().forEach(d -> {
            dutyCodes.putIfAbsent(d.code(), d.code());
            dutyCodes.putIfAbsent(d.id(), d.code());
        });
    }

    /** Whether facts and shares are the same by both. */
    boolean areThoseOf(PackNumbers other) {
        return pack.parameters().equals(other.pack.parameters())
                && pack.duties().equals(other.pack.duties())
                && pack.norms().equals(other.pack.norms())
                && pack.standards().equals(other.pack.standards());
    }

    /** Before the first value no norm binds anybody to the term yet, so that the first one decides nothing there. */
    @Override
    public Duration term(String name, LocalDate on) {
        return span(name, on).duration();
    }

    private Parameter span(String name, LocalDate on) {
        LocalDate first = firstDay(name).filter(on::isBefore).orElse(on);
        return pack.parameters().get(name, first);
    }

    @Override
    public Optional<Instant> findEnd(String name, Instant begin) {
        return pack.parameters().history(name).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        span(name, LocalDate.ofInstant(begin, ZoneOffset.UTC)).end(begin));
    }

    @Override
    public Optional<Duration> findTerm(String name, LocalDate on) {
        return pack.parameters().history(name).isEmpty() ? Optional.empty() : Optional.of(term(name, on));
    }

    /** The first day for which the pack has all weights of grades: before it nothing can be shared. */
    LocalDate since() {
        return since;
    }

    private LocalDate firstDayOfAllWeights() {
        return pack.parameters().names().stream()
                .filter(n -> n.startsWith("fault.") || n.startsWith("cause."))
                .flatMap(n -> firstDay(n).stream())
                .max(Comparator.naturalOrder())
                .orElse(LocalDate.MIN);
    }

    /** The first day on which a parameter has a value; empty if it always has one, or never. */
    private Optional<LocalDate> firstDay(String name) {
        List<LocalDate> days = new ArrayList<>();
        for (Parameter value : pack.parameters().history(name)) {
            LocalDate from = value.from();
            if (from == null) {
                return Optional.empty();
            }
            days.add(from);
        }
        return days.stream().min(Comparator.naturalOrder());
    }

    @Override
    public Weight causalGrade(String grade, LocalDate on) {
        return weight("cause." + grade, on);
    }

    @Override
    public Collection<String> duties() {
        return pack.duties().keySet();
    }

    @Override
    public List<String> protects(String duty) {
        Duty found = pack.duties().get(duty);
        if (found == null || found.organisational()) {
            return List.of();
        }
        List<String> against = new ArrayList<>(found.protects());
        if (found.aggravated() && !against.contains("aggravated")) {
            against.add("aggravated");
        }
        against.sort(Comparator.naturalOrder());
        return against;
    }

    @Override
    public boolean organisational(String duty) {
        Duty found = pack.duties().get(duty);
        return found != null && found.organisational();
    }

    @Override
    public boolean binds(String duty, Collection<String> roles, LocalDate on) {
        Duty found = pack.duties().get(duty);
        return found != null
                && found.byFinding()
                && roles.stream().anyMatch(found.roles()::contains)
                && found.norms().stream()
                        .flatMap(id -> pack.norm(id).stream())
                        .anyMatch(n -> n.showsDuty() && n.inForce().on(on));
    }

    @Override
    public Optional<String> duty(String idOrCode) {
        return Optional.ofNullable(dutyCodes.get(idOrCode));
    }

    @Override
    public Optional<String> choice(String name, LocalDate on) {
        return pack.parameters().find(name, on).map(Parameter::value);
    }

    @Override
    public Optional<LocalDate> customarySince(String measure, String industry, String region) {
        return pack.standards().stream()
                .filter(s -> s.measure().equals(measure)
                        && (s.industry().equals(industry) || s.industry().equals(ANY))
                        && (s.region().equals(region) || s.region().equals(ANY)))
                .map(Standard::since)
                .min(Comparator.naturalOrder());
    }

    /** The scenes themselves, and what parameters {@code purpose.WORD} say. */
    @Override
    public Optional<String> scene(String purpose) {
        List<String> scenes = CodeLists.all().getOrDefault("scene", List.of());
        if (scenes.contains(purpose)) {
            return Optional.of(purpose);
        }
        return pack.parameters().history("purpose." + purpose).stream()
                .map(Parameter::value)
                .filter(scenes::contains)
                .findFirst();
    }

    GradeWeights faultWeights(LocalDate on) {
        Map<String, Weight> weights = new TreeMap<>();
        GradeWeights.GRADES.forEach(grade -> weights.put(grade, weight("fault." + grade, on)));
        return GradeWeights.of(weights);
    }

    /** The word of the causal grade that weighs this much, if there is one. */
    Optional<String> causalWord(Fraction weight, LocalDate on) {
        return pack.parameters().names().stream()
                .filter(n -> n.startsWith("cause.") && n.indexOf('.', "cause.".length()) < 0)
                .filter(n -> weight(n, on).point().equals(weight))
                .map(n -> n.substring("cause.".length()))
                .findFirst();
    }

    /** A word that a parameter gives, or what holds where the packs give none. */
    String choice(String name, LocalDate on, String otherwise) {
        return pack.parameters().find(name, on).map(Parameter::value).orElse(otherwise);
    }

    /** A number such as 1/2. */
    Fraction number(String name, LocalDate on) {
        return fraction(pack.parameters().get(name, on));
    }

    private Weight weight(String name, LocalDate on) {
        Fraction point = fraction(pack.parameters().get(name, on));
        Fraction low =
                pack.parameters().find(name + ".low", on).map(this::fraction).orElse(point);
        Fraction high =
                pack.parameters().find(name + ".high", on).map(this::fraction).orElse(point);
        if (low.compareTo(point) > 0 || point.compareTo(high) > 0 || low.signum() < 0) {
            throw new IllegalArgumentException(
                    "Parameter %s is %s with the range %s to %s on %s; it needs 0 <= low <= value <= high. Correct parameters.yaml."
                            .formatted(name, point, low, high, on));
        }
        return new Weight(low, point, high);
    }

    private Fraction fraction(Parameter parameter) {
        return read.computeIfAbsent(parameter, PackNumbers::parsed);
    }

    private static Fraction parsed(Parameter parameter) {
        try {
            return Fraction.parse(parameter.value());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Parameter %s of pack %s is \"%s\"; it must be a number such as 0.75 or 3/4. Correct parameters.yaml."
                            .formatted(parameter.name(), parameter.pack(), parameter.value()),
                    e);
        }
    }
}
