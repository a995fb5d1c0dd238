package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.rules.workbench.HeldEquivalents;
import io.kdchain.rules.workbench.mutation.Mutant;
import io.kdchain.rules.workbench.mutation.MutationScore;
import io.kdchain.rules.workbench.mutation.Tried;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Tells which changes of rules no scenario noticed. */
final class MutationReport {
    private final Map<String, MutationScore> scores;
    private final List<HeldEquivalents.Entry> held = new ArrayList<>();

    private MutationReport(Map<String, MutationScore> scores) {
        this.scores = scores;
    }

    /**
     * With what the packs hold to be equivalent in whose folders scenarios stand.
     *
     * @param scores by id of the pack
     * @param scenarios files of the scenarios
     */
    static MutationReport of(Map<String, MutationScore> scores, Collection<Path> scenarios) {
        Set<Path> folders = new TreeSet<>();
        for (Path scenario : scenarios) {
            for (Path p = scenario.toAbsolutePath().getParent(); p != null; p = p.getParent()) {
                if (Files.isRegularFile(p.resolve("pack.yaml"))) {
                    folders.add(p);
                    break;
                }
            }
        }
        MutationReport report = new MutationReport(scores);
        folders.forEach(f -> report.held.addAll(HeldEquivalents.of(f).entries()));
        return report;
    }

    private Optional<String> reason(Mutant mutant) {
        return new HeldEquivalents(held).reason(mutant);
    }

    /** Entries that speak of no survivor: a scenario notices the change after all, or it is no longer one. */
    private List<HeldEquivalents.Entry> idle() {
        return held.stream()
                .filter(e -> scores.values().stream()
                        .flatMap(s -> s.survivors().stream())
                        .noneMatch(e::covers))
                .toList();
    }

    /** For people. */
    void tell(Kd kd, PrintWriter out) {
        scores.forEach((pack, score) -> {
            long killed = score.count(Tried.Fate.KILLED);
            long survived = score.count(Tried.Fate.SURVIVED);
            long stillborn = score.count(Tried.Fate.STILLBORN);
            String percent = String.format(Locale.ROOT, "%.1f", 100 * score.scoreFraction());
            out.println(kd.say(
                    "Mutation score of %s: %s %%: scenarios noticed %d of %d changes; %d more are refused by the check.%s"
                            .formatted(
                                    pack,
                                    percent,
                                    killed,
                                    killed + survived,
                                    stillborn,
                                    survived == 0 ? "" : " Not noticed:"),
                    "%s的变异得分：%s%%：%d处改动中有%d处被情景发现；另有%d处被检查拒绝。%s"
                            .formatted(
                                    pack,
                                    percent,
                                    killed + survived,
                                    killed,
                                    stillborn,
                                    survived == 0 ? "" : "未被发现：")));
            for (Mutant m : score.survivors()) {
                out.println("  %s: %s: %s (%s)%s"
                        .formatted(
                                m.at(),
                                m.operator().code(),
                                m.shown(),
                                m.subject(),
                                reason(m)
                                        .map(r -> kd.say("; held to alter nothing: " + r, "；被认为不改变结论：" + r))
                                        .orElse("")));
            }
        });
        for (HeldEquivalents.Entry entry : idle()) {
            out.println(kd.say(
                    "%s: no survivor is meant by this entry; remove it.".formatted(entry.at()),
                    "%s：没有与此条相符的未发现改动，请删除。".formatted(entry.at())));
        }
    }

    /** For scripts. */
    void write(ObjectNode root) {
        ArrayNode packs = root.putArray("mutation");
        scores.forEach((pack, score) -> {
            ObjectNode node = packs.addObject();
            node.put("pack", pack)
                    .put("score", score.scoreFraction())
                    .put("killed", score.count(Tried.Fate.KILLED))
                    .put("survived", score.count(Tried.Fate.SURVIVED))
                    .put("stillborn", score.count(Tried.Fate.STILLBORN));
            ArrayNode survivors = node.putArray("survivors");
            for (Mutant m : score.survivors()) {
                ObjectNode one = survivors.addObject();
                one.put("file", m.at().file())
                        .put("line", m.at().line())
                        .put("column", m.at().column())
                        .put("rule", m.subject())
                        .put("operator", m.operator().code())
                        .put("before", m.before())
                        .put("after", m.after());
                reason(m).ifPresent(r -> one.put("heldEquivalent", r));
            }
        });
        ArrayNode entries = root.putArray("mutantsNotMet");
        idle().forEach(e -> entries.add(e.at().toString()));
    }
}
