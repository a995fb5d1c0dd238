package io.kdchain.core.distill;

import io.kdchain.core.data.Artefact;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.TensorFile;
import io.kdchain.core.loss.LossValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a training stands at the end of an epoch: all that going on needs to come to the same weights, bit for bit. The
 * random numbers are not in it, since they follow from the seed and the epochs done. Bound to what is trained by a
 * fingerprint over recipe, samples and teachers.
 */
final class Checkpoint implements Artefact {

    static final String FILE = "checkpoint.safetensors";
    private static final String KIND = "training-checkpoint";

    final ContentDigest fingerprint;
    final long step;
    final float[] values;
    final float @Nullable [] best;
    final Map<String, float[]> floats;
    final Map<String, double[]> doubles;
    final List<EpochLoss> losses;
    final double[] judged;

    /**
     * A state.
     *
     * @param step steps done
     * @param best values of the best epoch; null if nobody asks for them
     * @param floats what else the next step depends on, by name: the optimiser's moments, running means, losses'
     *     weights
     * @param doubles the same in double precision
     * @param judged the number by which each epoch is compared
     */
    Checkpoint(
            ContentDigest fingerprint,
            long step,
            float[] values,
            float @Nullable [] best,
            Map<String, float[]> floats,
            Map<String, double[]> doubles,
            List<EpochLoss> losses,
            double[] judged) {
        this.fingerprint = fingerprint;
        this.step = step;
        this.values = values;
        this.best = best;
        this.floats = new TreeMap<>(floats);
        this.doubles = new TreeMap<>(doubles);
        this.losses = List.copyOf(losses);
        this.judged = judged;
    }

    @Override
    public byte[] toBytes() {
        List<String> parts = List.copyOf(losses.get(0).loss().parts().keySet());
        double[] numbers = new double[losses.size() * (parts.size() + 1)];
        int place = 0;
        for (EpochLoss loss : losses) {
            numbers[place++] = loss.loss().total();
            for (String part : parts) {
                numbers[place++] = loss.loss().part(part);
            }
        }
        TensorFile.Builder file = TensorFile.builder()
                .kind(KIND)
                .metadata("fingerprint", fingerprint.toString())
                .metadata("step", Long.toString(step))
                .metadata("epochs", Integer.toString(losses.size()))
                .metadata("parts", String.join(",", parts))
                .metadata("floats", String.join(",", floats.keySet()))
                .metadata("doubles", String.join(",", doubles.keySet()))
                .metadata("best", Boolean.toString(best != null))
                .floats("values", values, values.length)
                .doubles("epoch-losses", numbers, losses.size(), parts.size() + 1)
                .doubles("judged", judged, judged.length);
        floats.forEach((name, state) -> file.floats("state." + name, state, state.length));
        doubles.forEach((name, state) -> file.doubles("state." + name, state, state.length));
        if (best != null) {
            file.floats("best", best, best.length);
        }
        return file.build().toBytes();
    }

    /** Reads what {@link #toBytes()} wrote. */
    static Checkpoint fromBytes(byte[] bytes, String source) {
        TensorFile file = TensorFile.parse(bytes, source).requireKind(KIND);
        return file.building(() -> {
            List<String> parts = names(file.metadata("parts"));
            int epochs = Integer.parseInt(file.metadata("epochs"));
            double[] numbers = file.doubles("epoch-losses");
            List<EpochLoss> losses = new ArrayList<>();
            for (int epoch = 0; epoch < epochs; epoch++) {
                int place = epoch * (parts.size() + 1);
                Map<String, Double> values = new TreeMap<>();
                for (int part = 0; part < parts.size(); part++) {
                    values.put(parts.get(part), numbers[place + 1 + part]);
                }
                losses.add(new EpochLoss(epoch + 1, new LossValue(numbers[place], values)));
            }
            Map<String, float[]> floats = new TreeMap<>();
            for (String name : names(file.metadata("floats"))) {
                floats.put(name, file.floats("state." + name));
            }
            Map<String, double[]> doubles = new TreeMap<>();
            for (String name : names(file.metadata("doubles"))) {
                doubles.put(name, file.doubles("state." + name));
            }
            return new Checkpoint(
                    ContentDigest.parse(file.metadata("fingerprint")),
                    Long.parseLong(file.metadata("step")),
                    file.floats("values"),
                    Boolean.parseBoolean(file.metadata("best")) ? file.floats("best") : null,
                    floats,
                    doubles,
                    losses,
                    file.doubles("judged"));
        });
    }

    private static List<String> names(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(",", -1));
    }
}
