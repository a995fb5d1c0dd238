package io.kdchain.rules.workbench;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a verdict rests on: norms and rules, wherever it names them. */
final class Citations {
    private final Attribution verdict;
    private final List<Reason> reasons;

    Citations(Attribution verdict) {
        this.verdict = verdict;
        this.reasons = withPremises(verdict.reasons());
    }

    /** Every reason with all that it rests on; each once, though several conclusions may share it. */
    List<Reason> reasons() {
        return reasons;
    }

    /** Names of the rules that drew its conclusions. */
    SortedSet<String> rules() {
        SortedSet<String> rules = new TreeSet<>();
        reasons.forEach(r -> rules.add(r.rule()));
        rules.remove("");
        return rules;
    }

    /** Every norm that the verdict cites anywhere. */
    SortedSet<String> all() {
        SortedSet<String> cites = new TreeSet<>();
        verdict.items().forEach(i -> cites.addAll(outside(i)));
        verdict.liable().forEach(l -> {
            cites.addAll(l.cites());
            l.breaches().forEach(b -> cites.addAll(b.cites()));
        });
        verdict.punitive().forEach(p -> cites.addAll(p.cites()));
        verdict.measures().forEach(m -> cites.addAll(m.cites()));
        reasons.forEach(r -> cites.addAll(r.cites()));
        return cites;
    }

    /** Every norm cited for one item: its outside relation, and the conclusions that name it with all they rest on. */
    SortedSet<String> of(String item) {
        SortedSet<String> cites = outside(verdict.item(item));
        List<Reason> about = reasons.stream()
                .filter(r -> r.conclusion().contains('"' + item + '"'))
                .toList();
        withPremises(about).forEach(r -> cites.addAll(r.cites()));
        return cites;
    }

    private static SortedSet<String> outside(ItemVerdict item) {
        SortedSet<String> cites = new TreeSet<>(item.cites());
        item.solidarity().forEach(s -> cites.addAll(s.cites()));
        item.supplementary().forEach(s -> cites.addAll(s.cites()));
        item.recourse().forEach(r -> cites.addAll(r.cites()));
        return cites;
    }

    private static List<Reason> withPremises(Collection<Reason> roots) {
        Set<Reason> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Reason> inOrder = new ArrayList<>();
        roots.forEach(r -> collect(r, seen, inOrder));
        return inOrder;
    }

    private static void collect(Reason reason, Set<Reason> seen, List<Reason> inOrder) {
        if (seen.add(reason)) {
            inOrder.add(reason);
            reason.because().forEach(r -> collect(r, seen, inOrder));
        }
    }
}
