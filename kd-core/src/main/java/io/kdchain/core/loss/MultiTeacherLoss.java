package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Map;

/**
 * Learning from several teachers, weights w_k scaled to sum 1:
 *
 * <pre>
 * MEAN_PROBABILITY  KL(sum_k w_k p^{T_k} || p^S)       Hinton et al. 2015 (arXiv 1503.02531)
 * MEAN_LOGIT        KL(softmax(sum_k w_k z^{T_k} / T) || p^S)
 * MEAN_LOSS         sum_k w_k KL(p^{T_k} || p^S)       You et al. 2017; Fukuda et al. 2017
 * L = hardWeight CE(z^S, y) + softWeight T^2 mean_b of it
 * </pre>
 *
 * The first and the last have the same gradient; their values differ by how far the teachers disagree.
 *
 * @param weights one a teacher, 0 or more, not all 0
 * @param temperature T, above 0
 */
public record MultiTeacherLoss(
        Combination combination, List<Double> weights, double temperature, double hardWeight, double softWeight)
        implements DistillationLoss {

    /** Where the teachers are averaged. */
    public enum Combination {
        MEAN_PROBABILITY,
        MEAN_LOGIT,
        MEAN_LOSS
    }

    public MultiTeacherLoss {
        weights = List.copyOf(weights);
        weights.forEach(weight -> Checks.weight("a teacher's weight", weight));
        Checks.positive(
                "the sum of the teachers' weights",
                weights.stream().mapToDouble(Double::doubleValue).sum());
        Checks.positive("temperature", temperature);
        Checks.weight("hardWeight", hardWeight);
        Checks.weight("softWeight", softWeight);
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray student = input.student();
        List<NDArray> teachers =
                input.teachers().stream().map(NDArray::stopGradient).toList();
        if (teachers.size() != weights.size()) {
            throw new IllegalArgumentException("there are %d weights and %d teachers; one a teacher is needed"
                    .formatted(weights.size(), teachers.size()));
        }
        teachers.forEach(teacher -> Checks.sameLogits(student, teacher, 1));
        NDArray log = Tensors.logSoftmax(student, temperature);
        NDArray soft = divergence(log, teachers).mul(Tensors.number(student, temperature * temperature));
        if (hardWeight == 0 && input.labels() == null) {
            return new LossTerms(soft.mul(Tensors.number(student, softWeight)), Map.of("kd", soft));
        }
        NDArray labels = input.labelsFor("multi-teacher");
        Checks.labels(student, labels);
        NDArray hard = Tensors.hard(student, labels);
        return new LossTerms(
                hard.mul(Tensors.number(student, hardWeight)).add(soft.mul(Tensors.number(student, softWeight))),
                Map.of("ce", hard, "kd", soft));
    }

    private NDArray divergence(NDArray log, List<NDArray> teachers) {
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
        NDList parts = new NDList();
        for (int k = 0; k < teachers.size(); k++) {
            double weight = weights.get(k) / sum;
            NDArray teacher = teachers.get(k);
            parts.add(
                    switch (combination) {
                        case MEAN_PROBABILITY ->
                            Tensors.logSoftmax(teacher, temperature).add(Math.log(weight));
                        case MEAN_LOGIT -> teacher.mul(Tensors.number(log, weight));
                        case MEAN_LOSS ->
                            Tensors.kl(Tensors.logSoftmax(teacher, temperature), log)
                                    .mean()
                                    .mul(Tensors.number(log, weight));
                    });
        }
        NDArray stacked = NDArrays.stack(parts);
        return switch (combination) {
            case MEAN_PROBABILITY -> {
                NDArray top = stacked.max(new int[] {0}, true);
                NDArray mixture =
                        stacked.sub(top).exp().sum(new int[] {0}).log().add(top.squeeze(0));
                yield Tensors.kl(mixture, log).mean();
            }
            case MEAN_LOGIT ->
                Tensors.kl(Tensors.logSoftmax(stacked.sum(new int[] {0}), temperature), log)
                        .mean();
            case MEAN_LOSS -> stacked.sum();
        };
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.RESPONSE;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe(
                "multi-teacher",
                "combination",
                combination.name(),
                "weights",
                weights,
                "temperature",
                temperature,
                "hardWeight",
                hardWeight,
                "softWeight",
                softWeight);
    }
}
