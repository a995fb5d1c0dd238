package io.kdchain.provenance.event;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A student has learned.
 *
 * @param run id of the run; null means not stated
 * @param metrics what was measured
 * @param fidelity how well it follows its teacher; null means not measured
 * @param biasChange what became of the bias of the teacher
 */
@Act(role = Role.DISTILLATION_PROVIDER, stage = Stage.DISTILLATION)
public record DistillationCompleted(
        @Nullable String run,
        List<Metric> metrics,
        @Nullable Fidelity fidelity,
        List<BiasChange> biasChange) implements EventBody {

    public DistillationCompleted {
        metrics = List.copyOf(metrics);
        biasChange = List.copyOf(biasChange);
    }

    /**
     * How well a student follows its teacher.
     *
     * @param agreement part of equal answers, 0 to 1
     * @param kl Kullback-Leibler divergence in nats; null means not stated
     */
    public record Fidelity(BigDecimal agreement, @Nullable BigDecimal kl) {

        public Fidelity {
            Checks.fraction("agreement", agreement);
        }
    }

    /**
     * A bias before and after distillation.
     *
     * @param attribute attribute of persons
     * @param metric what was measured
     * @param teacherGap gap of the teacher
     * @param studentGap gap of the student
     */
    public record BiasChange(String attribute, String metric, BigDecimal teacherGap, BigDecimal studentGap) {}
}
