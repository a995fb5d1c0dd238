package io.kdchain.core.trace.chain;

import io.kdchain.core.trace.Localisation;
import io.kdchain.core.trace.Stage;
import io.kdchain.core.trace.StageContribution;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A finding in words, for people who have to answer for it. */
final class Account {

    private final Measured found;
    private final Localisation localisation;
    private Wording text = new Wording("", "");

    private Account(Measured found, Localisation localisation) {
        this.found = found;
        this.localisation = localisation;
    }

    static Wording of(Measured found, Localisation localisation, Optional<TeacherShare> share) {
        var account = new Account(found, localisation);
        account.write(share);
        return account.text;
    }

    private void write(Optional<TeacherShare> share) {
        opening();
        boolean served = localisation.method().equals(ChainTracer.INVARIANTS);
        line(
                served
                        ? "Audited: %s is %.4f as served; chance alone makes it up to %.4f."
                        : "Audited: %s is %.4f worse than with all stages as they should be; chance alone makes it up to %.4f.",
                served ? "审计：实际服务中%s为 %.4f；仅凭偶然最多可达 %.4f。" : "审计：%s比所有环节均正常时差 %.4f；仅凭偶然最多可达 %.4f。",
                Wording.signal(found.measure().label()),
                found.effect(),
                found.limit());
        for (Stage stage : found.named()) {
            stage(stage);
        }
        if (!localisation.sufficient().isEmpty()) {
            List<Wording> sets =
                    localisation.sufficient().stream().map(Account::names).toList();
            line(
                    "Enough for the effect, alone or together: %s.",
                    "足以造成该影响的环节（单独或共同）：%s。", joined(sets, "; or ", "；或 "));
        }
        for (Interaction pair : found.interactions()) {
            line(
                    pair.value() > 0
                            ? "%s and %s do %.4f more together than each alone."
                            : "%s and %s do %.4f less together than each alone.",
                    pair.value() > 0 ? "%s与%s共同造成的影响比各自单独之和多 %.4f。" : "%s与%s共同造成的影响比各自单独之和少 %.4f。",
                    name(pair.one()),
                    low(pair.other()),
                    Math.abs(pair.value()));
        }
        controls();
        share.ifPresent(part -> line(
                "Of what taught the student %d bad answers, %.2f came from the teacher, the rest from labels (TracIn, last layer).",
                "使学生模型学会 %d 个错误回答的因素中，%.2f 来自教师模型，其余来自标签（TracIn，最后一层）。", part.rows(), part.fraction()));
        if (found.verdict() != Verdict.ABSTAINED && !found.visible()) {
            line("The effect is no larger than chance makes it, and is not shared out.", "该影响不大于偶然所致，故不作分摊。");
        } else if (found.verdict() != Verdict.ABSTAINED) {
            line("Unexplained: %s of the effect.", "未能解释的影响份额：%s。", localisation.unexplained());
        }
    }

    private void stage(Stage stage) {
        StageEvidence evidence = found.of(stage);
        for (Wording contradiction : evidence.contradictions()) {
            line("%s, exactly: %s.", "%s，精确核对：%s。", name(stage), contradiction);
        }
        if (evidence.score() > 1) {
            line(
                    "%s: %s is %.1f times what chains without a defect show.",
                    "%s：%s为无缺陷链条所见上限的 %.1f 倍。", name(stage), Wording.signal(evidence.signal()), evidence.score());
        }
        StageContribution part = localisation.of(stage);
        if (part.contribution().signum() > 0 && found.verdict() != Verdict.HYPOTHESIS && found.visible()) {
            line(
                    "%s: %s of the effect (%s to %s over %d repetitions); exchanging it alone repairs %.4f, it alone breaks %.4f of a good chain.",
                    "%s：占影响的 %s（重复 %5$d 次，介于 %3$s 与 %4$s 之间）；仅更换该环节可修复 %6$.4f，仅该环节即可使正常链条变差 %7$.4f。",
                    name(stage),
                    part.contribution(),
                    part.lower(),
                    part.upper(),
                    localisation.references(),
                    evidence.repair(),
                    evidence.breaking());
        }
    }

    private void controls() {
        TeacherControl control = found.control();
        if (control != null) {
            line(
                    "Control distillations: from the teacher on trial %s, from good ones %s, from a random one %.4f; the blame on the teacher %s.",
                    "对照蒸馏：被追查的教师模型 %s，正常教师模型 %s，随机教师模型 %.4f；对教师模型的归责%s。",
                    numbers(control.suspect()),
                    control.good().isEmpty() ? new Wording("none at hand", "无") : numbers(control.good()),
                    control.random(),
                    control.stands()
                            ? new Wording("stands", "成立")
                            : new Wording("does not stand in every repetition", "并非每次重复都成立"));
        }
    }

    private void opening() {
        switch (found.verdict()) {
            case CONVICTED ->
                line(
                        "%s: what was handed on contradicts what is on record.",
                        "%s：所移交的内容与记录相矛盾。",
                        names(found.named().stream()
                                .filter(stage -> found.of(stage).contradicted())
                                .toList()));
            case LOCATED ->
                line(
                        "%s: beyond what chains without a defect show, held against a good one.",
                        "%s：与正常链条对照，超出无缺陷链条所见的范围。", names(found.named()));
            case HYPOTHESIS ->
                line(
                        "%s first, of %s: a hypothesis without a good chain to compare with, sureness %.2f of 1.",
                        "首先是%s，可疑环节有：%s。无正常链条可供对照，仅为假设，把握程度 %.2f（满分 1）。",
                        name(found.ranking().get(0)),
                        names(found.named()),
                        found.sureness());
            case ABSTAINED ->
                line(
                        "No stage is named: everything lies within what chains without a defect show.",
                        "不指认任何环节：一切均在无缺陷链条所见的范围之内。");
        }
    }

    private static Wording names(List<Stage> stages) {
        return joined(stages.stream().map(Account::name).toList(), " and ", "和");
    }

    private static Wording joined(List<Wording> all, String english, String chinese) {
        return new Wording(
                all.stream().map(Wording::english).collect(Collectors.joining(english)),
                all.stream().map(Wording::chinese).collect(Collectors.joining(chinese)));
    }

    private static Wording name(Stage stage) {
        return switch (stage) {
            case DATA -> new Wording("Data", "数据");
            case TEACHER -> new Wording("Teacher", "教师模型");
            case DISTILLATION -> new Wording("Distillation", "蒸馏");
            case ADAPTATION -> new Wording("Adaptation", "适配");
            case DEPLOYMENT -> new Wording("Deployment", "部署");
        };
    }

    private static Wording low(Stage stage) {
        return new Wording(
                name(stage).english().toLowerCase(Locale.ROOT), name(stage).chinese());
    }

    private static Wording numbers(List<Double> values) {
        String text = values.stream()
                .map(value -> String.format(Locale.ROOT, "%.4f", value))
                .collect(Collectors.joining(", "));
        return new Wording(text, text.replace(", ", "、"));
    }

    private void line(String english, String chinese, Object... values) {
        text = text.and(Wording.of(english + "\n", chinese + "\n", values));
    }
}
