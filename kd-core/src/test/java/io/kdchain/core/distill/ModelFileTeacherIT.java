package io.kdchain.core.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.engine.Engine;
import io.kdchain.core.Clouds;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.RkdLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTeacherIT {

    private static final float[][] FIRST = {{1, 0, 0, 0.5f, 0, 1}, {0, -1, 0, 0, 1, 0}, {0, 0, 2, 0, 0, -1}};
    private static final float[][] SECOND = {{1, 0, -1}, {-1, 2, 0.5f}};
    private static final float[] INPUT = {1, 2, 3, 4, 5, -6};
    /** By hand: hidden = relu(1 + 2 - 6, -2 + 5, 6 + 6) = (0, 3, 12). */
    private static final double[] HIDDEN = {0, 3, 12};

    private static final double[] LOGITS = {-12, 12};

    @TempDir
    private Path folder = Path.of("");

    private Path file() throws IOException {
        return TorchScriptFile.write(folder.resolve("net.pt"), FIRST, SECOND);
    }

    @Test
    void aTorchScriptFileAnswersItsLogitsAndItsInnerLayer() throws IOException {
        Path file = file();

        try (ModelFileTeacher teacher = ModelFileTeacher.torchScript(file, List.of(6), 2)) {
            assertThat(teacher.logits(new float[][] {INPUT, new float[6]})[0]).containsExactly(LOGITS, within(1e-6));
            assertThat(teacher.features("output1", new float[][] {INPUT})[0]).containsExactly(HIDDEN, within(1e-6));
            assertThat(teacher.layerShape("output1")).containsExactly(3);
            assertThat(teacher.digest()).isEqualTo(ContentDigest.of(Files.readAllBytes(file)));
            assertThatThrownBy(() -> teacher.features("hidden", new float[][] {INPUT}))
                    .hasMessageContaining("no layer 'hidden'")
                    .hasMessageContaining("output1");
        }
    }

    @Test
    void aStudentLearnsFromAFileAskedBeforehandOrBatchByBatch() throws IOException {
        Dataset data = Clouds.of(60, 5);
        Samples samples = Samples.of(data, Standardisation.fit(data));
        Objective objective = new Objective(List.of(
                Objective.Term.of(HintonLoss.standard(), 1),
                Objective.Term.tap(new RkdLoss(1, 2), 0.5, "layer0", "output1")));

        try (ModelFileTeacher teacher = ModelFileTeacher.torchScript(file(), List.of(6), 2)) {
            Distiller.Builder builder = Distiller.of(teacher, MlpDefinition.of(6, 5, 2), samples)
                    .epochs(6)
                    .objective(objective);
            Mlp kept = builder.build().run().network();
            Mlp live = builder.answers(TeacherAnswers.LIVE).build().run().network();

            for (int i = 0; i < samples.size(); i++) {
                assertThat(live.logits(samples.input(i))).containsExactly(kept.logits(samples.input(i)), within(1e-3));
            }
        }
    }

    @Test
    void whatCannotTeachIsRefusedWhenItIsOpened() throws IOException {
        Path file = file();
        Path cut = folder.resolve("cut.pt");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(file), 700));

        assertThatThrownBy(() -> ModelFileTeacher.torchScript(cut, List.of(6), 2))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("cut.pt")
                .hasMessageContaining("cut off");
        assertThatThrownBy(() -> ModelFileTeacher.torchScript(folder.resolve("none.pt"), List.of(6), 2))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("none.pt")
                .hasMessageContaining("exists");
        assertThatThrownBy(() -> ModelFileTeacher.torchScript(file, List.of(6), 3))
                .hasMessageContaining("net.pt answers 2 logits, 3 classes");
        assertThatThrownBy(() -> ModelFileTeacher.torchScript(file, List.of(7), 2))
                .hasMessageContaining("net.pt does not take inputs of shape [7]");
        assertThatThrownBy(() -> ModelFileTeacher.torchScript(file, List.of(0), 2))
                .hasMessageContaining("sizes must be 1 or more");
    }

    @Test
    void anOnnxFileIsRefusedByTheNameOfTheMissingArtefact() {
        assumeThat(Engine.hasEngine("OnnxRuntime")).isFalse();

        assertThatThrownBy(() -> ModelFileTeacher.onnx(folder.resolve("net.onnx"), List.of(6), 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ai.djl.onnxruntime:onnxruntime-engine:0.36.0");
    }

    /**
     * {@code mvn -B -Pcpu,onnx -pl kd-core -am test -Dtest=ModelFileTeacherIT -Dsurefire.failIfNoSpecifiedTests=false}:
     * downloads ONNX Runtime, some 90 MB.
     */
    @Test
    void anOnnxFileAnswersItsLogits() throws IOException {
        assumeThat(Engine.hasEngine("OnnxRuntime")).isTrue();
        Path file = OnnxFile.write(folder.resolve("net.onnx"), FIRST, SECOND);
        Path cut = folder.resolve("cut.onnx");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(file), 60));

        try (ModelFileTeacher teacher = ModelFileTeacher.onnx(file, List.of(6), 2)) {
            assertThat(teacher.logits(new float[][] {INPUT})[0]).containsExactly(LOGITS, within(1e-6));
            assertThat(teacher.features("output1", new float[][] {INPUT})[0]).containsExactly(HIDDEN, within(1e-6));
        }
        Dataset data = Clouds.of(60, 5);
        Samples samples = Samples.of(data, Standardisation.fit(data));
        try (ModelFileTeacher onnx = ModelFileTeacher.onnx(file, List.of(6), 2);
                ModelFileTeacher script = ModelFileTeacher.torchScript(file(), List.of(6), 2)) {
            double[][] other = script.logits(samples.inputs());
            double[][] logits = onnx.logits(samples.inputs());
            for (int i = 0; i < samples.size(); i++) {
                assertThat(logits[i]).containsExactly(other[i], within(1e-5));
            }
            Distiller.Builder builder =
                    Distiller.of(onnx, MlpDefinition.of(6, 5, 2), samples).epochs(6);
            Mlp kept = builder.build().run().network();
            Mlp live = builder.answers(TeacherAnswers.LIVE).build().run().network();
            assertThat(live.logits(samples.input(7))).containsExactly(kept.logits(samples.input(7)), within(1e-3));
        }
        assertThatThrownBy(() -> ModelFileTeacher.onnx(cut, List.of(6), 2))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("cut.onnx");
        assertThatThrownBy(() -> ModelFileTeacher.onnx(file, List.of(7), 2)).hasMessageContaining("net.onnx");
    }
}
