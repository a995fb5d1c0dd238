package io.kdchain.core.distill;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.kdchain.core.data.Samples;
import io.kdchain.core.loss.LossValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Students that learn from each other (Zhang et al. 2018, algorithm 1): in each step one after the other is updated on
 * the same rows, by its own optimiser, with what its peers answer now; those before it have already learned from these
 * rows. Peers answer as they would be served: without dropout, and normalised by their running means.
 */
final class Cohort implements Trainee {

    private final List<Learner> learners = new ArrayList<>();
    private final List<Lessons> others = new ArrayList<>();

    /**
     * Students before their first step; their initial values are drawn one after the other.
     *
     * @param validation rows that judge them; null means that none do
     */
    Cohort(
            Engine engine,
            NDManager manager,
            Random random,
            MutualRecipe recipe,
            Samples samples,
            @Nullable Samples validation) {
        List<Trainable> networks = recipe.students().stream()
                .map(student -> Trainable.begin(student.network(), manager, random))
                .toList();
        for (int k = 0; k < networks.size(); k++) {
            Trainable own = networks.get(k);
            List<Trainable> peers =
                    networks.stream().filter(network -> network != own).toList();
            Targets.Source source = ignored -> (inputs, rows, scope) -> Map.of(
                    Objective.LOGITS,
                    peers.stream().map(peer -> answer(peer, inputs, scope)).toList());
            TrainingRecipe student = recipe.students().get(k);
            learners.add(new Learner(
                    engine,
                    manager,
                    // otherwise networks of one make would drop the same units
                    student.withSeed(student.seed() + k),
                    recipe.objective(),
                    own,
                    new Lessons(samples, source, own, manager)));
            if (validation != null) {
                others.add(new Lessons(validation, source, own, manager));
            }
        }
    }

    private static NDArray answer(Trainable peer, NDArray inputs, NDManager scope) {
        NDArray asItTakesThem = inputs.reshape(peer.input(inputs.getShape().get(0)));
        asItTakesThem.attach(scope);
        Map<String, NDArray> layers = peer.forward(asItTakesThem, scope, false);
        return EngineAnswers.layer("a peer", layers, Objective.LOGITS).stopGradient();
    }

    /** The mean of the students' losses, with each student's own and its parts. */
    @Override
    public LossValue step(int[] rows, long step, double progress) {
        double total = 0;
        Map<String, Double> parts = new TreeMap<>();
        for (int k = 0; k < learners.size(); k++) {
            LossValue loss = learners.get(k).step(rows, step, progress);
            String prefix = prefix(k);
            parts.put(prefix + "loss", loss.total());
            loss.parts().forEach((name, part) -> parts.put(prefix + name, part));
            total += loss.total() / learners.size();
        }
        return new LossValue(total, parts);
    }

    private static String prefix(int place) {
        return "student%d.".formatted(place + 1);
    }

    @Override
    public void requireJudge() {
        learners.forEach(Learner::requireJudge);
    }

    @Override
    public boolean judges() {
        return !others.isEmpty();
    }

    @Override
    public double judge() {
        return IntStream.range(0, learners.size())
                .mapToDouble(k -> learners.get(k).judge(others.get(k)))
                .average()
                .orElseThrow();
    }

    @Override
    public float[] values() {
        float[] all = new float[0];
        for (Learner learner : learners) {
            float[] own = learner.values();
            int place = all.length;
            all = Arrays.copyOf(all, place + own.length);
            System.arraycopy(own, 0, all, place, own.length);
        }
        return all;
    }

    @Override
    public void set(float[] all) {
        int place = 0;
        for (Learner learner : learners) {
            int size = learner.size();
            learner.set(Arrays.copyOfRange(all, place, place + size));
            place += size;
        }
    }

    @Override
    public void save(Map<String, float[]> floats, Map<String, double[]> doubles) {
        each((learner, prefix) -> {
            Map<String, float[]> ownFloats = new TreeMap<>();
            Map<String, double[]> ownDoubles = new TreeMap<>();
            learner.save(ownFloats, ownDoubles);
            ownFloats.forEach((name, state) -> floats.put(prefix + name, state));
            ownDoubles.forEach((name, state) -> doubles.put(prefix + name, state));
        });
    }

    @Override
    public void restore(long step, Map<String, float[]> floats, Map<String, double[]> doubles) {
        each((learner, prefix) -> learner.restore(step, own(floats, prefix), own(doubles, prefix)));
    }

    private void each(BiConsumer<Learner, String> use) {
        for (int k = 0; k < learners.size(); k++) {
            use.accept(learners.get(k), prefix(k));
        }
    }

    private static <T> Map<String, T> own(Map<String, T> all, String prefix) {
        Map<String, T> own = new TreeMap<>();
        all.forEach((name, state) -> {
            if (name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), state);
            }
        });
        return own;
    }

    @Override
    public DivergenceException diverged(long step, int[] rows, String what) {
        return learners.get(0).diverged(step, rows, what);
    }

    @Override
    public List<Network> networks() {
        return learners.stream().map(Learner::network).toList();
    }
}
