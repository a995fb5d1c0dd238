package io.kdchain.rules.derive;

import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.KnownFact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What belongs to the handling of data besides its ground: an assessment before risky processing, a contract before it
 * is handed on, the source of what was bought; and the choice of who works with it.
 */
final class ProcessingFacts implements FactSource {
    private static final Set<String> PROCESSING = Set.of("DataProcessed");
    private static final Set<String> SHARING =
            Set.of("data-licence", "joint-processing", "entrusted-processing", "distillation-service");
    private static final Set<String> WORK = Set.of("distillation-service", "adaptation-service");

    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        assessments(file, facts);
        transfers(file, facts);
        selections(file, facts);
        return facts;
    }

    // ---- impact assessment

    private static void assessments(CaseFile file, List<KnownFact> facts) {
        for (Entry act : file.behind().acts()) {
            List<String> datasets = new ArrayList<>(act.is("DatasetCollected") ? act.generates() : act.uses());
            datasets.removeIf(d -> !Entities.kindOf(d).equals("dataset")
                    || !DataFacts.personalOf(file, d).equals("sensitive"));
            datasets.forEach(d -> facts.add(assessed(file, act, d)));
        }
        file.record()
                .standing("ArtefactTransferred")
                .filter(t -> isPersonal(file, t.body().text("artefact")))
                .forEach(t -> facts.add(assessed(file, t, t.body().text("artefact"))));
    }

    private static boolean isPersonal(CaseFile file, String artefact) {
        return file.behind().holds(artefact)
                && Entities.kindOf(artefact).equals("dataset")
                && !DataFacts.personalOf(file, artefact).equals("none");
    }

    private static KnownFact assessed(CaseFile file, Entry act, String dataset) {
        Set<String> origins = file.behind().sourcesOf(dataset, PROCESSING);
        List<Entry> made = file.timely("DataAudited")
                .filter(a -> a.body().text("kind").equals("impact")
                        && a.actor().equals(act.actor())
                        && Entities.contains(origins, a.body().text("dataset"))
                        && !a.at().isAfter(act.at()))
                .toList();
        return new KnownFact(
                new Check(act.id(), act.actor(), "impact-assessment", made.isEmpty() ? "absent" : "made"),
                with(act, made),
                made.isEmpty() ? "A-DEF" : "");
    }

    // ---- handing on

    private static void transfers(CaseFile file, List<KnownFact> facts) {
        file.record().standing("ArtefactTransferred").forEach(t -> {
            String artefact = t.body().text("artefact");
            String to = t.body().text("to");
            if (to.isEmpty() || to.equals(t.actor()) || !file.behind().holds(artefact)) {
                return;
            }
            if (isPersonal(file, artefact)) {
                List<Entry> contracts = contracts(file, t, to);
                facts.add(new KnownFact(
                        new Check(t.id(), t.actor(), "supervise-recipient", contracts.isEmpty() ? "absent" : "made"),
                        with(t, contracts),
                        contracts.isEmpty() ? "A-INF" : ""));
            }
            purchase(file, t, artefact).ifPresent(bought -> {
                List<Entry> stated = statedSource(file, bought);
                boolean named = !bought.body().text("licence").isEmpty() || !stated.isEmpty();
                facts.add(new KnownFact(
                        new Check(t.id(), t.actor(), "intermediary-checks", named ? "made" : "absent"),
                        with(bought, stated),
                        named ? "" : "A-INF"));
            });
        });
    }

    private static List<Entry> contracts(CaseFile file, Entry transfer, String to) {
        return file.timely("AgreementConcluded")
                .filter(a -> SHARING.contains(a.body().text("kind"))
                        && a.body().texts("parties").containsAll(List.of(transfer.actor(), to))
                        && !a.at().isAfter(transfer.at()))
                .toList();
    }

    /** What the party bought and hands on. */
    private static Optional<Entry> purchase(CaseFile file, Entry transfer, String artefact) {
        return file.behind().sourcesOf(artefact, PROCESSING).stream()
                .flatMap(o -> file.behind().makersOf(o).stream())
                .filter(m -> m.is("DatasetCollected")
                        && m.actor().equals(transfer.actor())
                        && m.body().text("method").equals("purchase"))
                .findFirst();
    }

    /** A statement of another on the source, kept by the time of the report. */
    private static List<Entry> statedSource(CaseFile file, Entry bought) {
        return file.timely("DataAuthorised")
                .filter(a -> bought.generates(a.body().text("dataset")) && file.isAnother(a.source(), bought.actor()))
                .toList();
    }

    // ---- choice of a contractor

    private static void selections(CaseFile file, List<KnownFact> facts) {
        file.record()
                .admitted("AgreementConcluded")
                .filter(a -> WORK.contains(a.body().text("kind")))
                .forEach(agreement -> {
                    for (String customer : agreement.body().texts("parties")) {
                        for (String contractor : agreement.body().texts("parties")) {
                            if (!customer.equals(contractor) && works(file, contractor)) {
                                chosen(file, agreement, customer, contractor).ifPresent(facts::add);
                            }
                        }
                    }
                });
    }

    private static boolean works(CaseFile file, String party) {
        return file.actorsOf("distillation").contains(party)
                || file.actorsOf("adaptation").contains(party);
    }

    /** What the customer's own last assessment before the contract said; who made none is no breach of itself. */
    private static Optional<KnownFact> chosen(CaseFile file, Entry agreement, String customer, String contractor) {
        Map<String, Entry> last = new LinkedHashMap<>();
        file.record()
                .standing("ProviderAssessed")
                .filter(p -> p.actor().equals(customer)
                        && p.body().text("provider").equals(contractor)
                        && !p.at().isAfter(agreement.at()))
                .filter(p -> p.body().text("grade").equals("failed") || !file.isLate(p))
                .forEach(p -> last.put(contractor, p));
        return last.values().stream()
                .findFirst()
                .map(p -> KnownFact.shownBy(
                        new Check(
                                agreement.id(),
                                customer,
                                "select-provider",
                                p.body().text("grade").equals("failed") ? "failed" : "made"),
                        with(agreement, List.of(p))));
    }

    private static List<Long> with(Entry act, Collection<Entry> others) {
        List<Long> evidence = new ArrayList<>(CaseFile.indexes(others));
        evidence.add(act.index());
        return evidence;
    }
}
