package io.kdchain.rules.derive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Events that a party counted, had to keep until the report, and does not show.
 *
 * @param hole where they are missing
 * @param orders by which the party had to produce or to seal its records
 */
record Unkept(Hole hole, List<Entry> orders) {
    private static final Set<String> TO_PRODUCE = Set.of("seal", "produce");

    Unkept {
        orders = List.copyOf(orders);
    }

    /** All that parties had to keep and do not show. */
    static List<Unkept> of(CaseFile file) {
        List<Unkept> found = new ArrayList<>();
        for (Hole hole : file.record().holes()) {
            Optional<Instant> made = hole.latest();
            if (made.isPresent() && isKeptUntilReport(file, hole.party(), made.get())) {
                found.add(new Unkept(hole, ordersTo(file, hole.party())));
            }
        }
        return found;
    }

    boolean isOrdered() {
        return !orders.isEmpty();
    }

    /** A code of {@code gap-state}. */
    String state() {
        return isOrdered() ? "ordered" : "within-retention";
    }

    /** Log indexes of the orders and of the events on both sides. */
    List<Long> evidence() {
        List<Long> evidence = new ArrayList<>(CaseFile.indexes(orders));
        evidence.addAll(hole.evidence());
        return evidence;
    }

    private static List<Entry> ordersTo(CaseFile file, String party) {
        return file.record()
                .admitted("OrderIssued")
                .filter(o -> o.body().text("to").equals(party)
                        && TO_PRODUCE.contains(o.body().text("kind")))
                .toList();
    }

    /** The longest of the statutory term and what the party promised. */
    private static boolean isKeptUntilReport(CaseFile file, String party, Instant made) {
        Duration term =
                file.pack().findTerm("log.retention", CaseFile.dayOf(made)).orElse(Duration.ZERO);
        Duration longest = file.record()
                .admitted("AgreementConcluded")
                .filter(a -> a.body().texts("parties").contains(party))
                .flatMap(a -> a.body().number("retentionDays").stream())
                .map(days -> Duration.ofDays(days.numerator().longValue()))
                .reduce(term, (a, b) -> a.compareTo(b) >= 0 ? a : b);
        return !made.plus(longest).isBefore(file.reportedAt());
    }
}
