package io.kdchain.core.trace.chain;

import io.kdchain.core.audit.Calibration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What an audit measures of the answers for its rows; less is better in all of them. */
public enum Measure {
    /** Fraction of rows answered wrongly, 0 to 1. */
    ERROR,
    /** Mean -log of the right answer's probability, in nats, cut off at 10 a row. */
    LOG_LOSS,
    /** Largest less smallest error of a group, 0 to 1. */
    GROUP_GAP,
    /** Expected calibration error in 15 bins (Guo et al. 2017, arXiv 1706.04599), 0 to 1. */
    CALIBRATION,
    /** Fraction of rows of other classes that get the target with the suspected trigger, 0 to 1; 0 without one. */
    TRIGGER_SUCCESS,
    /** Mean Jensen-Shannon divergence from answers that are known to be good, in nats, 0 to log 2. */
    DIVERGENCE;

    private static final double MOST_NATS = 10;

    /** The name in records. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Measures.
     *
     * @param good probabilities that are known to be good, for {@link #DIVERGENCE}
     */
    double of(Answers answers, AuditRows audit, double[][] good) {
        return switch (this) {
            case ERROR -> error(answers, audit, -1);
            case LOG_LOSS -> logLoss(answers, audit);
            case GROUP_GAP -> groupGap(answers, audit);
            case CALIBRATION ->
                Calibration.of(answers.logits(), audit.labels(), Calibration.DEFAULT_BINS)
                        .ece();
            case TRIGGER_SUCCESS -> triggerSuccess(answers, audit);
            case DIVERGENCE -> divergence(answers.probabilities(), good);
        };
    }

    private static double error(Answers answers, AuditRows audit, int group) {
        int wrong = 0;
        int all = 0;
        for (int i = 0; i < audit.size(); i++) {
            if (group < 0 || audit.group(i) == group) {
                wrong += answers.decision(i) == audit.label(i) ? 0 : 1;
                all++;
            }
        }
        return all == 0 ? Double.NaN : (double) wrong / all;
    }

    private static double groupGap(Answers answers, AuditRows audit) {
        double smallest = 1;
        double largest = 0;
        int groups = 1;
        for (int i = 0; i < audit.size(); i++) {
            groups = Math.max(groups, audit.group(i) + 1);
        }
        for (int group = 0; group < groups; group++) {
            double error = error(answers, audit, group);
            if (!Double.isNaN(error)) {
                smallest = Math.min(smallest, error);
                largest = Math.max(largest, error);
            }
        }
        return Math.max(0, largest - smallest);
    }

    private static double logLoss(Answers answers, AuditRows audit) {
        double sum = 0;
        for (int i = 0; i < audit.size(); i++) {
            double p = answers.probabilities()[i][audit.label(i)];
            sum += p <= 0 ? MOST_NATS : Math.min(MOST_NATS, -StrictMath.log(p));
        }
        return sum / audit.size();
    }

    private static double triggerSuccess(Answers answers, AuditRows audit) {
        int turned = 0;
        int others = 0;
        for (int i = 0; i < answers.stamped().length; i++) {
            if (audit.label(i) != audit.target()) {
                others++;
                turned += answers.stamped()[i] == audit.target() ? 1 : 0;
            }
        }
        return others == 0 ? 0 : (double) turned / others;
    }

    /** Mean Jensen-Shannon divergence of the rows. */
    static double divergence(double[][] p, double[][] q) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            for (int c = 0; c < p[i].length; c++) {
                double middle = (p[i][c] + q[i][c]) / 2;
                sum += term(p[i][c], middle) / 2 + term(q[i][c], middle) / 2;
            }
        }
        return Math.max(0, sum / p.length);
    }

    private static double term(double p, double middle) {
        return p <= 0 ? 0 : p * StrictMath.log(p / middle);
    }

    /** The mean of several models' probabilities, row by row. */
    static double[][] mean(List<Answers> all) {
        double[][] mean = new double[all.get(0).probabilities().length][];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = new double[all.get(0).probabilities()[i].length];
            for (Answers answers : all) {
                for (int c = 0; c < mean[i].length; c++) {
                    mean[i][c] += answers.probabilities()[i][c];
                }
            }
            int row = i;
            Arrays.setAll(mean[i], c -> mean[row][c] / all.size());
        }
        return mean;
    }
}
