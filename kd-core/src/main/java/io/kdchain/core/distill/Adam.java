package io.kdchain.core.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@link OptimiserSetting.Kind#ADAM} and {@link OptimiserSetting.Kind#ADAMW}, with the moments' defaults of the paper.
 */
final class Adam implements Optimiser {

    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final NDArray weight;
    private final NDArray first;
    private final NDArray second;
    private final OptimiserSetting setting;
    private final boolean decoupled;
    private long steps;

    Adam(NDArray weight, OptimiserSetting setting) {
        this.weight = weight;
        this.first = weight.zerosLike();
        this.second = weight.zerosLike();
        this.setting = setting;
        this.decoupled = setting.kind() == OptimiserSetting.Kind.ADAMW;
    }

    @Override
    public void step(NDArray gradient, double rateFactor, NDManager scope) {
        steps++;
        if (weight.getDataType() == DataType.FLOAT32) {
            inOneCall(gradient, setting.learningRate() * rateFactor);
        } else {
            byOperations(gradient, rateFactor, scope);
        }
    }

    /**
     * The engine's own step, whose settings are of single precision. It adds epsilon to the root of the second moment
     * as it stands, where the paper corrects the moment for its beginning first; epsilon and rate bear the correction
     * instead.
     */
    private void inOneCall(NDArray gradient, double rate) {
        double deviation = Math.sqrt(1 - Math.pow(BETA_2, (double) steps));
        JniUtils.adamUpdate(
                (PtNDArray) weight,
                (PtNDArray) gradient,
                (PtNDArray) first,
                (PtNDArray) second,
                (float) rate,
                (float) (rate * deviation / (1 - Math.pow(BETA_1, (double) steps))),
                (float) setting.weightDecay(),
                1,
                -1,
                (float) BETA_1,
                (float) BETA_2,
                (float) (EPSILON * deviation),
                decoupled);
    }

    private void byOperations(NDArray gradient, double rateFactor, NDManager scope) {
        NDArray g = gradient;
        if (!decoupled && setting.weightDecay() > 0) {
            g = in(scope, in(scope, weight.mul(setting.weightDecay())).add(gradient));
        }
        double rate = setting.learningRate() * rateFactor;
        first.muli(BETA_1).addi(in(scope, g.mul(1 - BETA_1)));
        second.muli(BETA_2).addi(in(scope, g.mul(g)).muli(1 - BETA_2));
        NDArray deviation =
                in(scope, second.div(1 - Math.pow(BETA_2, (double) steps))).sqrt();
        in(scope, deviation);
        NDArray change =
                in(scope, first.div(1 - Math.pow(BETA_1, (double) steps))).divi(deviation.addi(EPSILON));
        if (decoupled) {
            weight.muli(1 - rate * setting.weightDecay());
        }
        weight.subi(change.muli(rate));
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public SortedMap<String, NDArray> state() {
        SortedMap<String, NDArray> state = new TreeMap<>();
        state.put("first", first);
        state.put("second", second);
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
