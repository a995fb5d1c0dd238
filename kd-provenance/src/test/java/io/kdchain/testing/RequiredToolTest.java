package io.kdchain.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.launcher.TestIdentifier;
import org.opentest4j.TestAbortedException;

class RequiredToolTest {
    @Test
    void aToolThatIsThereIsFound() {
        Path tool = Path.of("somewhere");

        assertThat(RequiredTool.require("tool", tool, "tool")).isEqualTo(tool);
    }

    @Test
    void anAbsentToolSkipsTheTest() {
        assertThatThrownBy(() -> RequiredTool.require("tool", null, "other, another"))
                .isInstanceOf(TestAbortedException.class);
    }

    @Test
    void anAbsentToolThatIsRequiredFailsTheTest() {
        assertThatThrownBy(() -> RequiredTool.require("tool", null, "other, tool"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("tool");
    }

    @Test
    void skippedTestsAreCountedByTool() {
        SkippedTests listener = new SkippedTests();
        TestDescriptor test = new AbstractTestDescriptor(UniqueId.forEngine("engine"), "a test") {
            @Override
            public Type getType() {
                return Type.TEST;
            }
        };

        for (String tool : new String[] {"b", "a", "b"}) {
            try {
                RequiredTool.require(tool, null, null);
            } catch (TestAbortedException e) {
                listener.executionFinished(TestIdentifier.from(test), TestExecutionResult.aborted(e));
            }
        }

        assertThat(listener.line()).contains("1 for a, 2 for b");
    }
}
