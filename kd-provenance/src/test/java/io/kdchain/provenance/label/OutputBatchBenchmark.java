package io.kdchain.provenance.label;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.testing.Rounds;
import io.kdchain.testing.WarmUp;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * How fast a batch is built, as a part of the rate at which the same outputs are hashed and nothing else. Rounds of
 * both alternate in one process; run {@code main} from the test class path.
 */
final class OutputBatchBenchmark {
    private static final int OUTPUTS = 200_000;
    private static final int OUTPUT_BYTES = 512;
    private static final int ROUNDS = 21;
    private static final double GOAL = 0.3;

    private OutputBatchBenchmark() {}

    /** Prints outputs a second of both, and their ratio. */
    public static void main(String[] arguments) throws NoSuchAlgorithmException {
        byte[] content = new byte[OUTPUT_BYTES];
        new Random(1).nextBytes(content);
        EntityId[] ids = new EntityId[OUTPUTS];
        Arrays.setAll(ids, i -> EntityId.parse("output:" + i));
        List<Rounds.Figure> hashed = new ArrayList<>();
        List<Rounds.Figure> built = new ArrayList<>();
        WarmUp warmUp = new WarmUp();
        while (hashed.size() < ROUNDS) {
            Rounds.Figure hash = hash(content);
            Rounds.Figure build = build(ids, content);
            if (warmUp.isOver()) {
                hashed.add(hash);
                built.add(build);
            }
        }
        System.out.printf(
                "%s; goal >= %.2f%n",
                Rounds.line(
                        "outputs into a batch with root, against SHA-256 of %d bytes".formatted(OUTPUT_BYTES),
                        built,
                        hashed),
                GOAL);
    }

    private static Rounds.Figure hash(byte[] content) throws NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        Rounds.Meter meter = new Rounds.Meter();
        int sum = 0;
        for (int i = 0; i < OUTPUTS; i++) {
            content[0] = (byte) i;
            sum += sha.digest(content)[0];
        }
        return figure(meter, sum);
    }

    private static Rounds.Figure build(EntityId[] ids, byte[] content) {
        Rounds.Meter meter = new Rounds.Meter();
        OutputBatch.Builder builder = new OutputBatch.Builder();
        for (int i = 0; i < OUTPUTS; i++) {
            content[0] = (byte) i;
            builder.add(ids[i], content);
        }
        return figure(meter, builder.build().batch().merkleRoot().hex().charAt(0));
    }

    private static Rounds.Figure figure(Rounds.Meter meter, int used) {
        if (used == Integer.MIN_VALUE) {
            throw new IllegalStateException("never so");
        }
        return meter.done(OUTPUTS);
    }
}
