package io.kdchain.provenance.event;

import java.math.BigDecimal;

/**
 * Monitoring raised an alarm.
 *
 * @param subject id of the data set, model or deployment, or of the run
 * @param metric what was measured
 * @param value the value
 * @param threshold what is tolerated
 */
public record MonitoringAlarm(String subject, String metric, BigDecimal value, BigDecimal threshold)
        implements EventBody {}
