package io.kdchain.rules.workbench;

import io.kdchain.provenance.event.KdException;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        List<Impact> impacts = new ArrayList<>();
        String id = heard.scenario().id();
        impacts.add(of(id, pack -> heard.by(pack).verdicts().get(0), old, now, edits));
        for (Scenario claim : heard.scenario().claims()) {
            int at = impacts.size();
            String subject = id + " " + claim.incident().id();
            impacts.add(of(subject, pack -> heard.by(pack).verdicts().get(at), old, now, edits));
        }
        return impacts;
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
        Judged before = Judged.of(judge, old);
        Judged after = Judged.of(judge, now);
        Attribution was = before.verdict();
        Attribution is = after.verdict();
        VerdictDifference difference = was == null || is == null ? null : VerdictDifference.between(was, is);
        Impact impact = new Impact(subject, difference, before.error(), after.error(), List.of());
        if (!impact.changes()) {
            return impact;
        }
        List<PackDifference.Entry> by = new ArrayList<>();
        List<PackDifference.Entry> touched = new ArrayList<>();
        SortedSet<String> rules = VerdictDifference.rules(was, is);
        for (PackDifference.Entry edit : edits.entries()) {
            boolean reasoned = edit.kind() == PackDifference.Kind.RULE && rules.contains(edit.name());
            Optional<RulePack> alone = edit.alone(old);
            if (alone.isPresent() ? differs(before, Judged.of(judge, alone.get())) : reasoned) {
                by.add(edit);
            } else if (reasoned || edit.kind() != PackDifference.Kind.RULE) {
                touched.add(edit);
            }
        }
        return new Impact(subject, difference, before.error(), after.error(), by.isEmpty() ? touched : by);
    }

    /** A verdict, or why there is none. */
    private record Judged(@Nullable Attribution verdict, String error) {
        static Judged of(Function<RulePack, Attribution> judge, RulePack pack) {
            try {
                return new Judged(judge.apply(pack), "");
            } catch (KdException | IllegalArgumentException e) {
                return new Judged(null, String.valueOf(e.getMessage()));
            }
        }
    }

    private static boolean differs(Judged one, Judged other) {
        Attribution a = one.verdict();
        Attribution b = other.verdict();
        if (a == null || b == null) {
            return !one.error().equals(other.error());
        }
        return !VerdictDifference.between(a, b).isNone();
    }

    /** Whether the verdict changes, or can be given by one of the packs only. */
    public boolean changes() {
        return difference == null ? !before.equals(after) : !difference.isNone();
    }
}
