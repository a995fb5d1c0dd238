package io.kdchain.rules.governance;

import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.ProviderAssessed;
import io.kdchain.rules.pack.AssessmentScheme;
import io.kdchain.rules.pack.Criterion;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Fraction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a log shows of a provider by the criteria of a scheme. What nothing on record shows is not shown, and earns
 * nothing; where a criterion asks for the word of others, the provider's own does not show it.
 *
 * @param provider who is assessed
 * @param persons everybody who is one legal person with it
 * @param scheme by what
 * @param at the moment, UTC; what was recorded later does not count, nor what has expired by then
 * @param results one for each criterion, in the order of the scheme
 * @param score by weight over the criteria that count; 0 to 1
 * @param shown weight of the criteria that are shown, of all that count; 0 to 1
 * @param grade what follows
 * @param validUntil until when, UTC: no longer than the scheme says, nor than the first of its evidence lasts
 */
public record ProviderAssessment(
        PartyId provider,
        Set<PartyId> persons,
        AssessmentScheme scheme,
        Instant at,
        List<Result> results,
        Fraction score,
        Fraction shown,
        ProviderAssessed.Grade grade,
        Instant validUntil) {
    private static final int SCORE_DECIMALS = 4;

    public ProviderAssessment {
        persons = Set.copyOf(persons);
        results = List.copyOf(results);
    }

    /** Whether a party would assess itself. */
    public boolean isSamePerson(PartyId party) {
        return party.equals(provider) || persons.contains(party);
    }

    /** Whether a criterion is shown. */
    public enum State implements Coded {
        SHOWN,
        /** There was an occasion, and nothing on record that counts. */
        NOT_SHOWN,
        /** Nothing happened that the criterion asks about. */
        NO_OCCASION;
    }

    /**
     * What the log shows of a criterion.
     *
     * @param criterion which
     * @param state whether it is shown
     * @param score 0 to 1; null unless it is shown
     * @param hits how many of what was asked for are good
     * @param of how many there are
     * @param shownBy entries that count, ascending
     * @param missing what lacks good evidence: entities, or entries
     * @param expired entries that no longer count, or not yet
     * @param ownWord entries that only the provider signed, where others must
     * @param until when the first of the entries that count ends; null means never
     */
    public record Result(
            Criterion criterion,
            State state,
            @Nullable Fraction score,
            long hits,
            long of,
            List<Long> shownBy,
            List<String> missing,
            List<Long> expired,
            List<Long> ownWord,
            @Nullable Instant until) {
        public Result {
            shownBy = shownBy.stream().distinct().sorted().toList();
            missing = missing.stream().distinct().toList();
            expired = expired.stream().distinct().sorted().toList();
            ownWord = ownWord.stream().distinct().sorted().toList();
        }

        /** Whether it enters the score. */
        public boolean counts() {
            return state != State.NO_OCCASION || !criterion.occasional();
        }

        /** Whether nobody passes without it, and it is not met. */
        public boolean bars() {
            return criterion.required()
                    && counts()
                    && (score == null || score.compareTo(Fraction.of(criterion.least())) < 0);
        }
    }

    /**
     * Assesses a provider.
     *
     * @param source entries that stand
     * @param pack terms of obligations that criteria refer to
     * @throws IllegalArgumentException if the log does not know the provider by then, or the scheme names an obligation
     *     that there is not
     */
    public static ProviderAssessment of(
            EntrySource source, RulePack pack, AssessmentScheme scheme, PartyId provider, Instant at) {
        return new Assessor(new Register(source, pack, at), Obligations.of(source, pack, at), at)
                .assess(provider, scheme);
    }

    /** The score with four decimals, rounded down. */
    public BigDecimal scoreRounded() {
        return new BigDecimal(score.numerator())
                .divide(new BigDecimal(score.denominator()), SCORE_DECIMALS, RoundingMode.DOWN);
    }

    /** The assessment as an event. */
    public ProviderAssessed event() {
        return new ProviderAssessed(
                provider,
                "%s %s".formatted(scheme.id(), scheme.version()),
                scoreRounded(),
                grade,
                validUntil,
                results.stream().map(ProviderAssessment::finding).toList());
    }

    private static String finding(Result result) {
        return result.score() == null
                ? "%s: %s".formatted(result.criterion().id(), result.state().code())
                : "%s: %s (%d/%d)".formatted(result.criterion().id(), result.score(), result.hits(), result.of());
    }

    /** Entries on which the assessment rests, ascending. */
    public List<Long> evidence() {
        return results.stream()
                .flatMap(result -> result.shownBy().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
