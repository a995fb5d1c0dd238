package io.kdchain.core.record;

import io.kdchain.core.distill.DivergenceException;
import io.kdchain.core.distill.WatchedTeacher;
import io.kdchain.core.monitor.Alert;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.MonitoringAlarm;
import java.math.BigDecimal;

/** What is recorded when a distillation is watched and something is wrong. */
public final class MonitoringEvents {

    private MonitoringEvents() {}

    /**
     * A training ran away: the step at which it did, of which none is tolerated.
     *
     * @param run id of the event that started it
     */
    public static MonitoringAlarm diverged(String run, DivergenceException divergence) {
        return new MonitoringAlarm(
                run, "distillation.diverged-at-step", BigDecimal.valueOf(divergence.step()), BigDecimal.ZERO);
    }

    /**
     * A teacher was asked for more than a training needs.
     *
     * @param subject id of the teacher's model or of the run
     */
    public static MonitoringAlarm teacherQueries(String subject, WatchedTeacher.Alarm alarm) {
        return new MonitoringAlarm(
                subject,
                "teacher-queries." + alarm.kind().label(),
                BigDecimal.valueOf(alarm.count()),
                BigDecimal.valueOf(alarm.limit()));
    }

    /**
     * A monitor of what is served found a change, or unequal treatment. The event has the evidence and from when it
     * counts; the monitor's own promise on false alarms goes with the metric: {@code drift.evidence@0.01}.
     *
     * @param subject id of the model or deployment
     */
    public static MonitoringAlarm served(EntityId subject, Alert alert) {
        return new MonitoringAlarm(
                subject.key(),
                alert.metric() + "@"
                        + BigDecimal.valueOf(alert.falseAlarmRate())
                                .stripTrailingZeros()
                                .toPlainString(),
                Decimals.of(alert.evidence()),
                Decimals.of(alert.threshold()));
    }
}
