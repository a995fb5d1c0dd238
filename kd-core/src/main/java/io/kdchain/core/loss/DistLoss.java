package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Matching relations instead of values: with rho the Pearson correlation sum(ab) / (|a| |b| + epsilon) of centred
 * vectors and p = softmax(z / tau),
 *
 * <pre>L = beta tau^2 (1 - mean_b rho(p^S_b., p^T_b.)) + gamma tau^2 (1 - mean_c rho(p^S_.c, p^T_.c))</pre>
 *
 * Huang et al. 2022, "Knowledge Distillation from A Stronger Teacher" (arXiv 2205.10536).
 *
 * @param beta weight between the classes of a row, 0 or more
 * @param gamma weight between the rows of a class, 0 or more
 * @param temperature tau, above 0; the paper has 1 for ImageNet and 4 for CIFAR
 * @param epsilon added to the product of the norms, above 0
 */
public record DistLoss(double beta, double gamma, double temperature, double epsilon) implements DistillationLoss {

    /** That of the authors' code. */
    public static final double DEFAULT_EPSILON = 1e-8;

    public DistLoss {
        Checks.weight("beta", beta);
        Checks.weight("gamma", gamma);
        Checks.positive("temperature", temperature);
        Checks.positive("epsilon", epsilon);
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray teacher = input.teacher();
        Checks.sameLogits(input.student(), teacher, 2);
        NDArray p = Tensors.logSoftmax(input.student(), temperature).exp();
        NDArray q = Tensors.logSoftmax(teacher, temperature).exp();
        double scale = temperature * temperature;
        NDArray inter = unlike(p, q).mul(Tensors.number(p, scale));
        NDArray intra = unlike(p.transpose(), q.transpose()).mul(Tensors.number(p, scale));
        return new LossTerms(
                inter.mul(Tensors.number(p, beta)).add(intra.mul(Tensors.number(p, gamma))),
                Map.of("inter", inter, "intra", intra));
    }

    private NDArray unlike(NDArray a, NDArray b) {
        int[] last = {1};
        NDArray x = a.sub(a.mean(last, true));
        NDArray y = b.sub(b.mean(last, true));
        NDArray norms = Tensors.root(x.mul(x).sum(last))
                .mul(Tensors.root(y.mul(y).sum(last)))
                .add(epsilon);
        return x.mul(y).sum(last).div(norms).mean().neg().add(1);
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.RESPONSE;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe("dist", "beta", beta, "gamma", gamma, "temperature", temperature, "epsilon", epsilon);
    }
}
