package io.kdchain.core.distill;

import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Samples;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A teacher whose questions are counted. A training asks for its own samples, some times over; who asks for others, or
 * far more often, may be copying the teacher (Tramèr et al. 2016, arXiv 1609.02943) or have mixed up the data. Each
 * kind of alarm is raised once, and the teacher answers all the same. Not safe for several threads.
 */
public final class WatchedTeacher implements Teacher {

    /** What is abnormal. */
    public enum Kind {
        /** Inputs that are none of the samples. */
        FOREIGN_INPUTS("foreign-inputs"),
        /** More inputs in all than were expected. */
        TOO_MANY("inputs");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** As an event names it. */
        public String label() {
            return label;
        }
    }

    /**
     * What was seen.
     *
     * @param count inputs of this kind so far, more than the limit
     * @param limit inputs that are tolerated, 0 or more
     */
    public record Alarm(Kind kind, long count, long limit) {}

    private final Teacher teacher;
    private final Set<ByteBuffer> known = new HashSet<>();
    private final long limit;
    private final long foreignLimit;
    private final Consumer<Alarm> listener;
    private final Set<Kind> raised = EnumSet.noneOf(Kind.class);
    private long asked;
    private long foreign;

    /**
     * A watched teacher.
     *
     * @param expected what it may be asked for
     * @param limit inputs in all that are normal, 0 or more
     * @param foreignLimit inputs outside {@code expected} that are normal, 0 or more
     * @param listener is told on the asking thread, before the answer
     */
    public WatchedTeacher(
            Teacher teacher, List<Samples> expected, long limit, long foreignLimit, Consumer<Alarm> listener) {
        this.teacher = teacher;
        this.limit = limit;
        this.foreignLimit = foreignLimit;
        this.listener = listener;
        if (limit < 0 || foreignLimit < 0) {
            throw new IllegalArgumentException(
                    "limit is %d and foreignLimit %d; both must be 0 or more".formatted(limit, foreignLimit));
        }
        for (Samples samples : expected) {
            Arrays.stream(samples.inputs()).map(WatchedTeacher::key).forEach(known::add);
        }
    }

    @Override
    public double[][] logits(float[][] inputs) {
        count(inputs);
        return teacher.logits(inputs);
    }

    @Override
    public double[][] logits(Samples samples) {
        count(samples.inputs());
        return teacher.logits(samples);
    }

    @Override
    public void announce(long inputs) {
        teacher.announce(inputs);
    }

    @Override
    public double[][] features(String layer, float[][] inputs) {
        count(inputs);
        return teacher.features(layer, inputs);
    }

    private void count(float[][] inputs) {
        asked += inputs.length;
        foreign += Arrays.stream(inputs)
                .filter(input -> !known.contains(key(input)))
                .count();
        raise(Kind.TOO_MANY, asked, limit);
        raise(Kind.FOREIGN_INPUTS, foreign, foreignLimit);
    }

    private void raise(Kind kind, long count, long tolerated) {
        if (count > tolerated && raised.add(kind)) {
            listener.accept(new Alarm(kind, count, tolerated));
        }
    }

    private static ByteBuffer key(float[] input) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * input.length);
        bytes.asFloatBuffer().put(input);
        return ByteBuffer.wrap(
                ContentDigest.of(bytes.array()).hex().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Override
    public List<Integer> layerShape(String layer) {
        return teacher.layerShape(layer);
    }

    @Override
    public int classes() {
        return teacher.classes();
    }

    @Override
    public ContentDigest digest() {
        return teacher.digest();
    }
}
