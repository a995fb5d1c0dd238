package io.kdchain.rules.verdict;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A head of damage, judged by itself.
 *
 * @param id unique within its incident
 * @param kind one of {@link #KINDS}
 * @param amount the loss, or null when only shares are asked for
 * @param severity one of {@link #SEVERITIES}
 * @param aggravated whether the loss arose after a notice or a warning
 * @param proven whether damage and causation are proven at all
 * @param nonEconomic whether the loss is not economic, such as pain; some laws let each answer for its part of it only
 */
public record DamageItem(
        String id,
        String kind,
        @Nullable Money amount,
        String severity,
        boolean aggravated,
        boolean proven,
        boolean nonEconomic) {
    /** What can be harmed. */
    public static final List<String> KINDS = List.of(
            "bodily-injury",
            "property",
            "pecuniary",
            "reputation",
            "personality",
            "privacy",
            "copyright",
            "unfair-competition",
            "discrimination");
    /** How grave damage can be. */
    public static final List<String> SEVERITIES = List.of("slight", "ordinary", "serious", "death", "unstated");

    public DamageItem {
        if (id.isBlank()) {
            throw new IllegalArgumentException("A damage item needs an id, such as 'injury'.");
        }
        oneOf("kind", kind, KINDS);
        oneOf("severity", severity, SEVERITIES);
    }

    /** An item of economic loss. */
    public DamageItem(
            String id, String kind, @Nullable Money amount, String severity, boolean aggravated, boolean proven) {
        this(id, kind, amount, severity, aggravated, proven, false);
    }

    /** A proven item of this kind, without an amount. */
    public static DamageItem of(String id, String kind) {
        return new DamageItem(id, kind, null, "unstated", false, true);
    }

    /** The same item with this loss. */
    public DamageItem withAmount(Money loss) {
        return new DamageItem(id, kind, Objects.requireNonNull(loss), severity, aggravated, proven, nonEconomic);
    }

    private static void oneOf(String field, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException("%s is '%s'; it must be one of %s.".formatted(field, value, allowed));
        }
    }
}
