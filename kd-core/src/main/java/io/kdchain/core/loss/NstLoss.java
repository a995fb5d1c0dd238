package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Map;

/**
 * Matching the distribution of channel activations: each channel a vector of length 1 over the places, and with the
 * kernel k(a, b) = (a.b)^2 or a.b
 *
 * <pre>L = mean k(T, T) + mean k(S, S) - 2 mean k(S, T)</pre>
 *
 * over rows and pairs of channels: the squared maximum mean discrepancy. Huang and Wang 2017, "Like What You Like:
 * Neuron Selectivity Transfer" (arXiv 1707.01219). The numbers of channels may differ; the larger map is pooled.
 */
public record NstLoss(Kernel kernel) implements DistillationLoss {

    /** The kernel of the discrepancy. */
    public enum Kernel {
        /** (a.b)^2, the paper's choice. */
        POLYNOMIAL,
        LINEAR
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray teacher = input.teacher();
        Checks.maps(input.student(), teacher);
        NDList matched = Tensors.matched(input.student(), teacher);
        NDArray s = channels(matched.get(0));
        NDArray t = channels(matched.get(1));
        return LossTerms.of(mean(t, t).add(mean(s, s)).sub(mean(s, t).mul(Tensors.number(s, 2))));
    }

    private NDArray mean(NDArray a, NDArray b) {
        NDArray products = a.matMul(b.transpose(0, 2, 1));
        return (kernel == Kernel.POLYNOMIAL ? products.mul(products) : products).mean();
    }

    private static NDArray channels(NDArray maps) {
        return Tensors.unit(maps.reshape(maps.getShape().get(0), maps.getShape().get(1), -1));
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.FEATURE;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe("nst", "kernel", kernel.name());
    }
}
