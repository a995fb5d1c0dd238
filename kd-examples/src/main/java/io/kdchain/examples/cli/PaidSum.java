package io.kdchain.examples.cli;

import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Settlement.Payment;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Payments as {@code --paid PARTY[@ITEM]=AMOUNT CUR} names them. */
final class PaidSum {
    private static final Pattern FORM = Pattern.compile("([^@=]+)(?:@([^=]+))?=\\s*(\\d[\\d.]*)\\s+([A-Z]{3})");

    private PaidSum() {}

    static List<Payment> all(List<String> texts) {
        List<Payment> payments = new ArrayList<>();
        for (String text : texts) {
            Matcher form = FORM.matcher(text.strip());
            if (!form.matches()) {
                throw new BadInputException(
                        "--paid is '%s'; write 'PARTY=AMOUNT CUR', such as 'cloudco=30000 CNY', or 'PARTY@ITEM=AMOUNT CUR' where there are several items."
                                .formatted(text));
            }
            payments.add(new Payment(
                    form.group(1).strip(),
                    form.group(2) == null ? "" : form.group(2).strip(),
                    Money.of(form.group(3), form.group(4))));
        }
        return payments;
    }
}
