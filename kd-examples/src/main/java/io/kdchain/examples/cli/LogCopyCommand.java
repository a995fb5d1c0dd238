package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.LogCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kd log copy}, {@code backup} and {@code restore}: moves logs between databases. */
final class LogCopyCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LogCopyCommand() {}

    /** What the three have in common. */
    private abstract static class Mover {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(names = "--json")
        private boolean json;

        int tell(LogCopy copy, String target) throws IOException {
            if (json) {
                spec.commandLine()
                        .getOut()
                        .println(JSON.writeValueAsString(JSON.createObjectNode()
                                .put("target", target)
                                .put("size", copy.size())
                                .put("copied", copy.copied())
                                .put("checkpoints", copy.checkpoints())));
            } else {
                Kd kd = (Kd) spec.root().userObject();
                spec.commandLine()
                        .getOut()
                        .println(kd.say(
                                "%s has the %d entries and %d checkpoints of the log; %d entries were copied."
                                        .formatted(target, copy.size(), copy.checkpoints(), copy.copied()),
                                "%s 已有该日志的 %d 条记录和 %d 个检查点；本次复制 %d 条。"
                                        .formatted(target, copy.size(), copy.checkpoints(), copy.copied())));
            }
            return CommandLine.ExitCode.OK;
        }
    }

    /** {@code kd log copy}. */
    @Command(
            name = "copy",
            description = {
                "Copies a log to another database, SQLite or PostgreSQL: same entries, roots and checkpoints, compared",
                "after copying. Interrupted, it goes on when it is run again."
            })
    static final class Copy extends Mover implements Callable<Integer> {
        @Option(names = "--log", required = true, paramLabel = "JDBC", description = "The log.")
        private String from = "";

        @Option(names = "--to", required = true, paramLabel = "JDBC", description = "Where the copy is, or will be.")
        private String to = "";

        @Override
        public Integer call() throws IOException {
            return tell(LogCopy.copy(from, to), to);
        }
    }

    /** {@code kd log backup}. */
    @Command(name = "backup", description = "Copies a log into a new file, whole or not at all.")
    static final class Backup extends Mover implements Callable<Integer> {
        @Option(names = "--log", required = true, paramLabel = "JDBC", description = "The log.")
        private String from = "";

        @Parameters(paramLabel = "FILE", description = "A file that does not exist yet.")
        private Path file = Path.of("");

        @Override
        public Integer call() throws IOException {
            return tell(LogCopy.backup(from, file), file.toString());
        }
    }

    /** {@code kd log restore}. */
    @Command(
            name = "restore",
            description = "Brings a log back from a backup into a database that has none of it, or its beginning.")
    static final class Restore extends Mover implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The backup.")
        private Path file = Path.of("");

        @Option(names = "--log", required = true, paramLabel = "JDBC", description = "Where the log will be.")
        private String to = "";

        @Override
        public Integer call() throws IOException {
            return tell(LogCopy.copy("jdbc:sqlite:" + file, to), to);
        }
    }
}
