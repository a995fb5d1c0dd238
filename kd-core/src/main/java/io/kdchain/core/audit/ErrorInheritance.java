package io.kdchain.core.audit;

/**
 * Which of its teacher's errors a student repeats.
 *
 * @param inherited of the rows that the teacher decides wrongly, fraction where the student gives the same wrong
 *     answer; NaN if the teacher is never wrong
 * @param novel fraction of all rows where the student is wrong and the teacher right
 * @param repaired fraction of all rows where the student is right and the teacher wrong
 * @param teacherErrors rows that the teacher decides wrongly
 * @param rows rows compared, 1 or more
 */
public record ErrorInheritance(double inherited, double novel, double repaired, int teacherErrors, int rows) {

    /** Measures the decisions of teacher and student against the labels. */
    public static ErrorInheritance of(int[] labels, int[] teacher, int[] student) {
        if (labels.length == 0 || labels.length != teacher.length || teacher.length != student.length) {
            throw new IllegalArgumentException(
                    "%d labels, %d decisions of the teacher and %d of the student; one of each a row is needed"
                            .formatted(labels.length, teacher.length, student.length));
        }
        int errors = 0;
        int same = 0;
        int novel = 0;
        int repaired = 0;
        for (int i = 0; i < labels.length; i++) {
            boolean teacherWrong = teacher[i] != labels[i];
            boolean studentWrong = student[i] != labels[i];
            errors += teacherWrong ? 1 : 0;
            same += teacherWrong && student[i] == teacher[i] ? 1 : 0;
            novel += studentWrong && !teacherWrong ? 1 : 0;
            repaired += !studentWrong && teacherWrong ? 1 : 0;
        }
        double rows = labels.length;
        return new ErrorInheritance((double) same / errors, novel / rows, repaired / rows, errors, labels.length);
    }

    /**
     * What of the repetition comes from the teacher and not from the task: (e - e0) / (1 - e0), where e0 is the same
     * number for a student trained on the labels alone. Below 0 if that one repeats more.
     */
    public double shareBeyond(ErrorInheritance independent) {
        return (inherited - independent.inherited) / (1 - independent.inherited);
    }
}
