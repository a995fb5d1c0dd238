package io.kdchain.core.trace.chain;

import java.util.List;

/**
 * Control distillations before a teacher is blamed: the same distillation, several times since students vary, from the
 * teacher on trial, from good ones, and from one that answers at random.
 *
 * @param suspect the measure with students of the teacher on trial, one a repetition
 * @param good with students of good teachers, as many; none without a reference
 * @param random with a student of a teacher whose answers belong to other rows
 * @param stands whether the blame stands: every student of the teacher on trial is worse than every one of the good
 *     teachers; without a reference, that they lie closer to their teacher than to the random one's student
 */
public record TeacherControl(List<Double> suspect, List<Double> good, double random, boolean stands) {

    public TeacherControl {
        suspect = List.copyOf(suspect);
        good = List.copyOf(good);
    }
}
