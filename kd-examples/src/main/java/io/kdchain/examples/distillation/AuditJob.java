package io.kdchain.examples.distillation;

import io.kdchain.core.audit.BiasInheritance;
import io.kdchain.core.audit.CapacityGap;
import io.kdchain.core.audit.GroupFairness;
import io.kdchain.core.audit.Lineage;
import io.kdchain.core.audit.Measurement;
import io.kdchain.core.audit.PairedBootstrap;
import io.kdchain.core.audit.StudentMeasures;
import io.kdchain.core.audit.TriggerScan;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.ModelFileTeacher;
import io.kdchain.core.distill.Network;
import io.kdchain.core.distill.Teacher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The audit of a student that {@code kd distill} made, as a YAML file describes it: on which rows, between which
 * groups, how sure it has to be, and whether a log records what was found. Beside the student stand its teacher and a
 * student of the same make that is trained here on labels alone. Another file of the student's make may stand for it,
 * such as one whose origin is in dispute.
 */
public final class AuditJob {

    private static final double TOLERANCE = 0.05;
    private static final double PRECISION = 0.05;
    private static final double REQUIRED_AGREEMENT = 0.9;
    private static final int LINEAGE_MODELS = 20;

    private final DistillationJob job;
    private final Network student;
    private final Dataset rows;
    private final Samples seen;
    private final PairedBootstrap bootstrap;
    private final double precision;
    private final double required;
    private final Optional<Groups> groups;
    private final int triggerWidth;
    private final Optional<Suspicion> suspicion;
    private final Section file;

    /** How the groups are made, and which gap is asked for its origin. */
    private record Groups(String attribute, List<String> ofRows, int favourable, Measure measure, double tolerance) {}

    /** How many independent models say what chance does, and how sure a finding has to be. */
    private record Suspicion(int models, double level) {}

    /** A gap between groups. */
    public enum Measure {
        DEMOGRAPHIC_PARITY("demographic-parity"),
        EQUAL_OPPORTUNITY("equal-opportunity"),
        EQUALISED_ODDS("equalised-odds");

        private final String label;

        Measure(String label) {
            this.label = label;
        }

        private double gap(GroupFairness rates) {
            return switch (this) {
                case DEMOGRAPHIC_PARITY -> rates.demographicParityDifference();
                case EQUAL_OPPORTUNITY -> rates.equalOpportunityDifference();
                case EQUALISED_ODDS -> rates.equalisedOddsDifference();
            };
        }

        /** The name in files and records. */
        public String label() {
            return label;
        }
    }

    /**
     * What was found.
     *
     * @param student digest of the audited student
     * @param teacher digest of its teacher
     * @param rows rows that it was measured on
     * @param trainingRows rows that the capacity was measured on
     * @param bias where the file names groups
     * @param triggers where the file asks for a scan
     * @param lineage where the file asks whose student it is
     */
    public record Result(
            ContentDigest student,
            ContentDigest teacher,
            int rows,
            int trainingRows,
            List<Measurement> fidelity,
            List<Measurement> errors,
            List<Measurement> calibration,
            CapacityGap capacity,
            Optional<Bias> bias,
            Optional<TriggerScan> triggers,
            Optional<Lineage> lineage) {

        /** Whether something speaks against the student, or these rows do not tell whether it does. */
        public boolean objects() {
            return capacity.finding() != CapacityGap.Finding.NONE
                    || bias.filter(Bias::objects).isPresent()
                    || triggers.filter(scan -> !scan.suspects().isEmpty()).isPresent();
        }
    }

