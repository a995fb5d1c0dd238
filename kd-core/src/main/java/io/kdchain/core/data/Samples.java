package io.kdchain.core.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Rows as a network sees them: standardised, as floats, with their labels and ids. Immutable. */
public final class Samples {

    /** The label of a sample that has none. */
    public static final int NO_LABEL = -1;

    private final List<String> ids;
    private final float[][] inputs;
    private final int[] labels;
    private final int classes;
    private final ContentDigest digest;

    private Samples(List<String> ids, float[][] inputs, int[] labels, int classes, ContentDigest digest) {
        this.ids = ids;
        this.inputs = inputs;
        this.labels = labels;
        this.classes = classes;
        this.digest = digest;
    }

    /** All rows of a data set, in order, through a standardisation. */
    public static Samples of(Dataset data, Standardisation standardisation) {
        float[][] inputs = new float[data.size()][];
        int[] labels = new int[data.size()];
        for (int i = 0; i < data.size(); i++) {
            Row row = data.rows().get(i);
            inputs[i] = standardisation.apply(row.features());
            labels[i] = row.label();
        }
        return new Samples(
                data.rows().stream().map(Row::id).toList(),
                inputs,
                labels,
                data.classNames().size(),
                ContentDigest.ofText(data.digest() + "\n" + standardisation.digest() + "\n"));
    }

    /** The same samples without the labels of those whose id matches. */
    public Samples withoutLabels(Predicate<String> matching) {
        int[] fewer = labels.clone();
        StringBuilder without = new StringBuilder("without labels\n");
        for (int i = 0; i < fewer.length; i++) {
            if (matching.test(ids.get(i))) {
                fewer[i] = NO_LABEL;
                without.append(ids.get(i)).append('\n');
            }
        }
        return new Samples(ids, inputs, fewer, classes, ContentDigest.ofText(digest + "\n" + without));
    }

    /** These samples and, after them, rows without labels, through a standardisation. */
    public Samples with(UnlabelledRows unlabelled, Standardisation standardisation) {
        List<String> allIds = new ArrayList<>(ids);
        float[][] allInputs = Arrays.copyOf(inputs, size() + unlabelled.size());
        int[] allLabels = Arrays.copyOf(labels, allInputs.length);
        for (int i = 0; i < unlabelled.size(); i++) {
            allIds.add(unlabelled.id(i));
            allInputs[size() + i] = standardisation.apply(unlabelled.features(i));
            allLabels[size() + i] = NO_LABEL;
        }
        return new Samples(
                List.copyOf(allIds),
                allInputs,
                allLabels,
                classes,
                ContentDigest.ofText("%s\nand without labels\n%s\n%s\n"
                        .formatted(digest, unlabelled.digest(), standardisation.digest())));
    }

    /** Whether every sample has a label. */
    public boolean fullyLabelled() {
        return Arrays.stream(labels).allMatch(label -> label != NO_LABEL);
    }

    public int size() {
        return labels.length;
    }

    /** Features a sample. */
    public int width() {
        return inputs[0].length;
    }

    public int classes() {
        return classes;
    }

    public String id(int index) {
        return ids.get(index);
    }

    /** A copy of the input at this index. */
    public float[] input(int index) {
        return inputs[index].clone();
    }

    /** Index of the class, from 0, or {@link #NO_LABEL}. */
    public int label(int index) {
        return labels[index];
    }

    /** A copy of all inputs, in order. */
    public float[][] inputs() {
        float[][] copy = new float[inputs.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = inputs[i].clone();
        }
        return copy;
    }

    /** A copy of all labels, in order. */
    public int[] labels() {
        return labels.clone();
    }

    /** Covers the rows, their labels and the standardisation. */
    public ContentDigest digest() {
        return digest;
    }
}
