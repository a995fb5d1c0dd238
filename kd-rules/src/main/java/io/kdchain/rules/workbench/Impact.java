package io.kdchain.rules.workbench;

import io.kdchain.provenance.event.KdException;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an edit of rules does to one incident.
 *
 * @param subject id of the scenario or incident
 * @param difference of the two verdicts; null where one of the packs cannot judge it
 * @param before why the old pack cannot judge it; empty if it can
 * @param after why the new pack cannot judge it; empty if it can
 * @param by the differences of the packs that bring it about. A rule or parameter that reads otherwise stands here if
 *     it alone changes the verdict of the old pack; a rule that is new or gone, if one of the verdicts is reasoned by
 *     it. So the order of edits does not matter, and an edit that works only together with others is named only if no
 *     edit works alone
 */
public record Impact(
        String subject,
        @Nullable VerdictDifference difference,
        String before,
        String after,
        List<PackDifference.Entry> by) {
    public Impact {
        by = List.copyOf(by);
    }

    /**
     * Judges a scenario by both packs, whatever was paid on it and whatever it expects.
     *
     * @param heard the scenario
     * @param old the pack before
     * @param now the pack after
     * @param edits in what they differ
     * @return one for the incident, by the id of the scenario, and one for each other claim, by both ids
     */
    public static List<Impact> of(HeardScenario heard, RulePack old, RulePack now, PackDifference edits) {
        List<String> subjects = new ArrayList<>();
        String id = heard.scenario().id();
        subjects.add(id);
        heard.scenario()
                .claims()
                .forEach(c -> subjects.add(id + " " + c.incident().id()));
        return of(subjects, pack -> heard.by(pack).verdicts(), old, now, edits);
    }

    /**
     * Judges an incident by both packs.
     *
     * @param subject id of the scenario or incident
     * @param judge gives the verdict of a pack
     * @param old the pack before
     * @param now the pack after
     * @param edits in what they differ
     */
    public static Impact of(
            String subject, Function<RulePack, Attribution> judge, RulePack old, RulePack now, PackDifference edits) {
        return of(List.of(subject), pack -> List.of(judge.apply(pack)), old, now, edits)
                .get(0);
    }

    private static List<Impact> of(
            List<String> subjects,
            Function<RulePack, List<Attribution>> judge,
            RulePack old,
            RulePack now,
            PackDifference edits) {
        Judged before = Judged.of(judge, old);
        Judged after = Judged.of(judge, now);
        Map<PackDifference.Entry, Judged> alone = new HashMap<>();
        List<Impact> impacts = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            Attribution was = before.verdict(i);
            Attribution is = after.verdict(i);
            VerdictDifference difference = was == null || is == null ? null : VerdictDifference.between(was, is);
            Impact impact = new Impact(subjects.get(i), difference, before.error(), after.error(), List.of());
            if (impact.changes() && alone.isEmpty()) {
                // only where something changes, and once for all claims
                edits.entries()
                        .forEach(edit -> edit.alone(old)
                                .map(pack -> Judged.of(judge, pack))
                                .ifPresent(judged -> alone.put(edit, judged)));
            }
            impacts.add(impact.changes() ? impact.by(causes(i, before, after, alone, edits)) : impact);
        }
        return impacts;
    }

    private static List<PackDifference.Entry> causes(
            int claim, Judged before, Judged after, Map<PackDifference.Entry, Judged> alone, PackDifference edits) {
        List<PackDifference.Entry> by = new ArrayList<>();
        List<PackDifference.Entry> touched = new ArrayList<>();
        SortedSet<String> rules = VerdictDifference.rules(before.verdict(claim), after.verdict(claim));
        for (PackDifference.Entry edit : edits.entries()) {
            boolean reasoned = edit.kind() == PackDifference.Kind.RULE && rules.contains(edit.name());
            Judged judged = alone.get(edit);
            if (judged == null ? reasoned : before.differs(judged, claim)) {
                by.add(edit);
            } else if (reasoned || edit.kind() != PackDifference.Kind.RULE) {
                touched.add(edit);
            }
        }
        return by.isEmpty() ? touched : by;
    }

    private Impact by(List<PackDifference.Entry> edits) {
        return new Impact(subject, difference, before, after, edits);
    }

    /** The verdicts on all claims, or why there are none. */
    private record Judged(List<Attribution> verdicts, String error) {
        static Judged of(Function<RulePack, List<Attribution>> judge, RulePack pack) {
            try {
                return new Judged(judge.apply(pack), "");
            } catch (KdException | IllegalArgumentException e) {
                return new Judged(List.of(), String.valueOf(e.getMessage()));
            }
        }

        @Nullable
        Attribution verdict(int claim) {
            return verdicts.isEmpty() ? null : verdicts.get(claim);
        }

        boolean differs(Judged other, int claim) {
            Attribution a = verdict(claim);
            Attribution b = other.verdict(claim);
            if (a == null || b == null) {
                return !error.equals(other.error());
            }
            return !VerdictDifference.between(a, b).isNone();
        }
    }

    /** Whether the verdict changes, or can be given by one of the packs only. */
    public boolean changes() {
        return difference == null ? !before.equals(after) : !difference.isNone();
    }
}
