package io.kdchain.rules.workbench;

import io.kdchain.provenance.event.KdException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * A small incident in which a rule is a reason of the verdict, made of a scenario by leaving out what it does not need:
 * no event, party, damage item or answer of it can be left out alone. The same scenarios give the same one.
 */
public final class Witness {
    private final ScenarioReader reader;
    private final ScenarioRunner runner;
    private final String rule;

    private Witness(ScenarioReader reader, ScenarioRunner runner, String rule) {
        this.reader = reader;
        this.runner = runner;
        this.rule = rule;
    }

    /**
     * Looks for one.
     *
     * @param reader reads scenarios
     * @param runner judges them
     * @param rule name of the rule
     * @param files scenarios to begin with
     * @return the text of a scenario file without expectations; empty if no verdict on these rests on the rule
     * @throws ScenarioException if a file is no scenario
     */
    public static Optional<String> of(
            ScenarioReader reader, ScenarioRunner runner, String rule, Collection<Path> files) {
        Witness witness = new Witness(reader, runner, rule);
        ScenarioTree shortest = null;
        for (Path file : files) {
            Scenario scenario = reader.read(file);
            boolean shorter = shortest == null
                    || scenario.chainSize() < shortest.list("chain").size();
            if (shorter && witness.shows(scenario)) {
                shortest = ScenarioTree.of(file);
            }
        }
        return Optional.ofNullable(shortest)
                .map(tree -> tree.shrunk(witness::shows))
                .map(ScenarioTree::text);
    }

    private boolean shows(Scenario scenario) {
        return new Citations(runner.run(scenario).verdict()).rules().contains(rule);
    }

    private boolean shows(ScenarioTree tree) {
        try {
            return shows(reader.read("witness.yaml", tree.text()));
        } catch (KdException | IllegalArgumentException e) {
            return false; // what was left out is needed to make it a scenario at all
        }
    }
}
