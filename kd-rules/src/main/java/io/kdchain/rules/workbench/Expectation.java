package io.kdchain.rules.workbench;

import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that a scenario expects of its verdict.
 *
 * @param at where it stands
 * @param key which expectation, such as {@code items.injury.shares.edgechip}
 * @param expected in words
 * @param check from a verdict to what was got instead; empty if the expectation is met
 * @param duty code of the duty that it speaks of; empty for none
 * @param notCited id of the norm that is not to be cited; empty for none
 */
record Expectation(
        Place at,
        String key,
        String expected,
        Function<Judged, Optional<String>> check,
        Optional<String> duty,
        Optional<String> notCited) {
    Optional<Unmet> against(Judged verdict) {
        return check.apply(verdict).map(got -> new Unmet(at, key, expected, got));
    }
}