    /**
     * How a student treats groups, and where that comes from.
     *
     * @param attribute what the groups differ in
     * @param agreement of the student with its teacher in each group
     * @param gaps of the student, and the ratio of its selection rates
     * @param rates of the student in each group
     * @param measure the gap that was asked for its origin
     */
    public record Bias(
            String attribute,
            SortedMap<String, Measurement> agreement,
            List<Measurement> gaps,
            GroupFairness rates,
            Measure measure,
            double tolerance,
            BiasInheritance origin) {

        /** A gap against the tolerance, or the ratio against four fifths. */
        public Measurement.Finding finding(Measurement gap) {
            return ratio(gap) ? gap.atLeast(GroupFairness.FOUR_FIFTHS) : gap.atMost(tolerance);
        }

        /** What a measurement is held against. */
        public double limit(Measurement gap) {
            return ratio(gap) ? GroupFairness.FOUR_FIFTHS : tolerance;
        }

        private boolean ratio(Measurement gap) {
            return gap.name().equals(StudentMeasures.SELECTION_RATIO);
        }

        boolean objects() {
            boolean sound = origin.finding() == BiasInheritance.Finding.NONE
                    || origin.finding() == BiasInheritance.Finding.REPAIRED;
            return !sound || gaps.stream().anyMatch(gap -> finding(gap) != Measurement.Finding.WITHIN);
        }
    }

    private AuditJob(Section file) {
        this.file = file.allow(
                "distillation",
                "student",
                "rows",
                "groups",
                "precision",
                "bootstrap",
                "capacity",
                "triggers",
                "lineage",
                "record");
        this.job = DistillationJob.read(file.file("distillation"));
        this.rows = rows(file, job);
        Standardisation standardisation = Standardisation.fromBytes(
                NetworkByFile.bytes(job.out().resolve(DistillationJob.STANDARDISATION)),
                DistillationJob.STANDARDISATION);
        this.seen = Samples.of(rows, standardisation);
        Section draws = file.optional("bootstrap").allow("draws", "level", "seed");
        this.bootstrap = new PairedBootstrap(
                draws.count("draws", PairedBootstrap.DEFAULT_DRAWS),
                draws.number("level", PairedBootstrap.DEFAULT_LEVEL),
                draws.whole("seed", 0));
        this.precision = file.number("precision", PRECISION);
        this.required = file.optional("capacity").allow("required").number("required", REQUIRED_AGREEMENT);
        this.groups = file.has("groups") ? Optional.of(groups(file.section("groups"), rows)) : Optional.empty();
        this.triggerWidth = triggerWidth(file);
        this.suspicion = file.has("lineage") ? Optional.of(suspicion(file.section("lineage"))) : Optional.empty();
        this.student = file.has("student") ? job.student(file.file("student")) : job.recordedStudent();
    }

    private static Dataset rows(Section file, DistillationJob job) {
        if (!file.has("rows")) {
            return job.testRows();
        }
        Section section = file.section("rows").allow("csv", "id");
        Dataset audited = JobRows.table(section);
        if (!audited.featureNames().equals(job.data().featureNames())) {
            throw section.bad("the audited rows have the features %s, the student was trained on %s; give the same"
                    .formatted(audited.featureNames(), job.data().featureNames()));
        }
        // a file that lacks a class, or meets them in another order, numbers them otherwise
        return new Dataset(
                audited.featureNames(),
                audited.labelName(),
                job.data().classNames(),
                audited.rows().stream()
                        .map(row -> {
                            String name = audited.classNames().get(row.label());
                            int label = job.data().classNames().indexOf(name);
                            if (label < 0) {
                                throw section.bad("row %s is of class '%s'; the student tells apart %s"
                                        .formatted(row.id(), name, job.data().classNames()));
                            }
                            return row.withLabel(label);
                        })
                        .toList());
    }

    private static Groups groups(Section section, Dataset rows) {
        section.allow("column", "from", "favourable", "measure", "tolerance");
        String attribute = section.text("column");
        int column = rows.featureNames().indexOf(attribute);
        if (column < 0) {
            throw section.bad("'%s' is no column of %s".formatted(attribute, rows.featureNames()));
        }
        List<String> ofRows = rows.rows().stream()
                .map(row -> group(section, row.feature(column)))
                .toList();
        if (ofRows.stream().distinct().count() < 2) {
            throw section.bad(
                    "all audited rows are in the group '%s'; a gap needs two. Choose another column, or 'from'"
                            .formatted(ofRows.get(0)));
        }
        String favourable = section.text("favourable");
        int label = rows.classNames().indexOf(favourable);
        if (label < 0) {
            throw section.bad("'%s' is no class of %s; 'favourable' names the one that is good for the person"
                    .formatted(favourable, rows.classNames()));
        }
        List<String> measures =
                List.of(Measure.values()).stream().map(Measure::label).toList();
        String measure = section.oneOf("measure", Measure.EQUAL_OPPORTUNITY.label(), measures);
        double tolerance = section.number("tolerance", TOLERANCE);
        if (!(tolerance >= 0 && tolerance <= 1)) {
            throw section.bad("'tolerance' is %s; it is a gap, from 0 to 1".formatted(tolerance));
        }
        return new Groups(attribute, ofRows, label, Measure.values()[measures.indexOf(measure)], tolerance);
    }

