package io.kdchain.examples.cli;

import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.workbench.PackBook;
import io.kdchain.rules.workbench.PackSource;
import io.kdchain.rules.workbench.Scenario;
import io.kdchain.rules.workbench.ScenarioReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd rules}: rule packs to read. */
@Command(name = "rules", description = "Shows the rules of a pack.", subcommands = RulesCommand.Print.class)
final class RulesCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: kd rules print.");
    }

    /** {@code kd rules print}: a book of a pack. */
    @Command(
            name = "print",
            description = {
                "Writes a book of a rule pack as one HTML page, in the language of --lang: each norm",
                "with its rules in words, its duties and the scenarios that expect it to be cited."
            })
    static final class Print implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @ParentCommand
        private RulesCommand parent = new RulesCommand();

        @Parameters(
                arity = "0..1",
                paramLabel = "PACK",
                description = "Folder of a pack, or id of one of the library; by default ${DEFAULT-VALUE}.",
                defaultValue = "cn")
        private String pack = "cn";

        @Option(names = "-o", paramLabel = "FILE", description = "Writes the page into this file.")
        private @Nullable Path out;

        @Override
        public Integer call() {
            Path folder = Path.of(pack);
            boolean isFolder = Files.isRegularFile(folder.resolve("pack.yaml"));
            RulePack read = isFolder ? RulePack.load(folder) : RulePack.builtin(pack);
            Path scenarios = folder.resolve("scenarios");
            List<Scenario> shown = isFolder && Files.isDirectory(scenarios)
                    ? ScenarioFiles.readAll(
                            new ScenarioReader(PackSource.of(folder).ids()), ScenarioFiles.find(List.of(scenarios)))
                    : List.of();
            String html = PackBook.of(read, shown, parent.kd.locale()).html(parent.kd.locale());
            if (out == null) {
                spec.commandLine().getOut().print(html);
                spec.commandLine().getOut().flush();
            } else {
                WholeFile.write(out, html);
            }
            return CommandLine.ExitCode.OK;
        }
    }
}
