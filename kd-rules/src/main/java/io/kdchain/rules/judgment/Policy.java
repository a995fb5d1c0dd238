package io.kdchain.rules.judgment;

import io.kdchain.rules.verdict.Money;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Insurance that the record shows.
 *
 * @param policy its number
 * @param insurer who pays
 * @param insured whose part is paid
 * @param cover the most that is paid
 * @param deductible what the insured bears itself; null for nothing
 * @param from begin of the cover
 * @param until end of the cover
 * @param perils kinds of damage that are covered; empty for all
 * @param recordedAt when somebody else than the insurer recorded it; null for the insurer's own word, which binds it
 *     whenever it is given
 */
public record Policy(
        String policy,
        String insurer,
        String insured,
        Money cover,
        @Nullable Money deductible,
        Instant from,
        Instant until,
        List<String> perils,
        @Nullable Instant recordedAt) {
    public Policy {
        perils = List.copyOf(perils);
    }

    /**
     * Those that count, each once: what somebody else than the insurer records after the report helps the insured no
     * more, and of several records of one policy that of the insurer counts, else the last.
     */
    static List<Policy> shown(List<Policy> policies, Instant reportedAt) {
        Map<List<String>, Policy> shown = new LinkedHashMap<>();
        policies.stream()
                .filter(p -> p.recordedAt == null || !p.recordedAt.isAfter(reportedAt))
                .forEach(p -> shown.merge(
                        List.of(p.insurer, p.insured, p.policy),
                        p,
                        (before, now) -> before.recordedAt == null && now.recordedAt != null ? before : now));
        return List.copyOf(shown.values());
    }

    boolean inForceAt(Instant harm) {
        return !harm.isBefore(from) && !harm.isAfter(until);
    }
}
