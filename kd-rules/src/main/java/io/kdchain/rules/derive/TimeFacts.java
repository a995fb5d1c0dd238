package io.kdchain.rules.derive;

import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.fact.Interrupted;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.TimeBar;
import io.kdchain.rules.verdict.DamageItem;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Claims that came late. The long stop runs from the damage, that for products from the first delivery; the short term
 * runs from when the claimant knew of damage and debtor and counts only if a debtor pleads it, which the record cannot
 * show: a question. A demand of the claimant interrupts the short term against whom it was made. Obstacles that suspend
 * it at its end lie outside any chain: a second question, where a pack has the term {@code limitation.suspension}.
 */
final class TimeFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        LocalDate day = CaseFile.dayOf(file.harmedAt());
        boolean late = isOver(file, "limitation.general", day, file.harmedAt());
        boolean tooLate = isOver(file, "limitation.repose", day, file.harmedAt());
        if (late && !tooLate) {
            facts.addAll(interrupted(file, day));
        }
        for (DamageItem item : file.items()) {
            delivered(file)
                    .filter(first -> isOver(file, "limitation.product-repose", day, first.at()))
                    .ifPresent(first -> facts.add(
                            KnownFact.shownBy(new TimeBar(item.id(), "product-repose"), List.of(first.index()))));
            if (tooLate) {
                facts.add(KnownFact.shownBy(new TimeBar(item.id(), "repose"), List.of()));
            } else if (late && file.ask(question(file, item)).orElse(false) && !isSuspended(file, item, day)) {
                facts.add(KnownFact.shownBy(new TimeBar(item.id(), "limitation"), List.of()));
            }
        }
        return facts;
    }

    /**
     * Demands of the claimant, each before the term that the damage or an earlier demand began was over, so that the
     * claim came within the last term. Knowledge may have come later than the damage: who counts from the damage counts
     * against the claimant.
     */
    private static List<KnownFact> interrupted(CaseFile file, LocalDate day) {
        Optional<Duration> term = file.pack().findTerm("limitation.general", day);
        if (term.isEmpty()) {
            return List.of();
        }
        SortedMap<String, List<Entry>> demands = new TreeMap<>();
        file.record()
                .standing("NoticeReceived")
                .filter(n -> n.body().text("from").equals(file.incident().claimant()))
                .filter(n -> !n.body().flag("counter")
                        && n.body().texts("about").stream()
                                .anyMatch(a -> file.behind().holds(a)))
                .forEach(n -> demands.computeIfAbsent(n.actor(), a -> new ArrayList<>())
                        .add(n));
        List<KnownFact> facts = new ArrayList<>();
        demands.forEach((party, received) -> {
            received.sort(Comparator.comparing(NoticeFacts::receivedAt).thenComparing(Entry::index));
            Instant end = file.harmedAt().plus(term.get());
            List<Long> evidence = new ArrayList<>();
            for (Entry demand : received) {
                Instant at = NoticeFacts.receivedAt(demand);
                if (!at.isBefore(file.harmedAt()) && !at.isAfter(end)) {
                    end = at.plus(term.get());
                    evidence.add(demand.index());
                }
            }
            if (!evidence.isEmpty() && !file.reportedAt().isAfter(end)) {
                file.items().forEach(i -> facts.add(KnownFact.shownBy(new Interrupted(i.id(), party), evidence)));
            }
        });
        return facts;
    }

    private static boolean isSuspended(CaseFile file, DamageItem item, LocalDate day) {
        return file.pack()
                .findTerm("limitation.suspension", day)
                .flatMap(term -> file.ask(new OpenIssue(
                        "suspension:" + item.id(),
                        "Did an obstacle, such as force majeure or the want of a representative, keep %s from claiming '%s' within the last %d days of the term of limitation, and did the claim come within as many days after it ended?"
                                .formatted(file.incident().claimant(), item.id(), term.toDays()),
                        "在诉讼时效期间的最后%d日内，%s是否因不可抗力、欠缺代理人等障碍不能就“%s”主张权利，且在障碍消除后同样期间内提出了主张？"
                                .formatted(term.toDays(), file.incident().claimant(), item.id()),
                        "")))
                .orElse(false);
    }

    private static boolean isOver(CaseFile file, String term, LocalDate day, Instant begin) {
        return file.pack()
                .findTerm(term, day)
                .filter(t -> file.reportedAt().isAfter(begin.plus(t)))
                .isPresent();
    }

    /** What was first made for somebody to use: the first output of the deployment behind the damage. */
    private static Optional<Entry> delivered(CaseFile file) {
        return file.behind().acts("OutputServed").min(Comparator.comparing(Entry::at));
    }

    private static OpenIssue question(CaseFile file, DamageItem item) {
        String claimant = file.incident().claimant();
        return new OpenIssue(
                "limitation:" + item.id(),
                "Did %s know of the damage '%s' and of who is liable for longer than the term of limitation before claiming, and is that pleaded?"
                        .formatted(claimant, item.id()),
                "%s在主张权利之前知道或者应当知道损害“%s”以及义务人是否已超过诉讼时效期间，且义务人已提出时效抗辩？".formatted(claimant, item.id()),
                "");
    }
}
