package io.kdchain.examples.medical;

import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.distill.Teacher;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;

/** A cache of a teacher's answers that was filled in one order of the rows and is read in another. */
final class MisalignedTeacher implements Teacher {

    private final Teacher teacher;
    private final long seed;

    MisalignedTeacher(Teacher teacher, long seed) {
        this.teacher = teacher;
        this.seed = seed;
    }

    @Override
    public double[][] logits(float[][] inputs) {
        double[][] answers = teacher.logits(inputs);
        Collections.shuffle(Arrays.asList(answers), new Random(seed));
        return answers;
    }

    @Override
    public int classes() {
        return teacher.classes();
    }

    @Override
    public ContentDigest digest() {
        return teacher.digest();
    }
}
