package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scenarios of the packs that come with the library, each against what it expects. */
class PackScenariosTest {
    private static final Path PACKS = Path.of("..", "rules");
    private static final PackSource SOURCE = PackSource.of(PACKS);
    private static final ScenarioReader READER = new ScenarioReader(SOURCE.ids());
    private static final ScenarioRunner RUNNER = new ScenarioRunner(SOURCE);
    private static final List<String> RUN = Collections.synchronizedList(new ArrayList<>());

    @TestFactory
    Stream<DynamicTest> meetTheirExpectations() throws IOException {
        List<Path> files = files();
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file ->
                        DynamicTest.dynamicTest(PACKS.relativize(file).toString(), file.toUri(), () -> meets(file)));
    }

    private static void meets(Path file) {
        Scenario scenario = READER.read(file);
        ScenarioResult result = RUNNER.run(scenario);

        assertThat(scenario.expectationCount()).as("%s expects something", file).isPositive();
        assertThat(result.unmet()).isEmpty();
        assertThat(RUN).as("ids of scenarios differ").doesNotContain(scenario.id());
        RUN.add(scenario.id());
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(PACKS)) {
            return all.filter(
                            f -> f.toString().endsWith(".yaml") && f.toString().contains("scenarios"))
                    .sorted()
                    .toList();
        }
    }
}
