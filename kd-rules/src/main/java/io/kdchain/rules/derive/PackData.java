package io.kdchain.rules.derive;

import io.kdchain.rules.fact.CausalParts.Weight;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the derivation of facts takes from a rule pack: numbers and tables, no rules. Answers must not change. */
public interface PackData {
    /** Length of a term such as {@code notice.obvious}, as of a date. */
    Duration term(String name, LocalDate on);

    /** The same, empty where the pack has no such term. */
    Optional<Duration> findTerm(String name, LocalDate on);

    /** When a term that begins at a moment is over; one in days ends with its last day. Empty as {@link #findTerm}. */
    Optional<Instant> findEnd(String name, Instant begin);

    /** Weight of a causal grade such as {@code main}, with its range, as of a date. */
    Weight causalGrade(String grade, LocalDate on);

    /** Codes of all duties that the pack knows. */
    Collection<String> duties();

    /** What a duty protects against: kinds of damage, {@code any}, or {@code aggravated}; empty for organisational. */
    List<String> protects(String duty);

    /** Whether the breach of a duty never causes damage by itself. */
    boolean organisational(String duty);

    /** Whether a finding shows that one of the roles owed a duty: by the pack, and by a norm in force on a day. */
    boolean binds(String duty, Collection<String> roles, LocalDate on);

    /** The code of a duty that is named by its code or by its id, such as {@code D35}. */
    Optional<String> duty(String idOrCode);

    /** The word that a dated parameter gives on a day; empty where the pack has none. */
    Optional<String> choice(String name, LocalDate on);

    /** Since when a measure is customary in an industry and region; empty where the table has no entry. */
    Optional<LocalDate> customarySince(String measure, String industry, String region);

    /** The scene that a word for a purpose means, such as {@code medical} for {@code diagnosis}; empty if unknown. */
    Optional<String> scene(String purpose);
}
