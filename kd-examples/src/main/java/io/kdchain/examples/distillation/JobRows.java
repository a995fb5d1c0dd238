package io.kdchain.examples.distillation;

import io.kdchain.core.data.CsvReader;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.IdxReader;
import io.kdchain.core.data.ImageFolderReader;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Split;
import io.kdchain.core.data.SplitRecipe;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.data.UnlabelledRows;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a configuration names, cut into those to train on, those that decide when to stop, and those that the
 * result is measured on.
 *
 * @param data all rows with a label
 * @param unlabelled rows without one, which are trained on alone; null means none
 * @param testFraction of the rows with a label
 * @param held fraction of the rest that decides when to stop; 0 means none
 * @param rows with a label, trained on
 * @param validation null means none
 */
record JobRows(
        Dataset data,
        @Nullable UnlabelledRows unlabelled,
        double testFraction,
        double held,
        long seed,
        Dataset rows,
        Standardisation standardisation,
        @Nullable Samples validation,
        Dataset testRows) {

    /**
     * Reads and cuts.
     *
     * @param settings those of the training
     * @param standardisation by which networks see the rows that are trained on
     */
    static JobRows read(Section file, Section settings, Function<Dataset, Standardisation> standardisation) {
        CsvReader.Mixed found = data(file.section("data"));
        long seed = settings.whole("seed", 0);
        double testFraction = file.number("testFraction", 0.2);
        Split split = new SplitRecipe(testFraction, seed).apply(found.labelled());
        double held = file.number("validationFraction", settings.count("patience", 0) > 0 ? 0.2 : 0);
        // rows that decide when to stop are no rows that the result is measured on
        Split inner = held == 0 ? null : new SplitRecipe(held, seed).apply(split.training());
        Dataset rows = inner == null ? split.training() : inner.training();
        Standardisation by = standardisation.apply(rows);
        return new JobRows(
                found.labelled(),
                found.unlabelled(),
                testFraction,
                held,
                seed,
                rows,
                by,
                inner == null ? null : Samples.of(inner.test(), by),
                split.test());
    }

    /** What is trained on; nothing can be measured on rows without a label, so that all of them are in it. */
    Samples training() {
        return withUnlabelled(rows);
    }

    Samples test() {
        return Samples.of(testRows, standardisation);
    }

    /** All rows, with a label or without. */
    Samples everyRow() {
        return withUnlabelled(data);
    }

    /** The rows that a run by another seed would train on. */
    Dataset rows(long moreSeed) {
        Dataset outer =
                new SplitRecipe(testFraction, seed + moreSeed).apply(data).training();
        return held == 0
                ? outer
                : new SplitRecipe(held, seed + moreSeed).apply(outer).training();
    }

    private Samples withUnlabelled(Dataset labelled) {
        Samples samples = Samples.of(labelled, standardisation);
        return unlabelled == null ? samples : samples.with(unlabelled, standardisation);
    }

    /** The table that {@code csv} names, with ids by the column {@code id} if there is one. */
    static Dataset table(Section section) {
        return reader(section).read(section.file("csv"));
    }

    private static CsvReader reader(Section section) {
        return section.optionalText("id").map(CsvReader::withIds).orElseGet(CsvReader::plain);
    }

    private static CsvReader.Mixed data(Section section) {
        section.allow("csv", "id", "unlabelled", "images", "labels", "folder", "licence");
        long kinds = IntStream.range(0, 3)
                .filter(i -> section.has(List.of("csv", "images", "folder").get(i)))
                .count();
        if (kinds != 1) {
            throw section.bad(
                    "name one of csv (a table), images with labels (IDX files), or folder (of image folders)");
        }
        if (section.has("csv")) {
            return section.yes("unlabelled", false)
                    ? reader(section).readMixed(section.file("csv"))
                    : new CsvReader.Mixed(table(section), null);
        }
        if (section.has("unlabelled")) {
            throw section.bad("rows without labels are read from csv alone");
        }
        Dataset images = section.has("images")
                ? IdxReader.read(section.file("images"), section.file("labels"))
                : ImageFolderReader.read(section.file("folder"));
        return new CsvReader.Mixed(images, null);
    }
}
