package io.kdchain.core.audit;

/**
 * Whether a student is too small to take over what its teacher knows: on the rows it was trained on, where nothing but
 * size and training time can keep it from agreeing (Cho and Hariharan 2019, arXiv 1910.01348; Stanton et al. 2021,
 * arXiv 2106.05945).
 *
 * @param agreement with the teacher on the training rows
 * @param required agreement that a large enough student reaches, 0 to 1
 * @param finding what follows
 */
public record CapacityGap(Interval agreement, double required, Finding finding) {

    /** What the agreement shows. */
    public enum Finding {
        /** The student takes the teacher's knowledge over. */
        NONE,
        /** The student does not even agree on what it was trained on: too small, or trained too short. */
        CAPACITY_GAP,
        /** These rows are too few to tell. */
        CANNOT_TELL
    }

    /** Compares logits of the rows that the student was trained on. */
    public static CapacityGap of(
            double[][] teacherLogits, double[][] studentLogits, double required, PairedBootstrap bootstrap) {
        Decisions.requireSameRows(teacherLogits, studentLogits);
        if (!(required >= 0 && required <= 1)) {
            throw new IllegalArgumentException("required is %s; it is an agreement, from 0 to 1".formatted(required));
        }
        int[] teacher = Decisions.of(teacherLogits);
        int[] student = Decisions.of(studentLogits);
        Interval agreement = bootstrap.of(teacher.length, places -> {
            int same = 0;
            for (int place : places) {
                same += teacher[place] == student[place] ? 1 : 0;
            }
            return (double) same / places.length;
        });
        Finding finding = agreement.isBelow(required)
                ? Finding.CAPACITY_GAP
                : agreement.lower() >= required ? Finding.NONE : Finding.CANNOT_TELL;
        return new CapacityGap(agreement, required, finding);
    }
}
