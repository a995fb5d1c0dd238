package io.kdchain.examples.cli;

import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damage items as {@code --item KIND[=AMOUNT CUR]} names them. */
final class ClaimedItem {
    private static final Pattern FORM = Pattern.compile("([a-z-]+)(?:=\\s*(\\d[\\d.]*)\\s+([A-Z]{3}))?");

    private ClaimedItem() {}

    /** The items; each has its kind as id, with a number from the second of a kind on. */
    static List<DamageItem> all(List<String> texts) {
        List<DamageItem> items = new ArrayList<>();
        for (String text : texts) {
            Matcher form = FORM.matcher(text.strip());
            if (!form.matches() || !DamageItem.KINDS.contains(form.group(1))) {
                throw new BadInputException(
                        "--item is '%s'; write KIND or 'KIND=AMOUNT CUR', such as 'property=1200 CNY', with KIND one of %s."
                                .formatted(text, String.join(", ", DamageItem.KINDS)));
            }
            String kind = form.group(1);
            long before = items.stream().filter(i -> i.kind().equals(kind)).count();
            DamageItem item = DamageItem.of(before == 0 ? kind : kind + "-" + (before + 1), kind);
            items.add(form.group(2) == null ? item : item.withAmount(Money.of(form.group(2), form.group(3))));
        }
        return items;
    }
}
