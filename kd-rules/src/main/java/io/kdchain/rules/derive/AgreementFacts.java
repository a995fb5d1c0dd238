package io.kdchain.rules.derive;

import io.kdchain.rules.fact.Agreement;
import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.Indemnity;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.LiabilityCap;
import io.kdchain.rules.fact.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the parties agreed before the damage: with whom, and which duties they took on beyond the law. A promise binds
 * what is done after it.
 */
final class AgreementFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        file.record()
                .admitted("AgreementConcluded")
                .filter(a -> !a.at().isAfter(file.harmedAt()))
                .forEach(a -> {
                    pairs(a, facts);
                    boolean over = a.body()
                            .deadline("until")
                            .filter(u -> u.isBefore(file.harmedAt()))
                            .isPresent();
                    if (!over) {
                        a.body().texts("parties").forEach(p -> promises(file, a, p, "agreement", facts));
                        file.items().forEach(item -> clauses(item.id(), a, facts));
                    }
                });
        file.record()
                .admitted("ConventionSigned")
                .filter(c -> !c.at().isAfter(file.harmedAt()))
                .forEach(c -> promises(file, c, c.actor(), "convention", facts));
        return facts;
    }

    private static void pairs(Entry agreement, List<KnownFact> facts) {
        String kind = agreement.body().text("kind");
        List<String> parties = agreement.body().texts("parties");
        for (String party : parties) {
            for (String other : parties) {
                if (!party.equals(other)) {
                    facts.add(KnownFact.shownBy(
                            new Agreement(agreement.id(), kind, party, other), List.of(agreement.index())));
                }
            }
        }
    }

    /** Clauses on who bears the damage in the end; of who is no party to the agreement they say nothing. */
    private static void clauses(String item, Entry agreement, List<KnownFact> facts) {
        List<String> parties = agreement.body().texts("parties");
        for (Body indemnity : agreement.body().objects("indemnities")) {
            String indemnitor = indemnity.text("from");
            String indemnitee = indemnity.text("to");
            if (!indemnitor.equals(indemnitee) && parties.containsAll(List.of(indemnitor, indemnitee))) {
                String scope = indemnity.text("scope").isBlank() ? "all" : indemnity.text("scope");
                facts.add(KnownFact.shownBy(
                        new Indemnity(item, agreement.id(), indemnitor, indemnitee, scope),
                        List.of(agreement.index())));
            }
        }
        Body cap = agreement.body().object("liabilityCap");
        if (!cap.isEmpty()) {
            String sum = "%s %s".formatted(cap.tree().get("amount"), cap.text("currency"));
            for (String party : parties) {
                for (String other : parties) {
                    if (!party.equals(other)) {
                        facts.add(KnownFact.shownBy(
                                new LiabilityCap(item, agreement.id(), party, other, sum), List.of(agreement.index())));
                    }
                }
            }
        }
    }

    private static void promises(CaseFile file, Entry source, String party, String by, List<KnownFact> facts) {
        for (String adopted : source.body().texts("adopts")) {
            file.pack().duty(adopted).ifPresent(duty -> {
                facts.add(KnownFact.shownBy(new Promise(party, duty, source.id(), by), List.of(source.index())));
                kept(file, source, party, duty).ifPresent(shown -> {
                    List<Long> evidence = new ArrayList<>(CaseFile.indexes(shown));
                    evidence.add(source.index());
                    facts.add(KnownFact.shownBy(
                            new Check(source.id(), party, duty, shown.isEmpty() ? "absent" : "made"), evidence));
                });
            });
        }
    }

    /**
     * What shows that a promise was kept, nothing if it was not; empty if only an appraisal can tell, or if all that it
     * could bind was done before it.
     */
    private static Optional<Collection<Entry>> kept(CaseFile file, Entry promise, String party, String duty) {
        if (!duty.equals("insure") && !isBound(file, promise)) {
            return Optional.empty(); // only an insurance is owed for the day of the damage alone
        }
        return switch (duty) {
            case "assess-provider" ->
                Optional.of(file.timely("ProviderAssessed")
                        .filter(e -> e.actor().equals(party) && !e.at().isAfter(file.harmedAt()))
                        .toList());
            case "insure" -> Optional.of(insured(file, party).toList());
            case "train-staff" ->
                file.pack()
                        .findTerm("training.period", CaseFile.dayOf(file.harmedAt()))
                        .map(period -> file.timely("ComplianceTrainingHeld")
                                .filter(e -> e.actor().equals(party)
                                        && !e.at().isBefore(file.harmedAt().minus(period))
                                        && !e.at().isAfter(file.harmedAt()))
                                .toList());
            case "traceability-label" -> {
                List<Entry> served = file.behind()
                        .acts("OutputServed")
                        .filter(s -> s.actor().equals(party) && !s.at().isBefore(promise.at()))
                        .toList();
                boolean all = served.stream()
                        .allMatch(
                                s -> !file.isLate(s) && s.body().texts("labels").contains("traceability"));
                yield served.isEmpty() ? Optional.empty() : Optional.of(all ? served : List.of());
            }
            case "monitor" -> safeguarded(file, promise, party, "monitoring");
            case "industry-level-filters" -> safeguarded(file, promise, party, "content-filter");
            case "review-algorithm" ->
                file.pack()
                        .findTerm("audit.period", CaseFile.dayOf(file.harmedAt()))
                        .map(period -> file.timely("TechnicalAudited")
                                .filter(a -> file.behind().makersOf(a.body().text("subject")).stream()
                                        .anyMatch(m -> m.actor().equals(party)))
                                .filter(a -> !a.at().isBefore(file.harmedAt().minus(period))
                                        && !a.at().isAfter(file.harmedAt()))
                                .toList());
            default -> Optional.empty();
        };
    }

    /** Whether anything behind the damage, or a leak, came after the promise, so that it could bind. */
    private static boolean isBound(CaseFile file, Entry promise) {
        return Stream.concat(file.behind().acts().stream(), file.record().standing("ArtefactLeaked"))
                .anyMatch(a -> !a.at().isBefore(promise.at()));
    }

    /**
     * Deployments of the party if each lists a safeguard; empty if it deployed nothing, and let none serve, after it
     * promised.
     */
    private static Optional<Collection<Entry>> safeguarded(
            CaseFile file, Entry promise, String party, String safeguard) {
        List<Entry> deployed = file.behind()
                .acts("ModelDeployed")
                .filter(d -> d.actor().equals(party))
                .filter(d -> !d.at().isBefore(promise.at())
                        || file.behind()
                                .acts("OutputServed")
                                .anyMatch(s ->
                                        !s.at().isBefore(promise.at()) && Entities.overlap(s.uses(), d.generates())))
                .toList();
        boolean all =
                deployed.stream().allMatch(d -> d.body().texts("safeguards").contains(safeguard));
        return deployed.isEmpty() ? Optional.empty() : Optional.of(all ? deployed : List.of());
    }

    private static Stream<Entry> insured(CaseFile file, String party) {
        return file.record()
                .admitted("InsuranceBound")
                .filter(e -> e.body().text("insured").equals(party))
                .filter(e -> e.body()
                        .moment("from")
                        .filter(f -> !f.isAfter(file.harmedAt()))
                        .isPresent())
                .filter(e -> e.body()
                        .deadline("until")
                        .filter(u -> !u.isBefore(file.harmedAt()))
                        .isPresent());
    }
}
