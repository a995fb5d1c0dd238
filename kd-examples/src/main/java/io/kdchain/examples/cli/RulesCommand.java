package io.kdchain.examples.cli;

import io.kdchain.rules.language.Rule;
import io.kdchain.rules.language.RuleFile;
import io.kdchain.rules.language.SentenceLanguage;
import io.kdchain.rules.language.SentenceText;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.workbench.PackBook;
import io.kdchain.rules.workbench.PackSource;
import io.kdchain.rules.workbench.Scenario;
import io.kdchain.rules.workbench.ScenarioReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
                "with its rules in words, its duties and the scenarios that expect it to be cited.",
                "With --as sentences, the rules as sentences, as a .rule file of a pack has them."
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

        @Option(
                names = "--as",
                paramLabel = "FORM",
                description = "${COMPLETION-CANDIDATES}; by default ${DEFAULT-VALUE}.",
                defaultValue = "book")
        private Form form = Form.book;

        @Option(
                names = "--rule",
                paramLabel = "NAME",
                description = "With --as sentences: only rules whose name begins so, as CN-CivilCode-1171.")
        private String rule = "";

        @Output
        @Option(names = "-o", paramLabel = "FILE", description = "Writes into this file.")
        private @Nullable Path out;

        @Override
        public Integer call() {
            Path folder = Path.of(pack);
            boolean isFolder = Files.isRegularFile(folder.resolve("pack.yaml"));
            RulePack read = isFolder ? RulePack.load(folder) : RulePack.builtin(pack);
            String text = form == Form.book ? book(folder, isFolder, read) : sentences(read);
            if (out == null) {
                spec.commandLine().getOut().print(text);
                spec.commandLine().getOut().flush();
            } else {
                WholeFile.write(out, text);
            }
            return CommandLine.ExitCode.OK;
        }

        private String book(Path folder, boolean isFolder, RulePack read) {
            if (!rule.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        parent.kd.say(
                                "A book has all rules; --rule goes with --as sentences.",
                                "全书包含所有规则；--rule 须与 --as sentences 同用。"));
            }
            Path scenarios = folder.resolve("scenarios");
            List<Scenario> shown = isFolder && Files.isDirectory(scenarios)
                    ? ScenarioFiles.readAll(
                            new ScenarioReader(PackSource.of(folder).ids()), ScenarioFiles.find(List.of(scenarios)))
                    : List.of();
            return PackBook.of(read, shown, parent.kd.locale()).html(parent.kd.locale());
        }

        /** File by file, with the name of each as a comment. */
        private String sentences(RulePack read) {
            SentenceLanguage language = SentenceLanguage.of(parent.kd.locale());
            Map<String, List<Rule>> files = new TreeMap<>();
            for (Rule one : read.rules()) {
                if (one.name().startsWith(rule)) {
                    files.computeIfAbsent(one.at().file(), f -> new ArrayList<>())
                            .add(one);
                }
            }
            if (files.isEmpty()) {
                throw new BadInputException(parent.kd
                        .say(
                                "No rule of the pack has a name that begins with \"%s\"; kd rules print %s --as sentences shows all.",
                                "规则包中没有名称以“%s”开头的规则；kd rules print %s --as sentences 列出全部规则。")
                        .formatted(rule, pack));
            }
            StringBuilder text = new StringBuilder();
            files.forEach((file, rules) -> {
                Rule first = Collections.min(rules, Comparator.comparing(Rule::at));
                text.append(text.isEmpty() ? "# " : "\n# ").append(file).append('\n');
                text.append(SentenceText.of(
                        new RuleFile(
                                file,
                                first.at(),
                                first.packageName(),
                                rules.stream()
                                        .sorted(Comparator.comparing(Rule::at))
                                        .toList()),
                        language));
            });
            return text.toString();
        }
    }

    /** What is printed. */
    enum Form {
        book,
        sentences
    }
}
