package io.kdchain.examples.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kd help}: the same as {@code --help} of a command. */
@Command(name = "help", description = "Says how a command is used, as its --help does; without one lists all.")
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Such as attribute, or log list.")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        CommandLine asked = spec.root().commandLine();
        for (String name : names) {
            CommandLine next = asked.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no command '%s %s'; '%s --help' lists what there is."
                                .formatted(
                                        asked.getCommandSpec().qualifiedName(),
                                        name,
                                        asked.getCommandSpec().qualifiedName()));
            }
            asked = next;
        }
        asked.usage(spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}
