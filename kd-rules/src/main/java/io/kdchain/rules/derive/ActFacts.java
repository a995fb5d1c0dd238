package io.kdchain.rules.derive;

import io.kdchain.rules.fact.Act;
import io.kdchain.rules.fact.Deployer;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.OneWithClaimant;
import io.kdchain.rules.fact.Party;
import io.kdchain.rules.fact.Placement;
import io.kdchain.rules.verdict.DamageItem;
import java.util.ArrayList;
import java.util.List;

/** Who took part, in which role, and who did what behind the output. */
final class ActFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        for (Entry act : file.behind().acts()) {
            String stage = ActType.of(act).orElseThrow().stage();
            String role = file.roleOf(act);
            facts.add(KnownFact.shownBy(new Act(act.id(), act.actor(), role, stage), List.of(act.index())));
            facts.add(KnownFact.shownBy(new Party(act.actor(), role), List.of(act.index())));
        }
        file.behind().acts("ModelDeployed").forEach(d -> {
            for (DamageItem item : file.items()) {
                facts.add(KnownFact.shownBy(new Deployer(item.id(), d.actor()), List.of(d.index())));
                file.pack()
                        .choice("product.software", CaseFile.dayOf(d.at()))
                        .ifPresent(status -> facts.add(
                                KnownFact.shownBy(new Placement(item.id(), d.actor(), status), List.of(d.index()))));
            }
        });
        for (String party : file.parties()) {
            for (String role : file.rolesOf(party)) {
                facts.add(KnownFact.shownBy(new Party(party, role), List.of()));
            }
        }
        String claimant = file.incident().claimant();
        facts.add(KnownFact.shownBy(new Party(claimant, "claimant"), List.of()));
        for (String party : file.parties()) {
            if (!party.equals(claimant) && !file.isAnother(party, claimant)) {
                facts.add(KnownFact.shownBy(new OneWithClaimant(party), List.of()));
            }
        }
        return facts;
    }
}
