package io.kdchain.provenance.event;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * An exact part of a whole, kept as it was written: a decimal such as {@code 0.25} or a fraction such as {@code 1/5}.
 *
 * @param text the part, 0 to 1
 */
public record Share(String text) {
    private static final Pattern FORM = Pattern.compile("[0-9]{1,18}/[0-9]{1,18}|[0-9]{1,18}(\\.[0-9]{1,18})?");

    public Share {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no share: it must be a fraction such as 1/5 or a decimal such as 0.2."
                            .formatted(text.length() <= 40 ? text : text.substring(0, 40) + "…"));
        }
        BigInteger below = denominator(text);
        if (below.signum() == 0 || numerator(text).compareTo(below) > 0) {
            throw new IllegalArgumentException("Share %s is not between 0 and 1.".formatted(text));
        }
    }

    /** What stands above the line; 0 or more, not reduced. */
    public BigInteger numerator() {
        return numerator(text);
    }

    /** What stands below the line; 1 or more, not reduced. */
    public BigInteger denominator() {
        return denominator(text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static BigInteger numerator(String text) {
        int line = text.indexOf('/');
        return line < 0 ? new BigDecimal(text).unscaledValue() : new BigInteger(text.substring(0, line));
    }

    private static BigInteger denominator(String text) {
        int line = text.indexOf('/');
        return line < 0 ? BigInteger.TEN.pow(new BigDecimal(text).scale()) : new BigInteger(text.substring(line + 1));
    }
}
