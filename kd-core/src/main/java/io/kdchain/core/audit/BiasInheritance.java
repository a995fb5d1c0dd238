package io.kdchain.core.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Whether a student's unequal treatment of groups comes from its teacher. Compares the gaps of teacher, student and of
 * a student of the same make trained on labels alone, on the same rows, by paired bootstrap.
 *
 * @param teacher the teacher's gap
 * @param student the student's gap
 * @param independent the gap of the student trained on labels alone
 * @param transfer student minus teacher
 * @param attributable student minus independent: what distilling added
 * @param tolerance a gap up to this is no bias, 0 to 1
 * @param finding what follows
 * @param rowsNeeded about how many rows would tell, where these do not; 0 where they do
 */
public record BiasInheritance(
        Interval teacher,
        Interval student,
        Interval independent,
        Interval transfer,
        Interval attributable,
        double tolerance,
        Finding finding,
        long rowsNeeded) {

    /** What the comparison shows. */
    public enum Finding {
        /** Neither teacher nor student is biased beyond the tolerance. */
        NONE,
        /**
         * The teacher is biased, the student as well, more than one trained on labels alone, and no worse than the
         * teacher.
         */
        INHERITED,
        /** The student is biased, and more so than its teacher. */
        AMPLIFIED,
        /** The teacher is not biased, the student is: auditing the teacher does not show it. */
        HIDDEN,
        /** The teacher is biased, the student is not. */
        REPAIRED,
        /** Both are biased, but so is a student that never saw the teacher: it is in the data or the task. */
        NOT_FROM_TEACHER,
        /** These rows are too few to tell. */
        CANNOT_TELL
    }

    /** Decisions of three models on the same rows. */
    public static final class Rows {

        private final List<String> groups;
        private final boolean[] favourable;
        private final boolean[] teacher;
        private final boolean[] student;
        private final boolean[] independent;

        /**
         * One entry a row in each.
         *
         * @param favourable whether the row should be decided favourably
         * @param teacher whether the teacher does so
         * @param student whether the distilled student does so
         * @param independent whether a student trained on labels alone does so
         */
        public Rows(
                List<String> groups,
                boolean[] favourable,
                boolean[] teacher,
                boolean[] student,
                boolean[] independent) {
            int n = groups.size();
            if (n == 0
                    || favourable.length != n
                    || teacher.length != n
                    || student.length != n
                    || independent.length != n) {
                throw new IllegalArgumentException(
                        "%d groups, %d labels and %d, %d and %d decisions; one of each a row is needed"
                                .formatted(n, favourable.length, teacher.length, student.length, independent.length));
            }
            this.groups = List.copyOf(groups);
            this.favourable = favourable.clone();
            this.teacher = teacher.clone();
            this.student = student.clone();
            this.independent = independent.clone();
        }

        /** How many. */
        public int size() {
            return groups.size();
        }

        double gap(boolean[] decided, int[] places, ToDoubleFunction<GroupFairness> measure) {
            List<String> group = new ArrayList<>();
            boolean[] should = new boolean[places.length];
            boolean[] did = new boolean[places.length];
            for (int i = 0; i < places.length; i++) {
                group.add(groups.get(places[i]));
                should[i] = favourable[places[i]];
                did[i] = decided[places[i]];
            }
            if (group.stream().distinct().count() < 2) {
                return Double.NaN;
            }
            return measure.applyAsDouble(GroupFairness.of(group, should, did));
        }
    }

    /**
     * Compares.
     *
     * @param measure the gap, such as {@link GroupFairness#equalOpportunityDifference()}
     * @param tolerance 0 to 1
     */
    public static BiasInheritance of(
            Rows rows, ToDoubleFunction<GroupFairness> measure, double tolerance, PairedBootstrap bootstrap) {
        if (!(tolerance >= 0 && tolerance <= 1)) {
            throw new IllegalArgumentException("tolerance is %s; it is a gap, from 0 to 1".formatted(tolerance));
        }
        int n = rows.size();
        Interval teacher = bootstrap.of(n, places -> rows.gap(rows.teacher, places, measure));
        Interval student = bootstrap.of(n, places -> rows.gap(rows.student, places, measure));
        Interval independent = bootstrap.of(n, places -> rows.gap(rows.independent, places, measure));
        Interval transfer = bootstrap.of(
                n, places -> rows.gap(rows.student, places, measure) - rows.gap(rows.teacher, places, measure));
        Interval attributable = bootstrap.of(
                n, places -> rows.gap(rows.student, places, measure) - rows.gap(rows.independent, places, measure));
        Finding finding = find(teacher, student, transfer, attributable, tolerance);
        return new BiasInheritance(
                teacher,
                student,
                independent,
                transfer,
                attributable,
                tolerance,
                finding,
                finding == Finding.CANNOT_TELL ? rowsNeeded(List.of(teacher, student, attributable), n, tolerance) : 0);
    }

    private static Finding find(
            Interval teacher, Interval student, Interval transfer, Interval attributable, double tolerance) {
        boolean teacherBiased = teacher.isAbove(tolerance);
        boolean studentBiased = student.isAbove(tolerance);
        boolean teacherFair = !(teacher.upper() > tolerance);
        boolean studentFair = !(student.upper() > tolerance);
        if (teacherFair && studentFair) {
            return Finding.NONE;
        }
        if (teacherFair && studentBiased) {
            return Finding.HIDDEN;
        }
        if (teacherBiased && studentFair) {
            return Finding.REPAIRED;
        }
        if (studentBiased && transfer.isAbove(0)) {
            return Finding.AMPLIFIED;
        }
        if (teacherBiased && studentBiased && attributable.isAbove(0)) {
            return Finding.INHERITED;
        }
        if (teacherBiased && studentBiased && attributable.upper() <= tolerance) {
            return Finding.NOT_FROM_TEACHER;
        }
        return Finding.CANNOT_TELL;
    }

    /** So many rows that the widest interval would be as narrow as its value is far from the tolerance. */
    private static long rowsNeeded(List<Interval> intervals, int rows, double tolerance) {
        return intervals.stream()
                .mapToLong(interval -> {
                    double distance = Math.max(Math.abs(interval.value() - tolerance), 0.01);
                    return Double.isFinite(distance)
                            ? PairedBootstrap.rowsNeeded(interval, rows, distance)
                            : Long.MAX_VALUE;
                })
                .max()
                .orElse(rows);
    }

    /** The finding in a sentence. */
    public String explain() {
        return "teacher's gap %.3f, student's %.3f [%.3f, %.3f], trained on labels alone %.3f: %s"
                .formatted(
                        teacher.value(),
                        student.value(),
                        student.lower(),
                        student.upper(),
                        independent.value(),
                        switch (finding) {
                            case NONE -> "no bias beyond %s".formatted(tolerance);
                            case INHERITED -> "the bias came from the teacher";
                            case AMPLIFIED -> "distilling made the teacher's bias larger";
                            case HIDDEN -> "the student has a bias that its teacher does not show";
                            case REPAIRED -> "the teacher's bias did not pass on";
                            case NOT_FROM_TEACHER -> "a student that never saw the teacher has it as well";
                            case CANNOT_TELL ->
                                "cannot tell with %s"
                                        .formatted(
                                                rowsNeeded == Long.MAX_VALUE
                                                        ? "this data: a group has too few rows"
                                                        : "this much data: about %d rows are needed"
                                                                .formatted(rowsNeeded));
                        });
    }
}
