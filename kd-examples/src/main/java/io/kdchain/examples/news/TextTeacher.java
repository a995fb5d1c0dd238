package io.kdchain.examples.news;

import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Settings;
import io.kdchain.core.data.SplitRecipe;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.CachedTeacher;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.MlpDefinition;
import io.kdchain.core.distill.Teacher;
import io.kdchain.core.distill.TeacherTraining;
import io.kdchain.core.distill.TrainingRecipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The teacher: MiniLM and a linear head over its vectors. It reads texts while the student reads their word hashes; so
 * it is asked once for all texts, and its answers are kept under the student's inputs. For the headlines they are kept
 * in the build as well, so that the scene runs where ONNX Runtime is not.
 *
 * @param recipe what it consists of; its digest is the teacher's
 * @param answers its logits for every text of the collection
 * @param live whether it was asked in this run
 */
record TextTeacher(Settings recipe, CachedTeacher answers, boolean live) {
    /** The teacher is the same whatever the seed of the scene: that half of the texts is its own. */
    private static final SplitRecipe OWN_HALF = new SplitRecipe(0.5, 1);

    private static final String RECIPE_NAME = "teacher.properties";
    private static final String ANSWERS_NAME = "teacher-answers.safetensors";

    /** The texts on which its head is trained. */
    static Dataset own(Texts texts) {
        return OWN_HALF.apply(texts.hashed()).training();
    }

    /** The texts that it never saw. */
    static Dataset others(Texts texts) {
        return OWN_HALF.apply(texts.hashed()).test();
    }

    /** Trains the head and asks the teacher about every text. */
    static TextTeacher ask(Texts texts) {
        try (MiniLm encoder = MiniLm.load()) {
            Map<String, float[]> vectors = new HashMap<>();
            texts.texts().forEach(text -> vectors.put(text.id(), encoder.vector(text.text())));
            TrainingRecipe training = new TrainingRecipe(
                    MlpDefinition.of(MiniLm.WIDTH, texts.rubrics().size()), 60, 16, 0.01, 0.01, 1);
            Dataset own = vectors(own(texts), vectors);
            Mlp head = TeacherTraining.of(training, Samples.of(own, identity(MiniLm.WIDTH)))
                    .run()
                    .network();
            Map<String, String> parts = new TreeMap<>();
            parts.put("encoder", "all-minilm-l6-v2-q.onnx " + encoder.digest());
            parts.put("pooling", "mean, length 1, first " + MiniLm.MOST_PIECES + " pieces");
            parts.put("head", training.network() + " " + head.digest());
            parts.put("classes", String.join(" ", texts.rubrics()));
            Settings recipe = new Settings(parts);
            double[][] logits = head.logits(
                    texts.texts().stream().map(text -> vectors.get(text.id())).toArray(float[][]::new));
            return new TextTeacher(
                    recipe, CachedTeacher.ask(new Answers(recipe.digest(), logits), samples(texts.hashed())), true);
        }
    }

    /** What it answered about the headlines when they were written. */
    static TextTeacher kept() {
        Map<String, String> parts = new TreeMap<>();
        new String(bytes(RECIPE_NAME), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("=", 2))
                .forEach(part -> parts.put(part[0], part[1]));
        Settings recipe = new Settings(parts);
        return new TextTeacher(
                recipe, CachedTeacher.fromBytes(bytes(ANSWERS_NAME), recipe.digest(), ANSWERS_NAME), false);
    }

    /** Rows as a student takes them: word hashes need no standardisation. */
    static Samples samples(Dataset hashed) {
        return Samples.of(hashed, identity(WordHashes.WIDTH));
    }

    private static Standardisation identity(int width) {
        double[] ones = new double[width];
        Arrays.fill(ones, 1);
        return new Standardisation(new double[width], ones);
    }

    private static Dataset vectors(Dataset hashed, Map<String, float[]> vectors) {
        return new Dataset(
                IntStream.range(0, MiniLm.WIDTH).mapToObj(i -> "v" + i).toList(),
                hashed.labelName(),
                hashed.classNames(),
                hashed.rows().stream()
                        .map(row ->
                                new Row(row.id(), doubles(Objects.requireNonNull(vectors.get(row.id()))), row.label()))
                        .toList());
    }

    private static double[] doubles(float[] vector) {
        return IntStream.range(0, vector.length).mapToDouble(i -> vector[i]).toArray();
    }

    private static byte[] bytes(String name) {
        try (InputStream in = TextTeacher.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new ArtefactException("The teacher's %s is missing in this build.".formatted(name));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ArtefactException("The teacher's %s cannot be read: %s".formatted(name, e), e);
        }
    }

    /** Logits in the order of the texts. */
    private static final class Answers implements Teacher {
        private final ContentDigest digest;
        private final double[][] all;

        Answers(ContentDigest digest, double[][] all) {
            this.digest = digest;
            this.all = all;
        }

        @Override
        public double[][] logits(float[][] inputs) {
            return all;
        }

        @Override
        public int classes() {
            return all[0].length;
        }

        @Override
        public ContentDigest digest() {
            return digest;
        }
    }
}
