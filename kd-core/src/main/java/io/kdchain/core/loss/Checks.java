package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.TreeMap;

/** Refusals that several losses share, and their settings as text. */
final class Checks {

    private Checks() {}

    static void positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("%s is %s; it must be finite and above 0".formatted(name, value));
        }
    }

    static void weight(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("%s is %s; it must be finite and 0 or more".formatted(name, value));
        }
    }

    static void fraction(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("%s is %s; it must be from 0 to 1".formatted(name, value));
        }
    }

    static void skew(double lambda) {
        if (!(lambda >= 0 && lambda < 1)) {
            throw new IllegalArgumentException(
                    "lambda is %s; it must be from 0 up to but not 1, where the student would be compared with itself"
                            .formatted(lambda));
        }
    }

    /** Both are the same rows x classes, with so many classes at least. */
    static void sameLogits(NDArray student, NDArray teacher, int classes) {
        Shape shape = student.getShape();
        if (shape.dimension() != 2
                || shape.size() == 0
                || shape.get(1) < classes
                || !shape.equals(teacher.getShape())) {
            throw new IllegalArgumentException(
                    "student logits have shape %s and teacher logits %s; both must be the same rows x classes, %d classes or more"
                            .formatted(shape, teacher.getShape(), classes));
        }
    }

    /** One label a row of these logits. */
    static void labels(NDArray logits, NDArray labels) {
        if (!labels.getShape().equals(new Shape(logits.getShape().get(0)))) {
            throw new IllegalArgumentException("labels have shape %s for %d rows; one label a row is needed"
                    .formatted(labels.getShape(), logits.getShape().get(0)));
        }
    }

    /** Both have so many axes and the same rows. */
    static void sameRows(NDArray student, NDArray teacher, int axes, String what) {
        Shape s = student.getShape();
        Shape t = teacher.getShape();
        if (s.dimension() < axes || t.dimension() < axes || s.size() == 0 || s.get(0) != t.get(0)) {
            throw new IllegalArgumentException(
                    "student features have shape %s and teacher features %s; both must be %s".formatted(s, t, what));
        }
    }

    /** Both are rows x channels x height x width of the same rows. */
    static void maps(NDArray student, NDArray teacher) {
        sameRows(student, teacher, 4, "rows x channels x height x width of the same rows");
    }

    /** Names and values in turn, each name under {@code loss.}. */
    static Map<String, String> describe(String loss, Object... namesAndValues) {
        Map<String, String> all = new TreeMap<>();
        all.put("loss", loss);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.put("loss." + namesAndValues[i], String.valueOf(namesAndValues[i + 1]));
        }
        return all;
    }
}
