package io.kdchain.core.trace.chain;

import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.Reduction;
import io.kdchain.core.loss.ScaleT2;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Computes the recorded losses of a distillation again, from recorded rows, teacher and student, by the loss that is
 * said to be minimised: Hinton's, in double precision, as {@link HintonLoss} has it. A difference beyond
 * {@link #TOLERANCE} is the distillation's own doing: another temperature, factor, reduction or divergence, a teacher
 * that answered otherwise than the recorded one, or for other rows.
 */
final class LossReplay {

    /** Of a loss, relative: what single precision leaves of a sum over a batch. */
    static final double TOLERANCE = 1e-5;

    /** Least of which a relative difference is taken, in nats. */
    private static final double FLOOR = 1e-3;

    /** How well another setting must explain the recorded losses to be named. */
    private static final double EXPLAINS = 1e-3;

    /** A recorded batch; the arrays are not changed. */
    private static final class Batch {
        private final double[][] student;
        private final double[][] teacher;
        private final int[] labels;
        private final double recorded;

        Batch(double[][] student, double[][] teacher, int[] labels, double recorded) {
            this.student = student;
            this.teacher = teacher;
            this.labels = labels;
            this.recorded = recorded;
        }
    }

    private final List<Batch> batches = new ArrayList<>();

    LossReplay(PreparedRows data, TracedModel teacher, Distilled distilled) {
        int[] labels = data.labels();
        for (StepRecord step : distilled.steps()) {
            int[] places = step.rows().stream().mapToInt(Integer::intValue).toArray();
            int[] ofBatch = new int[places.length];
            for (int i = 0; i < places.length; i++) {
                if (places[i] < 0 || places[i] >= labels.length) {
                    throw new IllegalArgumentException("step %d names row %d of %d; the record is of other rows"
                            .formatted(step.step(), places[i], labels.length));
                }
                ofBatch[i] = labels[places[i]];
            }
            float[][] inputs = data.inputs(places);
            batches.add(new Batch(step.student().logits(inputs), teacher.logits(inputs), ofBatch, step.loss()));
        }
    }

    /** Largest relative difference over the recorded steps; 0 if none is on record. */
    double largestDifference(HintonLoss loss) {
        double largest = 0;
        for (Batch batch : batches) {
            double again = loss(loss, batch.student, batch.teacher, batch.labels);
            largest = Math.max(
                    largest,
                    Math.abs(again - batch.recorded)
                            / Math.max(FLOOR, Math.max(Math.abs(again), Math.abs(batch.recorded))));
        }
        return largest;
    }

    /**
     * Other settings under which the recorded losses come out: reductions, with and without the factor, and
     * temperatures from 0.5 to 20, the weights as stated.
     */
    Optional<String> explanation(HintonLoss stated) {
        String best = "";
        double least = EXPLAINS;
        for (Reduction reduction : List.of(Reduction.BATCH_MEAN, Reduction.ELEMENT_MEAN, Reduction.SUM)) {
            for (ScaleT2 scale : ScaleT2.values()) {
                for (double temperature : temperatures(stated.temperature())) {
                    var other = new HintonLoss(temperature, stated.hardWeight(), stated.softWeight(), reduction, scale);
                    double difference = largestDifference(other);
                    if (difference < least) {
                        least = difference;
                        best = String.format(
                                Locale.ROOT,
                                "temperature %.1f, reduction %s, factor T squared %s",
                                temperature,
                                reduction,
                                scale);
                    }
                }
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    private static List<Double> temperatures(double stated) {
        List<Double> all = new ArrayList<>(List.of(stated));
        for (int i = 1; i <= 40; i++) {
            all.add(i / 2.0);
        }
        return all;
    }

    /** The loss of a batch. */
    static double loss(HintonLoss loss, double[][] student, double[][] teacher, int[] labels) {
        double hard = 0;
        double soft = 0;
        int classes = student[0].length;
        for (int i = 0; i < student.length; i++) {
            hard -= logSoftmax(student[i], 1)[labels[i]];
            double[] p = logSoftmax(teacher[i], loss.temperature());
            double[] q = logSoftmax(student[i], loss.temperature());
            for (int c = 0; c < classes; c++) {
                soft += StrictMath.exp(p[c]) * (p[c] - q[c]);
            }
        }
        double rows = student.length;
        double factor = switch (loss.reduction()) {
            case BATCH_MEAN, TOKEN_MEAN -> 1 / rows;
            case ELEMENT_MEAN -> 1 / (rows * classes);
            case SUM -> 1;
        };
        double square = loss.scaleT2() == ScaleT2.YES ? loss.temperature() * loss.temperature() : 1;
        return loss.hardWeight() * hard / rows + loss.softWeight() * square * factor * soft;
    }

    static double[] logSoftmax(double[] logits, double temperature) {
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit / temperature);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += StrictMath.exp(logit / temperature - max);
        }
        double log = max + StrictMath.log(sum);
        double[] out = new double[logits.length];
        for (int c = 0; c < out.length; c++) {
            out[c] = logits[c] / temperature - log;
        }
        return out;
    }
}
