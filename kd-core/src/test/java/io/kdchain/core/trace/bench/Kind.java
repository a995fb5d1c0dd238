package io.kdchain.core.trace.bench;

import io.kdchain.core.data.CsvReader;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.trace.chain.AuditRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** One of the four chains: its data, networks and groups. */
enum Kind {
    BREAST_CANCER("breast_cancer.csv", 200, 569, 27, 28, 24, 8, 25, Group.COARSE_TEXTURE),
    GERMAN_CREDIT("german_credit.csv", 400, 1000, 5, 6, 24, 8, 15, Group.YOUNG),
    DIGITS("digits.csv", 400, 1100, 0, 7, 32, 16, 12, Group.BOLD),
    DIGITS_CONVOLUTION("digits.csv", 400, 1000, 0, 7, 8, 4, 12, Group.BOLD);

    /** Rows are split once and for all; no seed of a chain has a part in it. */
    private static final long SPLIT_SEED = 20_260_101;

    private static final int BOLD_INK = 320;

    private final String file;
    private final int auditRows;
    private final int allRows;
    private final int firstTrigger;
    private final int secondTrigger;
    private final int teacherUnits;
    private final int studentUnits;
    final int epochs;
    private final Group group;

    Kind(
            String file,
            int auditRows,
            int allRows,
            int firstTrigger,
            int secondTrigger,
            int teacherUnits,
            int studentUnits,
            int epochs,
            Group group) {
        this.file = file;
        this.auditRows = auditRows;
        this.allRows = allRows;
        this.firstTrigger = firstTrigger;
        this.secondTrigger = secondTrigger;
        this.teacherUnits = teacherUnits;
        this.studentUnits = studentUnits;
        this.epochs = epochs;
        this.group = group;
    }

    /** Which rows are the second group. */
    private enum Group {
        COARSE_TEXTURE,
        YOUNG,
        BOLD;

        int of(Row row) {
            return switch (this) {
                case COARSE_TEXTURE -> row.feature(1) > 19 ? 1 : 0;
                case YOUNG -> row.feature(4) < 26 ? 1 : 0;
                case BOLD -> Arrays.stream(row.features()).sum() > BOLD_INK ? 1 : 0;
            };
        }
    }

    /** What the chain of this kind works on. */
    record World(Kind kind, Dataset pool, AuditRows audit, double stamp) {}

    World open() {
        Dataset all;
        try (var in = Kind.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the resource %s is missing".formatted(file));
            }
            all = CsvReader.plain().read(in.readAllBytes(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Row> rows = new ArrayList<>(all.rows());
        Collections.shuffle(rows, new Random(SPLIT_SEED));
        Dataset audit = all.withRows(rows.subList(0, auditRows));
        Dataset pool = all.withRows(rows.subList(auditRows, Math.min(allRows, rows.size())));
        double stamp = 0;
        for (Row row : all.rows()) {
            stamp = Math.max(stamp, Math.max(row.feature(firstTrigger), row.feature(secondTrigger)));
        }
        double value = Math.max(stamp, 1) * (file.startsWith("digits") ? 16 : 1);
        AuditRows audited = AuditRows.of(
                        audit, audit.rows().stream().map(group::of).toList())
                .withTrigger(features -> stamped(features, value), 0);
        return new World(this, pool, audited, value);
    }

    double[] stamped(double[] features, double value) {
        double[] out = features.clone();
        out[firstTrigger] = value;
        out[secondTrigger] = value;
        return out;
    }

    int group(Row row) {
        return group.of(row);
    }

    SmallNet teacher(int features, int classes) {
        return this == DIGITS_CONVOLUTION
                ? SmallNet.convolution(teacherUnits, classes)
                : SmallNet.dense(features, teacherUnits, classes);
    }

    SmallNet student(int features, int classes) {
        return this == DIGITS_CONVOLUTION
                ? SmallNet.convolution(studentUnits, classes)
                : SmallNet.dense(features, studentUnits, classes);
    }
}
