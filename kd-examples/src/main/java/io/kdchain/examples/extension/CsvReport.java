package io.kdchain.examples.extension;

import io.kdchain.rules.report.ReportFormat;
import io.kdchain.rules.report.ReportInput;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Money;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code kd attribute --as csv}: one line a party and item, for a spreadsheet; {@code after} names who has to be
 * pursued before a party in second place. Cells are quoted as RFC 4180 has them; one that a spreadsheet would take for
 * a formula is preceded by an apostrophe.
 */
public final class CsvReport implements ReportFormat {
    @Override
    public String id() {
        return "csv";
    }

    @Override
    public String write(ReportInput input, Locale locale) {
        Stream<String> lines = input.verdict().items().stream()
                .flatMap(item -> item.shares().keySet().stream()
                        .map(party -> line(input.verdict().incident(), item, party)));
        return Stream.concat(Stream.of("incident,item,party,share,claimable,after,amount,currency"), lines)
                .collect(Collectors.joining("\r\n"));
    }

    private static String line(String incident, ItemVerdict item, String party) {
        Money amount = item.amounts().get(party);
        return Stream.of(
                        incident,
                        item.item(),
                        party,
                        item.shares().get(party),
                        item.claimable().getOrDefault(party, Fraction.ZERO),
                        item.supplementary().stream()
                                .filter(s -> s.party().equals(party))
                                .map(Attribution.Supplementary::primary)
                                .collect(Collectors.joining(" ")),
                        amount == null ? "" : amount.amount().toPlainString(),
                        amount == null ? "" : amount.currency().getCurrencyCode())
                .map(cell -> cell(cell.toString()))
                .collect(Collectors.joining(","));
    }

    private static String cell(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
