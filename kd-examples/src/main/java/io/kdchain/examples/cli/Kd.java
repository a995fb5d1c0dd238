package io.kdchain.examples.cli;

import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.distill.DivergenceException;
import io.kdchain.core.distill.RemoteTeacherException;
import io.kdchain.provenance.event.KdException;
import io.kdchain.rules.pack.RulePackException;
import io.kdchain.rules.workbench.ScenarioException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the {@code kd} command. */
@Command(
        name = "kd",
        description = "Says who in a distillation chain is liable for a harmful output, for how much, and why.",
        mixinStandardHelpOptions = true,
        version = "kdchain 0.1.0-SNAPSHOT",
        scope = ScopeType.INHERIT,
        subcommands = {
            DemoCommand.class,
            SceneCommand.class,
            AttributeCommand.class,
            CheckCommand.class,
            CompareCommand.class,
            TestCommand.class,
            LintCommand.class,
            PackCommand.class,
            NewCommand.class,
            ImpactCommand.class,
            RulesCommand.class,
            RuleWitnessCommand.class,
            MonitorCommand.class,
            GradeCommand.class,
            AssessCommand.class,
            IncidentCommand.class,
            OverseeCommand.class,
            UnderwriteCommand.class,
            KeyCommand.class,
            PartyCommand.class,
            LogCommand.class,
            EvidenceCommand.class,
            LabelCommand.class,
            TransferCommand.class,
            ArtefactCommand.class,
            MerkleVectorsCommand.class,
            JcsVectorsCommand.class,
            DsseVectorsCommand.class,
            GoldenCommand.Losses.class,
            GoldenCommand.Metrics.class,
            GoldenCommand.Trace.class,
            DistillCommand.class,
            TraceCommand.class,
            AuditCommand.class,
            HelpCommand.class
        })
public final class Kd implements Runnable {
    /** The thing checked does not hold. */
    static final int DOES_NOT_HOLD = 1;
    /** Bad use or bad input. */
    static final int BAD_INPUT = 2;

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--lang",
            paramLabel = "en|zh",
            description = "Language of what people read; by default that of the machine.",
            scope = ScopeType.INHERIT)
    private @Nullable Language language;

    @Option(names = "--debug", description = "Shows the stack trace of an error.", scope = ScopeType.INHERIT)
    private boolean debug;

    /** A language of what people read. */
    enum Language {
        en,
        zh
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err));
    }

    /**
     * Runs the command.
     *
     * @param args the command line
     * @param out where results go
     * @param err where progress and errors go
     * @return the exit code
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        Kd kd = new Kd();
        CommandLine line = new CommandLine(kd);
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Kd::badUse);
        line.setExecutionExceptionHandler((error, command, parsed) -> kd.failed(error, command));
        line.setExecutionStrategy(parsed -> {
            try {
                Outputs.require(parsed);
            } catch (BadInputException e) {
                throw new CommandLine.ExecutionException(line, "the files to write", e);
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        return line.execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing; 'kd --help' lists them.");
    }

    /** The language in which people are told. */
    Locale locale() {
        boolean chinese = language == null
                ? Locale.getDefault().getLanguage().equals(Locale.CHINESE.getLanguage())
                : language == Language.zh;
        return chinese ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }

    /** A line for people, in their language. */
    String say(String english, String chinese) {
        return isChinese() ? chinese : english;
    }

    /** Whether people read Chinese. */
    boolean isChinese() {
        return locale().getLanguage().equals(Locale.CHINESE.getLanguage());
    }

    private static int badUse(ParameterException error, String[] args) {
        PrintWriter err = error.getCommandLine().getErr();
        err.println("kd: " + error.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(error, err);
        err.println("'%s --help' says how it is used."
                .formatted(error.getCommandLine().getCommandSpec().qualifiedName()));
        return BAD_INPUT;
    }

    private int failed(Exception error, CommandLine command) {
        PrintWriter err = command.getErr();
        if (debug) {
            error.printStackTrace(err);
        } else if (isExpected(error)) {
            err.println("kd: " + error.getMessage());
        } else {
            err.println("kd: an error that should not happen: %s. Run the same with --debug and report what it prints."
                    .formatted(error.toString().replaceFirst("\\.$", "")));
        }
        return BAD_INPUT;
    }

    private static boolean isExpected(Exception error) {
        return error instanceof KdException
                || error instanceof RulePackException
                || error instanceof ScenarioException
                || error instanceof BadInputException
                || error instanceof ArtefactException
                || error instanceof DivergenceException
                || error instanceof RemoteTeacherException
                || error instanceof IllegalArgumentException
                || error instanceof UncheckedIOException
                || error instanceof IOException;
    }
}
