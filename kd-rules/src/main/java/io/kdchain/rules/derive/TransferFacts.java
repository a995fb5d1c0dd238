package io.kdchain.rules.derive;

import io.kdchain.rules.fact.Entrusted;
import io.kdchain.rules.fact.JointProcessing;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.OneProcessor;
import io.kdchain.rules.fact.Transfer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How artefacts changed hands, and who processes data jointly. */
final class TransferFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        file.record().standing("ArtefactTransferred").forEach(e -> {
            String protection = e.body().text("protection");
            String shown = protection.isEmpty() ? "none" : protection;
            // recorded late, protection is not shown; its absence is admitted
            if (!file.isLate(e) || shown.equals("none")) {
                facts.add(KnownFact.shownBy(
                        new Transfer(e.id(), e.actor(), e.body().text("artefact"), shown), List.of(e.index())));
            }
        });
        file.record()
                .admitted("AgreementConcluded")
                .filter(e -> e.body().text("kind").equals("joint-processing"))
                .filter(e -> days(file).anyMatch(day -> isInForce(e, day)))
                .forEach(e -> addPairs(file, e, facts));
        file.record()
                .admitted("AgreementConcluded")
                .filter(e -> e.body().text("kind").equals("entrusted-processing"))
                .filter(e -> days(file).anyMatch(day -> !e.at().isAfter(day)))
                .forEach(e -> entrusted(file, e, facts));
        return facts;
    }

    /** When it matters who processed with whom: at a leak, else at the harm. */
    private static Stream<Instant> days(CaseFile file) {
        List<Instant> leaks = file.record()
                .standing("ArtefactLeaked")
                .filter(l -> file.behind().holds(l.body().text("artefact")))
                .map(Entry::at)
                .toList();
        return leaks.isEmpty() ? Stream.of(file.harmedAt()) : leaks.stream();
    }

    private static boolean isInForce(Entry agreement, Instant day) {
        return !agreement.at().isAfter(day)
                && agreement
                        .body()
                        .deadline("until")
                        .filter(u -> u.isBefore(day))
                        .isEmpty();
    }

    /** Who entrusts is who handed the data over; where nothing was handed over nobody can tell the two apart. */
    private static void entrusted(CaseFile file, Entry agreement, List<KnownFact> facts) {
        List<String> parties = agreement.body().texts("parties");
        file.record()
                .standing("ArtefactTransferred")
                .filter(t -> parties.contains(t.actor())
                        && parties.contains(t.body().text("to"))
                        && file.isAnother(t.actor(), t.body().text("to")))
                .forEach(t -> facts.add(KnownFact.shownBy(
                        new Entrusted(t.body().text("to"), t.actor()), List.of(agreement.index(), t.index()))));
    }

    /** One legal person processes nothing jointly with itself: its parties are one processor. */
    private static void addPairs(CaseFile file, Entry agreement, List<KnownFact> facts) {
        List<String> parties = agreement.body().texts("parties");
        for (String party : parties) {
            for (String other : parties) {
                if (!party.equals(other)) {
                    facts.add(KnownFact.shownBy(
                            file.isAnother(party, other)
                                    ? new JointProcessing(party, other)
                                    : new OneProcessor(party, other),
                            List.of(agreement.index())));
                }
            }
        }
    }
}
