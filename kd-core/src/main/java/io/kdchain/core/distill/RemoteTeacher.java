package io.kdchain.core.distill;

import io.kdchain.core.data.ContentDigest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A teacher behind a service of which only answers are seen. Asks in batches, no faster than allowed, again after a
 * failure, and never more inputs than the budget. Not safe for several threads.
 */
public final class RemoteTeacher implements Teacher {

    /** Stands in for log 0: what a service leaves out of its best classes is this unlikely at most. */
    private static final double LEAST_LOG_PROBABILITY = StrictMath.log(1e-6);

    /** The service. */
    @FunctionalInterface
    public interface Service {
        /**
         * Answers each input, in order.
         *
         * @throws IOException if it does not answer; it is then asked again
         */
        List<Answer> ask(float[][] inputs) throws IOException, InterruptedException;
    }

    /** What a service tells of one input. */
    public sealed interface Answer {

        /** All logits. */
        record Logits(List<Double> logits) implements Answer {
            public Logits {
                logits = List.copyOf(logits);
            }
        }

        /**
         * The likeliest classes with their probabilities; the rest is spread evenly over the others.
         *
         * @param classes indexes, distinct
         * @param probabilities of them, above 0, together at most 1
         */
        record TopK(List<Integer> classes, List<Double> probabilities) implements Answer {
            public TopK {
                classes = List.copyOf(classes);
                probabilities = List.copyOf(probabilities);
                if (classes.isEmpty()
                        || classes.size() != probabilities.size()
                        || classes.stream().distinct().count() != classes.size()) {
                    throw new IllegalArgumentException(
                            "%d classes with %d probabilities; one of each is needed, none twice"
                                    .formatted(classes.size(), probabilities.size()));
                }
            }
        }

        /** The decision alone. */
        record Label(int label) implements Answer {}
    }

    /** Waits; a test counts instead. */
    @FunctionalInterface
    public interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    /**
     * How the service may be asked.
     *
     * @param batchSize inputs a request, 1 or more
     * @param budget inputs in all, 1 or more
     * @param attempts requests for the same batch before it is given up, 1 or more; each waits twice as long as the one
     *     before
     * @param interval between two requests, and before the second attempt; 0 or more
     */
    public record Policy(int batchSize, long budget, int attempts, Duration interval) {
        public Policy {
            if (batchSize < 1 || budget < 1 || attempts < 1 || interval.isNegative()) {
                throw new IllegalArgumentException(
                        "batchSize is %d, budget %d, attempts %d and interval %s; the first three must be 1 or more, the interval not negative"
                                .formatted(batchSize, budget, attempts, interval));
            }
        }
    }

    private final Service service;
    private final int classes;
    private final ContentDigest identity;
    private final Policy policy;
    private final Pause pause;
    private long spent;
    private boolean asked;

    /**
     * A remote teacher.
     *
     * @param identity digest of what the service says that it is, since its weights are not seen
     */
    public RemoteTeacher(Service service, int classes, ContentDigest identity, Policy policy) {
        this(service, classes, identity, policy, duration -> Thread.sleep(duration.toMillis()));
    }

    RemoteTeacher(Service service, int classes, ContentDigest identity, Policy policy, Pause pause) {
        if (classes < 2) {
            throw new IllegalArgumentException("classes is %d; it must be 2 or more".formatted(classes));
        }
        this.service = service;
        this.classes = classes;
        this.identity = identity;
        this.policy = policy;
        this.pause = pause;
    }

    /**
     * The logits; of a top-k answer or a label those that give its probabilities.
     *
     * @throws RemoteTeacherException if the budget does not suffice (nothing is asked then), or the service does not
     *     answer or answers what cannot be used
     */
    @Override
    public double[][] logits(float[][] inputs) {
        announce(inputs.length);
        double[][] answers = new double[inputs.length][];
        for (int from = 0; from < inputs.length; from += policy.batchSize()) {
            float[][] batch = Arrays.copyOfRange(inputs, from, Math.min(inputs.length, from + policy.batchSize()));
            List<Answer> told = ask(batch);
            for (int i = 0; i < batch.length; i++) {
                answers[from + i] = logits(told.get(i), from + i);
            }
        }
        return answers;
    }

    /**
     * Compares with the budget.
     *
     * @throws RemoteTeacherException if it does not suffice
     */
    @Override
    public void announce(long inputs) {
        if (spent + inputs > policy.budget()) {
            throw new RemoteTeacherException(
                    "%d inputs are to be asked and %d were, but the budget is %d. Raise it, take fewer samples, or keep the answers."
                            .formatted(inputs, spent, policy.budget()));
        }
    }

    private List<Answer> ask(float[][] batch) {
        List<String> failures = new ArrayList<>();
        Duration wait = policy.interval();
        for (int attempt = 1; attempt <= policy.attempts(); attempt++) {
            try {
                if (asked) {
                    pause.pause(wait);
                }
                asked = true;
                List<Answer> answers = service.ask(batch);
                if (answers.size() != batch.length) {
                    throw new RemoteTeacherException(
                            "the teacher's service answered %d of %d inputs".formatted(answers.size(), batch.length));
                }
                spent += batch.length;
                return answers;
            } catch (IOException e) {
                failures.add(String.valueOf(e.getMessage()));
                wait = attempt == 1 ? wait : wait.multipliedBy(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RemoteTeacherException("asking the teacher was interrupted after %d inputs".formatted(spent));
            }
        }
        throw new RemoteTeacherException(
                "the teacher's service did not answer in %d attempts: %s. Check that it can be reached, and go on later."
                        .formatted(policy.attempts(), failures));
    }

    private double[] logits(Answer answer, int place) {
        double[] out = new double[classes];
        if (answer instanceof Answer.Logits all) {
            if (all.logits().size() != classes) {
                throw unusable(
                        place, "%d logits for %d classes".formatted(all.logits().size(), classes));
            }
            for (int c = 0; c < classes; c++) {
                out[c] = all.logits().get(c);
                if (!Double.isFinite(out[c])) {
                    throw unusable(place, "the logit %s".formatted(out[c]));
                }
            }
        } else if (answer instanceof Answer.TopK best) {
            double rest = 1
                    - best.probabilities().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum();
            if (rest < -1e-6 || best.probabilities().stream().anyMatch(p -> !(p > 0))) {
                throw unusable(place, "probabilities %s".formatted(best.probabilities()));
            }
            int others = classes - best.classes().size();
            double each = others == 0 ? 0 : Math.max(rest, 0) / others;
            Arrays.fill(out, each > 0 ? Math.max(StrictMath.log(each), LEAST_LOG_PROBABILITY) : LEAST_LOG_PROBABILITY);
            for (int i = 0; i < best.classes().size(); i++) {
                out[inRange(best.classes().get(i), place)] =
                        StrictMath.log(best.probabilities().get(i));
            }
        } else if (answer instanceof Answer.Label decision) {
            Arrays.fill(out, LEAST_LOG_PROBABILITY);
            out[inRange(decision.label(), place)] = 0;
        }
        return out;
    }

    private int inRange(int label, int place) {
        if (label < 0 || label >= classes) {
            throw unusable(place, "class %d of %d".formatted(label, classes));
        }
        return label;
    }

    private static RemoteTeacherException unusable(int place, String what) {
        return new RemoteTeacherException("the teacher's service answered input %d with %s; check which model it serves"
                .formatted(place + 1, what));
    }

    /** Inputs asked so far. */
    public long spent() {
        return spent;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public ContentDigest digest() {
        return identity;
    }
}
