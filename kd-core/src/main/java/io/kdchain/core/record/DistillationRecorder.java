package io.kdchain.core.record;

import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.distill.DivergenceException;
import io.kdchain.core.distill.TrainingListener;
import io.kdchain.core.distill.TrainingProgress;
import io.kdchain.core.distill.WatchedTeacher;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.event.DistillationStarted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.Metric;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records one distillation while it runs: that it started, each checkpoint, alarms, and the completed student.
 *
 * <p>Events are signed and written on a thread of their own, one after the other in the order of the calls, each with
 * the time of its call, while the training goes on. At most one is not yet durable: a call waits for the event before
 * it, and {@link #completed} and {@link #watching} for their own as well, so that a student that is called complete has
 * all its events on disk. What cannot be recorded stops the run: the failure is thrown by the next call, at the end of
 * the running epoch at the latest, nothing is recorded after it, and the training can go on from its last checkpoint.
 * For one training; not safe for several threads.
 *
 * <pre>{@code
 * var distiller = Distiller.of(teacher, student, samples).checkpoints(folder, 5);
 * try (var record = DistillationRecorder.begin(recorder, Clock.systemUTC(), uses, started)) {
 *     TrainingRun run = record.watching(() -> distiller.listener(record).build().run());
 *     record.completed(metrics, fidelity, Entities.of(EntityKind.MODEL, "student", run.student()));
 * }
 * }</pre>
 */
public final class DistillationRecorder implements TrainingListener, AutoCloseable {

    private final Recorder recorder;
    private final Clock clock;
    private final List<EntityId> uses;
    /** One thread at most; it ends when nothing is in line, so that a run that nobody closes ends as well. */
    private final ExecutorService writer = new ThreadPoolExecutor(
            0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new Thread(task, "kd-recording"));

    private final CompletableFuture<EventId> run;
    private CompletableFuture<EventId> last;
    private @Nullable ContentDigest saved;
    private boolean failureTold;

    private DistillationRecorder(Recorder recorder, Clock clock, List<EntityId> uses, DistillationStarted started) {
        this.recorder = recorder;
        this.clock = clock;
        this.uses = List.copyOf(uses);
        EventDraft draft = draft(started, clock.instant(), this.uses, List.of(), List.of());
        this.run = CompletableFuture.supplyAsync(() -> write(draft), writer);
        this.last = run;
    }

    /**
     * Begins to record a distillation, with the event that it starts. Close what this answers, so that its thread ends.
     *
     * @param clock says when each event happened
     * @param uses what the students come from: teachers and data
     */
    public static DistillationRecorder begin(
            Recorder recorder, Clock clock, List<EntityId> uses, DistillationStarted started) {
        return new DistillationRecorder(recorder, clock, uses, started);
    }

    /**
     * Trains, and raises the alarm where the training runs away.
     *
     * @param training a training that this listens to
     */
    public <T> T watching(Supplier<T> training) {
        try {
            return training.get();
        } catch (DivergenceException divergence) {
            try {
                submit(id -> MonitoringEvents.diverged(id, divergence), List.of(), List.of());
                await();
            } catch (RuntimeException unrecorded) {
                unrecorded.addSuppressed(divergence);
                throw unrecorded;
            }
            throw divergence;
        }
    }

    /** A teacher was asked for more than it should be. */
    public void alarm(WatchedTeacher.Alarm alarm) {
        submit(id -> MonitoringEvents.teacherQueries(id, alarm), List.of(), List.of());
    }

    @Override
    public void checkpointSaved(int epoch, ContentDigest checkpoint) {
        saved = checkpoint;
    }

    /** Records the epoch if a checkpoint was saved after it. */
    @Override
    public void epochDone(TrainingProgress progress) {
        if (saved == null) {
            if (last.isCompletedExceptionally()) {
                await();
            }
            return;
        }
        String checkpoint = saved.toString();
        saved = null;
        submit(id -> TrainingEvents.progressed(id, progress.loss(), checkpoint), List.of(), List.of());
    }

    /**
     * Records a completed student; all events of the run are durable when this returns. Students that learned from each
     * other are completed one by one.
     *
     * @param fidelity null means that nobody measured it
     * @param student what the run made, with its digest
     * @return id of the event
     */
    public EventId completed(List<Metric> metrics, @Nullable Fidelity fidelity, EntityId student) {
        submit(id -> TrainingEvents.completed(id, metrics, fidelity), uses, List.of(student));
        return await();
    }

    /** Puts an event in line once the one before it is durable. */
    private void submit(Function<String, EventBody> body, List<EntityId> consumed, List<EntityId> produced) {
        Instant at = clock.instant();
        await();
        EventId id = run.join();
        EventDraft draft = draft(body.apply(id.toString()), at, consumed, produced, List.of(id));
        last = CompletableFuture.supplyAsync(() -> write(draft), writer);
    }

    private static EventDraft draft(
            EventBody body, Instant at, List<EntityId> consumed, List<EntityId> produced, List<EventId> refs) {
        return new EventDraft(body, EventTypes.VERSION, null, at, consumed, produced, refs, null);
    }

    private EventId write(EventDraft draft) {
        return recorder.record(draft).event().id();
    }

    /** Waits until the last event is durable, and fails as it failed. */
    private EventId await() {
        try {
            return last.join();
        } catch (CompletionException e) {
            failureTold = true;
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Ends the thread once what is in line is written; a failure of the last event that no call saw is thrown here. */
    @Override
    public void close() {
        writer.shutdown();
        if (!failureTold) {
            await();
        }
    }
}
