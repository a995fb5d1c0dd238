package io.kdchain.rules.derive;

import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.TimeBar;
import io.kdchain.rules.verdict.DamageItem;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Claims that came late. The long stop runs from the damage, that for products from the first delivery; the short term
 * runs from when the claimant knew of damage and debtor and counts only if a debtor pleads it, which the record cannot
 * show: a question.
 */
final class TimeFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        LocalDate day = CaseFile.dayOf(file.harmedAt());
        boolean late = isOver(file, "limitation.general", day, file.harmedAt());
        boolean tooLate = isOver(file, "limitation.repose", day, file.harmedAt());
        for (DamageItem item : file.items()) {
            delivered(file)
                    .filter(first -> isOver(file, "limitation.product-repose", day, first.at()))
                    .ifPresent(first -> facts.add(
                            KnownFact.shownBy(new TimeBar(item.id(), "product-repose"), List.of(first.index()))));
            if (tooLate) {
                facts.add(KnownFact.shownBy(new TimeBar(item.id(), "repose"), List.of()));
            } else if (late && file.ask(question(file, item)).orElse(false)) {
                facts.add(KnownFact.shownBy(new TimeBar(item.id(), "limitation"), List.of()));
            }
        }
        return facts;
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
