package io.kdchain.rules.engine.drools;

import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.Phase;
import io.kdchain.rules.pack.LawAsOf;
import java.util.Collection;
import org.kie.api.KieBase;
import org.kie.api.runtime.KieSession;

/** A session of Drools and nothing else: facts in, rules fired phase by phase, conclusions counted. */
public final class BareDrools {
    private final KieBase rules;

    /** With the rules in force, compiled once. */
    public BareDrools(LawAsOf law) {
        this.rules = DroolsCompiler.compile(law.rules());
    }

    /** The number of conclusions. */
    public long fire(Collection<? extends Fact> facts) {
        KieSession session = rules.newKieSession();
        try {
            facts.forEach(session::insert);
            for (Phase phase : Phase.values()) {
                session.getAgenda().getAgendaGroup(phase.code()).setFocus();
                session.fireAllRules();
            }
            return session.getObjects(o -> o instanceof Conclusion).size();
        } finally {
            session.dispose();
        }
    }
}
