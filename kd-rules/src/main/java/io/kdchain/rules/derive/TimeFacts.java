package io.kdchain.rules.derive;

import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.TimeBar;
import io.kdchain.rules.verdict.DamageItem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Claims that came late. The long stop runs from the damage; the short term runs from when the claimant knew of damage
 * and debtor and counts only if a debtor pleads it, which the record cannot show: a question.
 */
final class TimeFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        LocalDate day = CaseFile.dayOf(file.harmedAt());
        boolean late = isOver(file, "limitation.general", day);
        boolean tooLate = isOver(file, "limitation.repose", day);
        for (DamageItem item : file.items()) {
            if (tooLate) {
                facts.add(KnownFact.shownBy(new TimeBar(item.id(), "repose"), List.of()));
            } else if (late && file.ask(question(file, item)).orElse(false)) {
                facts.add(KnownFact.shownBy(new TimeBar(item.id(), "limitation"), List.of()));
            }
        }
        return facts;
    }

    private static boolean isOver(CaseFile file, String term, LocalDate day) {
        return file.pack()
                .findTerm(term, day)
                .filter(t -> file.reportedAt().isAfter(file.harmedAt().plus(t)))
                .isPresent();
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
