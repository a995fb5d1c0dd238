package io.kdchain.examples.cli;

import io.kdchain.core.trace.Localisation;
import io.kdchain.core.trace.Stage;
import io.kdchain.core.trace.StageContribution;
import io.kdchain.core.trace.StageReplay;
import io.kdchain.core.trace.chain.ChainFinding;
import io.kdchain.examples.distillation.LoggedTracing;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the replay of a recorded chain found, for people who have to answer for it. */
final class TraceWords {
    private static final int SHOWN_OF_DIGEST = 12;

    private final Kd kd;
    private final PrintWriter out;

    TraceWords(Kd kd, PrintWriter out) {
        this.kd = kd;
        this.out = out;
    }

    void tell(LoggedTracing.Result result) {
        out.println(kd.say(
                "Row %s was answered '%s'; right is '%s'.".formatted(result.row(), result.served(), result.right()),
                "数据行 %s 的回答为“%s”，正确答案为“%s”。".formatted(result.row(), result.served(), result.right())));
        Localisation replay = result.replay();
        for (StageReplay stage : replay.replays()) {
            String party = String.valueOf(result.parties().get(stage.stage()));
            out.println(
                    stage.reproduced()
                            ? kd.say(
                                    "%s (%s): carried out again, it gives what is on record, to the bit."
                                            .formatted(name(stage.stage()), party),
                                    "%s（%s）：重新执行所得与记录逐位一致。".formatted(name(stage.stage()), party))
                            : kd.say(
                                    "%s (%s): carried out again, it gives %s, on record is %s: %s."
                                            .formatted(
                                                    name(stage.stage()),
                                                    party,
                                                    shown(stage.replayed().toString()),
                                                    shown(stage.recorded().toString()),
                                                    stage.note()),
                                    "%s（%s）：重新执行所得为 %s，而记录为 %s。"
                                            .formatted(
                                                    name(stage.stage()),
                                                    party,
                                                    shown(stage.replayed().toString()),
                                                    shown(stage.recorded().toString()))));
        }
        if (result.explained()) {
            explained(result);
            return;
        }
        out.println(
                LoggedTracing.departed(replay).isEmpty()
                        ? kd.say(
                                "No stage departs from its recipe; the answer is wrong all the same, and the replay names nobody.",
                                "没有环节偏离其配方，而回答仍然错误；重放不指认任何环节。")
                        : kd.say(
                                "No departure from a recipe makes this answer wrong: it is wrong, or right, either way; the replay names nobody.",
                                "任何偏离配方之处都不足以使该回答出错；重放不指认任何环节。"));
        ChainFinding search = result.search();
        if (search != null) {
            out.print(search.account(kd.locale()));
        }
    }

    private void explained(LoggedTracing.Result result) {
        Localisation replay = result.replay();
        for (StageContribution part : replay.stages()) {
            if (part.contribution().signum() > 0) {
                out.println(kd.say(
                        "%s (%s): %s of the wrong answer (%s to %s over %d repetitions with other seeds)."
                                .formatted(
                                        name(part.stage()),
                                        result.parties().get(part.stage()),
                                        part.contribution(),
                                        part.lower(),
                                        part.upper(),
                                        replay.references()),
                        "%s（%s）：占该错误回答的 %s（以其他种子重复 %d 次，介于 %s 与 %s 之间）。"
                                .formatted(
                                        name(part.stage()),
                                        result.parties().get(part.stage()),
                                        part.contribution(),
                                        replay.references(),
                                        part.lower(),
                                        part.upper())));
            }
        }
        if (!replay.sufficient().isEmpty()) {
            String sets =
                    replay.sufficient().stream().map(this::names).collect(Collectors.joining(kd.say("; or ", "；或 ")));
            out.println(kd.say("Enough for the wrong answer: %s.".formatted(sets), "足以造成该错误回答：%s。".formatted(sets)));
        }
        out.println(kd.say(
                "Unexplained: %s.".formatted(replay.unexplained()), "未能解释的份额：%s。".formatted(replay.unexplained())));
    }

    private String names(List<Stage> stages) {
        return stages.stream().map(this::name).collect(Collectors.joining(kd.say(" and ", "和")));
    }

    private String name(Stage stage) {
        String english = stage.label().substring(0, 1).toUpperCase(Locale.ROOT)
                + stage.label().substring(1);
        return kd.say(
                english,
                switch (stage) {
                    case DATA -> "数据";
                    case TEACHER -> "教师模型";
                    case DISTILLATION -> "蒸馏";
                    case ADAPTATION -> "适配";
                    case DEPLOYMENT -> "部署";
                });
    }

    private static String shown(String digest) {
        int end = digest.indexOf(':') + 1 + SHOWN_OF_DIGEST;
        return digest.length() > end ? digest.substring(0, end) + "…" : digest;
    }
}
