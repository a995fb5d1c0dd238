package io.kdchain.core.trace.bench;

import io.kdchain.core.trace.chain.ChainWorks;
import io.kdchain.core.trace.chain.Distilled;
import io.kdchain.core.trace.chain.PreparedRows;
import io.kdchain.core.trace.chain.Service;
import io.kdchain.core.trace.chain.TracedModel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Works that do what is theirs from the front once a repetition, since hundreds of chains are held against the same
 * good one: they hand out the very same rows, teacher and student again. What is asked of them after a stage of another
 * chain is done each time. Safe for concurrent use.
 */
final class RememberedWorks implements ChainWorks {

    private final ChainWorks works;
    private final Map<Integer, PreparedRows> rows = new ConcurrentHashMap<>();
    private final Map<Integer, TracedModel> teachers = new ConcurrentHashMap<>();
    private final Map<Integer, Distilled> students = new ConcurrentHashMap<>();
    private final Map<Integer, TracedModel> adapted = new ConcurrentHashMap<>();

    RememberedWorks(ChainWorks works) {
        this.works = works;
    }

    private static <T> T once(boolean own, Map<Integer, T> kept, int repetition, Supplier<T> make) {
        return own ? kept.computeIfAbsent(repetition, any -> make.get()) : make.get();
    }

    private boolean own(PreparedRows asked, int repetition) {
        return asked == rows.get(repetition);
    }

    private boolean own(TracedModel student, int repetition) {
        Distilled known = students.get(repetition);
        return known != null && student == known.student();
    }

    @Override
    public PreparedRows prepare(int repetition) {
        return once(true, rows, repetition, () -> works.prepare(repetition));
    }

    @Override
    public TracedModel teach(PreparedRows data, int repetition) {
        return once(own(data, repetition), teachers, repetition, () -> works.teach(data, repetition));
    }

    @Override
    public Distilled distil(PreparedRows data, TracedModel teacher, int repetition) {
        boolean own = own(data, repetition) && teacher == teachers.get(repetition);
        return once(own, students, repetition, () -> works.distil(data, teacher, repetition));
    }

    @Override
    public TracedModel adapt(PreparedRows data, TracedModel student, int repetition) {
        boolean own = own(data, repetition) && own(student, repetition);
        return once(own, adapted, repetition, () -> works.adapt(data, student, repetition));
    }

    @Override
    public Service deploy(PreparedRows data, TracedModel model, int repetition) {
        return works.deploy(data, model, repetition);
    }
}
