package io.kdchain.examples.cli;

import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.language.Rule;
import io.kdchain.rules.workbench.PackSource;
import io.kdchain.rules.workbench.ScenarioReader;
import io.kdchain.rules.workbench.ScenarioRunner;
import io.kdchain.rules.workbench.Witness;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd witness}: a small incident in which a rule is a reason of the verdict. */
@Command(
        name = "witness",
        description = {
            "Prints a small scenario in which a rule is a reason of the verdict: one of the scenarios given,",
            "without what it does not need for that. Ends with 1 if the rule is a reason in none of them."
        })
final class RuleWitnessCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Mixin
    private Asked asked = new Asked();

    @Parameters(index = "0", paramLabel = "RULE", description = "Name of the rule, or how the name of one rule begins.")
    private String rule = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "DIR|FILE",
            description = "Scenario files to begin with, and folders of them.")
    private List<Path> places = List.of();

    @Output
    @Option(names = "-o", paramLabel = "FILE", description = "Writes the scenario into this file.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        PackSource source = asked.packs();
        List<String> names = source.own().stream()
                .flatMap(id -> source.load(List.of(id)).rules().stream())
                .map(Rule::name)
                .distinct()
                .filter(name -> name.startsWith(rule))
                .toList();
        if (names.isEmpty()) {
            throw new BadInputException("No rule of the packs has a name that begins with '%s'.".formatted(rule));
        }
        if (names.size() > 1 && !names.contains(rule)) {
            throw new BadInputException("'%s' begins the names of %d rules; write more of it: %s"
                    .formatted(rule, names.size(), String.join("; ", names)));
        }
        String name = names.size() == 1 ? names.get(0) : rule;
        String found = Witness.of(
                        new ScenarioReader(source.ids()),
                        new ScenarioRunner(source).by(new DirectRuleEngine()),
                        name,
                        ScenarioFiles.find(places))
                .orElse(null);
        if (found == null) {
            spec.commandLine()
                    .getErr()
                    .println(kd.say(
                            "No verdict on these scenarios rests on rule \"%s\".".formatted(name),
                            "这些情景的判断均未以规则“%s”为依据。".formatted(name)));
            return Kd.DOES_NOT_HOLD;
        }
        String text = "# %s\n%s".formatted(name, found);
        if (out == null) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        } else {
            WholeFile.write(out, text);
        }
        return CommandLine.ExitCode.OK;
    }
}
