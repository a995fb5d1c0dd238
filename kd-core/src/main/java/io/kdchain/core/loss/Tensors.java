package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Differentiable pieces that several losses share. Each result lives in the manager of its first argument. */
final class Tensors {

    private static final int[] LAST = {-1};

    private Tensors() {}

    /**
     * A number for a product, a quotient or a power, in the manager of {@code near}. The engine's own arithmetic with
     * plain numbers frees them when it returns, while a graph that is to be derived still reads them.
     */
    static NDArray number(NDArray near, double value) {
        return near.getManager().create(value);
    }

    static NDArray logSoftmax(NDArray logits, double temperature) {
        return (temperature == 1 ? logits : logits.div(number(logits, temperature))).logSoftmax(-1);
    }

    /** Row by row, KL(p || q) of log-probabilities. */
    static NDArray kl(NDArray logP, NDArray logQ) {
        return logP.exp().mul(logP.sub(logQ)).sum(LAST);
    }

    /** Row by row, -sum p log q. */
    static NDArray crossEntropy(NDArray logP, NDArray logQ) {
        return logP.exp().mul(logQ).sum(LAST).neg();
    }

    /** log(a p + b q) of log-probabilities, without underflow. A weight may be 0. */
    static NDArray logMixture(double a, NDArray logP, double b, NDArray logQ) {
        if (a == 0) {
            return logQ.add(Math.log(b));
        }
        if (b == 0) {
            return logP.add(Math.log(a));
        }
        NDArray one = logP.add(Math.log(a));
        NDArray other = logQ.add(Math.log(b));
        NDArray top = NDArrays.maximum(one.stopGradient(), other.stopGradient());
        return top.add(one.sub(top).exp().add(other.sub(top).exp()).log());
    }

    /** Each row's entry at its index: rows x classes and one index a row give one number a row. */
    static NDArray pick(NDArray matrix, NDArray index) {
        return matrix.gather(index.toType(DataType.INT64, false).expandDims(1), 1)
                .squeeze(1);
    }

    /** Mean cross entropy with labels; rows without a label do not count, and none at all gives 0. */
    static NDArray hard(NDArray logits, NDArray labels) {
        return hard(logits, labels, 0);
    }

    /** The same with label smoothing: (1 - e) (-log p[y]) - e / C sum log p. */
    static NDArray hard(NDArray logits, NDArray labels, double smoothing) {
        NDArray log = logits.logSoftmax(-1);
        NDArray known = labels.neq(LossInput.NO_LABEL);
        NDArray index = labels.mul(known.toType(labels.getDataType(), false));
        NDArray rows = pick(log, index).neg();
        if (smoothing > 0) {
            long classes = logits.getShape().get(1);
            rows = rows.mul(number(logits, 1 - smoothing)).sub(log.sum(LAST).mul(number(logits, smoothing / classes)));
        }
        NDArray weight = known.toType(logits.getDataType(), false);
        return rows.mul(weight).sum().div(weight.sum().maximum(1));
    }

    /** x / max(|x|, 1e-12) along the last axis; the gradient at 0 is 0. */
    static NDArray unit(NDArray x) {
        NDArray norm = root(x.mul(x).sum(LAST, true));
        return x.div(norm.maximum(number(x, 1e-12).toType(x.getDataType(), false)));
    }

    /**
     * The square root of numbers from 0 on, with the gradient 0 at 0, where the engine's own is infinite. A row of
     * zeros is no rarity: all units of a small layer may be off.
     */
    static NDArray root(NDArray square) {
        NDArray some = square.gt(0);
        NDArray safe = NDArrays.where(some, square, square.onesLike());
        return NDArrays.where(some, safe.sqrt(), square.zerosLike());
    }

    /** Smooth L1 with its bend at 1, mean over all entries. */
    static NDArray smoothL1(NDArray a, NDArray b) {
        NDArray distance = a.sub(b).abs();
        return NDArrays.where(distance.lt(1), distance.mul(distance).mul(number(distance, 0.5)), distance.sub(0.5))
                .mean();
    }

    /** One row a sample. */
    static NDArray flat(NDArray features) {
        return features.reshape(features.getShape().get(0), -1);
    }

    /**
     * Pools maps, rows x channels x height x width, to a smaller height and width by means over windows: cell i spans
     * floor(i H / h) to ceil((i + 1) H / h), so that windows may overlap.
     */
    static NDArray pool(NDArray maps, long height, long width) {
        Shape shape = maps.getShape();
        if (shape.get(2) == height && shape.get(3) == width) {
            return maps;
        }
        NDManager scope = maps.getManager();
        NDArray columns =
                windows(scope, shape.get(3), width, maps.getDataType()).transpose();
        NDArray rows = windows(scope, shape.get(2), height, maps.getDataType());
        return rows.matMul(maps.matMul(columns));
    }

    private static NDArray windows(NDManager scope, long from, long to, DataType type) {
        double[] weights = new double[Math.toIntExact(from * to)];
        for (long cell = 0; cell < to; cell++) {
            long start = cell * from / to;
            long end = ((cell + 1) * from + to - 1) / to;
            for (long i = start; i < end; i++) {
                weights[Math.toIntExact(cell * from + i)] = 1.0 / (end - start);
            }
        }
        return scope.create(weights, new Shape(to, from)).toType(type, false);
    }

    /** The student's and the teacher's maps, the larger one pooled to the other's height and width. */
    static NDList matched(NDArray student, NDArray teacher) {
        long height = Math.min(student.getShape().get(2), teacher.getShape().get(2));
        long width = Math.min(student.getShape().get(3), teacher.getShape().get(3));
        return new NDList(pool(student, height, width), pool(teacher, height, width));
    }

    /**
     * A linear map of the channels without a bias: what a 1x1 convolution is.
     *
     * @param features rows x channels, or rows x channels x height x width
     * @param weight outputs x channels
     */
    static NDArray channels(NDArray features, NDArray weight) {
        NDArray own = view(features.getManager(), weight);
        Shape shape = features.getShape();
        if (shape.get(1) != weight.getShape().get(1)) {
            throw new IllegalArgumentException("a regressor of shape %s (outputs x channels) meets features of shape %s"
                    .formatted(weight.getShape(), shape));
        }
        if (shape.dimension() == 2) {
            return features.matMul(own.transpose());
        }
        NDArray columns = features.reshape(shape.get(0), shape.get(1), -1);
        return own.matMul(columns).reshape(shape.get(0), weight.getShape().get(0), shape.get(2), shape.get(3));
    }

    /** The same array seen from another manager, so that what is made of it is freed with that one. */
    static NDArray view(NDManager scope, NDArray array) {
        NDArray view = array.reshape(array.getShape());
        view.attach(scope);
        return view;
    }
}
