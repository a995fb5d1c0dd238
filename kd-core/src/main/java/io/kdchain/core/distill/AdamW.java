package io.kdchain.core.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * AdamW: Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization" (arXiv 1711.05101), with the moments'
 * defaults of Kingma and Ba 2015. Keeps the state of one weight array; works in either float type.
 */
final class AdamW {

    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final NDArray weight;
    private final NDArray first;
    private final NDArray second;
    private final double learningRate;
    private final double weightDecay;
    private int steps;

    /** The state lives as long as the weight's manager. */
    AdamW(NDArray weight, double learningRate, double weightDecay) {
        this.weight = weight;
        this.first = weight.zerosLike();
        this.second = weight.zerosLike();
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
    }

    /** One step along the gradient; temporary arrays live in {@code scope}. */
    void step(NDArray gradient, NDManager scope) {
        steps++;
        NDArray g = gradient;
        first.muli(BETA_1).addi(in(scope, g.mul(1 - BETA_1)));
        second.muli(BETA_2).addi(in(scope, g.mul(g)).muli(1 - BETA_2));
        NDArray deviation = in(scope, second.div(1 - Math.pow(BETA_2, steps))).sqrt();
        in(scope, deviation);
        NDArray change = in(scope, first.div(1 - Math.pow(BETA_1, steps))).divi(deviation.addi(EPSILON));
        weight.muli(1 - learningRate * weightDecay).subi(change.muli(learningRate));
    }

    private static NDArray in(NDManager scope, NDArray array) {
        array.attach(scope);
        return array;
    }
}
