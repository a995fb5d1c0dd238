package io.kdchain.examples.distillation;

import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Settings;
import io.kdchain.core.trace.chain.AuditRows;
import io.kdchain.core.trace.chain.ChainFinding;
import io.kdchain.core.trace.chain.ChainTracer;
import io.kdchain.core.trace.chain.CleanBand;
import io.kdchain.core.trace.chain.SuspectChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * The search for the stage of a chain that makes its answers worse, as a YAML file describes it: a chain on trial and a
 * good one, both made by {@code kd distill}, and the audited rows. The clean bands are fixed on runs of the good chain
 * with other rows and seeds, unless the file names bands that were fixed before.
 */
public final class TracingJob {

    private static final int CLEAN_CHAINS = 33;
    private static final int FEWEST = 4;

    private final ChainByFile suspect;
    private final ChainByFile good;
    private final AuditRows audit;
    private final ChainTracer tracer;
    private final int cleanChains;
    private final Path bands;

    /**
     * What came of it.
     *
     * @param cleanChains that the bands were fixed on by this run; 0 if they were read
     * @param bands where the bands lie
     */
    public record Result(ChainFinding finding, int cleanChains, Path bands) {}

    private TracingJob(Section file) {
        file.allow("suspect", "reference", "audit", "bands", "cleanChains", "repetitions");
        this.suspect = ChainByFile.read(file.section("suspect"));
        this.good = ChainByFile.read(file.section("reference"));
        Section rows = file.section("audit").allow("csv", "id", "group", "from");
        Dataset audited = JobRows.table(rows);
        Dataset data = suspect.job().data();
        if (!audited.featureNames().equals(data.featureNames())
                || !audited.classNames().equals(data.classNames())
                || !good.job().data().classNames().equals(data.classNames())
                || !good.job().data().featureNames().equals(data.featureNames())) {
            throw rows.bad(
                    "the audited rows have the features %s and classes %s, the chain on trial %s and %s, the reference %s and %s; all must be the same"
                            .formatted(
                                    audited.featureNames(),
                                    audited.classNames(),
                                    data.featureNames(),
                                    data.classNames(),
                                    good.job().data().featureNames(),
                                    good.job().data().classNames()));
        }
        this.audit = AuditRows.of(audited, groups(rows, audited));
        this.tracer = ChainTracer.against(good, audit)
                .repetitions(file.count("repetitions", ChainTracer.DEFAULT_REPETITIONS));
        this.cleanChains = file.count("cleanChains", CLEAN_CHAINS);
        if (cleanChains < FEWEST) {
            throw file.bad("'cleanChains' is %d; fewer than %d say nothing of what chance does"
                    .formatted(cleanChains, FEWEST));
        }
        this.bands = file.file("bands");
    }

    private static List<Integer> groups(Section rows, Dataset audited) {
        if (!rows.has("group")) {
            return audited.rows().stream().map(row -> 0).toList();
        }
        int column = audited.featureNames().indexOf(rows.text("group"));
        if (column < 0) {
            throw rows.bad("'%s' is no column of %s".formatted(rows.text("group"), audited.featureNames()));
        }
        double from = rows.number("from", 0.5);
        return audited.rows().stream()
                .map(row -> row.feature(column) >= from ? 1 : 0)
                .toList();
    }

    /**
     * Reads a file and all that it names.
     *
     * @throws IllegalArgumentException if something in it is missing, unknown or wrong, with line and column
     * @throws ArtefactException if a file that it names cannot be used
     */
    public static TracingJob read(Path config) {
        return new TracingJob(Section.read(config));
    }

    /**
     * Traces.
     *
     * @param fixed is told how many clean chains the bands are fixed on so far
     */
    public Result run(IntConsumer fixed) {
        SuspectChain chain = suspect.recorded();
        boolean known = Files.exists(bands);
        CleanBand band = known ? kept() : fix(fixed);
        return new Result(tracer.trace(chain, band), known ? 0 : cleanChains, bands);
    }

    /** How many clean chains are run if no bands are kept. */
    public int cleanChains() {
        return cleanChains;
    }

    private CleanBand fix(IntConsumer fixed) {
        List<Map<String, Double>> clean = new ArrayList<>();
        for (int i = 1; i <= cleanChains; i++) {
            ChainByFile another = good.another(i);
            clean.add(tracer.signals(SuspectChain.run(another, another.declared())));
            fixed.accept(i);
        }
        // as few false alarms as so many chains can show
        CleanBand band = CleanBand.of(clean, Math.max(CleanBand.DEFAULT_RATE, 1.0 / (cleanChains + 1)));
        Map<String, String> lines = new TreeMap<>();
        band.limits().forEach((name, limit) -> lines.put(name, limit.toString()));
        try {
            Files.write(bands, new Settings(lines).toBytes());
        } catch (IOException e) {
            throw new ArtefactException(
                    "the bands cannot be written to %s: %s. Name a file in a folder that exists."
                            .formatted(bands, ArtefactException.reason(e)),
                    e);
        }
        return band;
    }

    private CleanBand kept() {
        Map<String, Double> limits = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(bands)) {
                int sign = line.indexOf('=');
                limits.put(line.substring(0, Math.max(0, sign)), Double.valueOf(line.substring(sign + 1)));
            }
            return CleanBand.ofLimits(limits);
        } catch (IOException | IllegalArgumentException e) {
            throw new ArtefactException(
                    "%s holds no bands: %s. Delete it to have them fixed anew.".formatted(bands, e.getMessage()), e);
        }
    }
}
