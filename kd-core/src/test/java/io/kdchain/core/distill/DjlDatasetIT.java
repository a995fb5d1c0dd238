package io.kdchain.core.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Record;
import ai.djl.translate.Pipeline;
import ai.djl.util.Progress;
import io.kdchain.core.Clouds;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DjlDatasetIT {

    private static final Dataset DATA = Clouds.of(150, 4);

    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray features() {
        return manager.create(DATA.rows().stream().map(Row::features).toArray(double[][]::new));
    }

    private NDArray labels() {
        return manager.create(DATA.rows().stream().mapToInt(Row::label).toArray());
    }

    private static ArrayDataset.Builder of(NDArray features, NDArray labels) {
        return new ArrayDataset.Builder().setData(features).optLabels(labels);
    }

    /** Rows that a program makes one by one, as DJL's own image folders do. */
    private static final class Squares extends RandomAccessDataset {

        private final boolean broken;

        private Squares(boolean broken) {
            super(new Builder().setSampling(2, true));
            this.broken = broken;
        }

        @Override
        public Record get(NDManager scope, long index) throws IOException {
            if (broken && index == 3) {
                throw new IOException("square 3 is gone");
            }
            return new Record(
                    new NDList(scope.create(new float[] {index, index * index, 1, 2}, new Shape(1, 2, 2))),
                    new NDList(scope.create(index % 3)));
        }

        @Override
        protected long availableSize() {
            return 7;
        }

        @Override
        public void prepare(Progress progress) {}

        private static final class Builder extends BaseBuilder<Builder> {
            @Override
            protected Builder self() {
                return this;
            }
        }
    }

    @Test
    void rowsComeInTheOrderOfTheirIndexesWhateverTheSampler() {
        ArrayDataset shuffled = of(features(), labels()).setSampling(32, true).build();

        Dataset read = DjlDataset.read(shuffled, DATA.classNames());

        assertThat(read.rows()).hasSize(300);
        for (int i = 0; i < 300; i++) {
            assertThat(read.rows().get(i).features())
                    .containsExactly(DATA.rows().get(i).features());
            assertThat(read.rows().get(i).label()).isEqualTo(DATA.rows().get(i).label());
        }
        assertThat(DjlDataset.read(shuffled, DATA.classNames()).digest()).isEqualTo(read.digest());
    }

    @Test
    void rowsMadeOneByOneAreFlattened() {
        Dataset read = DjlDataset.read(new Squares(false));

        assertThat(read.size()).isEqualTo(7);
        assertThat(read.classNames()).containsExactly("0", "1", "2");
        assertThat(read.row("row-6").features()).containsExactly(5, 25, 1, 2);
        assertThat(read.row("row-6").label()).isEqualTo(2);
    }

    @Test
    void aPipelineIsApplied() {
        ArrayDataset doubled = of(features(), labels().toType(DataType.FLOAT32, true))
                .setSampling(64, false)
                .optPipeline(new Pipeline(array -> array.mul(2)))
                .build();

        Dataset read = DjlDataset.read(doubled);

        assertThat(read.row("row-9").feature(1))
                .isEqualTo(2 * DATA.rows().get(8).feature(1));
    }

    @Test
    void aStudentLearnsFromThem() {
        Dataset read =
                DjlDataset.read(of(features(), labels()).setSampling(64, true).build());
        Samples samples = Samples.of(read, Standardisation.fit(read));
        Mlp teacher = TeacherTraining.of(
                        new TrainingRecipe(MlpDefinition.of(Clouds.FEATURES, 12, 2), 8, 16, 0.01, 0.01, 5), samples)
                .run()
                .network();

        Mlp student = Distiller.of(teacher, MlpDefinition.of(Clouds.FEATURES, 4, 2), samples)
                .epochs(8)
                .build()
                .run()
                .network();

        double[][] logits = student.logits(samples.inputs());
        long right = java.util.stream.IntStream.range(0, samples.size())
                .filter(i -> (logits[i][1] > logits[i][0] ? 1 : 0) == samples.label(i))
                .count();
        assertThat(right).isGreaterThan(255);
    }

    @Test
    void whatIsNoRowIsRefusedByItsPlace() {
        NDArray spoilt = features();
        spoilt.set(new ai.djl.ndarray.index.NDIndex("270, 1"), Double.NaN);

        assertThatThrownBy(() -> DjlDataset.read(
                        of(spoilt, labels()).setSampling(9, true).build()))
                .hasMessageContaining("row row-271 has feature 1 = NaN");
        assertThatThrownBy(() -> DjlDataset.read(
                        of(features(), labels().oneHot(2)).setSampling(9, true).build()))
                .hasMessageContaining("512 labels for 256 rows")
                .hasMessageContaining("one-hot");
        assertThatThrownBy(() -> DjlDataset.read(
                        of(features(), labels().toType(DataType.FLOAT64, true).sub(0.5))
                                .setSampling(9, true)
                                .build()))
                .hasMessageContaining("row-1 has label")
                .hasMessageContaining("index of a class");
        assertThatThrownBy(() -> DjlDataset.read(
                        of(features(), labels()).setSampling(9, true).build(), List.of("only")))
                .hasMessageContaining("1 classes");
        assertThatThrownBy(() -> DjlDataset.read(new ArrayDataset.Builder()
                        .setData(features(), features())
                        .optLabels(labels())
                        .setSampling(9, true)
                        .build()))
                .hasMessageContaining("2 arrays of features");
        assertThatThrownBy(() -> DjlDataset.read(new Squares(true)))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("Squares")
                .hasMessageContaining("square 3 is gone");
    }
}
