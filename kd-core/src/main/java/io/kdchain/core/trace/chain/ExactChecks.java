package io.kdchain.core.trace.chain;

import io.kdchain.core.data.Dataset;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.trace.Stage;
import io.kdchain.core.trace.StageReplay;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What can be shown of a chain alone and exactly: its training rows against the rows collected, the recorded losses
 * against the loss that is said to be minimised, the adapted model against the same adaptation done again, the answers
 * of the service against those of its model.
 */
final class ExactChecks {

    /** A change of probability that arithmetic in another order may make. */
    private static final double SAME_ANSWER = 1e-9;

    private final Map<Stage, List<Wording>> contradictions = new EnumMap<>(Stage.class);
    private final List<StageReplay> replays = new ArrayList<>();

    ExactChecks(SuspectChain suspect, AuditRows audit) {
        for (Stage stage : Stage.values()) {
            contradictions.put(stage, new ArrayList<>());
        }
        Declarations declared = suspect.declared();
        Dataset source = declared.source();
        if (source != null) {
            double strange = Drift.strange(suspect.data().rows(), source);
            if (strange > 0) {
                blame(
                        Stage.DATA,
                        "%.1f %% of the training rows are not, under their id, the rows collected",
                        "%.1f %% 的训练行与其编号所对应的采集数据行不符",
                        100 * strange);
            }
        }
        HintonLoss loss = declared.loss();
        if (loss != null) {
            losses(suspect, loss);
        }
        List<StepRecord> steps = suspect.distilled().steps();
        if (declared.steps() > 0 && !steps.isEmpty()) {
            long last = steps.get(steps.size() - 1).step();
            if (last != declared.steps()) {
                blame(
                        Stage.DISTILLATION,
                        "the record ends with step %d, the recipe has %d steps",
                        "记录止于第 %d 步，而配方规定 %d 步",
                        last,
                        declared.steps());
            }
        }
        Declarations.Adaptation adaptation = declared.adaptation();
        if (adaptation != null) {
            TracedModel again =
                    adaptation.apply(suspect.data(), suspect.distilled().student());
            replays.add(new StageReplay(
                    Stage.ADAPTATION,
                    suspect.adapted().digest(),
                    again.digest(),
                    "adapted again from the recorded student as declared, compared byte for byte"));
            if (!again.digest().equals(suspect.adapted().digest())) {
                blame(
                        Stage.ADAPTATION,
                        "adapting the recorded student again as declared gives %s, on record is %s",
                        "按声明重新适配所记录的学生模型得到 %s，而记录为 %s",
                        again.digest(),
                        suspect.adapted().digest());
            }
        }
        Canaries canaries = Canaries.of(suspect.data(), suspect.adapted(), suspect.service(), audit.features());
        if (canaries.output() > SAME_ANSWER) {
            blame(
                    Stage.DEPLOYMENT,
                    "the service answers otherwise than its model does for what entered it; a probability differs by %.4f",
                    "对于进入模型的内容，服务的回答与其模型不同；概率相差 %.4f",
                    canaries.output());
        }
    }

    private void losses(SuspectChain suspect, HintonLoss loss) {
        var replay = new LossReplay(suspect.data(), suspect.teacher(), suspect.distilled());
        double difference = replay.largestDifference(loss);
        if (difference > LossReplay.TOLERANCE) {
            blame(
                    Stage.DISTILLATION,
                    "the recorded losses differ by up to %.3g relative from those of the loss that is declared%s",
                    "所记录的损失与所声明的损失函数相对相差最多 %.3g%s",
                    difference,
                    replay.explanation(loss)
                            .map(other -> new Wording("; they are those of " + other, "；它们与以下设定相符：" + other))
                            .orElse(new Wording("", "")));
        }
    }

    private void blame(Stage stage, String english, String chinese, Object... values) {
        of(stage).add(Wording.of(english, chinese, values));
    }

    List<Wording> of(Stage stage) {
        List<Wording> found = contradictions.get(stage);
        if (found == null) {
            throw new IllegalStateException("stage %s has no list".formatted(stage));
        }
        return found;
    }

    List<StageReplay> replays() {
        return List.copyOf(replays);
    }
}
