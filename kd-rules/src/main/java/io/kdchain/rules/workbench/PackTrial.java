package io.kdchain.rules.workbench;

import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.engine.drools.DroolsRuleEngine;
import io.kdchain.rules.pack.RulePack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tries a pack on a folder of scenarios before it is used: each must meet all that it expects. Scenarios that name
 * other packs are judged by those, as always. Immutable.
 */
public final class PackTrial {
    private final Path scenarios;
    private final RuleEngine rules;

    private PackTrial(Path scenarios, RuleEngine rules) {
        this.scenarios = scenarios;
        this.rules = rules;
    }

    /** A trial by the scenarios in a folder, read when they are needed. */
    public static PackTrial of(Path scenarios) {
        return new PackTrial(scenarios, new DroolsRuleEngine());
    }

    /** The same trial by another engine. One that keeps what it compiled is warm after it. */
    public PackTrial by(RuleEngine engine) {
        return new PackTrial(scenarios, engine);
    }

    /**
     * Judges all scenarios by the pack.
     *
     * @return the number of scenarios
     * @throws PackTrialException if one does not meet its expectations, or there is none
     * @throws ScenarioException if one cannot be read
     */
    public int demand(RulePack pack) {
        PackSource source = PackSource.of(pack);
        ScenarioReader reader = new ScenarioReader(source.ids());
        ScenarioRunner runner = new ScenarioRunner(source).by(rules);
        List<Path> files = files();
        List<Unmet> unmet = new ArrayList<>();
        for (Path file : files) {
            unmet.addAll(runner.run(reader.read(file)).unmet());
        }
        if (files.isEmpty() || !unmet.isEmpty()) {
            throw new PackTrialException(pack, scenarios, files.size(), unmet);
        }
        return files.size();
    }

    private List<Path> files() {
        if (!Files.isDirectory(scenarios)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(scenarios)) {
            return all.filter(Files::isRegularFile)
                    .filter(f -> f.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing the scenarios in " + scenarios, e);
        }
    }
}
