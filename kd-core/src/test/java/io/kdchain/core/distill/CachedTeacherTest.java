package io.kdchain.core.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.data.TensorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachedTeacherTest {

    private static final ContentDigest NAME = ContentDigest.ofText("the teacher");

    private final List<Row> rows = IntStream.range(0, 6)
            .mapToObj(i -> new Row("r" + i, new double[] {i, 10 - i}, i % 2))
            .toList();
    private final Samples samples = samples(rows);
    private final List<Integer> asked = new ArrayList<>();

    private final Teacher teacher = new Teacher() {
        @Override
        public double[][] logits(float[][] inputs) {
            asked.add(inputs.length);
            return Arrays.stream(inputs)
                    .map(input -> new double[] {3.0 * input[0], input[1], 1})
                    .toArray(double[][]::new);
        }

        @Override
        public int classes() {
            return 3;
        }

        @Override
        public ContentDigest digest() {
            return NAME;
        }
    };

    private final CachedTeacher kept = CachedTeacher.ask(teacher, samples);

    private static Samples samples(List<Row> of) {
        Dataset data = new Dataset(List.of("a", "b"), "y", List.of("n", "p"), of);
        return Samples.of(data, new Standardisation(new double[2], new double[] {1, 1}));
    }

    private static TensorFile.Builder altered(double[] logits, byte[] ids, byte[] inputs, byte[] seals) {
        return TensorFile.builder()
                .kind("soft-targets")
                .metadata("teacher", NAME.toString())
                .doubles("logits", logits, logits.length / 3, 3)
                .bytes("ids", ids, ids.length / 64, 64)
                .bytes("inputs", inputs, inputs.length / 64, 64)
                .bytes("seals", seals, seals.length / 64, 64);
    }

    private CachedTeacher read(TensorFile.Builder builder) {
        return CachedTeacher.fromBytes(builder.build().toBytes(), NAME, "kept");
    }

    private TensorFile file() {
        return TensorFile.parse(kept.toBytes(), "kept");
    }

    private static byte[] exchanged(byte[] column, int one, int other, int width) {
        byte[] out = column.clone();
        System.arraycopy(column, one * width, out, other * width, width);
        System.arraycopy(column, other * width, out, one * width, width);
        return out;
    }

    @Test
    void samplesInAnotherOrderMeetTheirOwnLogits() {
        List<Row> turned = new ArrayList<>(rows);
        Collections.reverse(turned);

        double[][] logits =
                CachedTeacher.fromBytes(kept.toBytes(), NAME, "kept").logits(samples(turned));

        assertThat(logits[0]).containsExactly(15, 5, 1);
        assertThat(logits[5]).containsExactly(0, 10, 1);
    }

    @Test
    void logitsThatWereShuffledAmongTheRowsAreRefused() {
        double[] logits = file().doubles("logits");
        double[] shuffled = logits.clone();
        System.arraycopy(logits, 0, shuffled, 3, 3);
        System.arraycopy(logits, 3, shuffled, 0, 3);

        assertThatThrownBy(() ->
                        read(altered(shuffled, file().bytes("ids"), file().bytes("inputs"), file().bytes("seals"))))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("row 1 is not what was kept");
        // nor when what binds them moves along in part
        for (String moved : List.of("ids", "inputs", "seals")) {
            byte[][] columns = List.of("ids", "inputs", "seals").stream()
                    .map(name -> name.equals(moved) ? exchanged(file().bytes(name), 0, 1, 64) : file().bytes(name))
                    .toArray(byte[][]::new);
            assertThatThrownBy(() -> read(altered(shuffled, columns[0], columns[1], columns[2])))
                    .as(moved)
                    .hasMessageContaining("row 1 is not what was kept");
        }
    }

    @Test
    void rowsThatAreMissingOrOccurTwiceAreRefused() {
        byte[] ids = file().bytes("ids");
        byte[] inputs = file().bytes("inputs");
        byte[] seals = file().bytes("seals");
        double[] logits = file().doubles("logits");

        assertThatThrownBy(() -> read(altered(Arrays.copyOf(logits, 15), ids, inputs, seals)))
                .hasMessageContaining("rows are missing");
        assertThatThrownBy(() ->
                        CachedTeacher.fromBytes(Arrays.copyOf(kept.toBytes(), kept.toBytes().length - 1), NAME, "kept"))
                .isInstanceOf(ArtefactException.class);
        CachedTeacher shorter = read(altered(
                Arrays.copyOf(logits, 15),
                Arrays.copyOf(ids, 320),
                Arrays.copyOf(inputs, 320),
                Arrays.copyOf(seals, 320)));
        assertThatThrownBy(() -> shorter.logits(samples)).hasMessageContaining("sample r5 is not among the 5");

        double[] twice = Arrays.copyOf(logits, 21);
        System.arraycopy(logits, 0, twice, 18, 3);
        assertThatThrownBy(() -> read(altered(twice, again(ids), again(inputs), again(seals))))
                .hasMessageContaining("row 7", "id of an earlier one");
    }

    /** With its first row once more at the end. */
    private static byte[] again(byte[] column) {
        byte[] out = Arrays.copyOf(column, column.length + 64);
        System.arraycopy(column, 0, out, column.length, 64);
        return out;
    }

    @Test
    void samplesThatAreNotWhatTheyWereAreRefusedByName() {
        List<Row> renamed = new ArrayList<>(rows);
        renamed.set(2, new Row("r3", rows.get(2).features(), 0));
        renamed.set(3, new Row("r2", rows.get(3).features(), 1));
        List<Row> changed = new ArrayList<>(rows);
        changed.set(4, new Row("r4", new double[] {4, 6.5}, 0));
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row("new", rows.get(0).features(), 0));

        assertThatThrownBy(() -> kept.logits(samples(renamed))).hasMessageContaining("sample r3 has another input");
        assertThatThrownBy(() -> kept.logits(samples(changed))).hasMessageContaining("sample r4 has another input");
        assertThatThrownBy(() -> kept.logits(samples(more))).hasMessageContaining("sample new is not among the 6");
        assertThatThrownBy(() -> CachedTeacher.fromBytes(kept.toBytes(), ContentDigest.ofText("another"), "kept"))
                .hasMessageContaining("soft targets of the teacher");
    }

    @Test
    void whatIsKeptIsNotAskedAgainAndEqualInputsAreAskedOnce() {
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row("copy", rows.get(0).features(), 0));
        more.add(new Row("new", new double[] {7, 8}, 0));
        more.add(new Row("newer", new double[] {7, 9}, 0));
        more.add(new Row("newest", new double[] {7, 8}, 0));
        List<Integer> saved = new ArrayList<>();
        asked.clear();

        CachedTeacher all = CachedTeacher.complete(teacher, samples(more), kept, 1, part -> saved.add(part.size()));

        assertThat(asked).containsExactly(1, 1);
        assertThat(saved).containsExactly(9, 10);
        assertThat(all.size()).isEqualTo(10);
        assertThat(all.logits(samples(more))[9]).containsExactly(21, 8, 1);
        asked.clear();
        assertThat(CachedTeacher.complete(teacher, samples(more), all, 1, part -> saved.add(0))
                        .toBytes())
                .isEqualTo(all.toBytes());
        assertThat(asked).isEmpty();
        assertThat(saved).hasSize(2);
    }
}
