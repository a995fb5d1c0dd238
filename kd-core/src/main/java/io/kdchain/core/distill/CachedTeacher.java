package io.kdchain.core.distill;

import io.kdchain.core.data.Artefact;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.TensorFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A teacher's logits for some samples, kept so that the teacher need not be asked again: bound to the teacher by its
 * digest, and to every single input by that input's own, so that rows in another order still meet their own logits and
 * foreign ones are refused. Immutable.
 */
public final class CachedTeacher implements Teacher, Artefact {

    private static final String KIND = "soft-targets";

    private final ContentDigest teacher;
    private final ContentDigest samples;
    private final String[] inputs;
    private final double[][] logits;
    private final Map<String, Integer> places = new HashMap<>();

    private CachedTeacher(ContentDigest teacher, ContentDigest samples, String[] inputs, double[][] logits) {
        this.teacher = teacher;
        this.samples = samples;
        this.inputs = inputs;
        this.logits = logits;
        if (inputs.length == 0 || inputs.length != logits.length || logits[0].length < 2) {
            throw new IllegalArgumentException("%d inputs and %d rows of logits; as many of each are needed"
                    .formatted(inputs.length, logits.length));
        }
        for (int i = 0; i < inputs.length; i++) {
            places.put(inputs[i], i);
        }
    }

    /** Asks a teacher once for all samples. */
    public static CachedTeacher ask(Teacher teacher, Samples samples) {
        float[][] inputs = samples.inputs();
        double[][] logits = teacher.logits(inputs);
        if (logits.length != inputs.length) {
            throw new IllegalStateException(
                    "the teacher answered %d rows for %d samples".formatted(logits.length, inputs.length));
        }
        return new CachedTeacher(
                teacher.digest(),
                samples.digest(),
                Arrays.stream(inputs).map(CachedTeacher::key).toArray(String[]::new),
                Arrays.stream(logits).map(double[]::clone).toArray(double[][]::new));
    }

    /**
     * Reads what {@link #toBytes()} wrote.
     *
     * @param expectedTeacher digest of the teacher that the logits must be of
     * @param source names the file in messages
     * @throws IllegalArgumentException if they are another teacher's
     */
    public static CachedTeacher fromBytes(byte[] bytes, ContentDigest expectedTeacher, String source) {
        TensorFile file = TensorFile.parse(bytes, source).requireKind(KIND);
        ContentDigest found = ContentDigest.parse(file.metadata("teacher"));
        if (!found.equals(expectedTeacher)) {
            throw new IllegalArgumentException(
                    "%s holds soft targets of the teacher %s, but the teacher is %s. Ask the teacher again."
                            .formatted(source, found, expectedTeacher));
        }
        return file.building(() -> {
            int classes = file.shape("logits").get(1);
            double[] flat = file.doubles("logits");
            byte[] keys = file.bytes("inputs");
            int rows = flat.length / classes;
            String[] inputs = new String[rows];
            double[][] logits = new double[rows][];
            for (int i = 0; i < rows; i++) {
                logits[i] = Arrays.copyOfRange(flat, i * classes, (i + 1) * classes);
                inputs[i] = new String(keys, i * 64, 64, StandardCharsets.US_ASCII);
            }
            return new CachedTeacher(found, ContentDigest.parse(file.metadata("samples")), inputs, logits);
        });
    }

    @Override
    public double[][] logits(float[][] asked) {
        double[][] answers = new double[asked.length][];
        for (int i = 0; i < asked.length; i++) {
            Integer place = places.get(key(asked[i]));
            if (place == null) {
                throw new IllegalArgumentException(
                        "input %d of %d is not among the %d whose soft targets are kept (samples %s). They are those of other samples, or of another pre-processing; ask the teacher again."
                                .formatted(i + 1, asked.length, inputs.length, samples));
            }
            answers[i] = logits[place].clone();
        }
        return answers;
    }

    @Override
    public int classes() {
        return logits[0].length;
    }

    /** That of the teacher who was asked. */
    @Override
    public ContentDigest digest() {
        return teacher;
    }

    @Override
    public byte[] toBytes() {
        return TensorFile.builder()
                .kind(KIND)
                .metadata("teacher", teacher.toString())
                .metadata("samples", samples.toString())
                .doubles(
                        "logits",
                        Arrays.stream(logits).flatMapToDouble(Arrays::stream).toArray(),
                        logits.length,
                        classes())
                .bytes("inputs", String.join("", inputs).getBytes(StandardCharsets.US_ASCII), inputs.length, 64)
                .build()
                .toBytes();
    }

    /** Digest of the input's floats, in hexadecimal. */
    private static String key(float[] input) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * input.length);
        bytes.asFloatBuffer().put(input);
        return ContentDigest.of(bytes.array()).hex();
    }
}
