package io.kdchain.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd log}: checks, reads and fills logs. */
@Command(
        name = "log",
        description = "Verifies, reads, fills and moves logs.",
        subcommands = {
            LogVerifyCommand.class,
            LogListCommand.class,
            LogSliceCommand.class,
            LogCompleteCommand.class,
            AppendCommand.class,
            LogKeepCommand.class,
            LogEraseCommand.class,
            LogProofCommand.class,
            CosignCommand.class,
            WitnessCommand.class,
            TimestampCommand.class,
            LogImportCommand.class,
            LogExportCommand.class,
            LogCopyCommand.Copy.class,
            LogCopyCommand.Backup.class,
            LogCopyCommand.Restore.class
        })
final class LogCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing; 'kd log --help' lists them.");
    }

    /** A line for people, in their language. */
    String say(String english, String chinese) {
        return kd.say(english, chinese);
    }
}
