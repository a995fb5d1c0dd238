package io.kdchain.rules.workbench;

import io.kdchain.rules.verdict.Fraction;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a share is expected to be: exact or within bounds.
 *
 * @param low the lowest share, or null
 * @param lowIncluded whether {@code low} itself will do
 * @param high the highest share, or null
 * @param highIncluded whether {@code high} itself will do
 */
record ShareRange(
        @Nullable Fraction low,
        boolean lowIncluded,
        @Nullable Fraction high,
        boolean highIncluded) {
    private static final Pattern BOUND = Pattern.compile("(>=|<=|>|<)\\s*(\\S+)");
    private static final Pattern RANGE = Pattern.compile("(\\S+?)\\s*\\.\\.\\s*(\\S+)");

    /** Reads {@code 3/5}, {@code 0.6}, {@code >= 1/2} or {@code 2/5..3/5}; empty if it is none of these. */
    static Optional<ShareRange> parse(String text) {
        try {
            return Optional.of(read(text.strip())).filter(ShareRange::isPossible);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ShareRange read(String text) {
        Matcher bound = BOUND.matcher(text);
        if (bound.matches()) {
            Fraction at = Fraction.parse(bound.group(2));
            return switch (bound.group(1)) {
                case ">=" -> new ShareRange(at, true, null, false);
                case ">" -> new ShareRange(at, false, null, false);
                case "<=" -> new ShareRange(null, false, at, true);
                default -> new ShareRange(null, false, at, false);
            };
        }
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            return new ShareRange(Fraction.parse(range.group(1)), true, Fraction.parse(range.group(2)), true);
        }
        Fraction exact = Fraction.parse(text);
        return new ShareRange(exact, true, exact, true);
    }

    /** Whether some share from 0 to 1 is within. */
    private boolean isPossible() {
        return inUnit(low) && inUnit(high) && (low == null || high == null || low.compareTo(high) <= 0);
    }

    private static boolean inUnit(@Nullable Fraction f) {
        return f == null || (f.signum() >= 0 && f.compareTo(Fraction.ONE) <= 0);
    }

    boolean holds(Fraction share) {
        return (low == null || share.compareTo(low) > 0 || (lowIncluded && share.equals(low)))
                && (high == null || share.compareTo(high) < 0 || (highIncluded && share.equals(high)));
    }
}
