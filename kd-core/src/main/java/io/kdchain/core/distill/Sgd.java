package io.kdchain.core.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@link OptimiserSetting.Kind#SGD}. */
final class Sgd implements Optimiser {

    private final NDArray weight;
    private final NDArray velocity;
    private final OptimiserSetting setting;
    private long steps;

    Sgd(NDArray weight, OptimiserSetting setting) {
        this.weight = weight;
        this.velocity = weight.zerosLike();
        this.setting = setting;
    }

    @Override
    public void step(NDArray gradient, double rateFactor, NDManager scope) {
        steps++;
        NDArray g = gradient;
        if (setting.weightDecay() > 0) {
            g = in(scope, in(scope, weight.mul(setting.weightDecay())).add(gradient));
        }
        velocity.muli(setting.momentum()).addi(g);
        weight.subi(in(scope, velocity.mul(setting.learningRate() * rateFactor)));
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public SortedMap<String, NDArray> state() {
        SortedMap<String, NDArray> state = new TreeMap<>();
        state.put("velocity", velocity);
        return state;
    }

    @Override
    public void resumeAfter(long stepsDone) {
        steps = stepsDone;
    }

    private static NDArray in(NDManager scope, NDArray array) {
        array.attach(scope);
        return array;
    }
}
