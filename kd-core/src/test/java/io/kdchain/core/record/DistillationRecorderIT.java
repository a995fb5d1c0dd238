package io.kdchain.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kdchain.core.Clouds;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.Distiller;
import io.kdchain.core.distill.DivergenceException;
import io.kdchain.core.distill.EpochLoss;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.MlpDefinition;
import io.kdchain.core.distill.TeacherTraining;
import io.kdchain.core.distill.TrainingProgress;
import io.kdchain.core.distill.TrainingRecipe;
import io.kdchain.core.distill.TrainingRun;
import io.kdchain.core.distill.WatchedTeacher;
import io.kdchain.core.loss.LossValue;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.IdSource;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.DistillationProgressed;
import io.kdchain.provenance.event.DistillationStarted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.MonitoringAlarm;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DistillationRecorderIT {

    private static final List<EntityId> USES = List.of(EntityId.parse("model:teacher"), EntityId.parse("dataset:rows"));
    private static final EntityId STUDENT =
            EntityId.parse("model:student@" + ContentDigest.ofText("the student's bytes"));
    private static final Clock CLOCK = Clock.fixed(LogFixture.START, ZoneOffset.UTC);

    private final Dataset data = Clouds.of(40, 1);
    private final Samples samples = Samples.of(data, Standardisation.fit(data));
    private final Mlp teacher = TeacherTraining.of(
                    new TrainingRecipe(MlpDefinition.of(Clouds.FEATURES, 8, 2), 3, 16, 0.01, 0.01, 5), samples)
            .run()
            .network();
    private final Distiller.Builder distillation = Distiller.of(
                    teacher, MlpDefinition.of(Clouds.FEATURES, 4, 2), samples)
            .epochs(4)
            .seed(3);

    @TempDir
    private Path folder;

    /** A log whose new ids come through {@code ids}, which may wait or refuse. */
    private ChainLog log(IdSource ids) {
        return ChainLog.open(
                "jdbc:sqlite:" + folder.resolve("log.db"), LogFixture.options().ids(ids));
    }

    private static Recorder party(ChainLog log) {
        return LogFixture.begin(log).party("lab", Role.DISTILLATION_PROVIDER);
    }

    private DistillationRecorder begin(Recorder party, Clock clock) {
        DistillationStarted started = TrainingEvents.started(
                USES.subList(0, 1), USES.get(1), distillation.build().recipe(), Map.of());
        return DistillationRecorder.begin(party, clock, USES, started);
    }

    private static List<Event> recorded(ChainLog log) {
        // the first two register the registrar and the party
        return LongStream.range(2, log.size())
                .mapToObj(index -> SignedEvent.parse(
                                log.read(index).orElseThrow().envelope().toArray())
                        .event())
                .toList();
    }

    private static TrainingProgress progress(int epoch) {
        return new TrainingProgress(epoch, 9, new EpochLoss(epoch, new LossValue(1.5, Map.of())), 1, Duration.ZERO);
    }

    private static void checkpoint(DistillationRecorder record, int epoch) {
        record.checkpointSaved(epoch, ContentDigest.ofText("state after " + epoch));
        record.epochDone(progress(epoch));
    }

    @Test
    void aRunIsRecordedInItsOrderAndAllOfItIsDurableOnceTheStudentIsComplete() {
        try (ChainLog log = log(IdSource.RANDOM);
                var record = begin(party(log), CLOCK)) {
            TrainingRun run = record.watching(() -> distillation
                    .checkpoints(folder.resolve("state"), 2)
                    .listener(record)
                    .build()
                    .run());
            record.completed(List.of(), null, Entities.of(EntityKind.MODEL, "student", run.student()));

            List<Event> events = recorded(log);
            assertThat(events)
                    .extracting(event -> event.body().getClass().getSimpleName())
                    .containsExactly(
                            "DistillationStarted",
                            "DistillationProgressed",
                            "DistillationProgressed",
                            "DistillationCompleted");
            assertThat(events)
                    .extracting(event -> event.body() instanceof DistillationProgressed p ? p.step() : 0L)
                    .containsExactly(0L, 2L, 4L, 0L);
            assertThat(events.subList(1, 4))
                    .allSatisfy(event -> assertThat(event.refs())
                            .containsExactly(events.get(0).id()));
            assertThat(events.get(0).uses()).isEqualTo(USES);
            assertThat(events.get(3).uses()).isEqualTo(USES);
            assertThat(events.get(3).generates())
                    .containsExactly(Entities.of(EntityKind.MODEL, "student", run.student()));
            assertThat(log.verify().problems()).isEmpty();
        }
    }

    @Test
    void theTrainingGoesOnWhileAnEventIsWrittenAndWaitsBeforeTheNext() throws InterruptedException {
        CountDownLatch disk = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        IdSource slow = at -> {
            // registrar and party are 1 and 2, the beginning is 3
            if (asked.incrementAndGet() == 3) {
                awaited(disk);
            }
            return IdSource.RANDOM.next(at);
        };
        try (ChainLog log = log(slow);
                var record = begin(party(log), CLOCK)) {
            record.epochDone(progress(1));
            record.epochDone(progress(2));
            assertThat(recorded(log)).isEmpty();

            Thread training = new Thread(() -> checkpoint(record, 3));
            training.start();
            training.join(100);
            assertThat(training.isAlive()).isTrue();

            disk.countDown();
            training.join();
            record.completed(List.of(), null, STUDENT);
            assertThat(recorded(log)).hasSize(3);
        }
    }

    @Test
    void anEventHasTheTimeOfItsCallNotThatOfItsWriting() {
        List<Instant> times = new ArrayList<>();
        Clock ticking = new Clock() {
            @Override
            public Instant instant() {
                times.add(LogFixture.START.plusSeconds(times.size()));
                return times.get(times.size() - 1);
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        try (ChainLog log = log(IdSource.RANDOM);
                var record = begin(party(log), ticking)) {
            checkpoint(record, 1);
            record.alarm(new WatchedTeacher.Alarm(WatchedTeacher.Kind.TOO_MANY, 11, 10));
            record.completed(List.of(), null, STUDENT);

            assertThat(recorded(log)).extracting(Event::at).isEqualTo(times).hasSize(4);
            assertThat(recorded(log).get(2).body()).isInstanceOf(MonitoringAlarm.class);
        }
    }

    @Test
    void whatCannotBeRecordedStopsTheRunWhichGoesOnToTheSameStudentLater() {
        ContentDigest undisturbed = distillation.build().run().student().digest();
        AtomicInteger asked = new AtomicInteger();
        // the beginning is 3, the first checkpoint 4
        IdSource full = at -> {
            if (asked.incrementAndGet() == 4) {
                throw new StoreException("the disk is full");
            }
            return IdSource.RANDOM.next(at);
        };
        try (ChainLog log = log(full)) {
            Recorder party = party(log);
            Throwable stopped = catchThrowable(() -> {
                try (var record = begin(party, CLOCK)) {
                    record.watching(() -> distillation
                            .checkpoints(folder.resolve("state"), 1)
                            .listener(record)
                            .build()
                            .run());
                }
            });
            assertThat(stopped).isInstanceOf(StoreException.class).hasMessage("the disk is full");
            assertThat(recorded(log)).extracting(Event::body).hasOnlyElementsOfType(DistillationStarted.class);

            try (var record = begin(party, CLOCK)) {
                TrainingRun run = record.watching(
                        () -> distillation.listener(record).build().run());
                record.completed(List.of(), null, Entities.of(EntityKind.MODEL, "student", run.student()));

                assertThat(run.student().digest()).isEqualTo(undisturbed);
                assertThat(recorded(log).get(recorded(log).size() - 1).body())
                        .isInstanceOf(DistillationCompleted.class);
                assertThat(log.verify().problems()).isEmpty();
            }
        }
    }

    @Test
    void aFailureThatNoCallSawIsThrownAtTheEnd() {
        AtomicInteger asked = new AtomicInteger();
        IdSource full = at -> {
            if (asked.incrementAndGet() == 3) {
                throw new StoreException("the disk is full");
            }
            return IdSource.RANDOM.next(at);
        };
        try (ChainLog log = log(full)) {
            DistillationRecorder record = begin(party(log), CLOCK);

            assertThatThrownBy(record::close).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> record.completed(List.of(), null, STUDENT)).isInstanceOf(StoreException.class);
            assertThat(recorded(log)).isEmpty();
        }
    }

    @Test
    void aTrainingThatRunsAwayRaisesTheAlarm() {
        try (ChainLog log = log(IdSource.RANDOM);
                var record = begin(party(log), CLOCK)) {
            Distiller wild = distillation.learningRate(1e30).listener(record).build();

            assertThatThrownBy(() -> record.watching(wild::run)).isInstanceOf(DivergenceException.class);

            Event alarm = recorded(log).get(1);
            assertThat(alarm.body()).isInstanceOfSatisfying(MonitoringAlarm.class, body -> {
                assertThat(body.metric()).isEqualTo("distillation.diverged-at-step");
                assertThat(body.subject()).isEqualTo(recorded(log).get(0).id().toString());
            });
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
