package io.kdchain.core.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a suspect student was distilled from a certain teacher. All models of a task agree in much; what tells a
 * student is that it shares its teacher's peculiarities (Maini et al. 2021, arXiv 2104.10706, test the same of data
 * sets). From each model's logits, on one scale, the mean of all other models is taken away, and what is left is
 * correlated with what is left of the teacher's: the affinity, -1 to 1.
 *
 * <p>Independent models say what chance does. If the suspect were one more of them, each of them would be as likely to
 * have the largest affinity: its rank gives an exact permutation p-value. They must be of the suspect's make and for
 * the same task, half of them distilled from other teachers; otherwise a large affinity says no more than that the
 * suspect was distilled. Rows near the border between classes tell most, and rows that none of the models was trained
 * on.
 *
 * @param affinity of the suspect, -1 to 1
 * @param independent affinities of the independent models, in their order
 * @param p probability of an affinity as large if the suspect were independent, 1 / (models + 1) or more
 * @param level a {@code p} up to this is a finding, above 0 and below 1
 * @param finding what follows
 */
public record Lineage(double affinity, List<Double> independent, double p, double level, Finding finding) {

    /** What the affinities show. */
    public enum Finding {
        /** The suspect shares the teacher's peculiarities as independent models do not. */
        DISTILLED,
        /** No more than independent models do: it was not distilled from this teacher, or too little to show. */
        NOT_SHOWN,
        /** So few independent models cannot show it at this level, whatever the suspect. */
        CANNOT_TELL
    }

    public Lineage {
        independent = List.copyOf(independent);
    }

    /**
     * Compares logits of the same rows.
     *
     * @param independents at least two models
     */
    public static Lineage of(
            double[][] teacherLogits, double[][] suspectLogits, List<double[][]> independents, double level) {
        if (independents.size() < 2 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "%d independent models and a level of %s; give two or more, and a level above 0 and below 1"
                            .formatted(independents.size(), level));
        }
        Decisions.requireSameRows(teacherLogits, suspectLogits);
        List<double[]> all = new ArrayList<>();
        all.add(flat(suspectLogits));
        for (double[][] independent : independents) {
            Decisions.requireSameRows(teacherLogits, independent);
            all.add(flat(independent));
        }
        double[] teacher = flat(teacherLogits);
        double[] sum = new double[teacher.length];
        for (double[] one : all) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += one[i];
            }
        }
        List<Double> affinities = all.stream()
                .map(one -> affinity(teacher, one, sum, all.size() - 1))
                .toList();
        double own = affinities.get(0);
        List<Double> others = affinities.subList(1, affinities.size());
        long asLarge = others.stream().filter(other -> other >= own).count();
        double p = (asLarge + 1.0) / all.size();
        Finding finding =
                1.0 / all.size() > level ? Finding.CANNOT_TELL : p <= level ? Finding.DISTILLED : Finding.NOT_SHOWN;
        return new Lineage(own, others, p, level, finding);
    }

    /** The correlation of what is left of two models without the mean of all others. */
    private static double affinity(double[] teacher, double[] one, double[] sum, int others) {
        double[] ofTeacher = new double[one.length];
        double[] ofOne = new double[one.length];
        for (int i = 0; i < one.length; i++) {
            double mean = (sum[i] - one[i]) / others;
            ofTeacher[i] = teacher[i] - mean;
            ofOne[i] = one[i] - mean;
        }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < one.length; i++) {
            xx += ofTeacher[i] * ofTeacher[i];
            yy += ofOne[i] * ofOne[i];
            xy += ofTeacher[i] * ofOne[i];
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
    }

    /** Logits less their mean in each row, on a scale of their own: how sure a model is tells nothing. */
    private static double[] flat(double[][] logits) {
        int classes = logits[0].length;
        double[] out = new double[logits.length * classes];
        double square = 0;
        for (int i = 0; i < logits.length; i++) {
            double mean = 0;
            for (double logit : logits[i]) {
                mean += logit / classes;
            }
            for (int c = 0; c < classes; c++) {
                double centred = logits[i][c] - mean;
                out[i * classes + c] = centred;
                square += centred * centred;
            }
        }
        double scale = Math.sqrt(square / out.length);
        for (int i = 0; i < out.length; i++) {
            out[i] = scale == 0 ? 0 : out[i] / scale;
        }
        return out;
    }
}
