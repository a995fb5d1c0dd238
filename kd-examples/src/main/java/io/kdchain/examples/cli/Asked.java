package io.kdchain.examples.cli;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Regime;
import io.kdchain.rules.workbench.PackSource;
import io.kdchain.rules.workbench.ScenarioResult;
import io.kdchain.rules.workbench.UnaskedAnswer;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** By which law a judgment is asked for: options that several commands share. */
final class Asked {
    private static final List<Regime> REGIMES = List.of(Regime.values());

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description = "A rule pack, or a folder of packs; they go before those of the library.")
    private @Nullable Path rules;

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "Applies the law of a day instead of that of the damage, as a what-if.")
    private @Nullable String asOf;

    @Option(
            names = "--answer",
            paramLabel = "QUESTION=yes|no",
            description = "Answers an open question that a verdict names.")
    private List<String> answers = List.of();

    /** Where packs come from. */
    PackSource packs() {
        return packs(rules);
    }

    /** Packs of a folder before those of the library; null means only the latter. */
    static PackSource packs(@Nullable Path rules) {
        return rules == null ? PackSource.builtin() : PackSource.of(rules);
    }

    Optional<LocalDate> asOf() {
        if (asOf == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(asOf));
        } catch (DateTimeException e) {
            throw new BadInputException("--as-of is '%s'; write a date such as 2026-01-31.".formatted(asOf));
        }
    }

    /** Question to answer. */
    SortedMap<String, Boolean> answers() {
        SortedMap<String, Boolean> read = new TreeMap<>();
        for (String answer : answers) {
            // ids of questions may hold '=' themselves
            int equals = answer.lastIndexOf('=');
            Boolean value = equals < 1
                    ? null
                    : Map.of("yes", true, "no", false)
                            .get(answer.substring(equals + 1).toLowerCase(Locale.ROOT));
            if (value == null) {
                throw new BadInputException("--answer is '%s'; write QUESTION=yes or QUESTION=no.".formatted(answer));
            }
            Boolean before = read.put(answer.substring(0, equals), value);
            if (before != null && !before.equals(value)) {
                throw new BadInputException(
                        "--answer says yes and no to '%s'; keep one.".formatted(answer.substring(0, equals)));
            }
        }
        return read;
    }

    /**
     * Refuses an answer to a question that none of the verdicts asks.
     *
     * @param answered the questions that were answered
     * @param verdicts that were given
     */
    void requireAsked(Set<String> answered, Collection<Attribution> verdicts) {
        SortedSet<String> idle = new TreeSet<>(answers().keySet());
        idle.removeAll(answered);
        if (!idle.isEmpty()) {
            List<String> open = verdicts.stream()
                    .flatMap(v -> v.open().stream())
                    .map(Attribution.OpenQuestion::id)
                    .distinct()
                    .toList();
            throw new BadInputException(idle.stream()
                    .map(question -> "--answer: " + UnaskedAnswer.message(question, open))
                    .collect(Collectors.joining("\n")));
        }
    }

    /** The same of scenarios and of each of their claims. */
    void requireAsked(Collection<ScenarioResult> results) {
        List<ScenarioResult> all =
                results.stream().flatMap(r -> r.all().stream()).toList();
        requireAsked(
                all.stream().flatMap(r -> r.answered().stream()).collect(Collectors.toSet()),
                all.stream().map(ScenarioResult::verdict).toList());
    }

    /** The regime of this code. */
    static Regime regime(String code) {
        return REGIMES.stream()
                .filter(r -> r.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new BadInputException("There is no regime '%s'; it must be one of %s."
                        .formatted(code, REGIMES.stream().map(Regime::code).collect(Collectors.joining(", ")))));
    }

    /** The words between commas. */
    static List<String> words(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(w -> !w.isEmpty())
                .distinct()
                .toList();
    }

    /** A moment; a date without a time is its midnight in UTC. */
    static Instant moment(String option, String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new BadInputException(
                    "%s is '%s'; write 2026-01-31 or 2026-01-31T13:45:00Z.".formatted(option, text));
        }
    }
}
