package io.kdchain.core.distill;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.SequenceSampler;
import ai.djl.translate.TranslateException;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes the rows of a data set of DJL over, so that they have ids and a digest. A {@code RandomAccessDataset}, such as
 * an {@code ArrayDataset}, is read in the order of its indexes, whatever its sampler, through its pipelines; any other
 * as it yields its batches, so that one which shuffles gives another data set each time. A row's id is its place
 * ({@code row-1} is the first). Each row must have one array of features, of any shape, which is flattened, and one
 * class index.
 */
public final class DjlDataset {

    private static final int BATCH = 256;

    private DjlDataset() {}

    /**
     * Reads all rows; the classes are {@code 0} to the largest index.
     *
     * @throws ArtefactException if the data set fails
     * @throws IllegalArgumentException if a row is not as said above, or a feature not finite
     */
    public static Dataset read(ai.djl.training.dataset.Dataset source) {
        List<Row> rows = rows(source);
        int classes = rows.stream().mapToInt(Row::label).max().orElse(0) + 1;
        // a data set in which only one class occurs still tells two apart
        return dataset(
                source,
                rows,
                IntStream.range(0, Math.max(2, classes))
                        .mapToObj(Integer::toString)
                        .toList());
    }

    /**
     * Reads all rows; a class index is a place among these names.
     *
     * @throws ArtefactException if the data set fails
     * @throws IllegalArgumentException if a row is not as said above, a feature not finite, or a label has no name
     */
    public static Dataset read(ai.djl.training.dataset.Dataset source, List<String> classNames) {
        return dataset(source, rows(source), classNames);
    }

    private static Dataset dataset(ai.djl.training.dataset.Dataset source, List<Row> rows, List<String> classNames) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("the DJL data set %s has no row; there is nothing to learn from"
                    .formatted(source.getClass().getSimpleName()));
        }
        return new Dataset(
                IntStream.rangeClosed(1, rows.get(0).width())
                        .mapToObj("feature-%d"::formatted)
                        .toList(),
                "label",
                classNames,
                rows);
    }

    private static List<Row> rows(ai.djl.training.dataset.Dataset source) {
        List<Row> rows = new ArrayList<>();
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            source.prepare();
            Iterable<Batch> batches = source instanceof RandomAccessDataset indexed
                    ? indexed.getData(manager, new BatchSampler(new SequenceSampler(), BATCH, false))
                    : source.getData(manager);
            for (Batch batch : batches) {
                try (batch) {
                    add(batch, rows);
                }
            }
        } catch (IOException | TranslateException e) {
            throw unreadable(source, e);
        } catch (IllegalStateException e) {
            // so DJL wraps what goes wrong on the way
            throw e.getCause() == null ? e : unreadable(source, e.getCause());
        }
        return rows;
    }

    private static ArtefactException unreadable(ai.djl.training.dataset.Dataset source, Throwable reason) {
        return new ArtefactException(
                "The DJL data set %s cannot be read: %s. Check its files and its pipeline."
                        .formatted(source.getClass().getSimpleName(), reason),
                reason);
    }

    private static void add(Batch batch, List<Row> rows) {
        int size = batch.getSize();
        double[] features = numbers(single(batch.getData(), "features", rows.size() + 1));
        double[] labels = numbers(single(batch.getLabels(), "labels", rows.size() + 1));
        if (labels.length != size) {
            throw new IllegalArgumentException(
                    "the rows from row-%d on have %d labels for %d rows; each needs one class index. Of one-hot labels take the place of the largest."
                            .formatted(rows.size() + 1, labels.length, size));
        }
        int width = features.length / size;
        for (int i = 0; i < size; i++) {
            String id = "row-" + (rows.size() + 1);
            int label = (int) labels[i];
            if (label != labels[i] || label < 0) {
                throw new IllegalArgumentException(
                        "%s has label %s; a label is the index of a class, 0 or more".formatted(id, labels[i]));
            }
            rows.add(new Row(id, Arrays.copyOfRange(features, i * width, (i + 1) * width), label));
        }
    }

    private static NDArray single(NDList arrays, String what, int row) {
        if (arrays.size() != 1) {
            throw new IllegalArgumentException(
                    "row-%d has %d arrays of %s; a network here takes one. Join them in the data set's pipeline."
                            .formatted(row, arrays.size(), what));
        }
        return arrays.head();
    }

    private static double[] numbers(NDArray array) {
        return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }
}
