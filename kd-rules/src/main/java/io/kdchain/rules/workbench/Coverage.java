package io.kdchain.rules.workbench;

import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What of some rule packs a run of scenarios never used.
 *
 * @param rules number of rules
 * @param norms number of norms that a rule or a duty names: others are there to be read, not to be applied
 * @param rulesNotFired names of the rules on which no verdict rests, by name
 * @param normsNotCited ids of the norms that no verdict cites, by id
 */
public record Coverage(int rules, int norms, List<String> rulesNotFired, List<String> normsNotCited) {
    public Coverage {
        rulesNotFired = List.copyOf(rulesNotFired);
        normsNotCited = List.copyOf(normsNotCited);
    }

    /** What these verdicts left unused of these packs. */
    public static Coverage of(Collection<RulePack> packs, Collection<Attribution> verdicts) {
        SortedSet<String> rules = new TreeSet<>();
        SortedSet<String> norms = new TreeSet<>();
        for (RulePack pack : packs) {
            for (Rule rule : pack.rules()) {
                rules.add(rule.name());
                norms.addAll(rule.legalBasis());
            }
            pack.duties().values().forEach(d -> norms.addAll(d.norms()));
        }
        SortedSet<String> notFired = new TreeSet<>(rules);
        SortedSet<String> notCited = new TreeSet<>(norms);
        for (Attribution verdict : verdicts) {
            Citations citations = new Citations(verdict);
            notFired.removeAll(citations.rules());
            notCited.removeAll(citations.all());
        }
        return new Coverage(rules.size(), norms.size(), List.copyOf(notFired), List.copyOf(notCited));
    }

    /** The packs that verdicts applied, each once. */
    static Set<String> packIds(Collection<Attribution> verdicts) {
        SortedSet<String> ids = new TreeSet<>();
        verdicts.forEach(v -> v.packs().forEach(p -> ids.add(p.id())));
        return ids;
    }
}
