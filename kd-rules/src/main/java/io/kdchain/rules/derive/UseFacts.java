package io.kdchain.rules.derive;

import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.ProfessionalUser;
import io.kdchain.rules.fact.Reliance;
import io.kdchain.rules.fact.Use;
import io.kdchain.rules.verdict.DamageItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How the outputs were used, by whom, and whether anybody reviewed them first. */
final class UseFacts implements FactSource {
    private static final Set<String> RELYING = Set.of("as-intended", "off-label");

    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        List<Entry> uses = file.behind().acts("OutputUsed").toList();
        for (Entry use : uses) {
            String role = file.roleOf(use);
            String manner = use.body().text("use");
            if (!manner.isEmpty()) {
                facts.add(KnownFact.shownBy(new Use(use.id(), use.actor(), role, manner), List.of(use.index())));
            }
            if (role.equals("student-user")) {
                for (DamageItem item : file.items()) {
                    facts.add(KnownFact.shownBy(new ProfessionalUser(item.id(), use.actor()), List.of(use.index())));
                }
            }
        }
        for (Entry served : file.behind().acts("OutputServed").toList()) {
            List<Entry> ofIt = uses.stream()
                    .filter(u -> Behind.outputsOf(u).anyMatch(served::generates))
                    .toList();
            List<Long> evidence = new ArrayList<>(CaseFile.indexes(ofIt));
            evidence.add(served.index());
            facts.add(KnownFact.shownBy(new Reliance(served.id(), how(file, ofIt)), evidence));
        }
        return facts;
    }

    private static String how(CaseFile file, List<Entry> uses) {
        if (uses.isEmpty()) {
            return "unrecorded";
        }
        return uses.stream().anyMatch(u -> RELYING.contains(u.body().text("use")) && !reviewed(file, u))
                ? "unreviewed"
                : "reviewed";
    }

    private static boolean reviewed(CaseFile file, Entry use) {
        return !file.isLate(use) && use.body().text("humanReview").equals("independent");
    }
}
