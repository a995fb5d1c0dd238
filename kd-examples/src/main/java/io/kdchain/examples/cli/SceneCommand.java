package io.kdchain.examples.cli;

import io.kdchain.examples.credit.CreditChain;
import io.kdchain.examples.credit.CreditResult;
import io.kdchain.examples.credit.CreditResult.Refusal;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.report.LegalSources;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.report.ReportInput;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Regime;
import io.kdchain.rules.workbench.ChainViews;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd scene}: walks on real data beside that of {@code kd demo}. */
@Command(name = "scene", description = "Runs a scene on real data, from the first act to the verdict.")
final class SceneCommand implements Runnable {
    private static final String PACK = "cn";
    private static final String REPORT_NAME = "report.html";
    private static final String VERDICT_NAME = "verdict.json";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), kd.say("A scene is missing: credit.", "缺少场景：credit。"));
    }

    @Command(
            name = "credit",
            description =
                    "A scoring model treats women worse, its student as well, and an applicant is refused; regimes"
                            + " are compared. The data are a thousand real loans.")
    int credit(
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            description =
                                    "Folder for log, answer, labels, verdict and report. Default: ${DEFAULT-VALUE}.",
                            defaultValue = "kd-credit")
                    Path out,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            description = "Everything follows from it. Default: ${DEFAULT-VALUE}.",
                            defaultValue = "" + CreditChain.DEFAULT_SEED)
                    long seed)
            throws IOException {
        DiskCheck.ofThisMachine().check(out);
        try (DemoFolder folder = DemoFolder.at(out)) {
            CreditResult scene = CreditChain.into(folder.staging()).seed(seed).run();
            tell(scene);
            if (scene.refusal().isPresent()) {
                judge(folder.staging(), scene.refusal().get());
            } else {
                say(
                        "No woman who repaid was refused for being one, so there is no verdict. Try another --seed.",
                        "没有已还款的女性因性别被拒，因此没有结论。请换一个 --seed。");
            }
            folder.publish();
            if (scene.refusal().isPresent()) {
                say("Report   %s".formatted(out.resolve(REPORT_NAME)), "报告  %s".formatted(out.resolve(REPORT_NAME)));
                Path label = out.resolve(name(scene.refusal().get().label()));
                String check = "%s label aigc check %s --label %s --trust %s --log %s"
                        .formatted(
                                ThisCommand.name(),
                                ThisCommand.quoted(
                                        out.resolve(name(scene.refusal().get().answer()))
                                                .toString()),
                                ThisCommand.quoted(label.toString()),
                                ThisCommand.quoted(
                                        out.resolve(CreditChain.TRUST_NAME).toString()),
                                ThisCommand.quoted("jdbc:sqlite:" + out.resolve(CreditChain.LOG_NAME)));
                say("Labels   %s".formatted(check), "标识  %s".formatted(check));
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private void tell(CreditResult scene) {
        say(
                "Of those who repaid, the teacher grants men a loan more often than women by %.3f, the student by %.3f; %.2f is accepted."
                        .formatted(
                                scene.teacherGap(),
                                scene.studentGap(),
                                scene.inheritance().tolerance()),
                "在已还款者中，教师模型对男性的放贷率比女性高 %.3f，学生模型高 %.3f；可接受 %.2f。"
                        .formatted(
                                scene.teacherGap(),
                                scene.studentGap(),
                                scene.inheritance().tolerance()));
        say(
                "Whether it was inherited: %s.".formatted(scene.inheritance().explain()),
                "偏差是否继承自教师模型：%s。".formatted(scene.inheritance().explain()));
    }

    private void judge(Path folder, Refusal refusal) throws IOException {
        say(
                "Applicant %s repaid. She is refused with %.3f; had her file said that she is a man, it would be %.3f."
                        .formatted(refusal.applicant(), refusal.score(), refusal.scoreAsMan()),
                "申请人 %s 已还款，却以 %.3f 被拒；若档案写明为男性，则为 %.3f。"
                        .formatted(refusal.applicant(), refusal.score(), refusal.scoreAsMan()));
        RulePack pack = RulePack.builtin(PACK);
        try (ChainLog log = ChainLog.open(
                "jdbc:sqlite:" + folder.resolve(CreditChain.LOG_NAME),
                LogOptions.defaults().mustExist().trust(Trust.read(folder.resolve(CreditChain.TRUST_NAME))))) {
            LiabilityEngine engine =
                    LiabilityEngine.builder().evidence(log).pack(pack).build();
            Incident incident = engine.reported(refusal.incident());
            Attribution verdict = engine.attribute(incident);
            Map<Regime, Attribution> others =
                    engine.compare(incident, Regime.FAULT, Regime.PRESUMED_FAULT, Regime.STRICT);
            ReportInput input = ReportInput.of(verdict)
                    .incident(incident)
                    .chain(ChainViews.of(
                            engine.evidence(incident),
                            ChainViews.describe(log, "jdbc:sqlite:" + CreditChain.LOG_NAME, CreditChain.TRUST_NAME)))
                    .sources(LegalSources.of(pack));
            for (Map.Entry<Regime, Attribution> other : others.entrySet()) {
                input = input.alternative(other.getKey().code(), other.getValue());
            }
            Files.writeString(folder.resolve(REPORT_NAME), Report.html(input, kd.locale()), StandardCharsets.UTF_8);
            Files.writeString(folder.resolve(VERDICT_NAME), Report.json(verdict) + "\n", StandardCharsets.UTF_8);
            out().println();
            out().print(Report.text(verdict, kd.locale()));
            out().println();
            others.forEach((regime, other) -> say(
                    "Under %s: %s".formatted(regime.code(), shares(other)),
                    "若适用 %s：%s".formatted(regime.code(), shares(other))));
        }
    }

    private static String shares(Attribution verdict) {
        StringBuilder text = new StringBuilder();
        verdict.items().get(0).shares().forEach((party, share) -> {
            if (!share.equals(Fraction.ZERO)) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(party)
                        .append(' ')
                        .append(share);
            }
        });
        return text.toString();
    }

    private void say(String english, String chinese) {
        out().println(kd.say(english, chinese));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
