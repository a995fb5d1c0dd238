package io.kdchain.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd demo}: the main job on real data. */
@Command(
        name = "demo",
        description = "Trains a teacher, distils, adapts, deploys, serves, finds the harm and its cause, attributes"
                + " liability and writes the report; every act is recorded.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for log, artefacts, verdict and report; empty or not there yet, or of an earlier"
                    + " demo. Default: ${DEFAULT-VALUE}.",
            defaultValue = "kd-demo")
    private Path out = Path.of("kd-demo");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Everything follows from it: patients, networks, keys. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private long seed;

    @Override
    public Integer call() throws IOException {
        new Demo(
                        out,
                        seed,
                        kd.locale(),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr(),
                        CommandLine.Help.Ansi.AUTO.enabled(),
                        DiskCheck.ofThisMachine(),
                        UnaryOperator.identity())
                .run();
        return CommandLine.ExitCode.OK;
    }
}
