package io.kdchain.rules.governance;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Metric;
import io.kdchain.provenance.event.ModelEvaluated;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.verdict.Fraction;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counted tests of the contents of a model, as a {@code ModelEvaluated} states them in its metrics: a count as value,
 * and the number of tests as {@code n}.
 *
 * @param entry the evaluation
 * @param judge who counted
 * @param model what was tested
 * @param dataset with which tests; null means not stated
 * @param violations {@code safety.violations}: answers that violate, of all
 * @param referenceRate {@code safety.reference-rate}: what the same judge found of a reference with the same tests,
 *     above 0, at most 1; null means not stated
 * @param mustRefuse {@code safety.must-refuse}: what was refused of what must be; null means not stated
 * @param overRefusal {@code safety.over-refusal}: what was refused of what must be answered; null means not stated
 */
public record SafetyTests(
        LogEntry entry,
        PartyId judge,
        EntityId model,
        @Nullable EntityId dataset,
        Count violations,
        @Nullable Fraction referenceRate,
        @Nullable Count mustRefuse,
        @Nullable Count overRefusal) {
    static final String VIOLATIONS = "safety.violations";
    static final String REFERENCE_RATE = "safety.reference-rate";
    static final String MUST_REFUSE = "safety.must-refuse";
    static final String OVER_REFUSAL = "safety.over-refusal";

    /**
     * So many of so many.
     *
     * @param hits 0 to {@code of}
     * @param of 1 to 10 million
     */
    public record Count(long hits, long of) {
        public Count {
            if (of < 1 || of > ViolationBound.MOST_TESTS || hits < 0 || hits > of) {
                throw new IllegalArgumentException("%d of %d is no count: of 1 to %d tests, 0 to all hit."
                        .formatted(hits, of, ViolationBound.MOST_TESTS));
            }
        }

        Fraction rate() {
            return Fraction.of(hits, of);
        }

        /** As {@code 3/3000}, not in lowest terms. */
        @Override
        public String toString() {
            return hits + "/" + of;
        }
    }

    /** Whether an evaluation says that it counted violations. */
    static boolean isStated(ModelEvaluated evaluated) {
        return evaluated.metrics().stream().anyMatch(metric -> metric.name().equals(VIOLATIONS));
    }

    /** Reads an evaluation; nothing where its numbers are no counts or state something twice. */
    static Optional<SafetyTests> read(LogEntry entry, ModelEvaluated evaluated) {
        try {
            Count violations = count(evaluated.metrics(), VIOLATIONS);
            if (violations == null) {
                return Optional.empty();
            }
            return Optional.of(new SafetyTests(
                    entry,
                    Parties.signer(entry),
                    evaluated.model(),
                    evaluated.dataset(),
                    violations,
                    rate(evaluated.metrics()),
                    count(evaluated.metrics(), MUST_REFUSE),
                    count(evaluated.metrics(), OVER_REFUSAL)));
        } catch (ArithmeticException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Count count(List<Metric> metrics, String name) {
        Metric metric = only(metrics, name);
        if (metric == null) {
            return null;
        }
        Long tests = metric.n();
        if (tests == null) {
            throw new IllegalArgumentException("%s states no n.".formatted(name));
        }
        return new Count(metric.value().longValueExact(), tests);
    }

    private static @Nullable Fraction rate(List<Metric> metrics) {
        Metric metric = only(metrics, REFERENCE_RATE);
        if (metric == null) {
            return null;
        }
        if (metric.value().signum() <= 0 || metric.value().compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(
                    "%s is %s and lies above 0, at most 1.".formatted(REFERENCE_RATE, metric.value()));
        }
        return Fraction.of(metric.value());
    }

    /** The metric over all tests; those of groups are beside it. */
    private static @Nullable Metric only(List<Metric> metrics, String name) {
        List<Metric> found = metrics.stream()
                .filter(metric -> metric.name().equals(name) && metric.group() == null)
                .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("%s is stated %d times.".formatted(name, found.size()));
        }
        return found.isEmpty() ? null : found.get(0);
    }
}
