package io.kdchain.rules.workbench;

import io.kdchain.rules.verdict.Attribution;
import java.util.List;

/**
 * A scenario judged.
 *
 * @param scenario what was judged
 * @param verdict with evidence as positions in the scenario's chain; events that the runner added are not counted
 * @param logged the same verdict with evidence as leaf indexes of the log that was made of the scenario
 * @param unmet what the scenario expects and the verdict does not say, in the order of the file
 */
public record ScenarioResult(Scenario scenario, Attribution verdict, Attribution logged, List<Unmet> unmet) {
    public ScenarioResult {
        unmet = List.copyOf(unmet);
    }

    /** Whether every expectation is met. */
    public boolean passed() {
        return unmet.isEmpty();
    }
}
