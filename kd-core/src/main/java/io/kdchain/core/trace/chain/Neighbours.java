package io.kdchain.core.trace.chain;

/**
 * What the nearest rows say of a label: a yardstick for labels and models that needs no training. Votes of the five
 * nearest in Euclidean distance, ties to the lower class.
 */
final class Neighbours {

    private static final int VOTES = 5;

    /** Distances grow with the square of the rows; so many are enough to see a noise of some hundredths. */
    private static final int MOST_ROWS = 300;

    private final float[][] inputs;
    private final int[] labels;
    private final int classes;

    Neighbours(float[][] inputs, int[] labels, int classes) {
        int rows = Math.min(inputs.length, MOST_ROWS);
        this.inputs = new float[rows][];
        this.labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            // evenly over all rows, since rows may be sorted
            int place = (int) ((long) i * inputs.length / rows);
            this.inputs[i] = inputs[place];
            this.labels[i] = labels[place];
        }
        this.classes = classes;
    }

    /** Fraction of these rows whose label the others among them do not give, 0 to 1. */
    double ownError() {
        int wrong = 0;
        for (int i = 0; i < labels.length; i++) {
            wrong += vote(inputs[i], i) == labels[i] ? 0 : 1;
        }
        return (double) wrong / labels.length;
    }

    /** What these rows say of others. */
    int[] decide(float[][] others) {
        int[] out = new int[others.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = vote(others[i], -1);
        }
        return out;
    }

    private int vote(float[] input, int without) {
        double[] nearest = new double[VOTES];
        int[] who = new int[VOTES];
        int found = 0;
        for (int i = 0; i < inputs.length; i++) {
            if (i == without) {
                continue;
            }
            double worst = found < VOTES ? Double.POSITIVE_INFINITY : nearest[VOTES - 1];
            double distance = distance(input, inputs[i], worst);
            if (distance < worst) {
                int place = Math.min(found, VOTES - 1);
                while (place > 0 && nearest[place - 1] > distance) {
                    nearest[place] = nearest[place - 1];
                    who[place] = who[place - 1];
                    place--;
                }
                nearest[place] = distance;
                who[place] = i;
                found = Math.min(VOTES, found + 1);
            }
        }
        int[] votes = new int[classes];
        for (int i = 0; i < found; i++) {
            votes[labels[who[i]]]++;
        }
        int best = 0;
        for (int c = 1; c < classes; c++) {
            best = votes[c] > votes[best] ? c : best;
        }
        return best;
    }

    private static double distance(float[] one, float[] other, double enough) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double d = one[i] - other[i];
            sum += d * d;
            if (sum >= enough) {
                return sum;
            }
        }
        return sum;
    }
}
