package io.kdchain.rules.report;

import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers and moments as people read them; the same in every locale. */
final class Format {
    /** Decimals of a percentage; the exact fraction stands beside it. */
    private static final int PERCENT_DECIMALS = 1;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

    private static final Pattern SUM = Pattern.compile("(\\d{1,1000}(?:\\.\\d{1,1000})?) ([A-Z]{3})");

    private Format() {}

    /** {@code 60%}, {@code 33.3%}; rounded half up to one decimal. */
    static String percent(Fraction share) {
        BigDecimal value = decimal(share.times(Fraction.of(100)), PERCENT_DECIMALS);
        return (value.stripTrailingZeros().scale() <= 0 ? value.setScale(0, RoundingMode.UNNECESSARY) : value)
                        .toPlainString()
                + "%";
    }

    /** A fraction as a decimal, rounded half up. */
    static BigDecimal decimal(Fraction value, int decimals) {
        return new BigDecimal(value.numerator())
                .divide(new BigDecimal(value.denominator()), decimals, RoundingMode.HALF_UP);
    }

    /** {@code 180,000.00 CNY}. */
    static String money(Money money) {
        BigDecimal amount = money.amount();
        String digits = amount.toBigInteger().toString();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                out.append(',');
            }
            out.append(digits.charAt(i));
        }
        String plain = amount.toPlainString();
        int point = plain.indexOf('.');
        return out.append(point < 0 ? "" : plain.substring(point)) + " "
                + money.currency().getCurrencyCode();
    }

    /** A sum that an agreement or a rule names, such as {@code 50000 CNY}, as other sums; as it is if it is none. */
    static String sum(String text) {
        Matcher sum = SUM.matcher(text);
        try {
            return sum.matches() ? money(Money.of(sum.group(1), sum.group(2))) : text;
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** The day where the moment is midnight, else with minutes, or seconds where there are some. */
    static String moment(Instant at) {
        var utc = at.atOffset(ZoneOffset.UTC);
        if (utc.getNano() == 0 && utc.getSecond() == 0) {
            return utc.getHour() == 0 && utc.getMinute() == 0 ? DAY.format(utc) : MINUTE.format(utc);
        }
        return SECOND.format(utc);
    }

    /** The day of the moment, UTC. */
    static String day(Instant at) {
        return DAY.format(at.atOffset(ZoneOffset.UTC));
    }
}
