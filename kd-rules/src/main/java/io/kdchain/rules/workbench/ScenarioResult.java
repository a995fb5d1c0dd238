package io.kdchain.rules.workbench;

import io.kdchain.rules.verdict.Attribution;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A scenario judged.
 *
 * @param scenario what was judged
 * @param verdict with evidence as positions in the scenario's chain; events that the runner added are not counted
 * @param logged the same verdict with evidence as leaf indexes of the log that was made of the scenario
 * @param answered the questions that were answered: each is one that the verdict asks
 * @param unmet what the scenario expects and the verdicts do not say, other claims included, in the order of the file
 * @param claims the same for each of {@link Scenario#claims()}
 */
public record ScenarioResult(
        Scenario scenario,
        Attribution verdict,
        Attribution logged,
        Set<String> answered,
        List<Unmet> unmet,
        List<ScenarioResult> claims) {
    public ScenarioResult {
        answered = Collections.unmodifiableSortedSet(new TreeSet<>(answered));
        unmet = List.copyOf(unmet);
        claims = List.copyOf(claims);
    }

    /** This, and those of the other claims. */
    public List<ScenarioResult> all() {
        return Stream.concat(Stream.of(this), claims.stream()).toList();
    }

    /** Whether every expectation is met. */
    public boolean passed() {
        return unmet.isEmpty();
    }
}
