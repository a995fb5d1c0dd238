package io.kdchain.rules.derive;

import io.kdchain.rules.fact.Finding;
import io.kdchain.rules.fact.KnownFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Findings of technical audits behind the output, and whether their addressees set them right in time: any party of the
 * legal person that the addressee is.
 */
final class FindingFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        file.record()
                .admitted("TechnicalAudited")
                .filter(a -> file.behind().holds(a.body().text("subject")))
                .forEach(audit -> audit.body()
                        .objects("findings")
                        .forEach(finding -> facts.addAll(states(file, audit, finding))));
        return facts;
    }

    private static List<KnownFact> states(CaseFile file, Entry audit, Body finding) {
        String id = finding.text("id");
        Optional<Instant> deadline = finding.deadline("rectifyBy");
        if (id.isEmpty() || deadline.isEmpty()) {
            return List.of();
        }
        List<KnownFact> facts = new ArrayList<>();
        for (String addressee : addressees(file, audit, finding)) {
            List<Entry> rectified = file.record()
                    .admitted("FindingRectified")
                    .filter(r -> !file.isAnother(r.actor(), addressee)
                            && r.body().text("finding").equals(id)
                            && answers(file, r, audit)
                            && inService(file, r))
                    .toList();
            String state = file.rectification(deadline.get(), rectified);
            List<Long> evidence = new ArrayList<>(CaseFile.indexes(rectified));
            evidence.add(audit.index());
            facts.add(KnownFact.shownBy(new Finding(id, addressee, state), evidence));
        }
        return facts;
    }

    private static SortedSet<String> addressees(CaseFile file, Entry audit, Body finding) {
        SortedSet<String> addressees = new TreeSet<>();
        String named = finding.text("addressee");
        if (!named.isEmpty()) {
            addressees.add(named);
        } else {
            file.behind().makersOf(audit.body().text("subject")).forEach(m -> addressees.add(m.actor()));
        }
        return addressees;
    }

    /** A rectification that refers to events must refer to this audit. */
    private static boolean answers(CaseFile file, Entry rectification, Entry audit) {
        List<Entry> audits = rectification.refs().stream()
                .flatMap(r -> file.record().byId(r).stream())
                .filter(e -> e.is("TechnicalAudited"))
                .toList();
        return audits.isEmpty() || audits.contains(audit);
    }

    /** A repaired version that never went into service repairs nothing that served the output. */
    private static boolean inService(CaseFile file, Entry rectification) {
        List<String> repaired = rectification.generates();
        List<String> models = repaired.stream()
                .filter(e -> !Entities.kindOf(e).equals("report"))
                .toList();
        return models.isEmpty() || models.stream().anyMatch(e -> file.behind().holds(e));
    }
}
