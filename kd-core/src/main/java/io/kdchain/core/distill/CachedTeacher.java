package io.kdchain.core.distill;

import io.kdchain.core.data.Artefact;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.TensorFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A teacher's logits for some samples, kept so that the teacher need not be asked again. Immutable.
 *
 * <p>Each row of logits is bound to the teacher by its digest, to the sample's id, and to the input itself by the
 * digest of its numbers; a seal, SHA-256 over all of these and the logits, holds the row together. Ids alone would not
 * notice that a row changed its features, nor another pre-processing; inputs alone not that rows changed their names.
 * Samples may come in any order, and meet their own logits. Refused are logits that were shuffled among the rows, rows
 * of another teacher, rows that occur twice, and samples that are not among the rows or are not what they were. The
 * seal finds mistakes; it is no signature, and whoever means to forge a row can seal it.
 */
public final class CachedTeacher implements Teacher, Artefact {

    private static final String KIND = "soft-targets";
    private static final int HEX = 64;

    /** The logits of one sample, by the digests of its id and of its input's floats, in hexadecimal. */
    private static final class Kept {
        private final String id;
        private final String input;
        private final double[] logits;

        Kept(String id, String input, double[] logits) {
            this.id = id;
            this.input = input;
            this.logits = logits.clone();
        }

        static Kept of(String id, float[] input, double[] logits) {
            return new Kept(ContentDigest.ofText(id).hex(), key(input), logits);
        }

        String seal(ContentDigest teacher) {
            byte[] head = "%s\n%s\n%s\n".formatted(teacher, id, input).getBytes(StandardCharsets.US_ASCII);
            ByteBuffer all = ByteBuffer.allocate(head.length + 8 * logits.length);
            all.put(head).asDoubleBuffer().put(logits);
            return ContentDigest.of(all.array()).hex();
        }
    }

    private final ContentDigest teacher;
    private final List<Kept> rows;
    private final Map<String, Kept> byInput = new HashMap<>();
    private final Map<String, Kept> byId = new HashMap<>();

    private CachedTeacher(ContentDigest teacher, List<Kept> rows) {
        this.teacher = teacher;
        this.rows = List.copyOf(rows);
        if (rows.isEmpty() || rows.get(0).logits.length < 2) {
            throw new IllegalArgumentException(
                    "%d rows of logits are kept; at least one is needed, of two classes or more"
                            .formatted(rows.size()));
        }
        for (int i = 0; i < rows.size(); i++) {
            Kept row = rows.get(i);
            if (byId.put(row.id, row) != null) {
                throw new IllegalArgumentException(
                        "row %d of the soft targets has the id of an earlier one; each sample stands there once, so ask the teacher again"
                                .formatted(i + 1));
            }
            Kept same = byInput.putIfAbsent(row.input, row);
            if (same != null && !Arrays.equals(same.logits, row.logits)) {
                throw new IllegalArgumentException(
                        "row %d of the soft targets has the input of an earlier one and other logits; a teacher answers the same input alike, so ask it again"
                                .formatted(i + 1));
            }
        }
    }

    /** Asks a teacher once for all samples. */
    public static CachedTeacher ask(Teacher teacher, Samples samples) {
        return complete(teacher, samples, null, samples.size(), kept -> {});
    }

