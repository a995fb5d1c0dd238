package io.kdchain.core.conformance;

import java.util.List;

/**
 * What came of a check against golden values.
 *
 * @param passed how many hold, 0 or more
 * @param failures one line for each that does not hold: which, what was expected and what came
 */
public record ConformanceResult(int passed, List<String> failures) {

    public ConformanceResult {
        failures = List.copyOf(failures);
    }

    public int failed() {
        return failures.size();
    }

    /** Whether all hold. */
    public boolean holds() {
        return failures.isEmpty();
    }
}
