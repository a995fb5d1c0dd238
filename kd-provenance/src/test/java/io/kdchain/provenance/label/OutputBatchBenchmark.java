package io.kdchain.provenance.label;

import io.kdchain.provenance.event.EntityId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;

/**
 * How fast a batch is built, as a part of the rate at which the same outputs are hashed and nothing else. Rounds of
 * both alternate in one process; run {@code main} from the test class path.
 */
final class OutputBatchBenchmark {
    private static final int OUTPUTS = 200_000;
    private static final int OUTPUT_BYTES = 512;
    private static final int ROUNDS = 7;

    private OutputBatchBenchmark() {}

    /** Prints outputs a second of both, and their ratio. */
    public static void main(String[] arguments) throws NoSuchAlgorithmException {
        byte[] content = new byte[OUTPUT_BYTES];
        new Random(1).nextBytes(content);
        EntityId[] ids = new EntityId[OUTPUTS];
        Arrays.setAll(ids, i -> EntityId.parse("output:" + i));
        double[] hashed = new double[ROUNDS];
        double[] built = new double[ROUNDS];
        for (int round = -2; round < ROUNDS; round++) {
            double hash = hash(content);
            double build = build(ids, content);
            if (round >= 0) {
                hashed[round] = hash;
                built[round] = build;
            }
        }
        Arrays.sort(hashed);
        Arrays.sort(built);
        System.out.printf(
                "SHA-256 of %d bytes: %.0f/s; outputs into a batch with root: %.0f/s; ratio %.2f%n",
                OUTPUT_BYTES, hashed[ROUNDS / 2], built[ROUNDS / 2], built[ROUNDS / 2] / hashed[ROUNDS / 2]);
    }

    private static double hash(byte[] content) throws NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        long from = System.nanoTime();
        int sum = 0;
        for (int i = 0; i < OUTPUTS; i++) {
            content[0] = (byte) i;
            sum += sha.digest(content)[0];
        }
        return rate(from, sum);
    }

    private static double build(EntityId[] ids, byte[] content) {
        long from = System.nanoTime();
        OutputBatch.Builder builder = new OutputBatch.Builder();
        for (int i = 0; i < OUTPUTS; i++) {
            content[0] = (byte) i;
            builder.add(ids[i], content);
        }
        return rate(from, builder.build().batch().merkleRoot().hex().charAt(0));
    }

    private static double rate(long from, int used) {
        if (used == Integer.MIN_VALUE) {
            throw new IllegalStateException("never so");
        }
        return OUTPUTS * 1e9 / (System.nanoTime() - from);
    }
}