    /**
     * Asks a teacher for those samples whose logits are not kept yet, for equal inputs once. What is kept already is
     * not asked again, so that a run that was interrupted goes on where it stopped.
     *
     * @param kept what an earlier run kept; null means nothing
     * @param rowsAtATime how many inputs the teacher is asked for before all that is known is given to {@code save}; 1
     *     or more
     * @param save is given what is kept so far, after each answer
     * @throws IllegalArgumentException if what is kept is another teacher's, or a sample is not what it was
     */
    public static CachedTeacher complete(
            Teacher teacher,
            Samples samples,
            @Nullable CachedTeacher kept,
            int rowsAtATime,
            Consumer<CachedTeacher> save) {
        if (kept != null) {
            kept.requireTeacher(teacher.digest(), "the kept soft targets");
        }
        Map<String, double[]> known = new HashMap<>();
        Map<String, float[]> missing = new LinkedHashMap<>();
        List<Kept> all = new ArrayList<>();
        if (kept != null) {
            all.addAll(kept.rows);
            kept.byInput.forEach((input, row) -> known.put(input, row.logits));
        }
        List<Integer> news = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            if (kept == null || kept.find(samples, i) == null) {
                news.add(i);
                String input = key(samples.input(i));
                if (!known.containsKey(input)) {
                    missing.put(input, samples.input(i));
                }
            }
        }
        teacher.announce(missing.size());
        List<float[]> open = List.copyOf(missing.values());
        for (int from = 0; from < open.size(); from += rowsAtATime) {
            float[][] part = open.subList(from, Math.min(open.size(), from + rowsAtATime))
                    .toArray(float[][]::new);
            double[][] answers = teacher.logits(part);
            if (answers.length != part.length) {
                throw new IllegalStateException(
                        "the teacher answered %d rows for %d samples".formatted(answers.length, part.length));
            }
            for (int i = 0; i < part.length; i++) {
                known.put(key(part[i]), answers[i]);
            }
            List<Kept> now = new ArrayList<>(all);
            now.addAll(answered(samples, news, known));
            save.accept(new CachedTeacher(teacher.digest(), now));
        }
        all.addAll(answered(samples, news, known));
        return new CachedTeacher(teacher.digest(), all);
    }

    private static List<Kept> answered(Samples samples, List<Integer> places, Map<String, double[]> known) {
        List<Kept> rows = new ArrayList<>();
        for (int place : places) {
            double[] logits = known.get(key(samples.input(place)));
            if (logits != null) {
                rows.add(Kept.of(samples.id(place), samples.input(place), logits));
            }
        }
        return rows;
    }

    /**
     * Reads what {@link #toBytes()} wrote.
     *
     * @param expectedTeacher digest of the teacher that the logits must be of
     * @param source names the file in messages
     * @throws IllegalArgumentException if they are another teacher's
     * @throws io.kdchain.core.data.ArtefactException if the file is broken, or its rows are not what they were
     */
    public static CachedTeacher fromBytes(byte[] bytes, ContentDigest expectedTeacher, String source) {
        TensorFile file = TensorFile.parse(bytes, source).requireKind(KIND);
        ContentDigest found = ContentDigest.parse(file.metadata("teacher"));
        CachedTeacher read = file.building(() -> {
            int classes = file.shape("logits").get(1);
            double[] flat = file.doubles("logits");
            byte[] ids = file.bytes("ids");
            byte[] inputs = file.bytes("inputs");
            byte[] seals = file.bytes("seals");
            int count = flat.length / classes;
            for (byte[] column : List.of(ids, inputs, seals)) {
                if (column.length != count * HEX) {
                    throw new IllegalArgumentException(
                            "it holds %d rows of logits and %d of what they are bound to; rows are missing"
                                    .formatted(count, column.length / HEX));
                }
            }
            List<Kept> rows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Kept row =
                        new Kept(hex(ids, i), hex(inputs, i), Arrays.copyOfRange(flat, i * classes, (i + 1) * classes));
                if (!row.seal(found).equals(hex(seals, i))) {
                    throw new IllegalArgumentException(
                            "row %d is not what was kept: its logits belong to another row, or were changed; ask the teacher again"
                                    .formatted(i + 1));
                }
                rows.add(row);
            }
            return new CachedTeacher(found, rows);
        });
        read.requireTeacher(expectedTeacher, source);
        return read;
    }

    private void requireTeacher(ContentDigest expected, String source) {
        if (!teacher.equals(expected)) {
            throw new IllegalArgumentException(
                    "%s holds soft targets of the teacher %s, but the teacher is %s. Ask the teacher again."
                            .formatted(source, teacher, expected));
        }
    }

    /** By the inputs alone; who has samples asks by them, since ids are compared then as well. */
    @Override
    public double[][] logits(float[][] asked) {
        double[][] answers = new double[asked.length][];
        for (int i = 0; i < asked.length; i++) {
            Kept row = byInput.get(key(asked[i]));
            if (row == null) {
                throw new IllegalArgumentException(
                        "input %d of %d is not among the %d whose soft targets are kept. They are those of other samples, or of another pre-processing; ask the teacher again."
                                .formatted(i + 1, asked.length, rows.size()));
            }
            answers[i] = row.logits.clone();
        }
        return answers;
    }

    /** Each sample's own, by its id and its input. */
    @Override
    public double[][] logits(Samples samples) {
        double[][] answers = new double[samples.size()][];
        for (int i = 0; i < answers.length; i++) {
            Kept row = find(samples, i);
            if (row == null) {
                throw new IllegalArgumentException(
                        "sample %s is not among the %d whose soft targets are kept. They are those of other samples; ask the teacher again."
                                .formatted(samples.id(i), rows.size()));
            }
            answers[i] = row.logits.clone();
        }
        return answers;
    }

    private @Nullable Kept find(Samples samples, int place) {
        Kept row = byId.get(ContentDigest.ofText(samples.id(place)).hex());
        if (row != null && !row.input.equals(key(samples.input(place)))) {
            throw new IllegalArgumentException(
                    "sample %s has another input than when its soft targets were kept: its features or the pre-processing changed, or rows have new ids. Ask the teacher again."
                            .formatted(samples.id(place)));
        }
        return row;
    }

    /** How many samples have their logits here. */
    public int size() {
        return rows.size();
    }

    @Override
    public int classes() {
        return rows.get(0).logits.length;
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
                .doubles(
                        "logits",
                        rows.stream()
                                .flatMapToDouble(row -> Arrays.stream(row.logits))
                                .toArray(),
                        rows.size(),
                        classes())
                .bytes("ids", column(rows.stream().map(row -> row.id).toList()), rows.size(), HEX)
                .bytes("inputs", column(rows.stream().map(row -> row.input).toList()), rows.size(), HEX)
                .bytes(
                        "seals",
                        column(rows.stream().map(row -> row.seal(teacher)).toList()),
                        rows.size(),
                        HEX)
                .build()
                .toBytes();
    }

    private static byte[] column(List<String> hex) {
        return String.join("", hex).getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(byte[] column, int row) {
        return new String(column, row * HEX, HEX, StandardCharsets.US_ASCII);
    }

    /** Digest of the input's floats, in hexadecimal. */
    private static String key(float[] input) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * input.length);
        bytes.asFloatBuffer().put(input);
        return ContentDigest.of(bytes.array()).hex();
    }
}
