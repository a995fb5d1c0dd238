package io.kdchain.core.trace.chain;

import java.util.Arrays;

/**
 * The tensors that enter the network for the same rows, at training and in service: for each feature the line y = a x +
 * b that leads from one to the other.
 *
 * @param slope largest |a - 1| of a feature
 * @param offset largest |b| of a feature, in standard deviations of training
 * @param residual root mean square of what the lines leave, largest of a feature
 * @param output largest change of a probability between the answers of the service and those of its model for what
 *     entered it; 0 where the service adds nothing
 */
record Canaries(double slope, double offset, double residual, double output) {

    private static final double CONSTANT = 1e-9;

    static Canaries of(PreparedRows data, TracedModel adapted, Service service, double[][] rows) {
        float[][] x = data.apply(rows);
        float[][] y = service.inputs(rows);
        double slope = 0;
        double offset = 0;
        double residual = 0;
        for (int f = 0; f < x[0].length; f++) {
            double n = x.length;
            double meanX = 0;
            double meanY = 0;
            for (int i = 0; i < x.length; i++) {
                meanX += x[i][f] / n;
                meanY += y[i][f] / n;
            }
            double xx = 0;
            double xy = 0;
            for (int i = 0; i < x.length; i++) {
                xx += (x[i][f] - meanX) * (x[i][f] - meanX) / n;
                xy += (x[i][f] - meanX) * (y[i][f] - meanY) / n;
            }
            double a = xx < CONSTANT ? 1 : xy / xx;
            double left = 0;
            for (int i = 0; i < x.length; i++) {
                double e = y[i][f] - meanY - a * (x[i][f] - meanX);
                left += e * e / n;
            }
            slope = Math.max(slope, Math.abs(a - 1));
            offset = Math.max(offset, Math.abs(meanY - meanX));
            residual = Math.max(residual, Math.sqrt(left));
        }
        double[][] answered = service.answers(rows);
        double[][] own = adapted.logits(y);
        double output = 0;
        for (int i = 0; i < answered.length; i++) {
            double[] p = probabilities(answered[i]);
            double[] q = probabilities(own[i]);
            for (int c = 0; c < p.length; c++) {
                output = Math.max(output, Math.abs(p[c] - q[c]));
            }
        }
        return new Canaries(slope, offset, residual, output);
    }

    private static double[] probabilities(double[] logits) {
        return Arrays.stream(LossReplay.logSoftmax(logits, 1))
                .map(StrictMath::exp)
                .toArray();
    }
}
