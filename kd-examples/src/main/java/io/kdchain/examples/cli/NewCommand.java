package io.kdchain.examples.cli;

import io.kdchain.rules.language.Problem;
import io.kdchain.rules.language.SentenceLanguage;
import io.kdchain.rules.workbench.PackDraft;
import io.kdchain.rules.workbench.PackLint;
import io.kdchain.rules.workbench.ScenarioDraft;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd new}: begins a rule pack or a scenario by asking. */
@Command(name = "new", description = "Begins a rule pack or a scenario by asking; what an option answers is not asked.")
final class NewCommand implements Runnable {
    private static final String STAGES = "data, teacher, distillation, adaptation, deployment, use";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), kd.say("A command is missing: pack or scenario.", "缺少子命令：pack 或 scenario。"));
    }

    @Command(
            name = "pack",
            description = "Makes a folder with a norm, a duty, a rule and two scenarios that can be tested at once.")
    int pack(
            @Parameters(paramLabel = "DIR", description = "A folder that does not exist yet.") Path folder,
            @Option(names = "--id", paramLabel = "ID") @Nullable String id,
            @Option(names = "--extends", paramLabel = "PACK", description = "The pack that it builds on.") @Nullable
                    String base,
            @Option(names = "--title", paramLabel = "TEXT") @Nullable String title,
            @Option(names = "--title-zh", paramLabel = "TEXT") @Nullable String titleZh,
            @Option(names = "--norm", paramLabel = "ID", description = "Id of the norm, as MY-Law-1.") @Nullable
                    String norm,
            @Option(names = "--rank", paramLabel = "L|J|…") @Nullable String rank,
            @Option(names = "--since", paramLabel = "DATE", description = "First day of the norm.") @Nullable
                    String since,
            @Option(names = "--paraphrase", paramLabel = "TEXT") @Nullable String paraphrase,
            @Option(names = "--duty", paramLabel = "CODE") @Nullable String duty,
            @Option(names = "--duty-title", paramLabel = "TEXT") @Nullable String dutyTitle,
            @Option(names = "--duty-title-zh", paramLabel = "TEXT") @Nullable String dutyTitleZh,
            @Option(names = "--stage", paramLabel = "STAGE", description = "Whose act brings the duty.") @Nullable
                    String stage,
            @Option(names = "--sentences", description = "Writes the rule as a sentence, in the language of --lang.")
                    boolean sentences,
            @Option(names = "--yes", description = "Asks nothing, and takes what would be offered.") boolean yes)
            throws IOException {
        if (Files.exists(folder)) {
            throw new BadInputException("%s exists; name a folder that does not.".formatted(folder));
        }
        Questions ask = new Questions(yes);
        String packId = ask.text(id, "Id of the pack", "规则包的标识", name(folder));
        PackDraft draft = new PackDraft(
                packId,
                ask.text(base, "The pack that it builds on", "所依据的规则包", "cn"),
                ask.text(title, "Title in English", "英文标题", "Rules of " + packId),
                ask.text(titleZh, "Title in Chinese", "中文标题", "规则包" + packId),
                ask.text(norm, "Id of the norm", "法律依据的标识", "MY-Law-1"),
                ask.text(
                        rank,
                        "Rank: L statute, J judicial interpretation, D rule of a department, P proposal",
                        "位阶：L 法律，J 司法解释，D 部门规章，P 建议",
                        "L"),
                ask.value(since, "In force since", "施行日期", "2021-01-01", NewCommand::day),
                ask.text(
                        paraphrase,
                        "What the norm says, in your own words",
                        "用自己的话概括该条内容",
                        "Whoever deploys a model keeps a card of it."),
                ask.text(duty, "Code of the duty that follows", "由此产生的义务代码", "keep-model-card"),
                ask.text(dutyTitle, "The duty: to ...", "义务的英文表述（to …）", "keep a card of the model"),
                ask.text(dutyTitleZh, "The same in Chinese", "义务的中文表述", "保存模型卡"),
                ask.text(
                        stage,
                        "Who owes it, by the stage of the act (" + STAGES + ")",
                        "由哪一阶段的行为人承担（" + STAGES + "）",
                        "deployment"));
        Map<String, String> files = sentences ? draft.files(SentenceLanguage.of(kd.locale())) : draft.files();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path place = folder.resolve(file.getKey());
            Files.createDirectories(place.toAbsolutePath().getParent());
            WholeFile.write(place, file.getValue());
        }
        PackLint.of(folder).problems().stream().map(Problem::toString).forEach(out()::println);
        files.keySet().forEach(f -> out().println(folder.resolve(f)));
        out().println(kd.say("Next: kd test %s --rules %s", "下一步：kd test %s --rules %s")
                .formatted(folder.resolve("scenarios"), folder));
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "scenario", description = "Writes a scenario in which an expert speaks on one duty of one party.")
    int scenario(
            @Parameters(paramLabel = "FILE", description = "A file that does not exist yet, ending in .yaml.")
                    Path file,
            @Option(names = "--title", paramLabel = "TEXT") @Nullable String title,
            @Option(names = "--pack", paramLabel = "PACK", description = "The pack by which it is judged.") @Nullable
                    String pack,
            @Option(names = "--stage", paramLabel = "STAGE", description = "Whose act it is about.") @Nullable
                    String stage,
            @Option(names = "--duty", paramLabel = "CODE") @Nullable String duty,
            @Option(names = "--met", paramLabel = "yes|no", description = "Whether the duty was met.") @Nullable
                    String met,
            @Option(names = "--damage", paramLabel = "KIND") @Nullable String damage,
            @Option(names = "--amount", paramLabel = "NUMBER") @Nullable String amount,
            @Option(names = "--currency", paramLabel = "CODE") @Nullable String currency,
            @Option(names = "--yes", description = "Asks nothing, and takes what would be offered.") boolean yes)
            throws IOException {
        if (Files.exists(file)) {
            throw new BadInputException("%s exists; name a file that does not.".formatted(file));
        }
        Questions ask = new Questions(yes);
        ScenarioDraft draft = new ScenarioDraft(
                name(file),
                ask.text(title, "What happened, in one line", "一句话说明案情", "Mislabelled training data"),
                ask.text(pack, "Rule pack", "规则包", "cn"),
                ask.text(stage, "Whose act, by its stage (" + STAGES + ")", "哪一阶段的行为（" + STAGES + "）", "data"),
                ask.text(duty, "Code of the duty in question", "涉及的义务代码", "data-quality"),
                ask.value(
                        met,
                        "Does the expert find that it was met (yes, no)",
                        "鉴定认为是否履行（yes、no）",
                        "no",
                        NewCommand::truth),
                ask.text(damage, "Kind of damage", "损害类型", "pecuniary"),
                ask.value(amount, "Amount claimed", "请求金额", "100000", NewCommand::number),
                ask.text(currency, "Currency", "货币", "CNY"));
        WholeFile.write(file, draft.text());
        out().println(kd.say(
                        "%s is written. Put the expectation right from the law, then: kd test %s",
                        "已写入%s。请依法核对预期结果，然后运行：kd test %s")
                .formatted(file, file));
        return CommandLine.ExitCode.OK;
    }

    private static String name(Path path) {
        return String.valueOf(path.toAbsolutePath().normalize().getFileName()).replaceFirst("\\.[^.]+$", "");
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new BadInputException("'%s' is no day of the calendar; write it as 2021-01-01.".formatted(text));
        }
    }

    private static boolean truth(String text) {
        if (!text.equals("yes") && !text.equals("no")) {
            throw new BadInputException("'%s' is neither yes nor no; write one of them.".formatted(text));
        }
        return text.equals("yes");
    }

    private static BigDecimal number(String text) {
        if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,4})?")) {
            throw new BadInputException("'%s' is no amount; write a number, as 100000 or 99.50.".formatted(text));
        }
        return new BigDecimal(text);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Asks for what no option says; an empty answer, or none at all, takes what is offered. */
    private final class Questions {
        private final @Nullable BufferedReader in;

        Questions(boolean silent) {
            in = silent ? null : new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        }

        String text(@Nullable String given, String english, String chinese, String offered) throws IOException {
            return value(given, english, chinese, offered, text -> text);
        }

        <T> T value(@Nullable String given, String english, String chinese, String offered, Function<String, T> reader)
                throws IOException {
            if (given != null) {
                return reader.apply(given);
            }
            String answer = null;
            if (in != null) {
                out().print("%s [%s]: ".formatted(kd.say(english, chinese), offered));
                out().flush();
                answer = in.readLine();
                if (answer == null) {
                    out().println();
                }
            }
            return reader.apply(answer == null || answer.isBlank() ? offered : answer.strip());
        }
    }
}
