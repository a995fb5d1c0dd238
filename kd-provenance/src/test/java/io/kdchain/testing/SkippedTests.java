package io.kdchain.testing;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Says in one line at the end of a run how many tests were skipped for which missing tool. */
public final class SkippedTests implements TestExecutionListener {
    private final Map<String, Integer> skipped = new TreeMap<>();

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String tool = RequiredTool.missing(result.getThrowable().orElse(null));
        if (tool != null && result.getStatus() == TestExecutionResult.Status.ABORTED) {
            skipped.merge(tool, 1, Integer::sum);
        }
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan plan) {
        System.out.println(line());
    }

    synchronized String line() {
        return skipped.isEmpty()
                ? "Skipped for a missing tool: none."
                : "Skipped for a missing tool: %s. Set KD_REQUIRE to make absence a failure."
                        .formatted(skipped.entrySet().stream()
                                .map(entry -> "%d for %s".formatted(entry.getValue(), entry.getKey()))
                                .collect(Collectors.joining(", ")));
    }
}
