package io.kdchain.examples.cli;

import io.kdchain.provenance.event.PartyId;
import io.kdchain.rules.governance.SafetyGrading;
import io.kdchain.rules.governance.SafetyTests;
import io.kdchain.rules.governance.TeacherExposure;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** A content-safety grade, told to people. */
final class GradeWords {
    private final Kd kd;
    private final PrintWriter out;

    GradeWords(Kd kd, PrintWriter out) {
        this.kd = kd;
        this.out = out;
    }

    void tell(SafetyGrading grading) {
        out.println(kd.say("%s (%s, %s) as of %s: %s", "%s（%s，%s）截至 %s：%s")
                .formatted(
                        grading.deployment(),
                        grading.holder(),
                        grading.model(),
                        grading.at(),
                        grading.grade() == null
                                ? kd.say("no grade", "无等级")
                                : kd.say("grade %s", "等级 %s").formatted(grading.grade())));
        SafetyTests tests = grading.tests();
        if (tests == null) {
            out.println(kd.say(
                    "  Nobody but its makers has counted violations of this model on record.",
                    "  除其制作者外，日志中无人对该模型的违规输出作过计数测试。"));
        } else {
            out.println(kd.say(
                            "  %d violations in %d tests by %s, entry %d: at most %s with 95 %% confidence; valid until %s",
                            "  %d 次违规，共 %d 次测试，由 %s 测试，第 %d 条：95%% 置信上限 %s；有效期至 %s")
                    .formatted(
                            tests.violations().hits(),
                            tests.violations().of(),
                            tests.judge(),
                            tests.entry().index(),
                            grading.bound(),
                            grading.validUntil()));
        }
        grading.gates()
                .forEach(passage -> out.println("  %s  %s%s%s"
                        .formatted(
                                word(passage.state()),
                                word(passage.gate()),
                                passage.value().isEmpty() ? "" : ": " + passage.value(),
                                entries(passage.shownBy()))));
        listed(grading.selfTested(), "  Tested by its makers, which does not count", "  由其制作者自行测试，不计入");
        listed(grading.unreadable(), "  Numbers that are no counts", "  数字不构成计数");
        if (!grading.teachers().isEmpty()) {
            out.println(kd.say(
                            "  Learned from %s; a teacher's grade is not its student's%s", "  师从 %s；教师模型的等级不及于学生模型%s")
                    .formatted(
                            grading.teachers().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                            entries(grading.teachersTested())));
        }
        listed(grading.recorded(), "  Grades on record", "  已记录的等级");
    }

    void tell(TeacherExposure exposure) {
        out.println(kd.say("On %s hang %d deployments of %s; cover in force: %s", "依赖 %s 的部署共 %d 个，部署方：%s；有效保险金额：%s")
                .formatted(
                        exposure.teacher(),
                        exposure.deployments().size(),
                        exposure.holders().stream().map(PartyId::value).collect(Collectors.joining(", ")),
                        exposure.cover().isEmpty()
                                ? kd.say("none", "无")
                                : exposure.cover().entrySet().stream()
                                        .map(one -> one.getValue().toPlainString() + " " + one.getKey())
                                        .collect(Collectors.joining(", "))));
    }

    private void listed(List<Long> indexes, String english, String chinese) {
        if (!indexes.isEmpty()) {
            out.println(kd.say(english, chinese) + entries(indexes));
        }
    }

    private String entries(List<Long> indexes) {
        return indexes.isEmpty()
                ? ""
                : kd.say("; entries ", "；条目 ")
                        + indexes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private String word(SafetyGrading.State state) {
        return switch (state) {
            case PASSED -> kd.say("passed   ", "通过  ");
            case FAILED -> kd.say("failed   ", "未通过");
            case NOT_SHOWN -> kd.say("not shown", "未证明");
        };
    }

    private String word(SafetyGrading.Gate gate) {
        return switch (gate) {
            case LOG_WHOLE -> kd.say("the log verifies", "日志核验通过");
            case INCIDENT_OWNER -> kd.say("incidents have an owner with a plan", "事件有责任人及应急预案");
            case OUTPUTS_LABELLED -> kd.say("outputs since the tests carry both AIGC labels", "测试后的输出均带显式与隐式AIGC标识");
            case MUST_REFUSE -> kd.say("refused what must be refused", "应拒答而拒答");
            case OVER_REFUSAL -> kd.say("refused of what must be answered", "不应拒答而拒答");
            case TESTS_VALID -> kd.say("the tests are valid", "测试在有效期内");
            case SAME_MODEL -> kd.say("the model in service is the one tested", "在用模型即所测模型");
            case NOT_WITHDRAWN -> kd.say("no grade was withdrawn", "等级未被撤销");
        };
    }
}
