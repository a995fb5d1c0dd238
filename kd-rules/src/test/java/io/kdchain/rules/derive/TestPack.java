package io.kdchain.rules.derive;

import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.verdict.Fraction;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A small pack in memory, with numbers of its own. */
enum TestPack implements PackData {
    INSTANCE;

    private static final Map<String, List<String>> PROTECTS = Map.of(
            "verify-equivalence", List.of("bodily-injury", "pecuniary"),
            "secure-transfer", List.of("privacy"),
            "lawful-data-source", List.of("privacy"),
            "act-on-notice", List.of("aggravated"),
            "use-within-purpose", List.of("any"),
            "keep-logs", List.of(),
            "insure", List.of(),
            "keep-evidence-intact", List.of());
    /** Duties that the pack knows and that protect against nothing here. */
    private static final List<String> WITHOUT_PURPOSE = List.of(
            "complaint-channel",
            "disclose-limitations",
            "examine-bias",
            "impact-assessment",
            "industry-level-filters",
            "label-aigc",
            "measure-fidelity",
            "monitor",
            "professional-review",
            "supervise-recipient",
            "teacher-qualification",
            "vet-upstream",
            "warn-of-risk");

    private static final Map<String, Weight> GRADES = Map.of(
            "whole", weight("0.96", "1", "1"),
            "main", weight("0.56", "0.75", "0.95"),
            "equal", weight("0.45", "0.5", "0.55"),
            "secondary", weight("0.16", "0.3", "0.44"),
            "slight", weight("0.05", "0.1", "0.15"),
            "none", weight("0", "0", "0.04"));
    private static final Map<String, Duration> TERMS = Map.of(
            "notice.obvious", Duration.ofHours(24),
            "notice.other", Duration.ofHours(72),
            "notice.explanation", Duration.ofDays(20),
            "log.retention", Duration.ofDays(183),
            "training.period", Duration.ofDays(365),
            "alarm.grace", Duration.ofHours(72),
            "rectify.model", Duration.ofDays(15),
            "inform.users", Duration.ofHours(72),
            "limitation.general", Duration.ofDays(1096),
            "limitation.repose", Duration.ofDays(7305));

    static Weight weight(String low, String point, String high) {
        return new Weight(Fraction.parse(low), Fraction.parse(point), Fraction.parse(high));
    }

    @Override
    public Duration term(String name, LocalDate on) {
        return Optional.ofNullable(TERMS.get(name)).orElseThrow();
    }

    @Override
    public Optional<Duration> findTerm(String name, LocalDate on) {
        return Optional.ofNullable(TERMS.get(name));
    }

    @Override
    public Optional<Instant> findEnd(String name, Instant begin) {
        return findTerm(name, LocalDate.EPOCH).map(begin::plus);
    }

    @Override
    public Optional<String> choice(String name, LocalDate on) {
        return name.equals("product.software")
                ? Optional.of(on.isBefore(LocalDate.parse("2026-12-09")) ? "disputed" : "product")
                : Optional.empty();
    }

    @Override
    public Weight causalGrade(String grade, LocalDate on) {
        return Optional.ofNullable(GRADES.get(grade)).orElseThrow();
    }

    @Override
    public Collection<String> duties() {
        return Stream.concat(PROTECTS.keySet().stream(), WITHOUT_PURPOSE.stream())
                .toList();
    }

    @Override
    public List<String> protects(String duty) {
        return PROTECTS.getOrDefault(duty, List.of());
    }

    @Override
    public boolean organisational(String duty) {
        return duty.equals("keep-logs") || duty.equals("insure");
    }

    /** Safe transfer is a duty of data providers since 2026. */
    @Override
    public boolean binds(String duty, Collection<String> roles, LocalDate on) {
        return duty.equals("secure-transfer")
                && roles.contains("data-provider")
                && !on.isBefore(LocalDate.parse("2026-01-01"));
    }

    @Override
    public Optional<String> duty(String idOrCode) {
        return Optional.of(idOrCode.equals("D35") ? "insure" : idOrCode).filter(PROTECTS::containsKey);
    }

    /** Examination for bias is customary in medicine in China since 2026-02-01, everywhere else without an entry. */
    @Override
    public Optional<LocalDate> customarySince(String measure, String industry, String region) {
        return measure.equals("examine-bias") && industry.equals("medical") && region.equals("CN")
                ? Optional.of(LocalDate.parse("2026-02-01"))
                : Optional.empty();
    }

    @Override
    public Optional<String> scene(String purpose) {
        return switch (purpose) {
            case "diagnosis", "medical" -> Optional.of("medical");
            case "scoring", "credit" -> Optional.of("credit");
            case "news", "general" -> Optional.of(purpose);
            default -> Optional.empty();
        };
    }
}
