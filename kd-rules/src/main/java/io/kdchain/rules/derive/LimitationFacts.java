package io.kdchain.rules.derive;

import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.KnownFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether those who build on a teacher model were told of the limits that its maker knew. That the release lists them
 * shows knowledge only: each next party has to be told before its own act.
 */
final class LimitationFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        return file.behind()
                .acts("TeacherReleased")
                .flatMap(release -> disclosure(file, release).stream())
                .toList();
    }

    /** Nothing where no limit was known, or where nobody took the model over. */
    private static Optional<KnownFact> disclosure(CaseFile file, Entry release) {
        Set<String> known = new LinkedHashSet<>(release.body().texts("knownLimitations"));
        SortedMap<String, Instant> next = new TreeMap<>();
        file.behind()
                .nextOfOthers(release)
                .forEach(n -> next.merge(n.actor(), n.at(), (a, b) -> a.isBefore(b) ? a : b));
        if (known.isEmpty() || next.isEmpty()) {
            return Optional.empty();
        }
        List<Entry> warnings = warnings(file, release);
        String state = "made";
        Set<Entry> shown = new LinkedHashSet<>();
        for (var party : next.entrySet()) {
            List<Entry> told =
                    warnings.stream().filter(w -> file.tells(w, party.getKey())).toList();
            List<Entry> inTime = until(told, party.getValue());
            List<Entry> beforeHarm = until(told, file.harmedAt());
            if (tellAll(inTime, known)) {
                shown.addAll(inTime);
            } else if (tellAll(beforeHarm, known)) {
                shown.addAll(beforeHarm);
                state = "corrected";
            } else {
                return Optional.of(of(release, "absent", List.of()));
            }
        }
        return Optional.of(of(release, state, shown));
    }

    /** A failed audit tells of a limit as well; one that was passed tells of none. */
    private static List<Entry> warnings(CaseFile file, Entry release) {
        return file.record()
                .all()
                .filter(e -> e.is("LimitationDisclosed")
                        || (e.is("BiasAudited")
                                && CheckFacts.passed(e).filter(p -> !p).isPresent()))
                .filter(e -> e.isAdmitted() && !file.isLate(e))
                .filter(e -> release.generates(e.body().text("model")))
                .toList();
    }

    private static List<Entry> until(List<Entry> warnings, Instant limit) {
        return warnings.stream().filter(w -> !w.at().isAfter(limit)).toList();
    }

    /**
     * A warning in the words of the release tells of that limit alone. One in other words tells of all: whether it says
     * enough an expert or a court finds.
     */
    private static boolean tellAll(List<Entry> warnings, Set<String> known) {
        Set<String> told = new LinkedHashSet<>();
        for (Entry warning : warnings) {
            String limitation = warning.body().text("limitation");
            if (!known.contains(limitation)) {
                return true;
            }
            told.add(limitation);
        }
        return told.containsAll(known);
    }

    private static KnownFact of(Entry release, String state, Iterable<Entry> warnings) {
        List<Long> evidence = new ArrayList<>();
        warnings.forEach(w -> evidence.add(w.index()));
        evidence.add(release.index());
        return KnownFact.shownBy(new Check(release.id(), release.actor(), "disclose-limitations", state), evidence);
    }
}
