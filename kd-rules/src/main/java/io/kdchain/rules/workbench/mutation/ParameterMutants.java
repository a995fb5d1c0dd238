package io.kdchain.rules.workbench.mutation;

import io.kdchain.rules.apportion.ItemCase.StrictInner;
import io.kdchain.rules.fact.CodeLists;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.Parameters;
import io.kdchain.rules.verdict.Fraction;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Each number, term and word of {@code parameters.yaml} as another one that a pack could have. A weight stays within
 * its range, half way to an end of it; the ends of a range move half way to the weight, or away from it; a term is
 * doubled, none becomes a day; a word becomes the next one of its list.
 */
final class ParameterMutants {
    private static final String LOW = ".low";
    private static final String HIGH = ".high";
    private static final Fraction HALF = Fraction.of(1, 2);

    private final Parameters parameters;

    ParameterMutants(Parameters parameters) {
        this.parameters = parameters;
    }

    /** Empty where no other value could stand there: a weight whose range is one number. */
    Optional<Mutant> of(Parameter parameter) {
        return other(parameter)
                .filter(value -> !value.equals(parameter.value()))
                .map(value -> new Mutant(
                        parameter.at(),
                        parameter.name(),
                        Operator.CHANGE_PARAMETER,
                        parameter.value(),
                        value,
                        new Mutant.Change.OfParameter(parameter.withValue(value))));
    }

    private Optional<String> other(Parameter parameter) {
        if (isTerm(parameter)) {
            return Optional.of(longer(parameter));
        }
        Optional<String> word = nextWord(parameter);
        return word.isPresent()
                ? word
                : number(parameter).flatMap(n -> weight(parameter, n)).map(Fraction::toString);
    }

    /** Whether the value is a span of time. */
    static boolean isTerm(Parameter parameter) {
        try {
            return !parameter.duration().isNegative();
        } catch (IllegalStateException e) {
            return false; // what is no span is a number or a word
        }
    }

    private static String longer(Parameter term) {
        Optional<Fraction> number = number(term);
        if (number.isPresent()) {
            return number.get().isZero()
                    ? "1"
                    : number.get().times(Fraction.of(2)).toString();
        }
        Duration span = term.duration();
        return (span.isZero() ? Duration.ofDays(1) : span.multipliedBy(2)).toString();
    }

    private static Optional<String> nextWord(Parameter parameter) {
        Map<String, List<String>> lists = CodeLists.all();
        List<List<String>> words = new ArrayList<>();
        if (parameter.unit().equals("scene")) {
            words.add(lists.getOrDefault("scene", List.of()));
        }
        words.add(Arrays.stream(StrictInner.values()).map(Enum::name).toList());
        words.add(lists.getOrDefault("fault", List.of()));
        words.add(lists.getOrDefault("software-status", List.of()));
        return words.stream()
                .filter(list -> list.contains(parameter.value()))
                .findFirst()
                .map(list -> list.get((list.indexOf(parameter.value()) + 1) % list.size()));
    }

    private Optional<Fraction> weight(Parameter parameter, Fraction value) {
        String name = parameter.name();
        if (name.endsWith(LOW)) {
            Fraction point = sibling(parameter, name.substring(0, name.length() - LOW.length()), value);
            return Optional.of(value.equals(point) ? value.times(HALF) : between(value, point));
        }
        if (name.endsWith(HIGH)) {
            Fraction point = sibling(parameter, name.substring(0, name.length() - HIGH.length()), value);
            return Optional.of(value.equals(point) ? value.plus(Fraction.of(1)) : between(value, point));
        }
        boolean ranged = !parameters.history(name + LOW).isEmpty()
                || !parameters.history(name + HIGH).isEmpty();
        if (!ranged) {
            return Optional.of(value.plus(Fraction.of(1)));
        }
        Fraction high = sibling(parameter, name + HIGH, value);
        Fraction low = sibling(parameter, name + LOW, value);
        return high.equals(low) ? Optional.empty() : Optional.of(between(value, high.equals(value) ? low : high));
    }

    private static Fraction between(Fraction a, Fraction b) {
        return a.plus(b).times(HALF);
    }

    private Fraction sibling(Parameter parameter, String name, Fraction otherwise) {
        LocalDate from = parameter.from();
        return parameters
                .find(name, from == null ? LocalDate.MIN : from)
                .flatMap(ParameterMutants::number)
                .orElse(otherwise);
    }

    private static Optional<Fraction> number(Parameter parameter) {
        try {
            return Optional.of(Fraction.parse(parameter.value()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a duration or a word
        }
    }
}
