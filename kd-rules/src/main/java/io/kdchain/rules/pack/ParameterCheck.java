package io.kdchain.rules.pack;

import io.kdchain.rules.language.Insertion;
import io.kdchain.rules.language.Operand;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.KnownParameters.Exact;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the values of joined packs fit together: weights lie in their ranges and rise with the grade, terms are spans
 * of time.
 */
final class ParameterCheck {
    private static final String MEASURE_DUE = "MeasureDue";

    private final Parameters parameters;
    /** Ids of the packs, bases first: of two values that do not fit, that of the later one is wrong. */
    private final List<String> order;

    private final List<Problem> problems = new ArrayList<>();

    private ParameterCheck(Parameters parameters, List<String> order) {
        this.parameters = parameters;
        this.order = order;
    }

    /** What is wrong. */
    static List<Problem> of(
            Parameters parameters, Collection<Rule> rules, @Nullable Playbook playbook, List<String> order) {
        ParameterCheck check = new ParameterCheck(parameters, order);
        parameters.names().stream()
                .filter(name -> KnownParameters.reads(name + KnownParameters.LOW))
                .forEach(check::range);
        check.grades();
        check.terms(termsOf(rules, playbook));
        return check.problems;
    }

    /** The parameters that rules and the playbook name as terms. */
    static NavigableSet<String> termsOf(Collection<Rule> rules, @Nullable Playbook playbook) {
        NavigableSet<String> terms = new TreeSet<>();
        for (Rule rule : rules) {
            for (Insertion conclusion : rule.insertions()) {
                if (conclusion.type().equals(MEASURE_DUE)) {
                    conclusion.arguments().stream()
                            .filter(Operand.Text.class::isInstance)
                            .forEach(argument -> terms.add(((Operand.Text) argument).value()));
                }
            }
        }
        if (playbook != null) {
            playbook.steps().stream()
                    .flatMap(step -> Stream.ofNullable(step.term()))
                    .filter(term -> playbook.terms().history(term).isEmpty())
                    .forEach(terms::add);
        }
        return terms;
    }

    private void range(String name) {
        for (LocalDate day : days(List.of(name, name + KnownParameters.LOW, name + KnownParameters.HIGH))) {
            Optional<Parameter> point = parameters.find(name, day);
            Parameter low = parameters.find(name + KnownParameters.LOW, day).orElse(null);
            Parameter high = parameters.find(name + KnownParameters.HIGH, day).orElse(null);
            if (point.isPresent()
                    && ((low != null && isMore(low, point.get())) || (high != null && isMore(point.get(), high)))) {
                problem(
                        latest(Stream.of(point.get(), low, high)),
                        "Parameter %s is %s with the range %s to %s%s; it needs low <= value <= high. Correct one of the three."
                                .formatted(name, point.get().value(), value(low), value(high), since(day)));
                return;
            }
        }
    }

    private static String value(@Nullable Parameter parameter) {
        return parameter == null ? "the value itself" : parameter.value();
    }

    private void grades() {
        List<String> names = KnownParameters.GRADES.stream()
                .map(KnownParameters.FAULT::concat)
                .toList();
        for (LocalDate day : days(names)) {
            for (int i = 1; i < names.size(); i++) {
                Optional<Parameter> lower = parameters.find(names.get(i - 1), day);
                Optional<Parameter> higher = parameters.find(names.get(i), day);
                if (lower.isPresent() && higher.isPresent() && isMore(lower.get(), higher.get())) {
                    problem(
                            latest(Stream.of(higher.get(), lower.get())),
                            "Parameter %s is %s and %s is %s%s; a higher grade must not weigh less. Correct one of the two."
                                    .formatted(
                                            names.get(i),
                                            higher.get().value(),
                                            names.get(i - 1),
                                            lower.get().value(),
                                            since(day)));
                    return;
                }
            }
        }
    }

    private void terms(Set<String> terms) {
        for (String name : terms) {
            if (!KnownParameters.reads(name)) {
                parameters
                        .history(name)
                        .forEach(value ->
                                KnownParameters.wrongTerm(value).ifPresent(message -> problem(value, message)));
            }
        }
    }

    private NavigableSet<LocalDate> days(List<String> names) {
        NavigableSet<LocalDate> days = new TreeSet<>(List.of(LocalDate.MIN));
        names.forEach(name -> parameters.history(name).stream()
                .flatMap(value -> Stream.ofNullable(value.from()))
                .forEach(days::add));
        return days;
    }

    /** Numbers that cannot be read were told before. */
    private static boolean isMore(Parameter one, Parameter other) {
        Optional<Exact> a = Exact.read(one.value());
        Optional<Exact> b = Exact.read(other.value());
        return a.isPresent() && b.isPresent() && a.get().compareTo(b.get()) > 0;
    }

    private Parameter latest(Stream<@Nullable Parameter> values) {
        return values.<Parameter>flatMap(Stream::ofNullable)
                .max(Comparator.comparingInt(value -> order.indexOf(value.pack())))
                .orElseThrow();
    }

    private static String since(LocalDate day) {
        return day.equals(LocalDate.MIN) ? "" : " on " + day;
    }

    private void problem(Parameter value, String message) {
        problems.add(Problem.outside(value.at(), message));
    }
}
