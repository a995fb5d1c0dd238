package io.kdchain.core.distill;

import io.kdchain.core.loss.LossValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One student.
 *
 * @param others rows that judge it; null means that none do
 */
record Alone(Learner learner, @Nullable Lessons others) implements Trainee {

    @Override
    public LossValue step(int[] rows, long step, double progress) {
        return learner.step(rows, step, progress);
    }

    @Override
    public void requireJudge() {
        learner.requireJudge();
    }

    @Override
    public boolean judges() {
        return others != null;
    }

    @Override
    public double judge() {
        return learner.judge(Objects.requireNonNull(others));
    }

    @Override
    public float[] values() {
        return learner.values();
    }

    @Override
    public void set(float[] all) {
        learner.set(all);
    }

    @Override
    public void save(Map<String, float[]> floats, Map<String, double[]> doubles) {
        learner.save(floats, doubles);
    }

    @Override
    public void restore(long step, Map<String, float[]> floats, Map<String, double[]> doubles) {
        learner.restore(step, floats, doubles);
    }

    @Override
    public DivergenceException diverged(long step, int[] rows, String what) {
        return learner.diverged(step, rows, what);
    }

    @Override
    public List<Network> networks() {
        return List.of(learner.network());
    }
}