    private static String group(Section section, double value) {
        if (section.has("from")) {
            double from = section.number("from", 0);
            return value >= from ? "from " + from : "below " + from;
        }
        return Double.toString(value);
    }

    private int triggerWidth(Section all) {
        if (!all.has("triggers")) {
            return 0;
        }
        Section section = all.section("triggers").allow("width", "audit", "rectifyBy");
        int width = section.count("width", 1);
        if (width < 1 || width > seen.width()) {
            throw section.bad(
                    "'width' is %d; a trigger spans 1 to %d neighbouring features".formatted(width, seen.width()));
        }
        return width;
    }

    private Suspicion suspicion(Section section) {
        section.allow("models", "level");
        if (job.teacherCameFromElsewhere()) {
            throw section.bad(
                    "a lineage needs other teachers, which are trained as the teacher was, and this one was made elsewhere");
        }
        double level = section.number("level", 0.05);
        int models = section.count("models", LINEAGE_MODELS);
        if (models < 2 || !(level > 0 && level < 1)) {
            throw section.bad("%d models at level %s; two models or more, and a level above 0 and below 1, are needed"
                    .formatted(models, level));
        }
        return new Suspicion(models, level);
    }

    /**
     * Reads a file and all that it names.
     *
     * @throws IllegalArgumentException if something in it is missing, unknown or wrong, with line and column
     * @throws ArtefactException if a file that it names cannot be used
     */
    public static AuditJob read(Path config) {
        return new AuditJob(Section.read(config));
    }

    /** Audits, and records what was found where the file says so. */
    public Result run() {
        try (AuditRecord record = AuditRecord.open(file)) {
            Teacher teacher = job.recordedTeacher();
            try {
                Result result = audit(teacher);
                record.write(result, student, rows);
                return result;
            } finally {
                if (teacher instanceof ModelFileTeacher opened) {
                    opened.close();
                }
            }
        }
    }

    private Result audit(Teacher teacher) {
        double[][] taught = teacher.logits(seen.inputs());
        StudentMeasures measures = new StudentMeasures(
                seen.labels(),
                taught,
                student.logits(seen.inputs()),
                job.alone(0).logits(seen.inputs()),
                bootstrap,
                precision);
        Samples learned = job.learned();
        return new Result(
                student.digest(),
                teacher.digest(),
                seen.size(),
                learned.size(),
                measures.fidelity(),
                measures.errors(),
                measures.calibration(),
                CapacityGap.of(teacher.logits(learned.inputs()), student.logits(learned.inputs()), required, bootstrap),
                groups.map(by -> new Bias(
                        by.attribute(),
                        measures.agreementByGroup(by.ofRows()),
                        measures.fairness(by.ofRows(), by.favourable()),
                        measures.groups(by.ofRows(), by.favourable()),
                        by.measure(),
                        by.tolerance(),
                        measures.inheritance(by.ofRows(), by.favourable(), by.measure()::gap, by.tolerance()))),
                triggerWidth == 0
                        ? Optional.empty()
                        : Optional.of(TriggerScan.of(student::logits, seen.inputs(), triggerWidth)),
                suspicion.map(by -> lineage(by, taught)));
    }

    /** Half of the independent models learn from labels alone, half from other teachers. */
    private Lineage lineage(Suspicion by, double[][] taught) {
        Samples learned = job.learned();
        List<double[][]> independent = new ArrayList<>();
        for (int i = 1; i <= by.models(); i++) {
            Network other = i % 2 == 0
                    ? job.alone(i)
                    : job.distil(job.teacher(learned, i), learned, i).student();
            independent.add(other.logits(seen.inputs()));
        }
        return Lineage.of(taught, student.logits(seen.inputs()), independent, by.level());
    }
}
