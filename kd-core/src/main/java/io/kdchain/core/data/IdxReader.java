package io.kdchain.core.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Reads images and labels in the IDX format of the MNIST database: big-endian, magic number 2051 for images and 2049
 * for labels, plain or compressed by gzip. Each pixel is a feature from 0 to 1. A row's id is its place ({@code row-1}
 * is the first).
 */
public final class IdxReader {

    private static final int IMAGES = 2051;
    private static final int LABELS = 2049;

    private IdxReader() {}

    /**
     * Reads both files.
     *
     * @throws ArtefactException if one cannot be read, breaks the format, or they do not belong together
     */
    public static Dataset read(Path images, Path labels) {
        ByteBuffer pixels = open(images, IMAGES, "images");
        ByteBuffer marks = open(labels, LABELS, "labels");
        try {
            int count = pixels.getInt();
            int height = pixels.getInt();
            int width = pixels.getInt();
            int labelled = marks.getInt();
            if (count < 1 || height < 1 || width < 1 || (long) count * height * width != pixels.remaining()) {
                throw bad(images, "%d images of %d x %d do not fit its size".formatted(count, height, width));
            }
            if (labelled != count || marks.remaining() != labelled) {
                throw bad(
                        labels,
                        "it has %d labels in %d bytes for %d images".formatted(labelled, marks.remaining(), count));
            }
            List<Row> rows = new ArrayList<>();
            int classes = 2;
            for (int i = 0; i < count; i++) {
                double[] features = new double[height * width];
                for (int p = 0; p < features.length; p++) {
                    features[p] = (pixels.get() & 0xFF) / 255.0;
                }
                int label = marks.get() & 0xFF;
                classes = Math.max(classes, label + 1);
                rows.add(new Row("row-" + (i + 1), features, label));
            }
            return new Dataset(
                    IntStream.range(0, height * width)
                            .mapToObj(p -> "pixel-%d-%d".formatted(p / width, p % width))
                            .toList(),
                    "label",
                    IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
                    rows);
        } catch (BufferUnderflowException e) {
            throw new ArtefactException("An IDX file of %s and %s ends early.".formatted(images, labels), e);
        }
    }

    private static ByteBuffer open(Path file, int magic, String what) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > 2 && (bytes[0] & 0xFF) == 0x1F && (bytes[1] & 0xFF) == 0x8B) {
                bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            if (bytes.length < 8 || buffer.getInt() != magic) {
                throw bad(file, "it is no IDX file of %s: the first number must be %d".formatted(what, magic));
            }
            return buffer;
        } catch (IOException e) {
            throw new ArtefactException(
                    "The IDX file %s cannot be read: %s. Check that it exists and is whole."
                            .formatted(file, ArtefactException.reason(e)),
                    e);
        }
    }

    private static ArtefactException bad(Path file, String problem) {
        return new ArtefactException("The IDX file %s cannot be used: %s.".formatted(file, problem));
    }
}
